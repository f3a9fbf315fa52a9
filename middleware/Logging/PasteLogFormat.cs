// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>The format of Paste's translogger: a Python string with <c>%(NAME)s</c> in it.</summary>
internal static partial class PasteLogFormat
{
    /// <summary>Understands a format.</summary>
    /// <exception cref="ArgumentException">It names something that Paste does not know.</exception>
    public static IReadOnlyList<LogPart> Parse(string format, TimeProvider clock)
    {
        var parts = new List<LogPart>();
        var end = 0;
        foreach (Match field in Field().Matches(format))
        {
            parts.Add(LogFormat.Literal(Unescaped(format[end..field.Index])));
            parts.Add(Find(field.Groups[1].Value, clock) ?? throw new ArgumentException($"format: '{field.Value}' is not known; there are {string.Join(", ", Names)}", nameof(format)));
            end = field.Index + field.Length;
        }
        parts.Add(LogFormat.Literal(Unescaped(format[end..])));
        return parts;
    }

    private static readonly string[] Names =
        ["REMOTE_ADDR", "REMOTE_USER", "REQUEST_METHOD", "REQUEST_URI", "HTTP_VERSION", "time", "status", "bytes", "HTTP_REFERER", "HTTP_USER_AGENT"];

    private static LogPart? Find(string name, TimeProvider clock) => name switch
    {
        "REMOTE_ADDR" => LogDirective.Find('a', null, clock),
        "REMOTE_USER" => LogDirective.Find('u', null, clock),
        "REQUEST_METHOD" => LogDirective.Find('m', null, clock),
        "REQUEST_URI" => (line, x) => line.Append(x.Target),
        "HTTP_VERSION" => LogDirective.Find('H', null, clock),
        "time" => LogTime.Cached(time => LogTime.Strftime("%d/%b/%Y:%H:%M:%S %z", time), clock, x => x.Time),
        "status" => LogDirective.Find('s', null, clock),
        "bytes" => LogDirective.Find('b', null, clock),
        "HTTP_REFERER" => LogDirective.Find('i', "Referer", clock),
        "HTTP_USER_AGENT" => LogDirective.Find('i', "User-Agent", clock),
        _ => null,
    };

    private static string Unescaped(string literal) => literal.Replace("%%", "%", StringComparison.Ordinal);

    [GeneratedRegex(@"%\(([^)]*)\)[sdr]", RegexOptions.NonBacktracking)]
    private static partial Regex Field();
}
