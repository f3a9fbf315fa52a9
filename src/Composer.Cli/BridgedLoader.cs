// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Python;
using Composer.Wsgi;

namespace Composer.Cli;

/// <summary>The loader of a Python composite factory, as the bridge calls it.</summary>
internal sealed class BridgedLoader(IPythonLoader loader) : PythonLoader
{
    /// <summary>A value on its way to Python as the bridge takes it.</summary>
    public static object? Crossing(object? value) => value switch
    {
        IPythonLoader own => new BridgedLoader(own),
        Func<object> create => (PythonFunction)((_, _) => new ValueTask<object?>(Found(create))),
        Dictionary<string, object?> map => map.ToDictionary(item => item.Key, item => Crossing(item.Value)),
        List<object?> list => list.ConvertAll(Crossing),
        _ => value,
    };

    public override object Get(string kind, string? name, IReadOnlyDictionary<string, object?>? globalConf) => Found(() => kind switch
    {
        "filter" => loader.GetFilter(name, globalConf),
        "server" => loader.GetServer(name, globalConf),
        _ => loader.GetApp(name, globalConf),
    });

    public override IReadOnlyDictionary<string, object?> GetContext(string kind, string? name, IReadOnlyDictionary<string, object?>? globalConf) =>
        Found(() => loader.GetContext(kind, name, globalConf)).ToDictionary(item => item.Key, item => Crossing(item.Value));

    // Python code that asks for a section it can do without catches what Paste Deploy raises; else LookupError, which KeyNotFoundException becomes there.
    private static T Found<T>(Func<T> get)
    {
        try
        {
            return get();
        }
        catch (ConfigException error)
        {
            throw PythonsError.Of(error) ?? new KeyNotFoundException(error.Diagnostics[0].Message, error);
        }
    }
}
