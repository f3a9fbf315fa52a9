// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Wsgi;

namespace Composer.Tests.Middleware;

/// <summary>A request to a middleware, and what the app inside answers; <c>plack.pl</c> reads the same.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">PATH_INFO, a native string.</param>
/// <param name="Query">The query.</param>
/// <param name="Headers">The request headers.</param>
/// <param name="Status">The status that the app answers.</param>
/// <param name="Answer">The headers that it answers: name, value, name, value.</param>
/// <param name="Body">The body that it answers.</param>
internal sealed record PlackQuestion(string Method, string Path, string Query, Dictionary<string, string> Headers, int Status, string[] Answer, string Body)
{
    public string Format { get; init; } = "";

    public string Root { get; init; } = "";

    public string[] Mounts { get; init; } = [];

    public int[] Catch { get; init; } = [];

    public int[] Statuses { get; init; } = [];

    /// <summary>The app's entity tag, or nothing.</summary>
    public string Tag => Array.IndexOf(Answer, "ETag") is var at and >= 0 ? Answer[at + 1] : "";

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>What a component answers.</summary>
    public PlackAnswer Ask(Func<IWsgiApp, IWsgiApp> wrap)
    {
        var method = "";
        var app = Wsgi.App(environ =>
        {
            method = environ.RequestMethod;
            var response = new Response(Status, Body.Length > 0 ? Composer.Wsgi.Body.From(Encoding.Latin1.GetBytes(Body)) : Composer.Wsgi.Body.Empty);
            for (var i = 0; i < Answer.Length; i += 2)
            {
                response.Headers.Add(Answer[i], Answer[i + 1]);
            }
            return response;
        });
        var result = Wsgi.Request(Method, "/", wrap(app), prepare: environ =>
        {
            (environ.PathInfo, environ.QueryString) = (Path, Query);
            environ.RequestUri = string.Concat(Path.Select(c => c is > ' ' and < '\x7f' and not ('"' or '?') ? $"{c}" : string.Create(CultureInfo.InvariantCulture, $"%{(int)c:x2}"))) + (Query.Length > 0 ? "?" + Query : "");
        }, headers: [.. Headers.Select(header => (header.Key, header.Value))]);
        return new PlackAnswer(result.StatusCode, [.. result.Headers.SelectMany(header => new[] { header.Name, header.Value })], Encoding.Latin1.GetString(result.Body), method, null);
    }

    public override string ToString() =>
        $"{Method} {Path}?{Query} {string.Join("; ", Headers.Select(header => $"{header.Key}: {header.Value}"))} -> {Status} {string.Join(' ', Answer)} {Body.Length} {string.Join(' ', Statuses)}";
}
