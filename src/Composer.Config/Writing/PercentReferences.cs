// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Config.Writing;

/// <summary>Writes the references of TOML and YAML as INI has them: <c>${name}</c> becomes <c>%(name)s</c> or <c>%(env:NAME)s</c>.</summary>
internal static class PercentReferences
{
    private const string EnvironmentPrefix = "env:";

    /// <summary>The text, or null when it has no such form.</summary>
    /// <param name="text">A value of a TOML or YAML file.</param>
    /// <param name="key">Its key.</param>
    /// <param name="isSetting">Whether the section or the defaults have a setting of a name.</param>
    public static string? Of(PlacedText text, string key, Func<string, bool> isSetting)
    {
        if (text.Syntax != TextSyntax.Dollar)
        {
            return Doubled(text.Text);
        }
        var result = new StringBuilder();
        var position = 0;
        while (position < text.Text.Length)
        {
            var dollar = text.Text.IndexOf("${", position, StringComparison.Ordinal);
            if (dollar < 0)
            {
                return result.Append(Doubled(text.Text[position..])).ToString();
            }
            if (dollar > position && text.Text[dollar - 1] == '$')
            {
                result.Append(Doubled(text.Text[position..(dollar - 1)])).Append("${");
                position = dollar + 2;
                continue;
            }
            result.Append(Doubled(text.Text[position..dollar]));
            var close = text.Text.IndexOf('}', dollar);
            if (close < 0 || Reference(text.Text[(dollar + 2)..close], key, isSetting) is not { } reference)
            {
                return null;
            }
            result.Append(reference);
            position = close + 1;
        }
        return result.ToString();
    }

    /// <summary>Whether a name that no setting has is one of the environment, rather than one that the command line passes.</summary>
    public static bool LooksLikeVariable(string name) => name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    private static string Doubled(string text) => text.Replace("%", "%%", StringComparison.Ordinal);

    private static string? Reference(string reference, string key, Func<string, bool> isSetting)
    {
        var mark = reference.IndexOf(":-", StringComparison.Ordinal);
        var (name, fallback) = mark < 0 ? (reference, null) : (reference[..mark], reference[(mark + 2)..]);
        if (name.Length == 0 || reference.Contains(')') || name.Contains('|'))
        {
            return null;
        }
        var isVariable = name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal);
        if (!isVariable && name != key && (isSetting(name) || !LooksLikeVariable(name)))
        {
            return fallback is null ? $"%({name})s" : null;
        }
        return $"%({EnvironmentPrefix}{(isVariable ? name[EnvironmentPrefix.Length..] : name)}{(fallback is null ? "" : "|" + fallback)})s";
    }
}
