// SPDX-License-Identifier: MIT
using System.Xml;
using System.Xml.Xsl;

namespace Composer.Middleware;

/// <summary>A stylesheet that cannot be used. The message says where and why.</summary>
internal sealed class StylesheetError(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What .NET says of a stylesheet, with its place in front.</summary>
    public static StylesheetError Of(string stylesheet, Exception error) => error switch
    {
        StylesheetError own => own,
        _ when error.InnerException is StylesheetError or IOException or UnauthorizedAccessException or XmlException => Of(stylesheet, error.InnerException),
        XsltException { LineNumber: > 0 } wrong => new StylesheetError($"{File(wrong.SourceUri, stylesheet)}:{wrong.LineNumber}:{wrong.LinePosition}: {OneLine(wrong.Message)}", error),
        XmlException { LineNumber: > 0 } wrong => new StylesheetError($"{File(wrong.SourceUri, stylesheet)}:{wrong.LineNumber}:{wrong.LinePosition}: {OneLine(wrong.Message)}", error),
        FileNotFoundException or DirectoryNotFoundException => new StylesheetError($"there is no stylesheet {(error as FileNotFoundException)?.FileName ?? stylesheet}", error),
        _ => new StylesheetError($"{stylesheet}: {OneLine(error.Message)}", error),
    };

    private static string File(string? uri, string otherwise) => Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.IsFile ? parsed.LocalPath : otherwise;

    private static string OneLine(string message) => string.Join(" ", message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
