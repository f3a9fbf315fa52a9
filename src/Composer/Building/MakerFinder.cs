// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Finds out what makes an object: nothing is imported, called or constructed. Reports what does not exist.</summary>
/// <param name="registry">Composer's own components.</param>
/// <param name="packages">What is installed for Python.</param>
/// <param name="assemblies">Assemblies that configs name.</param>
/// <param name="native">Which entry points C# components stand in for.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class MakerFinder(Registry registry, PythonPackages packages, ExternalAssemblies assemblies, NativeChoice native, DiagnosticList problems)
{
    private readonly Replacements _replacements = new(registry, native);

    /// <summary>The maker, or null after reporting that there is none.</summary>
    public Maker? Find(FactoryNode node)
    {
        var factory = node.Factory;
        return factory.Scheme switch
        {
            "composer" => Own(node, factory.Target),
            "egg" when DistributionName.Same(factory.Target, InstalledEntryPoints.OwnDistribution) => Own(node, factory.Entry),
            "egg" => _replacements.Of(node) ?? EntryPoint(node),
            "assembly" => External(node),
            "wsgi" => new CallableMaker(Reference(factory)),
            _ when node.Protocol is { } protocol => new FactoryMaker(Reference(factory), protocol),
            _ => null,
        };
    }

    private NativeMaker? Own(FactoryNode node, string name) => Component(node, name, registry.Components, "Composer");

    private NativeMaker? External(FactoryNode node)
    {
        var path = Path.GetFullPath(node.Factory.Target, node.Factory.Directory.Length == 0 ? Environment.CurrentDirectory : node.Factory.Directory);
        if (!File.Exists(path))
        {
            problems.Error(node.Factory.Source, "no-such-assembly", $"{Owner.Of(node)} asks for '{node.Factory}', but there is no file {path}", "dotnet build -c Release makes it, if its sources are here");
            return null;
        }
        try
        {
            return Component(node, node.Factory.Entry, assemblies[path].Components, Path.GetFileName(path));
        }
        catch (Exception error) when (error is BadImageFormatException or IOException or System.Reflection.ReflectionTypeLoadException)
        {
            problems.Error(node.Factory.Source, "no-such-assembly", $"{Owner.Of(node)} asks for '{node.Factory}', but {path} cannot be loaded: {error.Message}");
            return null;
        }
    }

    private NativeMaker? Component(FactoryNode node, string name, IReadOnlyList<Component> from, string where)
    {
        var wanted = Owner.Wanted(node.Kind);
        if (Registry.Find(from, wanted, name) is { } found)
        {
            return new NativeMaker(found);
        }
        var word = Owner.Word(node.Kind);
        if (from.FirstOrDefault(component => component.Name == name || component.Aliases.Contains(name)) is { } other)
        {
            problems.Error(node.Factory.Source, "wrong-kind", $"{Owner.Of(node)} asks for '{node.Factory}', which is a {SettingText.Of(other.Kind)}, not a {word}");
            return null;
        }
        var names = from.Where(component => Registry.Fits(component.Kind, wanted)).SelectMany(component => component.Aliases.Prepend(component.Name)).ToList();
        problems.Error(node.Factory.Source, "no-such-component", $"{Owner.Of(node)} asks for '{node.Factory}', but {where} has no {word} '{name}'", Suggestion(name, names, $"its {word}s are"));
        return null;
    }

    private FactoryMaker? EntryPoint(FactoryNode node)
    {
        var (name, entry) = (node.Factory.Target, node.Factory.Entry);
        if (packages.Find(name) is not { } distribution)
        {
            var near = (IsComposer(name, node) ? $"composer:{entry}" : packages.Suggest(name) ?? Similar.To(name, Replaced)) is { } similar ? $"did you mean '{similar}'? " : "";
            problems.Add(new Diagnostic(Severity.Error, node.Factory.Source, "no-such-distribution", $"{Owner.Of(node)} asks for '{node.Factory}', but no Python distribution '{name}' is installed", $"{near}searched {packages.Searched()}")
            {
                Python = new PythonError("PackageNotFoundError", $"No package metadata was found for {name}"),
            });
            return null;
        }
        var groups = Protocols.Groups(node.Kind);
        if (distribution.Find(entry, groups) is [var found, ..])
        {
            return new FactoryMaker(found.Reference, found.Group);
        }
        var word = Owner.Word(node.Kind);
        var names = distribution.EntryPoints.Where(point => groups.Contains(point.Group)).Select(point => point.Name).ToList();
        problems.Add(new Diagnostic(Severity.Error, node.Factory.Source, "no-such-entry-point", $"{Owner.Of(node)} asks for '{node.Factory}', but '{distribution.Name}' has no {word} '{entry}'", Suggestion(entry, names, $"its {word}s are"))
        {
            Python = new PythonError("LookupError", $"Entry point {PythonRepr.Of(entry)} not found in egg {PythonRepr.Of(name)} (protocols: {string.Join(", ", groups)}; entry_points: )"),
        });
        return null;
    }

    private IEnumerable<string> Replaced => registry.Components.SelectMany(component => component.Replaces).Select(entry => entry.Split('#')[0]).Distinct();

    private bool IsComposer(string name, FactoryNode node) =>
        name.Equals("composer", StringComparison.OrdinalIgnoreCase) && Registry.Find(registry.Components, Owner.Wanted(node.Kind), node.Factory.Entry) is not null;

    private static string? Suggestion(string name, List<string> names, string list)
    {
        if (Similar.To(name, names) is { } near)
        {
            return $"did you mean '{near}'?";
        }
        return names.Count == 0 ? null : $"{list}: {string.Join(", ", names.Order(StringComparer.Ordinal))}";
    }

    private static string Reference(FactoryReference factory) =>
        factory.Entry.Length == 0 ? factory.Target : $"{factory.Target}:{factory.Entry}";
}
