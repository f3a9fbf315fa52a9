// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using Composer.Wsgi;

namespace Composer.Conformance.PythonServers;

/// <summary>The C# apps of the exchanges as a component: host <c>hello-1.csharp</c> is the app <c>hello</c>.</summary>
[App("conformance")]
public sealed class ConformanceApp : IWsgiApp
{
    private static readonly string Folder = System.Environment.GetEnvironmentVariable("CONFORMANCE_FOLDER") ?? ".";
    private readonly ConcurrentDictionary<string, IWsgiApp> _apps = new();

    /// <inheritdoc/>
    public ValueTask<Response> InvokeAsync(Environ environ) =>
        _apps.GetOrAdd(environ["HTTP_HOST"] as string ?? "", static host => new CSharpApps(host.Split('-')[0], new AppFiles(Folder, host))).InvokeAsync(environ);
}
