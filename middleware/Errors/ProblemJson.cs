// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Composer.Wsgi;
using Microsoft.Net.Http.Headers;

namespace Composer.Middleware;

/// <summary>Makes error answers what programs understand: <c>application/problem+json</c> (RFC 9457).</summary>
/// <remarks>For clients that ask for JSON; with <c>always</c> for all. Errors that are JSON already stay as they are.</remarks>
[Filter("problem_json", "problem-json", "problemjson")]
public sealed class ProblemJson(ProblemJsonOptions options, IWsgiApp next) : IWsgiApp
{
    private const int MostKept = 64 * 1024;
    private const string Json = "application/json";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Default };

    /// <inheritdoc/>
    public async ValueTask<Response> InvokeAsync(Environ environ)
    {
        var response = await next.InvokeAsync(environ);
        if (response.StatusCode < 400 || IsJson(response))
        {
            return response;
        }
        if (!options.Always)
        {
            response.Headers.Append("Vary", "Accept");
            if (!Wants(environ))
            {
                return response;
            }
        }
        return Problem(environ, await KeptBody.OfAsync(response, MostKept));
    }

    private static bool IsJson(Response response) =>
        TypeOf(response) is { } type && (type == Json || type.EndsWith("+json", StringComparison.Ordinal));

    private static bool Wants(Environ environ)
    {
        var accept = environ.GetText(EnvironKey.HttpAccept)?.Replace("application/problem+json", Json, StringComparison.OrdinalIgnoreCase);
        return Accept.Choose(accept, "text/html", "text/plain", Json) == Json;
    }

    private Response Problem(Environ environ, Response original)
    {
        var problem = new Dictionary<string, object>
        {
            ["type"] = options.TypeBase is null ? "about:blank" : options.TypeBase + original.StatusCode.ToString(CultureInfo.InvariantCulture),
            ["title"] = original.Status.Length > 4 ? original.Status[4..] : Reason.Of(original.StatusCode),
            ["status"] = original.StatusCode,
        };
        if (DetailOf(original) is { Length: > 0 } detail)
        {
            problem["detail"] = detail;
        }
        if (environ.GetText(EnvironKey.RequestId) is { Length: > 0 } id)
        {
            problem["request_id"] = id;
        }
        var body = Body.From(JsonSerializer.Serialize(problem, Written) + "\n");
        var response = new Response(original.Status, environ.RequestMethod == "HEAD" ? Body.Empty : body);
        foreach (var (name, value) in original.Headers)
        {
            if (!name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && !name.Equals("ETag", StringComparison.OrdinalIgnoreCase))
            {
                response.Headers.Add(name, value);
            }
        }
        response.Headers.Add("Content-Type", "application/problem+json");
        response.Headers.Add("Content-Length", body.Length!.Value.ToString(CultureInfo.InvariantCulture)); // it is in memory
        return response;
    }

    // Only text is for people as it is; a page of HTML is not.
    private static string? DetailOf(Response original)
    {
        if (TypeOf(original) != "text/plain" || original.Headers.Contains("Content-Encoding") || original.Body.Length is not > 0)
        {
            return null;
        }
        var read = original.Body.ReadAsync();
        return read.IsCompletedSuccessfully ? Encoding.UTF8.GetString(read.Result.Span).Trim() : null;
    }

    private static string? TypeOf(Response response) => MediaTypeHeaderValue.TryParse(response.Headers["Content-Type"], out var type) ? type.MediaType.ToString().ToLowerInvariant() : null;
}

/// <summary>Settings of the <c>problem_json</c> filter.</summary>
public sealed record ProblemJsonOptions
{
    /// <summary>For every client, not only for those that ask for JSON.</summary>
    public bool Always { get; init; }

    /// <summary>What <c>type</c> begins with, before the status code; without it, it is <c>about:blank</c>.</summary>
    /// <example>https://example.org/problems/</example>
    public string? TypeBase { get; init; }
}
