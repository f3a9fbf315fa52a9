// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>Helps somebody who wrote a setting that does not exist.</summary>
internal static class UnknownKey
{
    /// <summary>What to write instead.</summary>
    public static string Hint(Component component, string key)
    {
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
}
