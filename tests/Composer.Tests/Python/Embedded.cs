// SPDX-License-Identifier: MIT
using Composer.Python;
using Composer.Tests.Architecture;
using Composer.Wsgi;

namespace Composer.Tests.Python;

/// <summary>The one embedded Python of the test process, with the apps of apps.py.</summary>
internal static class Embedded
{
    public static readonly RecordingLogger Logs = new();

    public static readonly PythonHost Host = PythonHost.Start(
        new PythonOptions { Python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : null, Threads = 8, Path = [Path.Combine(Repository.Root, "tests/Composer.Tests/Python"), Path.Combine(Repository.Root, "src/python")] },
        Logs);

    /// <summary>An app of apps.py, linted on both sides.</summary>
    public static IWsgiApp App(string name) => Lint(Host.AsApp(Host.Import("apps:" + name), name, null), name);

    /// <summary>A filter of apps.py around a C# app.</summary>
    public static IWsgiApp Filter(string name, IWsgiApp inner) =>
        Lint(Host.AsApp(Host.Call(Host.Import("apps:" + name), [inner], []) ?? "nothing", name, null), name);

    /// <summary>A C# filter that does nothing but wait, on another thread, before and after.</summary>
    public static IWsgiApp Waiting(IWsgiApp inner) => new WaitingFilter(inner);

    private static WsgiLint Lint(IWsgiApp app, string name) => new(app, "above " + name, name);

    private sealed class WaitingFilter(IWsgiApp inner) : IWsgiApp
    {
        public async ValueTask<Response> InvokeAsync(Environ environ)
        {
            await Task.Yield();
            var response = await inner.InvokeAsync(environ);
            await Task.Run(static () => { }).ConfigureAwait(false);
            return response;
        }
    }

    /// <summary>Whether a module can be imported.</summary>
    public static bool Has(string module)
    {
        try
        {
            return Host.Import(module) is not null;
        }
        catch (PythonException)
        {
            return false;
        }
    }
}
