// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;
using System.Text;
using System.Xml;
using Composer.Wsgi;
using Microsoft.Net.Http.Headers;

namespace Composer.Middleware;

/// <summary>Reads documents that nobody vouches for: nothing outside of them is fetched, and entities cannot swell.</summary>
internal sealed class XmlInput
{
    private const int MostEntityCharacters = 1_000_000;
    private const int BytesPerNode = 10;
    private const int MostExpected = 64 * 1024;

    private readonly XmlReaderSettings _settings;
    private readonly string? _address;
    private readonly int _deepest;

    /// <param name="dtd">What becomes of a DOCTYPE.</param>
    /// <param name="deepest">How deep elements may be nested.</param>
    /// <param name="directory">Where relative addresses in a document start; null when nothing can be reached anyway.</param>
    public XmlInput(XmlDtd dtd, int deepest, string? directory)
    {
        _settings = new XmlReaderSettings
        {
            DtdProcessing = dtd == XmlDtd.Internal ? DtdProcessing.Parse : DtdProcessing.Ignore,
            MaxCharactersFromEntities = MostEntityCharacters,
            XmlResolver = null,
        };
        _address = directory is null ? null : new Uri(Path.TrimEndingDirectorySeparator(directory) + Path.DirectorySeparatorChar).AbsoluteUri;
        _deepest = deepest;
    }

    /// <summary>A reader of some bytes. Their encoding is that of a byte order mark, of the Content-Type, or of the XML declaration, in this order (RFC 7303 §3).</summary>
    public XmlReader Open(ReadOnlyMemory<byte> bytes, string? contentType)
    {
        var stream = MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false) // it says that it has one
            : new MemoryStream(bytes.ToArray(), writable: false);
        return CharsetOf(contentType) is { } charset && !HasMark(bytes.Span)
            ? XmlReader.Create(new StreamReader(stream, charset), _settings, _address)
            : XmlReader.Create(stream, _settings, _address);
    }

    /// <summary>Reads a whole document.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="contentType">Its Content-Type, as far as known.</param>
    /// <param name="space">Which whitespace is left out.</param>
    /// <param name="number">Tells the documents of one transformation apart.</param>
    /// <param name="budget">What walking in it is charged to.</param>
    public XmlTree Read(ReadOnlyMemory<byte> bytes, string? contentType, WhitespaceRules space, int number, TransformBudget budget)
    {
        using var reader = Open(bytes, contentType);
        var tree = new XmlTree(Math.Min(bytes.Length / BytesPerNode, MostExpected), reader.NameTable, _address ?? "", number, budget);
        try
        {
            new XmlTreeBuilder(tree, reader, space, _deepest).Build();
            return tree;
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }

    /// <summary>The directory that a setting names, which must be there; null when the setting is not.</summary>
    /// <exception cref="ArgumentException">It is not there.</exception>
    public static DocumentRoot? RootOf(string? directory, string property, string setting, ComponentInfo info)
    {
        try
        {
            return directory is null ? null : new DocumentRoot(info.Resolve(directory), FollowLinks.Within, dotfiles: false);
        }
        catch (DirectoryNotFoundException)
        {
            throw BadSetting.Of(property, $"{setting}: there is no directory {directory}");
        }
    }

    /// <summary>An encoding by its name, or null.</summary>
    public static Encoding? EncodingOf(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Encoding? CharsetOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var parsed) && parsed.Charset.HasValue ? EncodingOf(HeaderUtilities.RemoveQuotes(parsed.Charset).ToString()) : null;

    private static bool HasMark(ReadOnlySpan<byte> bytes) =>
        bytes is [0xEF, 0xBB, 0xBF, ..] or [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..];
}
