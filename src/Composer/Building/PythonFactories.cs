// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;

namespace Composer;

/// <summary>Imports Python factories and calls them as Paste Deploy's protocols say.</summary>
/// <param name="python">The interpreter.</param>
/// <param name="problems">Takes what fails.</param>
internal sealed class PythonFactories(IPython python, DiagnosticList problems) : IForeignFactories
{
    private static readonly KeyValuePair<string, object?>[] NoKeywords = [];

    /// <inheritdoc/>
    public IWsgiApp App(FactoryNode node, Maker maker, Builder builder)
    {
        if (maker is CallableMaker plain)
        {
            return AsApp(node, Import(node, plain.Reference));
        }
        var factory = (FactoryMaker)maker;
        object?[] arguments = Protocols.IsComposite(factory.Protocol)
            ? [new CompositeLoader(node.Scope, builder) { Owner = node }, PythonArguments.Globals(node.GlobalConf)]
            : [PythonArguments.Globals(node.GlobalConf)];
        return AsApp(node, Call(node, Import(node, factory.Reference), arguments, PythonArguments.Keywords(node.LocalConf)));
    }

    /// <inheritdoc/>
    public Func<IWsgiApp, IWsgiApp> Filter(FactoryNode node, Maker maker)
    {
        var keywords = PythonArguments.Keywords(node.LocalConf);
        var callable = Import(node, Reference(maker));
        if (maker is FactoryMaker { Protocol: Protocols.Filter })
        {
            var filter = Call(node, callable, [PythonArguments.Globals(node.GlobalConf)], keywords);
            return next => Apply(node, filter, next, [next], NoKeywords);
        }
        return maker is CallableMaker
            ? next => Apply(node, callable, next, [next], keywords)
            : next => Apply(node, callable, next, [next, PythonArguments.Globals(node.GlobalConf)], keywords);
    }

    /// <inheritdoc/>
    public IWsgiServer? Server(FactoryNode node, Maker maker, Conf settings)
    {
        var keywords = PythonArguments.Keywords(settings);
        if (Import(node, Reference(maker)) is not { } callable)
        {
            return null;
        }
        if (maker is FactoryMaker { Protocol: Protocols.Server })
        {
            return Call(node, callable, [PythonArguments.Globals(node.GlobalConf)], keywords) is { } serve
                ? new PythonServer((app, stop) => python.ServeAsync(serve, [app], NoKeywords, stop))
                : null;
        }
        return maker is CallableMaker
            ? new PythonServer((app, stop) => python.ServeAsync(callable, [app], keywords, stop))
            : new PythonServer((app, stop) => python.ServeAsync(callable, [app, PythonArguments.Globals(node.GlobalConf)], keywords, stop));
    }

    /// <inheritdoc/>
    public object? Object(FactoryNode node, Maker maker) => Import(node, Reference(maker));

    /// <inheritdoc/>
    public IPythonCallable? Callable(string owner, PlacedText name)
    {
        if (PythonReference.Of(owner, name, problems) is not { } reference)
        {
            return null;
        }
        try
        {
            return python.AsCallable(python.Import(reference));
        }
        catch (ArgumentException error)
        {
            problems.Error(name.Source, "bad-value", $"{owner}: '{name.Text}' – {error.Message}");
        }
        catch (Exception error) when (PythonFailure.IsPythons(error))
        {
            ReportImport(name.Source, owner, name.Text, error);
        }
        return null;
    }

    private IWsgiApp Apply(FactoryNode node, object? filter, IWsgiApp next, object?[] arguments, IReadOnlyList<KeyValuePair<string, object?>> keywords) =>
        next is UnbuiltApp ? next : AsApp(node, Call(node, filter, arguments, keywords));

    /// <summary>The object that a reference names, or null after reporting.</summary>
    private object? Import(FactoryNode node, string reference)
    {
        try
        {
            return python.Import(reference);
        }
        catch (Exception error) when (PythonFailure.IsPythons(error))
        {
            ReportImport(node.Factory.Source, Owner.Of(node), node.Factory.ToString(), error);
            return null;
        }
    }

    /// <summary>What a factory returns; null when it, or the import before it, was reported.</summary>
    private object? Call(FactoryNode node, object? callable, IReadOnlyList<object?> arguments, IReadOnlyList<KeyValuePair<string, object?>> keywords)
    {
        if (callable is null)
        {
            return null;
        }
        try
        {
            var made = python.Call(callable, arguments, keywords);
            if (made is null)
            {
                problems.Error(node.Factory.Source, "factory-failed", $"{Owner.Of(node)}: '{node.Factory}' returned None");
            }
            return made;
        }
        catch (Exception error) when (PythonFailure.Config(error) is { } config)
        {
            problems.AddRange(config.Diagnostics);
            return null;
        }
        catch (Exception error) when (PythonFailure.IsPythons(error))
        {
            ReportCall(node, error, callable);
            return null;
        }
    }

    private IWsgiApp AsApp(FactoryNode node, object? made)
    {
        var threads = SectionThreads.Of(node, problems);
        if (made is null)
        {
            return UnbuiltApp.Instance;
        }
        try
        {
            return python.AsApp(made, node.Name, threads);
        }
        catch (Exception error) when (PythonFailure.IsPythons(error))
        {
            ReportCall(node, error);
            return UnbuiltApp.Instance;
        }
    }

    private void ReportImport(Source source, string owner, string written, Exception error)
    {
        var last = PythonFailure.LastLine(error);
        var isMissing = last.Type == "ModuleNotFoundError";
        var what = isMissing || last.Type == "ImportError" ? last.Message : error.Message.Split('\n')[0];
        var from = source.ToString() is { Length: > 0 } place ? $" (imported from {place})" : "";
        var hint = isMissing ? FormerModules.Hint(last.Message) ?? $"searched {PythonPackages.Searched(python.Installation.Path, python.Remedy)}" : null;
        problems.Add(new Diagnostic(Severity.Error, source, "python-import", $"{owner}: '{written}' – {what}{from}", hint)
        {
            Cause = error,
        });
    }

    private void ReportCall(FactoryNode node, Exception error, object? factory = null)
    {
        var line = error.Message.Split('\n')[0];
        var culprit = node.LocalConf.FirstOrDefault(entry => line.Contains($"keyword argument '{entry.Key}'", StringComparison.Ordinal));
        var hint = culprit is null || factory is null ? null : PythonSignature.Hint(python, factory, culprit.Key);
        problems.Add(new Diagnostic(Severity.Error, culprit?.KeySource ?? node.Factory.Source, "factory-failed", $"{Owner.Of(node)}: '{node.Factory}' raised {line}", hint)
        {
            Cause = error,
        });
    }

    private static string Reference(Maker maker) => maker is CallableMaker plain ? plain.Reference : ((FactoryMaker)maker).Reference;
}
