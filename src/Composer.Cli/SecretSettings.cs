// SPDX-License-Identifier: MIT
namespace Composer.Cli;

/// <summary>Which settings are not shown in readable form: what a C# component declares secret, and what sounds like it elsewhere.</summary>
internal sealed class SecretSettings(Registry registry)
{
    private static readonly string[] Words = ["password", "passwd", "secret", "token", "api_key", "apikey", "private_key", "credential"];

    public bool Hides(FactoryNode node, string key) =>
        Array.Exists(Words, word => key.Contains(word, StringComparison.OrdinalIgnoreCase)) || DeclaredSecret(node, key);

    private bool DeclaredSecret(FactoryNode node, string key) =>
        Component(node)?.Settings.Any(setting => setting.IsSecret && setting.OtherNames.Prepend(setting.Name).Contains(key)) ?? false;

    private Component? Component(FactoryNode node)
    {
        var kind = node.Kind switch
        {
            ObjectKind.Filter => ComponentKind.Filter,
            ObjectKind.Server => ComponentKind.Server,
            _ => ComponentKind.App,
        };
        return node.Factory.Scheme == "composer"
            ? registry.Find(kind, node.Factory.Target)
            : registry.FindReplacement(kind, node.Factory.Target, node.Factory.Entry) ?? registry.Find(kind, node.Factory.Entry);
    }
}
