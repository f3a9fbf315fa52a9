// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Python;
using Composer.Wsgi;

namespace Composer.Cli.InProcess;

/// <summary>What <c>wsgi_composer</c> asks of .NET. Errors come to Python as the exceptions that Paste Deploy raises.</summary>
internal sealed class Functions
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly Registry _registry = Components.Registry();
    private readonly PythonHost _host;
    private readonly PythonLog _log;
    private readonly UriLoader _loader;
    private readonly List<IAsyncDisposable> _kept = [];

    public Functions(PythonHost host, PythonLog log)
    {
        _host = host;
        _log = log;
        _loader = new UriLoader(_registry, new GuestPython(host), new Services(TimeProvider.System, log));
    }

    /// <summary>The functions by name; all arguments are positional.</summary>
    public Dictionary<string, object?> Table => new(StringComparer.Ordinal)
    {
        ["load"] = Function(LoadAsync),
        ["config"] = Function(Config),
        ["components"] = Function(_ => new(_registry.Components.Select(ComponentWords.Of).ToList())),
        ["build"] = Function(BuildAsync),
        ["shut_down"] = Function(ShutDownAsync),
    };

    private static PythonFunction Function(Func<IReadOnlyList<object?>, ValueTask<object?>> function) => async (arguments, _) =>
    {
        try
        {
            return await function(arguments);
        }
        catch (ConfigException error) when (PythonsError.Of(error) is { } raised)
        {
            throw raised;
        }
    };

    // load(kind, uri, name, relative_to, global_conf): a C# object, or for a Python server what its factory is and is called with.
    private async ValueTask<object?> LoadAsync(IReadOnlyList<object?> arguments)
    {
        var reference = Reference(arguments);
        switch (arguments[0])
        {
            case "app":
                return await KeepAsync(_loader.App(reference));
            case "filter":
                var filter = _loader.Filter(reference);
                return Function(async applied => await ApplyAsync(filter, App(applied[0])));
            default:
                if (_loader.Factories(ObjectKind.Server, reference) is [var factory, ..])
                {
                    return FactoryWords.Of(factory);
                }
                var server = await KeepAsync(_loader.Server(reference));
                return Function(async applied => await new GuestServer(server, _log).ServeAsync(App(applied[0])));
        }
    }

    // config(kind, uri, name, relative_to, global_conf): what appconfig() returns, and what it imports.
    private ValueTask<object?> Config(IReadOnlyList<object?> arguments)
    {
        var (kind, reference) = (Kind(arguments[0]), Reference(arguments));
        var context = _loader.Context(kind, reference);
        context["factories"] = _loader.Factories(kind, reference).Select(FactoryWords.Of).ToList();
        return new(context);
    }

    // build(kind, name, target, global_conf, local_conf): one component from settings alone.
    private async ValueTask<object?> BuildAsync(IReadOnlyList<object?> arguments)
    {
        var (kind, name, target) = (Enum.Parse<ComponentKind>((string)arguments[0]!, ignoreCase: true), (string)arguments[1]!, arguments[2]);
        var component = _registry.Find(kind, name) ?? throw new KeyNotFoundException($"Composer has no {arguments[0]} '{name}'");
        var next = kind is ComponentKind.Filter ? App(target) : null;
        var made = await KeepAsync(_loader.Make(component, (Conf(arguments[4]), Conf(arguments[3])), next, Child));
        return kind is ComponentKind.Server ? await new GuestServer((IWsgiServer)made, _log).ServeAsync(App(target)) : made;

        IWsgiApp Child(string wanted) => App(_host.Call(target!, [wanted], [])); // a composite has a function that finds its apps
    }

    private async ValueTask<object?> ShutDownAsync(IReadOnlyList<object?> arguments)
    {
        for (var i = _kept.Count - 1; i >= 0; i--)
        {
            await _kept[i].DisposeAsync();
        }
        _kept.Clear();
        await PythonGuest.EndAsync(LastWords);
        return null;
    }

    private async ValueTask<T> KeepAsync<T>(LoadedObject<T> loaded)
    {
        await loaded.StartAsync(CancellationToken.None);
        if (loaded.IsDisposable)
        {
            _kept.Add(loaded);
        }
        return loaded.Value;
    }

    private async ValueTask<IWsgiApp> ApplyAsync(LoadedObject<Func<IWsgiApp, IWsgiApp>> filter, IWsgiApp app)
    {
        var filtered = filter.Value(app);
        await KeepAsync(filter);
        return filtered;
    }

    private IWsgiApp App(object? callable) => _host.AsApp(callable ?? throw new PythonRaise("TypeError", "a WSGI app must be callable, not None"), "app", null);

    private UriReference Reference(IReadOnlyList<object?> arguments) => new(
        Text(arguments[1], "the URI") ?? throw NoText("the URI"),
        Text(arguments[2], "name"),
        Text(arguments[3], "relative_to"),
        arguments[4] is null ? null : Conf(arguments[4]));

    private static string? Text(object? argument, string name) => argument is null or string ? (string?)argument : throw NoText(name);

    private static PythonRaise NoText(string name) => new("TypeError", $"{name} must be a str");

    private Conf Conf(object? dict) => Composer.Conf.Of(dict is null ? [] : _host.ItemsOf(dict));

    private static ObjectKind Kind(object? word) => word switch
    {
        "app" => ObjectKind.App,
        "filter" => ObjectKind.Filter,
        _ => ObjectKind.Server,
    };
}
