// SPDX-License-Identifier: MIT
using System.Text;
using System.Xml.Linq;

namespace Composer.Middleware;

/// <summary>What <c>xsl:output</c> says of the result; .NET does not tell the media type.</summary>
internal sealed class StylesheetOutput
{
    private static readonly XNamespace Xsl = "http://www.w3.org/1999/XSL/Transform";

    private readonly Dictionary<string, string> _said = [];

    private StylesheetOutput()
    {
    }

    /// <summary>The encoding of the result, never with a byte order mark in UTF-8.</summary>
    public Encoding Encoding { get; private set; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Whether it asks for indentation. HTML may get it unasked (XSLT 1.0 §16.2), but that makes pages half as long again.</summary>
    public bool Indents => _said.GetValueOrDefault("indent") == "yes";

    /// <summary>What a stylesheet and all that it imports say together.</summary>
    /// <param name="path">The stylesheet.</param>
    /// <param name="declarations">What stands in it, and in what it imports; see <see cref="StylesheetLoader.Declarations"/>.</param>
    /// <exception cref="StylesheetError">The encoding is unknown.</exception>
    public static StylesheetOutput Of(string path, IEnumerable<(XElement Element, int Level)> declarations)
    {
        var output = new StylesheetOutput();
        foreach (var attribute in declarations.Where(declaration => declaration.Element.Name == Xsl + "output").SelectMany(declaration => declaration.Element.Attributes()))
        {
            output._said[attribute.Name.LocalName] = attribute.Value.Trim();
        }
        if (output._said.GetValueOrDefault("encoding") is { } name && !name.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            output.Encoding = XmlInput.EncodingOf(name) ?? throw new StylesheetError($"{path}: xsl:output asks for the encoding '{name}', which is unknown; utf-8 is right for everybody");
        }
        return output;
    }

    /// <summary>The Content-Type of a result.</summary>
    public string ContentType(ReadOnlySpan<byte> result)
    {
        var type = _said.GetValueOrDefault("media-type") ?? (_said.GetValueOrDefault("method") ?? MethodOf(result)) switch
        {
            "html" => "text/html",
            "text" => "text/plain",
            _ => "text/xml",
        };
        return type.Contains("charset=", StringComparison.OrdinalIgnoreCase) ? type : $"{type}; charset={Encoding.WebName}";
    }

    // Without a method, a result that begins with <html> is HTML (XSLT 1.0 §16).
    private static string MethodOf(ReadOnlySpan<byte> result)
    {
        var text = result.TrimStart(" \t\r\n"u8);
        return text.Length >= 5 && Ascii.EqualsIgnoreCase(text[..5], "<html"u8) ? "html" : "xml";
    }
}
