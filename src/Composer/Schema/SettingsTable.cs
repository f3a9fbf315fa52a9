// SPDX-License-Identifier: MIT
using System.Text;
using Forms = Composer.SettingShape.Forms;

namespace Composer;

/// <summary>The settings of a component as a table in Markdown: what its page in the manual shows.</summary>
public static class SettingsTable
{
    /// <summary>The table, or a sentence for a component without settings; ends with a line end.</summary>
    public static string Of(Component component)
    {
        ArgumentNullException.ThrowIfNull(component);
        if (component.Settings.Count == 0)
        {
            return "It has no settings.\n";
        }
        var table = new StringBuilder("| setting | type | default | meaning |\n|---|---|---|---|\n");
        foreach (var setting in component.Settings)
        {
            var cells = new[] { Name(setting), Kind(setting), Default(setting), Meaning(setting) };
            table.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", @"\|", StringComparison.Ordinal))).Append(" |\n");
        }
        return table.ToString();
    }

    /// <summary>The table of the <c>[composer]</c> section.</summary>
    internal static string OfWholeSite() => Of(ComposerSection.Shape);

    private static string Name(ComponentSetting setting)
    {
        if (setting.IsRemaining)
        {
            return "any other";
        }
        var names = setting.OtherNames.Prepend(setting.Name).Select(name => setting.Shape.Form == Forms.Pairs ? $"`{name}.NAME`" : $"`{name}`").ToList();
        return names.Count == 1 ? names[0] : $"{names[0]} ({string.Join(", ", names.Skip(1))})";
    }

    private static string Kind(ComponentSetting setting)
    {
        if (setting.Words.Count == 0)
        {
            return setting.Kind;
        }
        var words = string.Join(", ", setting.Words.Select(word => $"`{word}`"));
        return setting.Shape.Form == Forms.List ? $"list of {words}" : words;
    }

    private static string Default(ComponentSetting setting)
    {
        if (setting.IsRequired)
        {
            return "required";
        }
        var text = setting.IsSecret || setting.Default is null or "" ? "" : setting.DefaultText;
        return text.Length == 0 ? "none" : $"`{text}`";
    }

    private static string Meaning(ComponentSetting setting) => setting.IsGlobal ? $"{setting.Description} `[DEFAULT]` counts, too." : setting.Description;
}
