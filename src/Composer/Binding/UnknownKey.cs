// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Helps somebody who wrote a setting that does not exist.</summary>
internal static class UnknownKey
{
    /// <summary>What to write instead.</summary>
    public static string Hint(Component component, string key)
    {
        if (component.Settings.FirstOrDefault(setting => setting.IsNamedPairs && setting.Names.Contains(key)) is { } pairs)
        {
            return $"write {key}.NAME = …, one line for each";
        }
        if (key.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && component.Settings.Any(setting => !setting.IsNamedPairs && setting.Names.Contains(key[..dot])))
        {
            return $"'{key[..dot]}' is one value, with no names below it";
        }
        var near = Similar.To(key, component.Settings.SelectMany(setting => setting.Names));
        if (component.Settings.FirstOrDefault(setting => setting.Names.Contains(near)) is { } meant)
        {
            var summary = meant.Summary();
            return summary.Length == 0 ? $"did you mean '{near}'?" : $"did you mean '{near}'? ({summary})";
        }
        return component.Settings.Count == 0
            ? $"'{component.Name}' has no settings"
            : $"its settings are: {string.Join(", ", component.Settings.Select(setting => setting.Name))}";
    }

    /// <summary>The setting that was meant by a key which is none of the others that the component takes, or null.</summary>
    public static string? Meant(Component component, string key)
    {
        var near = char.IsAsciiLetter(key.FirstOrDefault()) ? Similar.To(key, component.Settings.Where(setting => !setting.IsRemaining).SelectMany(setting => setting.Names)) : null;
        return near is null || near == key ? null : $"did you mean '{near}'?";
    }
}
