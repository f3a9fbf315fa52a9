// SPDX-License-Identifier: MIT
namespace Composer.Config.Writing;

/// <summary>Reads again what was written: what does not come back as it was meant has no form in that format.</summary>
internal static class DraftCheck
{
    public static void Compare(Draft draft, Document written, DiagnosticList problems)
    {
        foreach (var section in draft.Sections)
        {
            var found = section.Header == Draft.Defaults ? written.Defaults : written[section.Header];
            if (found is null)
            {
                Refuse(problems, section.Source, $"[{section.Header}] has no form in {written.Format.Name()}");
                continue;
            }
            foreach (var setting in section.Settings.Where(setting => !IsSame(setting, found[setting.Key], section.IsTyped)))
            {
                Refuse(problems, setting.Source, $"'{setting.Key}' of [{section.Header}] has no form in {written.Format.Name()}");
            }
            if (found.Settings.Count > section.Settings.Count)
            {
                Refuse(problems, section.Source, $"[{section.Header}] has no form in {written.Format.Name()}");
            }
        }
        if (!problems.HasErrors && written.Problems.FirstOrDefault(problem => problem.Severity == Severity.Error) is { } problem)
        {
            Refuse(problems, new Source(written.File), $"the config has no form in {written.Format.Name()}: {problem.Message}");
        }
    }

    // Without types for Python, a number and its text are the same.
    private static bool IsSame(DraftSetting meant, Setting? found, bool isTyped) =>
        found is not null && IsSame(meant.Value, found.Typed ?? Scalar.Of(found.Value), isTyped);

    private static bool IsSame(ConfigValue meant, ConfigValue found, bool isTyped) => (meant, found) switch
    {
        (Scalar a, Scalar b) => Meaning(a.Text) == Meaning(b.Text) && (a.Kind == b.Kind || !isTyped),
        (ListValue a, ListValue b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items, (x, y) => IsSame(x, y, isTyped)).All(same => same),
        (TableValue a, TableValue b) => a.Entries.Count == b.Entries.Count && a.Entries.Zip(b.Entries, (x, y) => x.Key == y.Key && IsSame(x.Value, y.Value, isTyped)).All(same => same),
        _ => false,
    };

    private static (string, bool) Meaning(PlacedText text)
    {
        var isDollar = text.Syntax == TextSyntax.Dollar && text.Text.Contains("${", StringComparison.Ordinal);
        var isEscaped = isDollar && !text.Text.Replace("$${", "", StringComparison.Ordinal).Contains("${", StringComparison.Ordinal);
        return isEscaped ? (text.Text.Replace("$${", "${", StringComparison.Ordinal), false) : (text.Text, isDollar);
    }

    private static void Refuse(DiagnosticList problems, Source source, string message) =>
        problems.Error(source, "not-convertible", message, "change it first, or leave the file in its format");
}
