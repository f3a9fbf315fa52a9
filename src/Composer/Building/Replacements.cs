// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>The C# components that stand in for entry points of Python distributions.</summary>
/// <param name="registry">Composer's own components.</param>
/// <param name="native">Which of them may.</param>
internal sealed class Replacements(Registry registry, NativeChoice native)
{
    /// <summary>What takes the place of an entry point, or null when nothing does.</summary>
    public Maker? Of(FactoryNode node)
    {
        if (node.Kind == ObjectKind.Server && native.Server && LegacyServers.Find(node.Factory.Target, node.Factory.Entry) is { } server)
        {
            return registry.Find(ComponentKind.Server, LegacyServers.Replacement) is { } http ? new LegacyServerMaker(http, server) : null;
        }
        var component = registry.FindReplacement(Owner.Wanted(node.Kind), node.Factory.Target, node.Factory.Entry);
        return component is not null && native.Allows(component) ? new NativeMaker(component) : null;
    }
}
