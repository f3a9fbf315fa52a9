// SPDX-License-Identifier: MIT
using Composer.Python;

namespace Composer.Cli;

/// <summary>The loader of a Python composite factory, as the bridge calls it.</summary>
internal sealed class BridgedLoader(IPythonLoader loader) : PythonLoader
{
    public override object Get(string kind, string? name, IReadOnlyDictionary<string, object?>? globalConf) => kind switch
    {
        "filter" => loader.GetFilter(name, globalConf),
        "server" => loader.GetServer(name, globalConf),
        _ => loader.GetApp(name, globalConf),
    };

    public override IReadOnlyDictionary<string, object?> GetContext(string kind, string? name, IReadOnlyDictionary<string, object?>? globalConf) =>
        loader.GetContext(kind, name, globalConf);
}
