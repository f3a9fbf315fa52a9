// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace Composer.Config.Writing;

/// <summary>Makes the draft of a config in another format: the same sections, values that refer to others as that format does.</summary>
/// <param name="document">The config.</param>
/// <param name="remarks">Its comments.</param>
/// <param name="target">The other format.</param>
/// <param name="problems">Takes what has no form there.</param>
internal sealed partial class DraftMaker(Document document, RemarkFinder remarks, ConfigFormat target, DiagnosticList problems)
{
    private const string Typed = "typed";

    public Draft Make()
    {
        var sections = document.Sections.Select(Section).ToList();
        if (document.Defaults.Settings.Count > 0)
        {
            var after = sections.FindIndex(section => section.Source.Line > document.Defaults.Source.Line);
            sections.Insert(after < 0 ? sections.Count : after, Section(document.Defaults));
        }
        return new Draft(sections, remarks.Below);
    }

    private DraftSection Section(Section section)
    {
        if (section.Header == "default" && document.Format == ConfigFormat.Ini)
        {
            Refuse(section.Source, "[default] is a section of another tool in INI, but the defaults in TOML and YAML", "rename it, or remove it");
        }
        if (section.IsTyped && target == ConfigFormat.Ini)
        {
            Refuse(section.Source, $"[{section.Header}] says typed = true, but INI has no types", "remove typed: its factory gets texts then");
        }
        var settings = section.Settings.Select(setting => new DraftSetting(setting.Key, Value(section, setting), setting.KeySource, remarks.At(setting.KeySource)));
        return new DraftSection(section.Header, section.IsTyped, section.Source, remarks.At(section.Source), [.. settings]);
    }

    private ConfigValue Value(Section section, Setting setting)
    {
        var isForeign = SectionKinds.IsForeign(section.Kind);
        if (target == ConfigFormat.Ini && document.Format == ConfigFormat.Ini)
        {
            return Scalar.Of(setting.Value);
        }
        if (target == ConfigFormat.Ini)
        {
            return Text(setting, isForeign ? setting.Value.Text : InIni(section, setting), TextSyntax.Percent);
        }
        if (document.Format != ConfigFormat.Ini)
        {
            var words = IsPipeline(section, setting) && setting.Typed is null && !setting.Value.Text.Contains("${", StringComparison.Ordinal) ? Words(section, setting) : null;
            return words ?? setting.Typed ?? Scalar.Of(setting.Value);
        }
        if (isForeign)
        {
            return Text(setting, setting.Value.Text, TextSyntax.Literal);
        }
        return FromIni(section, setting);
    }

    private string? InIni(Section section, Setting setting)
    {
        var isSplit = setting.Typed is ListValue list && list.Items.OfType<Scalar>().Any(item => item.Text.Text.Length == 0 || item.Text.Text.Any(c => c == ',' || Blank.Is(c)));
        if (isSplit)
        {
            Refuse(setting.KeySource, $"an item of '{setting.Key}' in [{section.Header}] holds a blank or a comma, at which INI would split it", null);
            return "";
        }
        return PercentReferences.Of(setting.Value, setting.Key, name => IsSetting(section, name));
    }

    private ConfigValue FromIni(Section section, Setting setting)
    {
        if (IsPipeline(section, setting) && Words(section, setting) is { } words)
        {
            return words;
        }
        var text = setting.Value.Text;
        var placed = new PlacedText(text, setting.Value.Source) { Syntax = TextSyntax.Literal };
        if (text is "true" or "false" && setting.Key != Typed)
        {
            return new Scalar(ScalarKind.Boolean, text == "true", placed);
        }
        if (Number().IsMatch(text) && long.TryParse(text, out var number))
        {
            return new Scalar(ScalarKind.Integer, number, placed);
        }
        return Text(setting, DollarReferences.Of(text, setting.Key, name => IsSetting(section, name)), TextSyntax.Dollar);
    }

    private static bool IsPipeline(Section section, Setting setting) => setting.Key == "pipeline" && section.Kind == "pipeline";

    private ListValue? Words(Section section, Setting setting)
    {
        var list = new ListValue(setting.Value.Source);
        foreach (var word in setting.Value.Words())
        {
            var isPercent = word.Syntax == TextSyntax.Percent;
            if ((isPercent ? DollarReferences.Of(word.Text, setting.Key, name => IsSetting(section, name)) : word.Text) is not { } text)
            {
                return null;
            }
            list.Add(Scalar.Of(new PlacedText(text, word.Source) { Syntax = TextSyntax.Dollar }));
        }
        return list;
    }

    private Scalar Text(Setting setting, string? text, TextSyntax syntax)
    {
        if (text is null)
        {
            Refuse(setting.Value.Source, $"a reference in '{setting.Key}' has no form in {target.Name()}", "write the value itself in its place");
        }
        return Scalar.Of(new PlacedText(text ?? "", setting.Value.Source) { Syntax = syntax });
    }

    private bool IsSetting(Section section, string name) =>
        section[name] is not null || document.Defaults[name] is not null || name is "here" or "__file__";

    private void Refuse(Source source, string message, string? hint) => problems.Error(source, "not-convertible", message, hint);

    [GeneratedRegex(@"^(?:0|-?[1-9][0-9]{0,17})\z")]
    private static partial Regex Number();
}
