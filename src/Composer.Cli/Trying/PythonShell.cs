// SPDX-License-Identifier: MIT
namespace Composer.Cli.Trying;

/// <summary>Runs Shell.py in the embedded Python.</summary>
internal static class PythonShell
{
    private static readonly KeyValuePair<string, object?>[] NoKeywords = [];

    /// <summary>Returns when the user leaves; false when code from standard input raised.</summary>
    public static bool Run(TrialSite site, IPythonLoader loader, Arguments arguments)
    {
        var python = site.Site.Python;
        var module = Call(python, "types:ModuleType", "compose_shell");
        Call(python, "builtins:exec", Call(python, "builtins:compile", Source(), "compose shell", "exec"), Call(python, "builtins:vars", module));
        var run = Call(python, "builtins:getattr", module, "run")!; // Shell.py defines it
        return python.Call(run, [site.App, loader, Settings(site.Site.Graph, arguments), Banner(python, arguments)], NoKeywords) is true;
    }

    private static object? Call(EmbeddedPython python, string function, params object?[] arguments) => python.Call(python.Import(function), arguments, NoKeywords);

    private static Dictionary<string, object?> Settings(Graph graph, Arguments arguments)
    {
        var node = graph.App(arguments.Name ?? "main");
        return new Dictionary<string, object?>(node.GlobalConf.Concat(node.LocalConf).DistinctBy(entry => entry.Key).Select(entry => KeyValuePair.Create(entry.Key, entry.Value)), StringComparer.Ordinal);
    }

    private static string Banner(EmbeddedPython python, Arguments arguments) => $"""
        Python {python.Installation.Version}, {arguments.Config.Path}#{arguments.Name ?? "main"}
          app        the pipeline, a WSGI callable
          loader     loader.get_app('name'), get_filter, get_server: other objects of the config
          config     its settings, a dict
          request    request('/path', method='GET', headers=dict(), data=None): status, headers, body, text, json()
        """;

    private static string Source()
    {
        using var stream = typeof(PythonShell).Assembly.GetManifestResourceStream("Shell.py")!; // embedded by the project file
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
