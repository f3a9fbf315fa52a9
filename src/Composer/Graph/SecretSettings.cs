// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace Composer;

/// <summary>What is not readable where a config is shown: settings that a C# component declares secret, others that sound like it, and passwords inside of addresses.</summary>
/// <param name="registry">Knows the components' settings.</param>
public sealed partial class SecretSettings(Registry registry)
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "[hidden]";

    private static readonly string[] Words = ["password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "credential"];

    /// <summary>Whether a setting's value is masked.</summary>
    /// <param name="node">Whose setting it is; null for variables of a file.</param>
    /// <param name="key">Its name.</param>
    public bool Hides(FactoryNode? node, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Declared(node, key)?.IsSecret
            ?? (Array.Exists(Words, word => key.Contains(word, StringComparison.OrdinalIgnoreCase)) || key.EndsWith("_key", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A value as it may be shown: masked, or with a mask for the password in it.</summary>
    /// <param name="node">Whose setting it is; null for variables of a file.</param>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its text.</param>
    public string Shown(FactoryNode? node, string key, string value) =>
        Hides(node, key) ? Mask : PasswordPair().Replace(PasswordInUrl().Replace(value, Mask), Mask);

    private ComponentSetting? Declared(FactoryNode? node, string key) =>
        node is null ? null : Component(node)?.Settings.FirstOrDefault(setting => !setting.IsRemaining && setting.Names.Contains(key));

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

    // redis://user:password@host
    [GeneratedRegex("""(?<=://[^/@:\s]*:)[^/@\s]+(?=@)""")]
    private static partial Regex PasswordInUrl();

    // Host=db;Password=…
    [GeneratedRegex("""(?<=\b(password|pwd)\s*=\s*)[^;&\s]+""", RegexOptions.IgnoreCase)]
    private static partial Regex PasswordPair();
}
