// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>What each letter of Apache's log language writes.</summary>
internal static class LogDirective
{
    private static readonly byte[] Pid = Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes "-".</summary>
    public static readonly LogPart Nothing = (line, _) => line.Append("-"u8);

    /// <summary>The part for a letter and what stood in braces before it, or null when there is no such.</summary>
    public static LogPart? Find(char letter, string? argument, TimeProvider clock) => letter switch
    {
        'a' or 'h' => (line, x) => line.Append(x.Address),
        'A' or 'v' => Environ(EnvironKey.ServerName),
        'b' => (line, x) => BytesOrDash(line, x.Count),
        'B' or 'O' => (line, x) => line.Append(x.Count),
        'C' => argument is null ? null : (line, x) => line.Append(Cookie(x.Environ.GetText(EnvironKey.HttpCookie), argument)),
        'D' => (line, x) => line.Append((long)x.Duration.TotalMicroseconds),
        'e' => argument is null ? null : Environ(EnvironKey.Of(argument)),
        'f' or 'U' => (line, x) => line.Append(x.Path),
        'H' => (line, x) => line.Append(x.Protocol),
        'i' => argument is null ? null : Header(argument),
        'l' or 'n' or 'k' or 'R' => Nothing,
        'L' => Environ(EnvironKey.RequestId),
        'm' => (line, x) => line.Append(x.Method),
        'o' => argument is null ? null : (line, x) => line.Append(x.Headers?.GetJoined(argument)),
        'p' => argument == "remote" ? Environ(EnvironKey.RemotePort) : Environ(EnvironKey.ServerPort),
        'P' => (line, _) => line.Append(Pid),
        'q' => (line, x) => Query(line, x.Target),
        'r' => RequestLine,
        's' => (line, x) => line.Append(x.Status),
        't' => LogTime.Find(argument, clock),
        'T' => Elapsed(argument),
        'u' => Environ(EnvironKey.RemoteUser),
        'V' => (line, x) => line.Append(HostOf(x.Environ)),
        'X' => Connection,
        _ => null,
    };

    // In an environ, empty means the same as absent (PEP 3333, "environ Variables").
    private static LogPart Environ(EnvironKey key) => (line, x) => line.Append(Convert.ToString(x.Environ[key], CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null);

    private static LogPart Header(string name) =>
        EnvironKey.TryOfHeader(name, out var key) ? (line, x) => line.Append(x.Header(key)) : Nothing;

    private static void BytesOrDash(LogLine line, long count)
    {
        if (count == 0)
        {
            line.Append("-"u8);
            return;
        }
        line.Append(count);
    }

    private static void RequestLine(LogLine line, Exchange x)
    {
        line.Append(x.Method);
        line.Append(" "u8);
        line.Append(x.Target);
        line.Append(" "u8);
        line.Append(x.Protocol);
    }

    private static void Query(LogLine line, string target)
    {
        if (target.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0)
        {
            line.Append(target[mark..]);
        }
    }

    private static string? HostOf(Environ environ) =>
        environ.GetText(EnvironKey.HttpHost) is { Length: > 0 } said && HostName.TrySplit(said, out var host, out _)
            ? host.ToString().ToLowerInvariant()
            : environ.GetText(EnvironKey.ServerName);

    private static LogPart? Elapsed(string? unit) => unit switch
    {
        null or "s" => (line, x) => line.Append((long)x.Duration.TotalSeconds),
        "ms" => (line, x) => line.Append((long)x.Duration.TotalMilliseconds),
        "us" => (line, x) => line.Append((long)x.Duration.TotalMicroseconds),
        _ => null,
    };

    private static void Connection(LogLine line, Exchange x)
    {
        var asked = x.Protocol == "HTTP/1.0" ? "keep-alive" : "close";
        var does = x.Environ.GetText(EnvironKey.HttpConnection)?.Contains(asked, StringComparison.OrdinalIgnoreCase) == true;
        line.Append(x.Broken ? "X"u8 : does == (asked == "keep-alive") ? "+"u8 : "-"u8);
    }

    private static string? Cookie(string? header, string name)
    {
        foreach (var pair in (header ?? "").Split(';'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && pair.AsSpan(0, equals).Trim().SequenceEqual(name))
            {
                return pair[(equals + 1)..].Trim() is { Length: > 0 } value ? value : null;
            }
        }
        return null;
    }
}
