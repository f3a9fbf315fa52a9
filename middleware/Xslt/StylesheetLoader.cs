// SPDX-License-Identifier: MIT
using System.Xml;
using System.Xml.Linq;

namespace Composer.Middleware;

/// <summary>Reads a stylesheet and what it imports and includes; refuses what could not run, and puts guards in (<see cref="TransformGuard"/>).</summary>
/// <param name="documents">Whether <c>document()</c> may read files.</param>
internal sealed class StylesheetLoader(bool documents) : XmlResolver
{
    private const string Script = "{urn:schemas-microsoft-com:xslt}script";

    private static readonly XNamespace Xsl = "http://www.w3.org/1999/XSL/Transform";

    // An internal subset with entities for non-ASCII characters is common in stylesheets; nothing outside is read.
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Parse, XmlResolver = null, MaxCharactersFromEntities = 1_000_000 };

    private readonly Dictionary<string, FileStamp> _stamps = [];
    private readonly Dictionary<string, XElement> _roots = [];

    /// <summary>Every file that was asked for, also one that could not be read, as it was just before.</summary>
    public IReadOnlyDictionary<string, FileStamp> Stamps => _stamps;

    /// <summary>The root element of a stylesheet that was read.</summary>
    public XElement? Root(string path) => _roots.GetValueOrDefault(path);

    /// <summary>Reads one stylesheet.</summary>
    /// <exception cref="StylesheetError">It is none, or cannot run here.</exception>
    public XmlReader Read(string path)
    {
        _stamps[path] = FileStamp.Of(path);
        using var file = File.OpenRead(path);
        using var reader = XmlReader.Create(file, Settings, new Uri(path).AbsoluteUri);
        var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo | LoadOptions.SetBaseUri);
        var root = document.Root!; // a document that was read has one
        Check(root, path);
        _roots[path] = root;
        Guard(root);
        return document.CreateReader();
    }

    /// <inheritdoc/>
    public override object GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn)
    {
        if (!absoluteUri.IsFile)
        {
            throw new StylesheetError($"{absoluteUri} is not a file: a stylesheet can import and include files only");
        }
        return Read(absoluteUri.LocalPath);
    }

    private void Check(XElement root, string path)
    {
        if (root.Descendants(Script).FirstOrDefault() is { } script)
        {
            throw new StylesheetError($"{path}:{LineOf(script)}: msxsl:script cannot run here: write the function as a template, or use those of EXSLT");
        }
        var version = root.Name.Namespace == Xsl ? root.Attribute("version") : root.Attribute(Xsl + "version");
        if (version is null)
        {
            throw new StylesheetError($"{path}:{LineOf(root)}: <{root.Name.LocalName}> is not a stylesheet: it lacks xsl:stylesheet, or xsl:version");
        }
        if (version.Value.Trim() is not ("1.0" or "1.1" or "1"))
        {
            throw new StylesheetError($"{path}:{LineOf(root)}: version=\"{version.Value}\", but only XSLT 1.0 runs here: write version=\"1.0\" if it needs nothing newer, "
                + "else let a processor of its own (Saxon, for instance) answer behind a proxy");
        }
        StylesheetCalls.Check(root, path, documents);
    }

    // Templates first: their params have to stay in front. A sort has to stay first in a for-each.
    private static void Guard(XElement root)
    {
        foreach (var body in root.Descendants(Xsl + "template").Concat(root.Descendants(Xsl + "for-each")).ToList())
        {
            var first = body.Elements().LastOrDefault(child => child.Name == Xsl + "param" || child.Name == Xsl + "sort");
            if (first is null)
            {
                body.AddFirst(TransformGuard.Instruction());
            }
            else
            {
                first.AddAfterSelf(TransformGuard.Instruction());
            }
        }
    }

    private static int LineOf(XElement element) => ((IXmlLineInfo)element).LineNumber;
}
