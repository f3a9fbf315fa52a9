// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using Composer.Config;

namespace Composer;

/// <summary>Finds references in the words of another format: <c>${HOME}</c> in INI, <c>%(here)s</c> in TOML and YAML. There they are plain text.</summary>
internal static partial class OtherReferences
{
    /// <summary>A hint for each value with one.</summary>
    public static IEnumerable<Diagnostic> In(Document document) =>
        from section in document.Sections.Where(section => !SectionKinds.IsForeign(section.Kind)).Prepend(document.Defaults)
        from setting in section.Settings
        let found = Pattern(setting.Value.Syntax)?.Match(setting.Value.Text)
        where found is { Success: true }
        select Hint(section, setting, found, document);

    private static Regex? Pattern(TextSyntax syntax) => syntax switch
    {
        TextSyntax.Percent => Dollar(),
        TextSyntax.Dollar => Percent(),
        _ => null,
    };

    private static Diagnostic Hint(Section section, Setting setting, Match found, Document document)
    {
        var (name, fallback) = (found.Groups["name"].Value, found.Groups["fallback"].Value);
        var isVariable = found.Groups["env"].Success || (name is not ("here" or "__file__") && section[name] is null && document.Defaults[name] is null);
        var meant = setting.Value.Syntax == TextSyntax.Percent
            ? $"%({(isVariable ? "env:" : "")}{name}{(fallback.Length > 0 ? $"|{fallback}" : "")})s"
            : $"${{{name}{(fallback.Length > 0 ? $":-{fallback}" : "")}}}";
        return new Diagnostic(Severity.Hint, setting.Value.At(found.Index), "interpolation-syntax", $"'{found.Value}' is plain text in {document.Format.Name()}", $"write {meant} for what it names");
    }

    // Others, such as ${name}, may be of a template.
    [GeneratedRegex(@"\$\{((?<env>env:)?(?<name>[A-Z][A-Z0-9_]*)|(?<name>here|__file__))(:-(?<fallback>[^}]*))?\}")]
    private static partial Regex Dollar();

    // Others, such as %(message)s, may be of a log.
    [GeneratedRegex(@"%\(((?<env>env:)(?<name>\w+)|(?<name>here|__file__))(\|(?<fallback>[^)]*))?\)s")]
    private static partial Regex Percent();
}
