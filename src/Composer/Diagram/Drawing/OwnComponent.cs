// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Tells what runs in C#, without looking for anything outside the registry.</summary>
/// <param name="registry">Composer's own components.</param>
/// <param name="replacements">Those that stand in for Python's.</param>
internal sealed class OwnComponent(Registry registry, Replacements replacements)
{
    public NodeLanguage LanguageOf(FactoryNode node)
    {
        var isOwn = node.Factory.Scheme switch
        {
            "composer" or "assembly" => true,
            "egg" => IsOwnDistribution(node) || replacements.Of(node) is not null,
            _ => false,
        };
        return isOwn ? NodeLanguage.CSharp : NodeLanguage.Python;
    }

    /// <summary>The component that makes a node, or null when it is Python's, unknown, or in an assembly of its own.</summary>
    public Component? Of(FactoryNode node) => node.Factory.Scheme switch
    {
        "composer" => registry.Find(Owner.Wanted(node.Kind), node.Factory.Target),
        "egg" when IsOwnDistribution(node) => registry.Find(Owner.Wanted(node.Kind), node.Factory.Entry),
        "egg" => (replacements.Of(node) as NativeMaker)?.Component,
        _ => null,
    };

    private static bool IsOwnDistribution(FactoryNode node) => DistributionName.Same(node.Factory.Target, InstalledEntryPoints.OwnDistribution);
}
