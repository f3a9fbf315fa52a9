// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;

namespace Composer;

/// <summary>Looks at what Python would be asked for, and imports nothing.</summary>
/// <param name="packages">Where modules are searched; null leaves that to the import.</param>
/// <param name="mounts">Stands for Python composites, where requests are followed; or null.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class DryFactories(PythonPackages? packages, PythonMounts? mounts, DiagnosticList problems) : IForeignFactories
{
    /// <inheritdoc/>
    public IWsgiApp App(FactoryNode node, Maker maker, Builder builder)
    {
        CheckModule(node, maker);
        SectionThreads.Of(node, problems);
        if (maker is CallableMaker)
        {
            CheckNoSettings(node);
        }
        foreach (var (_, child) in node.Children ?? [])
        {
            builder.App(child);
        }
        return mounts?.Of(node, builder) ?? UnbuiltApp.Instance;
    }

    /// <inheritdoc/>
    public Func<IWsgiApp, IWsgiApp> Filter(FactoryNode node, Maker maker)
    {
        CheckModule(node, maker);
        SectionThreads.Of(node, problems);
        return _ => UnbuiltApp.Instance;
    }

    /// <inheritdoc/>
    public IWsgiServer? Server(FactoryNode node, Maker maker, Conf settings)
    {
        CheckModule(node, maker);
        SectionThreads.Read(node, node.LocalConf[OwnKeys.Threads], problems);
        return null;
    }

    /// <inheritdoc/>
    public object? Object(FactoryNode node, Maker maker)
    {
        CheckModule(node, maker);
        return null;
    }

    /// <inheritdoc/>
    public IPythonCallable? Callable(string owner, PlacedText name)
    {
        if (PythonReference.Of(owner, name, problems) is not { } reference)
        {
            return null;
        }
        CheckModule(name.Source, owner, name.Text, reference);
        return UnbuiltCallable.Instance;
    }

    private void CheckModule(FactoryNode node, Maker maker) =>
        CheckModule(node.Factory.Source, Owner.Of(node), node.Factory.ToString(), maker is CallableMaker plain ? plain.Reference : ((FactoryMaker)maker).Reference);

    private void CheckModule(Source source, string owner, string written, string reference)
    {
        var module = reference.Split(':')[0].Trim();
        if (packages?.HasModule(module) == false)
        {
            problems.Error(source, "python-import", $"{owner}: '{written}' – there is no module '{module}'", $"searched {packages.Searched()}");
        }
    }

    private void CheckNoSettings(FactoryNode node)
    {
        foreach (var entry in node.LocalConf.Where(entry => !OwnKeys.Is(entry.Key) && !SectionThreads.IsPlain(entry.Key)))
        {
            problems.Error(entry.KeySource, "unknown-key", $"{Owner.Of(node)} has no setting '{entry.Key}': '{node.Factory}' is the app itself", "for a function that makes the app from settings, write: use = call:module:function");
        }
    }
}
