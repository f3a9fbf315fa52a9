// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Config.Writing;

/// <summary>Writes INI's references as TOML and YAML have them: <c>%(name)s</c> becomes <c>${name}</c>.</summary>
internal static class DollarReferences
{
    private const string EnvironmentPrefix = "env:";

    /// <summary>The text, or null when it has no such form.</summary>
    /// <param name="text">A value of an INI file.</param>
    /// <param name="key">Its key.</param>
    /// <param name="isSetting">Whether the section or the defaults have a setting of a name.</param>
    public static string? Of(string text, string key, Func<string, bool> isSetting)
    {
        var result = new StringBuilder();
        var position = 0;
        while (position < text.Length)
        {
            var percent = text.IndexOf('%', position);
            var end = percent < 0 ? text.Length : percent;
            result.Append(text[position..end].Replace("${", "$${", StringComparison.Ordinal));
            if (percent < 0)
            {
                break;
            }
            if (text.AsSpan(percent).StartsWith("%%"))
            {
                result.Append('%');
                position = percent + 2;
                continue;
            }
            var close = text.IndexOf(")s", percent, StringComparison.Ordinal);
            if (close < 0 || !text.AsSpan(percent).StartsWith("%(") || Reference(text[(percent + 2)..close], key, isSetting) is not { } reference)
            {
                return null;
            }
            // A dollar before it would make it a text.
            if (result.Length > 0 && result[^1] == '$')
            {
                return null;
            }
            result.Append(reference);
            position = close + 2;
        }
        return result.ToString();
    }

    private static string? Reference(string name, string key, Func<string, bool> isSetting)
    {
        if (name.Length == 0 || name.Contains('}') || name.Contains(')') || name.Contains(":-", StringComparison.Ordinal))
        {
            return null;
        }
        if (isSetting(name))
        {
            return name == key ? null : $"${{{name}}}";
        }
        if (!name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
        {
            return $"${{{name}}}";
        }
        var bar = name.IndexOf('|', StringComparison.Ordinal);
        var variable = bar < 0 ? name[EnvironmentPrefix.Length..] : name[EnvironmentPrefix.Length..bar];
        var prefix = isSetting(variable) || !PercentReferences.LooksLikeVariable(variable) ? EnvironmentPrefix : "";
        return $"${{{prefix}{variable}{(bar < 0 ? "" : $":-{name[(bar + 1)..]}")}}}";
    }
}
