// SPDX-License-Identifier: MIT
using System.Xml;
using System.Xml.XPath;
using System.Xml.Xsl;

namespace Composer.Middleware;

/// <summary>A stylesheet ready to run, by any number of threads at once.</summary>
internal sealed class CompiledStylesheet
{
    private readonly XslCompiledTransform _transform;
    private readonly StylesheetOutput _output;
    private readonly XmlWriterSettings _last;
    private readonly XmlWriterSettings _between = new() { Encoding = new System.Text.UTF8Encoding(false) };

    private CompiledStylesheet(XslCompiledTransform transform, StylesheetOutput output, WhitespaceRules space)
    {
        _transform = transform;
        _output = output;
        Space = space;
        _last = transform.OutputSettings!.Clone(); // it has been loaded
        _last.Encoding = output.Encoding;
        _last.Indent &= output.Indents;
    }

    /// <summary>Compiles a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sheets">Reads it and what it imports.</param>
    /// <exception cref="StylesheetError">It is missing, or wrong.</exception>
    public static CompiledStylesheet Load(string path, StylesheetLoader sheets)
    {
        var transform = new XslCompiledTransform();
        try
        {
            transform.Load(sheets.Read(path), new XsltSettings(enableDocumentFunction: true, enableScript: false), sheets);
            var declarations = sheets.Declarations(path);
            return new CompiledStylesheet(transform, StylesheetOutput.Of(path, declarations), WhitespaceRules.Of(declarations));
        }
        catch (Exception e) when (e is XsltException or XmlException or IOException or UnauthorizedAccessException or StylesheetError or UriFormatException)
        {
            throw StylesheetError.Of(path, e);
        }
    }

    /// <summary>Which whitespace of a document does not count.</summary>
    public WhitespaceRules Space { get; }

    /// <summary>The Content-Type of a result.</summary>
    public string ContentType(ReadOnlySpan<byte> result) => _output.ContentType(result);

    /// <summary>Writes the result.</summary>
    /// <param name="input">The document.</param>
    /// <param name="arguments">The parameters and functions.</param>
    /// <param name="documents">Finds what <c>document()</c> asks for.</param>
    /// <param name="result">Takes the result.</param>
    /// <param name="isLast">Whether it is the answer, or goes into the next stylesheet.</param>
    public void Transform(IXPathNavigable input, XsltArgumentList arguments, XmlResolver documents, Stream result, bool isLast)
    {
        using var writer = XmlWriter.Create(result, isLast ? _last : _between);
        _transform.Transform(input, arguments, writer, documents);
    }
}
