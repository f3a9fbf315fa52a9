// SPDX-License-Identifier: MIT
namespace Composer.Middleware;

/// <summary>A list of media types: <c>text/html</c>, <c>text/*</c>, <c>application/*+json</c>, <c>*/*+xml</c>.</summary>
/// <remarks>A <c>*</c> at the end does not take types that are compressed already: those whose name says zip, compressed, zstd or brotli. One in front does not take pictures.</remarks>
internal sealed class MediaTypes
{
    private static readonly string[] Compressed = ["zip", "compress", "zstd", "brotli"];

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly (string Start, string End)[] _wildcards;

    /// <exception cref="ArgumentException">An entry is not a media type.</exception>
    public MediaTypes(IReadOnlyCollection<string> types)
    {
        if (types.FirstOrDefault(type => !IsPattern(type)) is { } wrong)
        {
            throw BadSetting.Of(nameof(types), $"types: '{wrong}' is not a media type; write for instance text/html, text/* or application/*+json");
        }
        _exact = types.Where(type => !type.Contains('*')).ToHashSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        _wildcards = [.. types.Where(type => type.Contains('*')).Select(type => (type[..type.IndexOf('*')], type[(type.LastIndexOf('*') + 1)..]))];
    }

    /// <summary>What shrinks: texts, JSON, XML, scripts, fonts and pictures that are not compressed by themselves.</summary>
    public static string[] Default { get; } =
    [
        "text/*", "application/json", "application/*+json", "application/xml", "application/*+xml", "application/javascript", "application/x-javascript",
        "application/ecmascript", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/json-seq", "application/yaml", "application/toml", "application/sql",
        "application/graphql", "application/rtf", "application/wasm", "application/x-sh", "application/x-tex", "application/vnd.ms-fontobject",
        "font/ttf", "font/otf", "font/collection", "image/svg+xml", "image/bmp", "image/x-icon", "image/vnd.microsoft.icon",
    ];

    /// <summary>Whether a Content-Type, with or without parameters, is in the list.</summary>
    public bool Contains(string? contentType)
    {
        if (contentType is null)
        {
            return false;
        }
        var type = WithoutParameters(contentType);
        return _exact.Contains(type) || InWildcards(type);
    }

    /// <summary>The media type of a Content-Type alone.</summary>
    public static ReadOnlySpan<char> WithoutParameters(string contentType)
    {
        var semicolon = contentType.IndexOf(';', StringComparison.Ordinal);
        return (semicolon < 0 ? contentType : contentType.AsSpan(0, semicolon)).Trim(" \t");
    }

    private bool InWildcards(ReadOnlySpan<char> type)
    {
        foreach (var (start, end) in _wildcards)
        {
            if (type.StartsWith(start, StringComparison.OrdinalIgnoreCase) && type.EndsWith(end, StringComparison.OrdinalIgnoreCase) && type.Length > start.Length + end.Length)
            {
                return end.Length > 0 ? start.Length > 0 || !type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) : !IsCompressed(type);
            }
        }
        return false;
    }

    private static bool IsCompressed(ReadOnlySpan<char> type)
    {
        foreach (var word in Compressed)
        {
            if (type.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }

    // "*+xml" and "*/*+xml" mean the same.
    private static bool IsPattern(string type) =>
        type.StartsWith("*/*+", StringComparison.Ordinal) ? IsOnePattern("x/" + type[2..]) : IsOnePattern(type.StartsWith("*+", StringComparison.Ordinal) ? "x/" + type : type);

    private static bool IsOnePattern(string type) =>
        type.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 && slash < type.Length - 1 && type.LastIndexOf('/') == slash
        && type.IndexOf('*', StringComparison.Ordinal) == type.LastIndexOf('*') && !type.Any(c => c <= ' ' || c is ';' or ',');
}
