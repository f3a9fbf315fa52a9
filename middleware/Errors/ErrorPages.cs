// SPDX-License-Identifier: MIT
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Composer.Wsgi;
using HandlebarsDotNet;

namespace Composer.Middleware;

/// <summary>What the client sees of an error: HTML, RFC 9457 JSON or text, as it asked for.</summary>
internal sealed class ErrorPages(ErrorCatcherOptions options)
{
    private const string Apology = "Something went wrong on our side. The error has been recorded.";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Default };

    private HandlebarsTemplate<object, object>? _template;

    /// <summary>Takes a template of the user's own, a file, for the page in HTML.</summary>
    public async Task UseAsync(string path, CancellationToken cancel) => _template = await Page.LoadAsync(path, cancel);

    /// <summary>An answer that gives nothing away.</summary>
    public Response Plain(int status, string? message, Environ environ, string requestId)
    {
        var view = new View(status, Reason.Of(status), message ?? options.ErrorMessage ?? Apology, requestId);
        if (IsFragment(environ))
        {
            return Answer(status, Fragment(view.Message, requestId), "text/html; charset=utf-8", requestId);
        }
        return Negotiated(environ) switch
        {
            "text/html" => Answer(status, _template is null ? Page.Error(view.ForTemplate()) : _template(view.ForTemplate(), null), "text/html; charset=utf-8", requestId),
            "application/json" => Answer(status, Problem(view), "application/problem+json", requestId),
            _ => Answer(status, $"{status} {view.Title}\n\n{view.Message}\n{(requestId.Length == 0 ? "" : $"\nRequest id: {requestId}\n")}", "text/plain; charset=utf-8", requestId),
        };
    }

    /// <summary>An answer that tells everything but secrets.</summary>
    public Response Debug(ErrorReport report, Environ environ)
    {
        const int Status = 500;
        if (IsFragment(environ))
        {
            return Answer(Status, $"<pre>{WebUtility.HtmlEncode(report.Trace)}</pre>", "text/html; charset=utf-8", report.RequestId);
        }
        var view = new View(Status, Reason.Of(Status), report.Headline, report.RequestId);
        return Negotiated(environ) switch
        {
            "text/html" => Answer(Status, Page.Debug(DebugModel(report)), "text/html; charset=utf-8", report.RequestId),
            "application/json" => Answer(Status, Problem(view, report.Trace), "application/problem+json", report.RequestId),
            _ => Answer(Status, report.ToText(), "text/plain; charset=utf-8", report.RequestId),
        };
    }

    private object DebugModel(ErrorReport report)
    {
        var exceptions = CaughtException.Chain(report.Exception, options.Context);
        return new
        {
            type = exceptions[0].Type,
            message = exceptions[0].Message,
            method = report.Method,
            target = report.Target,
            request_id = report.RequestId,
            time = report.Time.ToString("yyyy-MM-dd HH:mm:ss zzz", System.Globalization.CultureInfo.InvariantCulture),
            first = exceptions[0],
            causes = exceptions.Skip(1),
            cgi = report.Environ.Where(row => !row.Name.Contains('.', StringComparison.Ordinal)),
            other = report.Environ.Where(row => row.Name.Contains('.', StringComparison.Ordinal)),
            trace = report.Trace,
        };
    }

    private static string Negotiated(Environ environ)
    {
        var accept = environ.GetText(EnvironKey.HttpAccept)?.Replace("application/problem+json", "application/json", StringComparison.OrdinalIgnoreCase);
        return Accept.Choose(accept, "text/plain", "text/html", "application/json");
    }

    /// <summary>Paste's xmlhttp_key: a script that asks with this key wants something to put into its page.</summary>
    private bool IsFragment(Environ environ)
    {
        var start = options.XmlhttpKey + "=";
        return options.XmlhttpKey.Length > 0 && environ.QueryString.Length > 0
            && environ.QueryString.Split('&').Any(pair => pair.Length > start.Length && pair.StartsWith(start, StringComparison.Ordinal));
    }

    private static string Fragment(string message, string requestId) =>
        $"<p>{WebUtility.HtmlEncode(message)}</p><p><small>{WebUtility.HtmlEncode(requestId)}</small></p>";

    private static string Problem(View view, string? trace = null)
    {
        var problem = new Dictionary<string, object> { ["type"] = "about:blank", ["title"] = view.Title, ["status"] = view.Status, ["detail"] = view.Message };
        if (view.RequestId.Length > 0)
        {
            problem["request_id"] = view.RequestId;
        }
        if (trace is not null)
        {
            problem["trace"] = trace.Split('\n');
        }
        return JsonSerializer.Serialize(problem, Json) + "\n";
    }

    private static Response Answer(int status, string text, string type, string requestId)
    {
        var response = new Response(status, Body.From(text));
        response.Headers.Add("Content-Type", type);
        response.Headers.Add("Content-Length", Encoding.UTF8.GetByteCount(text).ToString(System.Globalization.CultureInfo.InvariantCulture));
        response.Headers.Add("Cache-Control", "no-store");
        response.Headers.Add("Vary", "Accept");
        response.Headers.Add("X-Content-Type-Options", "nosniff");
        response.Headers.Add("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'");
        if (requestId.Length > 0 && HeaderList.ValueProblem(requestId) is null)
        {
            response.Headers.Add("X-Request-ID", requestId);
        }
        return response;
    }

    private sealed record View(int Status, string Title, string Message, string RequestId)
    {
        public object ForTemplate() => new { status = Status, title = Title, message = Message, request_id = RequestId };
    }
}
