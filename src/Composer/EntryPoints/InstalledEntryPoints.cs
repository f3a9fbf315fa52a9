// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The entry points of what is installed for Python, and Composer's own components as those of <c>wsgi-composer</c>.</summary>
/// <param name="packages">What is installed.</param>
/// <param name="registry">Composer's own components.</param>
public sealed class InstalledEntryPoints(PythonPackages packages, Registry registry) : IEntryPoints
{
    /// <summary>The distribution that Composer's components belong to.</summary>
    public const string OwnDistribution = "wsgi-composer";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Distributions =>
        [OwnDistribution, .. packages.Distributions.Select(found => found.Name)];

    /// <inheritdoc/>
    public IReadOnlyList<EntryPoint>? Of(string distribution) =>
        DistributionName.Same(distribution, OwnDistribution) ? [.. registry.Components.SelectMany(Own)] : packages.Find(distribution)?.EntryPoints;

    private static IEnumerable<EntryPoint> Own(Component component) =>
        component.Aliases.Prepend(component.Name).Select(name => new EntryPoint(Group(component.Kind), name, ""));

    private static string Group(ComponentKind kind) => kind switch
    {
        ComponentKind.App => "paste.app_factory",
        ComponentKind.Composite => "paste.composite_factory",
        ComponentKind.Filter => "paste.filter_app_factory",
        _ => "paste.server_runner",
    };
}
