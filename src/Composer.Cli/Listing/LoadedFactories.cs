// SPDX-License-Identifier: MIT
using Composer.Cli.Logging;
using Composer.Cli.Trying;
using Composer.Python;

namespace Composer.Cli.Listing;

/// <summary>Imports Python factories, to see which settings they take.</summary>
internal sealed class LoadedFactories : IAsyncDisposable
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly LogFactory _logs;
    private readonly EmbeddedPython _python;

    /// <param name="python">Which Python, or null for the usual one.</param>
    /// <param name="verbosity">How much of what Python says is shown.</param>
    public LoadedFactories(string? python, int verbosity)
    {
        _logs = TrialSite.NewLog(verbosity);
        _python = new EmbeddedPython(() => python, [Environment.CurrentDirectory], () => new PythonOptions(), _logs, _ => { });
    }

    /// <summary>The settings of a factory, or why they are not known.</summary>
    public (IReadOnlyList<PythonSetting> Settings, string? Problem) Of(EntryPoint point)
    {
        try
        {
            return PythonSetting.Of(_python, _python.Import(point.Reference), point.Group) is { } settings ? (settings, null) : ([], "Python cannot tell");
        }
        catch (PythonException error)
        {
            return ([], error.Message.Split('\n')[0]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_python.Running is { } running)
        {
            await running.ShutDownAsync(LastWords);
        }
        _logs.Dispose();
    }
}
