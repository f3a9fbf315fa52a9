// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>What builders are made of, whatever they build.</summary>
/// <param name="registry">Composer's own components.</param>
/// <param name="packages">What is installed for Python.</param>
/// <param name="services">What components may ask for.</param>
internal sealed class Workshop(Registry registry, PythonPackages packages, Services services)
{
    private readonly ExternalAssemblies _assemblies = new();

    /// <summary>Whether Composer's own server may take the place of Python servers; the config may forbid it too.</summary>
    public bool NativeServers { get; init; } = true;

    /// <summary>Builds for real: imports Python, calls its factories.</summary>
    public Builder Builder(Graph? graph, IPython python, DiagnosticList problems, INodeWatch? watch = null) =>
        New(graph, python, new PythonFactories(python, problems), problems, watch);

    /// <summary>Binds and checks everything that does not need Python.</summary>
    /// <param name="graph">What is checked.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="withModules">Whether modules are looked for too; an import would find a few that this does not.</param>
    /// <param name="watch">Stands around every app and filter, or null.</param>
    public Builder DryBuilder(Graph? graph, DiagnosticList problems, bool withModules, INodeWatch? watch = null) =>
        New(graph, null, new DryFactories(withModules ? packages : null, watch is null ? null : new PythonMounts(registry), problems), problems, watch);

    /// <summary>Finds out what makes each object.</summary>
    public MakerFinder Makers(Graph? graph, DiagnosticList problems)
    {
        var options = graph is null ? new ComposerOptions() : ComposerSection.Of(graph, problems);
        CheckNative(graph, options, problems);
        var choice = new NativeChoice(NativeServers ? options : options with { NativeServer = false });
        return new MakerFinder(registry, packages, _assemblies, choice, problems);
    }

    private void CheckNative(Graph? graph, ComposerOptions options, DiagnosticList problems)
    {
        if (graph?.Document["composer"]?["native"] is not { } setting || options.Native is [var word] && Word.ToBool(word) is not null)
        {
            return;
        }
        var known = registry.Components.SelectMany(NativeChoice.NamesOf).ToHashSet(StringComparer.Ordinal);
        foreach (var name in options.Native.Where(name => !known.Contains(name)))
        {
            problems.Warning(setting.Value.Source, "bad-value", $"[composer]: 'native' names '{name}', which no C# component is called", Similar.To(name, [.. known, "true", "false"]) is { } near ? $"did you mean '{near}'?" : "write true, false, or names that compose plugins lists");
        }
    }

    /// <summary>Looks at the ways of requests through a graph.</summary>
    public WayCheck Ways(Graph graph) => new(Makers(graph, []), OrderRule.Of(registry));

    /// <summary>Looks for secrets.</summary>
    public ClearSecrets Secrets => new(registry);

    private Builder New(Graph? graph, IPython? python, IForeignFactories foreign, DiagnosticList problems, INodeWatch? watch) =>
        new(Makers(graph, problems), new ComponentFactory(services, python), foreign, graph?.Reached ?? new Reached(), problems, watch);
}
