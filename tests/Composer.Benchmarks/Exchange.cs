// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer.Benchmarks;

/// <summary>Requests without a server.</summary>
internal static class Exchange
{
    /// <summary>An environ with what a browser's request has.</summary>
    public static Environ Environ(string path)
    {
        var environ = new Environ { RequestMethod = "GET", ScriptName = "", PathInfo = path, RequestUri = path, UrlScheme = "http" };
        environ[EnvironKey.ServerName] = "localhost";
        environ[EnvironKey.ServerPort] = "80";
        environ[EnvironKey.ServerProtocol] = "HTTP/1.1";
        environ[EnvironKey.HttpHost] = "localhost";
        environ[EnvironKey.HttpAcceptEncoding] = "gzip";
        return environ;
    }

    /// <summary>Runs a request that completes at once.</summary>
    public static void Run(IWsgiApp app, Environ environ)
    {
        var answer = app.InvokeAsync(environ);
        var response = answer.IsCompletedSuccessfully ? answer.Result : answer.AsTask().GetAwaiter().GetResult();
        while (true)
        {
            var read = response.Body.ReadAsync();
            if ((read.IsCompletedSuccessfully ? read.Result : read.AsTask().GetAwaiter().GetResult()).IsEmpty)
            {
                break;
            }
        }
        response.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>An app that answers with the same response object each time, so that only what is around it costs.</summary>
    public sealed class Constant(Response response) : IWsgiApp
    {
        public ValueTask<Response> InvokeAsync(Environ environ) => new(response);
    }

    /// <summary>An app that makes a new answer each time.</summary>
    public sealed class Page(byte[] bytes) : IWsgiApp
    {
        public ValueTask<Response> InvokeAsync(Environ environ)
        {
            var response = new Response(200, Body.From(bytes));
            response.Headers.Add("Content-Type", "text/html; charset=utf-8");
            response.Headers.Add("Content-Length", bytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return new(response);
        }
    }
}
