// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Composer.Wsgi;

namespace Composer.Middleware;

/// <summary>What went wrong with which request: the text for logs and mails. Made at once, because the environ is used again later.</summary>
internal sealed record ErrorReport
{
    public const string PythonTracebackKey = "python.traceback";

    private const int MostTrace = 128 * 1024;
    private const int MostHeadline = 1000;

    public ErrorReport(Exception exception, Environ environ, string requestId, DateTimeOffset time)
    {
        Exception = exception;
        RequestId = requestId;
        Time = time;
        Method = environ.RequestMethod;
        Target = Secrets.MaskQuery(UrlPath.SentTargetOf(environ), Secrets.Hides);
        Client = environ.GetText(EnvironKey.RemoteAddr) ?? "";
        Environ = EnvironTable.Of(environ);
        Trace = Secrets.MaskUrls(Excerpt.Of(TraceOf(exception), MostTrace));
    }

    public Exception Exception { get; }

    public string RequestId { get; }

    public DateTimeOffset Time { get; }

    public string Method { get; }

    public string Target { get; }

    public string Client { get; }

    public IReadOnlyList<EnvironRow> Environ { get; }

    /// <summary>Python's traceback and C#'s.</summary>
    public string Trace { get; }

    /// <summary>One line: type and message.</summary>
    public string Headline => Secrets.MaskUrls(HeadlineOf(Exception));

    /// <summary>The same for the same error at the same place, whatever the request.</summary>
    public string Fingerprint()
    {
        var place = string.Join('\n', Trace.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Exception.GetType().FullName + "\n" + place)));
    }

    /// <summary>Everything, for people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Headline}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Time:       {Time:yyyy-MM-dd HH:mm:ss zzz}\n");
        text.Append(CultureInfo.InvariantCulture, $"Request:    {Method} {Target}\n");
        text.Append(CultureInfo.InvariantCulture, $"Request id: {RequestId}\n");
        text.Append(CultureInfo.InvariantCulture, $"Client:     {Client}\n\n");
        text.Append(Trace).Append("\n\nEnviron\n");
        foreach (var row in Environ)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {row.Name} = {row.ValueText.ReplaceLineEndings(" ")}\n");
        }
        return text.ToString();
    }

    /// <summary>Type and first line of the message; Python's exceptions bring both in the message.</summary>
    public static string HeadlineOf(Exception exception)
    {
        var message = Excerpt.Of(exception.Message.AsSpan().EnumerateLines() is var lines && lines.MoveNext() ? lines.Current.ToString() : "", MostHeadline);
        return exception.Data.Contains(PythonTracebackKey) ? message : $"{exception.GetType().Name}: {message}";
    }

    private static string TraceOf(Exception exception)
    {
        var text = exception.ToString().ReplaceLineEndings("\n");
        var python = (exception.Data[PythonTracebackKey] as string)?.ReplaceLineEndings("\n").TrimEnd();
        return python is null || text.Contains(python, StringComparison.Ordinal) ? text : python + "\n\n" + text;
    }
}
