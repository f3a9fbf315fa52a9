// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;

namespace Composer;

/// <summary>Finds what a composite leads to, from its settings alone: no factory is called.</summary>
/// <param name="own">Knows which settings of C# components name apps.</param>
/// <param name="reached">Takes every section that is referred to.</param>
internal sealed class Children(OwnComponent own, Reached reached)
{
    public IReadOnlyList<Child> Of(FactoryNode node)
    {
        if (node.Children is { } known)
        {
            return Sorted(known.Select(child => new Child(child.Key, [], child.Value, node.LocalConf[child.Key]?.KeySource ?? node.Source)));
        }
        return Sorted(node.LocalConf.Select(entry => own.Of(node) is { } component ? OfOwn(node, component, entry) : OfPython(node, entry)).OfType<Child>());
    }

    private static List<Child> Sorted(IEnumerable<Child> children) => [.. MountLabel.Sort(children, child => child.Key)];

    private Child? OfOwn(FactoryNode node, Component component, ConfEntry entry)
    {
        var setting = component.Settings.FirstOrDefault(setting => setting.Names.Contains(entry.Key)) ?? component.Settings.FirstOrDefault(setting => setting.IsRemaining);
        return setting?.Shape.Item == typeof(IWsgiApp) ? new Child(entry.Key, [], Resolve(node, ObjectKind.App, entry.Text), entry.KeySource) : null;
    }

    /// <summary>A path names an app; any other key does when all words of its value are sections: filters, then an app.</summary>
    private Child? OfPython(FactoryNode node, ConfEntry entry)
    {
        var words = entry.Text.Words().ToList();
        if (!node.IsComposite || words.Count == 0 || !(MountLabel.Of(entry.Key).IsMount || AreSections(node, words)))
        {
            return null;
        }
        var filters = words.SkipLast(1).Select(word => Resolve(node, ObjectKind.Filter, word)).ToList();
        return new Child(entry.Key, filters, Resolve(node, ObjectKind.App, words[^1]), entry.KeySource);
    }

    private static bool AreSections(FactoryNode node, List<PlacedText> words) =>
        IsSection(node, ObjectKind.App, words[^1]) && words.SkipLast(1).All(word => IsSection(node, ObjectKind.Filter, word));

    private static bool IsSection(FactoryNode node, ObjectKind kind, PlacedText word) =>
        node.Scope is ConfigScope scope && SectionLookup.Find(scope.File, kind, word.Text).Count > 0;

    private Node Resolve(FactoryNode node, ObjectKind kind, PlacedText name)
    {
        var resolution = new Resolution(reached);
        reached.AddRange(node.Scope is ConfigScope scope ? SectionLookup.Find(scope.File, kind, name.Text) : []);
        var reference = new Reference(Blank.Strip(name.Text), name.Source, Owner.Of(node));
        return node.Origin is { } origin ? resolution.Inside(origin with { By = reference }, Whole) : Whole();

        Node Whole() => resolution.Whole(node.Scope, kind, reference, node.GlobalConf);
    }
}
