// SPDX-License-Identifier: MIT
using System.Reflection;
using Composer.Wsgi;

namespace Composer;

/// <summary>The C# components that config files can name, found by their attributes. Nothing is read before the first question.</summary>
/// <param name="assemblies">Where to look; asked for on first need, so that a site without C# components never loads them.</param>
public sealed class Registry(Func<IReadOnlyList<Assembly>> assemblies)
{
    private readonly Lazy<IReadOnlyList<Component>> _components = new(() => [.. assemblies().SelectMany(In)]);

    /// <summary>A registry over assemblies that are loaded already.</summary>
    public Registry(params Assembly[] assemblies)
        : this(() => assemblies)
    {
    }

    /// <summary>Every component, in the order of the assemblies.</summary>
    public IReadOnlyList<Component> Components => _components.Value;

    /// <summary>The component of a name or alias that can stand where the kind is wanted, or null. Where an app is wanted, a composite is one.</summary>
    public Component? Find(ComponentKind wanted, string name) => Find(Components, wanted, name);

    /// <summary>The component that stands in for an entry point of a Python distribution, or null.</summary>
    /// <param name="wanted">What is wanted there.</param>
    /// <param name="distribution">As written: case, <c>-</c>, <c>_</c> and <c>.</c> make no difference.</param>
    /// <param name="entryPoint">As written; makes all the difference.</param>
    public Component? FindReplacement(ComponentKind wanted, string distribution, string entryPoint)
    {
        foreach (var component in Components)
        {
            if (Fits(component.Kind, wanted) && component.Replaces.Any(replaced => IsEntryPoint(replaced, distribution, entryPoint)))
            {
                return component;
            }
        }
        return null;
    }

    /// <summary>Names that can stand where the kind is wanted, sorted, without aliases.</summary>
    public IReadOnlyList<string> Names(ComponentKind wanted) =>
        [.. Components.Where(component => Fits(component.Kind, wanted)).Select(component => component.Name).Order(StringComparer.Ordinal)];

    /// <summary>The components that one assembly declares.</summary>
    internal static IEnumerable<Component> In(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
        {
            // Only top-level classes can be components: the compiler's own nested classes are most of an assembly.
            if (!type.IsClass || type.IsNested || !type.IsDefined(typeof(ComponentAttribute), false))
            {
                continue;
            }
            foreach (var attribute in type.GetCustomAttributes<ComponentAttribute>(false))
            {
                yield return new Component(attribute, type);
            }
        }
    }

    internal static Component? Find(IReadOnlyList<Component> components, ComponentKind wanted, string name)
    {
        foreach (var component in components)
        {
            if (Fits(component.Kind, wanted) && (component.Name == name || component.Aliases.Contains(name)))
            {
                return component;
            }
        }
        return null;
    }

    internal static bool Fits(ComponentKind kind, ComponentKind wanted) =>
        kind == wanted || (IsApp(kind) && IsApp(wanted));

    private static bool IsApp(ComponentKind kind) => kind is ComponentKind.App or ComponentKind.Composite;

    private static bool IsEntryPoint(string replaced, string distribution, string entryPoint)
    {
        var mark = replaced.IndexOf('#', StringComparison.Ordinal);
        return replaced.AsSpan(mark + 1).SequenceEqual(entryPoint)
            && DistributionName.Same(mark < 0 ? replaced : replaced[..mark], distribution);
    }
}
