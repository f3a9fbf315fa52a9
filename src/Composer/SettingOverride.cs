// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>A setting that counts more than the file's, and more than <c>[DEFAULT]</c>: <c>--set app:main.debug=true</c>.</summary>
/// <param name="Target">Section and key, with a dot between them: <c>app:main.debug</c>, <c>DEFAULT.debug</c>, or <c>gzip.level</c> where only one section is called so.</param>
/// <param name="Value">The value, as the file would have it.</param>
public sealed record SettingOverride(string Target, string Value)
{
    /// <summary>Reads <c>section.key=value</c>; null when the text is not of that form.</summary>
    public static SettingOverride? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var equals = text.IndexOf('=', Math.Max(dot, 0));
        return dot > 0 && equals > dot + 1 ? new SettingOverride(text[..equals].Trim(), text[(equals + 1)..].Trim()) : null;
    }

    /// <summary>Puts the setting into a document, or reports that there is no such section.</summary>
    internal void ApplyTo(Document document, DiagnosticList problems)
    {
        var source = new Source($"--set {Target}");
        var found = document.Sections.Append(document.Defaults)
            .SelectMany(section => Names(section).Where(IsOf).Select(name => (Section: section, Length: name.Length)))
            .ToList();
        var longest = found.Where(match => match.Length == found.Max(other => other.Length)).ToList();
        if (longest is not [var (section, length)])
        {
            Report(source, document, [.. longest.Select(match => match.Section.Header)], problems);
            return;
        }
        section.Set(new Setting(Target[(length + 1)..], source, new PlacedText(Value, source)) { IsOverride = true });
    }

    private void Report(Source source, Document document, IReadOnlyList<string> several, DiagnosticList problems)
    {
        if (several.Count > 1)
        {
            problems.Error(source, "ambiguous-section", $"several sections can be meant: [{string.Join("], [", several)}]", $"write --set {several[0]}.…");
            return;
        }
        var wanted = Target[..Target.LastIndexOf('.')];
        var near = Similar.To(wanted, document.Sections.SelectMany(Names).Append("DEFAULT"));
        problems.Error(source, "no-such-section", $"there is no section [{wanted}] in {document.File}", near is null ? null : $"did you mean '{near}'?");
    }

    private bool IsOf(string section) => Target.Length > section.Length + 1 && Target[section.Length] == '.' && Target.StartsWith(section, StringComparison.Ordinal);

    // 'app:main', as TOML and YAML have it 'app.main' and 'default', or 'main' alone.
    private static IEnumerable<string> Names(Section section) =>
        new[] { section.Header, section.Header.Replace(':', '.'), section.Name, section.Header == "DEFAULT" ? "default" : null }.OfType<string>().Distinct(StringComparer.Ordinal);
}
