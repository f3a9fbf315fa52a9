// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using Composer.Wsgi;

namespace Composer.Tests;

/// <summary>Apps to test with, and requests without a server. Every app is wrapped in <see cref="WsgiLint"/> on both sides.</summary>
public static class Wsgi
{
    /// <summary>An app with one answer: text/plain unless a Content-Type is given, with its Content-Length.</summary>
    public static IWsgiApp App(string status, string body = "", params (string Name, string Value)[] headers) =>
        App(_ => Answer(status, Body.From(body), headers));

    /// <summary>An app with one answer, which does something first: let time pass, for instance.</summary>
    public static IWsgiApp App(string status, Action beforeStart, string body = "") => App(_ =>
    {
        beforeStart();
        return Answer(status, Body.From(body));
    });

    /// <summary>An app that yields its body block by block, without a Content-Length.</summary>
    public static IWsgiApp Stream(string status, params string[] blocks) => App(_ => Answer(status, new BlocksBody(blocks)));

    /// <summary>An app as a function.</summary>
    public static IWsgiApp App(Func<Environ, Response> app) => App(environ => new ValueTask<Response>(app(environ)));

    /// <summary>An app as an asynchronous function.</summary>
    public static IWsgiApp App(Func<Environ, ValueTask<Response>> app) => new WsgiLint(new TracedApp(app), "the component under test", "the test's app");

    /// <summary>A response with some headers; Content-Length when it is known and allowed.</summary>
    public static Response Answer(string status, Body body, params (string Name, string Value)[] headers)
    {
        var response = new Response(status, body);
        foreach (var (name, value) in headers)
        {
            response.Headers.Add(name, value);
        }
        if (response.AllowsBody)
        {
            response.Headers.TryAdd("Content-Type", "text/plain; charset=utf-8");
            if (body.Length is { } length)
            {
                response.Headers.TryAdd("Content-Length", length.ToString(CultureInfo.InvariantCulture));
            }
        }
        return response;
    }

    public static Result Get(string path, IWsgiApp app, params (string Name, string Value)[] headers) =>
        Request("GET", path, app, headers: headers);

    public static Result Head(string path, IWsgiApp app, params (string Name, string Value)[] headers) =>
        Request("HEAD", path, app, headers: headers);

    public static Result Post(string path, IWsgiApp app, string body, params (string Name, string Value)[] headers) =>
        Request("POST", path, app, body, headers: headers);

    /// <summary>Makes a request and reads the answer to its end, or to <paramref name="blocks"/> blocks (a client that goes away), and disposes it.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The request target as a client writes it: percent-encoded, with its query.</param>
    /// <param name="app">The app under test.</param>
    /// <param name="body">The request body; sets CONTENT_LENGTH.</param>
    /// <param name="blocks">How many blocks to read.</param>
    /// <param name="prepare">Changes the environ before the request.</param>
    /// <param name="headers">The request headers.</param>
    public static Result Request(string method, string path, IWsgiApp app, string? body = null, int blocks = int.MaxValue, Action<Environ>? prepare = null, params (string Name, string Value)[] headers) =>
        RequestAsync(method, path, app, body, blocks, prepare, headers).GetAwaiter().GetResult();

    /// <inheritdoc cref="Request"/>
    public static async Task<Result> RequestAsync(string method, string path, IWsgiApp app, string? body = null, int blocks = int.MaxValue, Action<Environ>? prepare = null, params (string Name, string Value)[] headers)
    {
        var environ = Environ(method, path, body, headers);
        prepare?.Invoke(environ);
        return await RunAsync(environ, app, blocks);
    }

    /// <summary>Runs an app on an environ and reads and disposes its answer.</summary>
    public static async Task<Result> RunAsync(Environ environ, IWsgiApp app, int blocks = int.MaxValue)
    {
        var read = new List<byte[]>();
        var response = await new WsgiLint(app, "the test", "the component under test").InvokeAsync(environ);
        try
        {
            while (read.Count < blocks && await response.Body.ReadAsync(environ.Aborted) is { IsEmpty: false } block)
            {
                read.Add(block.ToArray());
            }
        }
        finally
        {
            await response.DisposeAsync();
        }
        return new Result(response.Status, response.Headers, read, RequestTrace.Of(environ));
    }

    /// <summary>A complete environ, as a server makes it.</summary>
    public static Environ Environ(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var (target, query) = path.IndexOf('?') is var mark and >= 0 ? (path[..mark], path[(mark + 1)..]) : (path, "");
        var trace = new RequestTrace();
        var bytes = Encoding.UTF8.GetBytes(body ?? "");
        var environ = new Environ
        {
            RequestMethod = method,
            ScriptName = "",
            PathInfo = PercentDecoded(target),
            QueryString = query,
            RequestUri = path,
            UrlScheme = "http",
            Input = new MemoryStream(bytes, writable: false),
            Errors = trace.Errors,
        };
        environ[EnvironKey.ServerName] = "localhost";
        environ[EnvironKey.ServerPort] = "80";
        environ[EnvironKey.ServerProtocol] = "HTTP/1.1";
        environ[EnvironKey.ServerSoftware] = "Composer-Tests";
        environ[EnvironKey.RemoteAddr] = "127.0.0.1";
        environ[EnvironKey.RemotePort] = "50000";
        environ[EnvironKey.HttpHost] = "localhost";
        environ[EnvironKey.InputTerminated] = true;
        environ[RequestTrace.Key] = trace;
        if (body is not null)
        {
            environ[EnvironKey.ContentLength] = bytes.Length.ToString(CultureInfo.InvariantCulture);
        }
        AddHeaders(environ, headers);
        return environ;
    }

    private static void AddHeaders(Environ environ, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            if (EnvironKey.TryOfHeader(name, out var key))
            {
                environ[key] = environ.GetText(key) is { } before && key != EnvironKey.HttpHost ? before + ", " + value : value;
            }
        }
    }

    private static string PercentDecoded(string path)
    {
        var text = new StringBuilder();
        for (var i = 0; i < path.Length; i++)
        {
            var encoded = path[i] == '%' && i + 2 < path.Length && char.IsAsciiHexDigit(path[i + 1]) && char.IsAsciiHexDigit(path[i + 2]);
            text.Append(encoded ? (char)Convert.ToByte(path.Substring(i + 1, 2), 16) : path[i]);
            i += encoded ? 2 : 0;
        }
        return text.ToString();
    }

    private sealed class TracedApp(Func<Environ, ValueTask<Response>> app) : IWsgiApp
    {
        public async ValueTask<Response> InvokeAsync(Environ environ)
        {
            var trace = RequestTrace.Of(environ);
            trace.Calls++;
            var response = await app(environ);
            response.Body = new CountingBody(response.Body, trace);
            return response;
        }
    }
}
