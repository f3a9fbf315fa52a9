// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using Composer.Config;

namespace Composer;

/// <summary>Finds passwords and keys that anybody who reads the file can read.</summary>
/// <param name="registry">Knows which settings are secret.</param>
internal sealed partial class ClearSecrets(Registry registry)
{
    private readonly SecretSettings _secrets = new(registry);

    /// <summary>A hint for each of them.</summary>
    public IEnumerable<Diagnostic> In(Graph graph)
    {
        var shared = graph.Document.Defaults.Settings.Where(setting => IsClear(null, setting.Key, setting.Value)).Select(setting => Hint(WrittenForm.OfSection(graph.Document.File, "DEFAULT"), setting.Key, setting.KeySource));
        var own =
            from node in graph.Objects.SelectMany(found => Parts.Below(found.Node)).OfType<FactoryNode>()
            from entry in node.LocalConf
            where IsClear(node, entry.Key, entry.Text)
            select Hint(Owner.Of(node), entry.Key, entry.KeySource);
        return shared.Concat(own);
    }

    private bool IsClear(FactoryNode? node, string key, PlacedText value) =>
        _secrets.Hides(node, key) && !value.IsFromOutside && value.Source.Line > 0
        && !NamesNoSecret().IsMatch(key) && !Harmless().IsMatch(value.Text);

    private static Diagnostic Hint(string owner, string key, Source source)
    {
        var variable = NotInNames().Replace(key, "_").ToUpperInvariant();
        var line = WrittenForm.OfSetting(source.File, key, WrittenForm.OfVariable(source.File, variable));
        return new Diagnostic(Severity.Hint, source, "clear-secret", $"'{key}' of {owner} can be read by everybody who reads the file", $"write {line} and set the variable {variable} (--env-file)");
    }

    // Where a secret is, what it is called, how long it lives.
    [GeneratedRegex("(file|path|dir|url|uri|name|header|length|size|age|timeout|ttl|type|algorithm|realm)$", RegexOptions.IgnoreCase)]
    private static partial Regex NamesNoSecret();

    // Nothing, a switch, an interpolation, a hash, or where it is.
    [GeneratedRegex(@"^\s*$|^\s*(file|env):|^(true|false|yes|no|on|off|none|\d+)$|%\(|\$\{|\$(apr1|2[aby]|5|6|y|argon2\w*)\$|\{SHA\}", RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotInNames();
}
