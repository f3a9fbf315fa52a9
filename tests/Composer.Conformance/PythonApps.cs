// SPDX-License-Identifier: MIT
using Composer.Python;
using Composer.Tests;
using Composer.Tests.Architecture;
using Composer.Wsgi;

namespace Composer.Conformance;

/// <summary>The apps of the exchanges in Python, in the one interpreter of the test process.</summary>
internal static class PythonApps
{
    private const string Debians = "/usr/bin/python3";

    private static readonly Lazy<PythonHost?> Host = new(Start);

    /// <summary>A new instance of an app of <c>apps/apps.py</c>, or null when there is no Python to embed.</summary>
    public static IWsgiApp? Create(string name)
    {
        if (Host.Value is not { } host)
        {
            return null;
        }
        var site = host.Call(host.Import("apps:Site"), [name], []);
        return host.AsApp(site ?? throw new InvalidOperationException("apps:Site gave None"), name, null);
    }

    private static PythonHost? Start()
    {
        try
        {
            var options = new PythonOptions { Python = File.Exists(Debians) ? Debians : null, Threads = 8, Path = [Repository.At("tests", "Composer.Conformance", "apps")] };
            return PythonHost.Start(options, new RecordingLogger());
        }
        catch (PythonUnavailable)
        {
            return null;
        }
    }
}
