// SPDX-License-Identifier: MIT
using Composer.Wsgi;

namespace Composer;

/// <summary>Takes a Python composite for what its section looks like, so that a request can be followed through it without Python: Paste's own for ours of that name, and one whose settings are paths for a urlmap.</summary>
/// <param name="registry">Composer's own composites.</param>
internal sealed class PythonMounts(Registry registry)
{
    private const ComponentKind Composite = ComponentKind.Composite;

    /// <summary>A router that stands for it, or null: what it does with its settings, only it knows.</summary>
    public IWsgiApp? Of(FactoryNode node, Builder builder)
    {
        if (node.Factory.Scheme == "egg" && registry.FindReplacement(Composite, node.Factory.Target, node.Factory.Entry) is { } same)
        {
            return builder.Instead(node, same, node.LocalConf);
        }
        var mounts = new Conf();
        foreach (var entry in node.LocalConf.Where(entry => node.IsComposite && MountLabel.Of(entry.Key).IsMount))
        {
            mounts.Set(entry);
        }
        return mounts.Count > 0 && registry.Find(Composite, "urlmap") is { } urlmap ? builder.Instead(node, urlmap, mounts) : null;
    }
}
