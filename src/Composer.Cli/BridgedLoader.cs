// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Python;

namespace Composer.Cli;

/// <summary>The loader of a Python composite factory, as the bridge calls it.</summary>
internal sealed class BridgedLoader(IPythonLoader loader) : PythonLoader
{
    /// <summary>The argument of a Python call as the bridge takes it.</summary>
    public static object? Crossing(object? value) => value is IPythonLoader loader ? new BridgedLoader(loader) : value;

    public override object Get(string kind, string? name, IReadOnlyDictionary<string, object?>? globalConf) => Found(() => kind switch
    {
        "filter" => loader.GetFilter(name, globalConf),
        "server" => loader.GetServer(name, globalConf),
        _ => loader.GetApp(name, globalConf),
    });

    public override IReadOnlyDictionary<string, object?> GetContext(string kind, string? name, IReadOnlyDictionary<string, object?>? globalConf) =>
        Found(() => loader.GetContext(kind, name, globalConf));

    // Python code that asks for a section it can do without catches LookupError, which this becomes there.
    private static T Found<T>(Func<T> get)
    {
        try
        {
            return get();
        }
        catch (ConfigException error)
        {
            throw new KeyNotFoundException(error.Diagnostics[0].Message, error);
        }
    }
}
