// SPDX-License-Identifier: MIT
using System.Xml;
using System.Xml.Linq;

namespace Composer.Middleware;

/// <summary>Reads a stylesheet and what it imports and includes; refuses what could not run, and puts guards in (<see cref="GuardNode"/>).</summary>
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

    /// <summary>What stands directly in a stylesheet and in all that it imports; of a higher level is what counts more (XSLT 1.0 §2.6.2).</summary>
    public IReadOnlyList<(XElement Element, int Level)> Declarations(string path)
    {
        List<(XElement, int)> all = [];
        TakeLevel(path, all);
        return all;
    }

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
        GuardNode.Install(root, isMain: _roots.Count == 0);
        TransformFunctions.Install(root);
        WhitespaceRules.Hide(root);
        _roots[path] = root;
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

    private void TakeLevel(string path, List<(XElement Element, int Level)> all)
    {
        List<XElement> own = [];
        Take(path, own, all);
        var level = all.Count == 0 ? 0 : all[^1].Level + 1;
        all.AddRange(own.Select(element => (element, level)));
    }

    // An included stylesheet stands for its include.
    private void Take(string path, List<XElement> own, List<(XElement Element, int Level)> all)
    {
        foreach (var element in _roots[path].Elements())
        {
            if (element.Name == Xsl + "import")
            {
                TakeLevel(Referred(element), all);
            }
            else if (element.Name == Xsl + "include")
            {
                Take(Referred(element), own, all);
            }
            else
            {
                own.Add(element);
            }
        }
    }

    private static string Referred(XElement element) => new Uri(new Uri(element.BaseUri), element.Attribute("href")!.Value).LocalPath; // .NET has read it

    private static int LineOf(XElement element) => ((IXmlLineInfo)element).LineNumber;
}
