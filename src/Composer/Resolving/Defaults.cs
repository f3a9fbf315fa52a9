// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>What every section of a file sees: <c>here</c>, <c>__file__</c>, <c>[DEFAULT]</c> and what the caller passed.</summary>
internal sealed class Defaults
{
    private readonly ConfigFile _file;
    private readonly Func<string, string?> _environment;
    private readonly DiagnosticList _problems = new();

    public Defaults(ConfigFile file, Conf? caller, Func<string, string?> environment)
    {
        _file = file;
        _environment = environment;
        Raw = RawOf(file, caller);
        foreach (var entry in Raw)
        {
            Interpolated.Set(Interpolate(entry));
        }
    }

    /// <summary>Before interpolation: what <c>%(name)s</c> finds.</summary>
    public Conf Raw { get; }

    /// <summary>After it: the beginning of every global_conf.</summary>
    public Conf Interpolated { get; } = new();

    /// <summary>What is wrong with them: then nothing of the file can be loaded.</summary>
    public DiagnosticList Problems => _problems;

    /// <summary>What a name means that the section itself does not set.</summary>
    public Operand? Operand(string name) =>
        Raw[name] is { } entry ? new Operand(entry.Text, entry.Value is string ? null : PythonValue.TypeOf(entry.Value)) : null;

    // In INI what the caller passes is interpolated again, as in Paste Deploy; but a password from the environment may hold a percent sign.
    private static Conf RawOf(ConfigFile file, Conf? caller)
    {
        var raw = new Conf();
        var isIni = file.Document.Format == ConfigFormat.Ini;
        raw.Set(OfFile("here", file.Directory, file, isIni));
        raw.Set(OfFile("__file__", file.AbsolutePath, file, isIni));
        foreach (var setting in file.Document.Defaults.Settings)
        {
            raw.Set(new ConfEntry(setting.Key, setting.KeySource, setting.Value));
        }
        foreach (var entry in caller ?? [])
        {
            if (!raw.Contains(entry.Key))
            {
                raw.Set(isIni && !entry.Text.IsFromOutside ? entry : entry with { Text = entry.Text.AsLiteral() });
            }
        }
        return raw;
    }

    // In INI, as in Paste Deploy, a percent sign in the path counts.
    private static ConfEntry OfFile(string key, string value, ConfigFile file, bool isIni)
    {
        var text = new PlacedText(value, new Source(file.Document.File));
        return new ConfEntry(key, text.Source, isIni ? text : text.AsLiteral());
    }

    private ConfEntry Interpolate(ConfEntry entry)
    {
        if (entry.Value is not string)
        {
            Refuse(entry);
            return entry;
        }
        if (entry.Text.Syntax == TextSyntax.Literal)
        {
            return entry;
        }
        var interpolation = new Interpolation("DEFAULT", entry.Key, _file.PythonName, Operand, _environment);
        var text = interpolation.Expand(entry.Text, out var problem);
        if (problem is not null)
        {
            _problems.Add(problem);
        }
        // As Paste Deploy does: a value that becomes empty stays as it was written.
        var isLost = text?.Text.Length == 0 && entry.Text.Syntax == TextSyntax.Percent;
        return text is null || isLost ? entry : new ConfEntry(entry.Key, entry.KeySource, text);
    }

    private void Refuse(ConfEntry entry)
    {
        if (_file.Document.Format == ConfigFormat.Ini && PythonValue.IsTrue(entry.Value))
        {
            var python = new PythonError("AttributeError", $"Error in file {_file.PythonName}: '{PythonValue.TypeOf(entry.Value)}' object has no attribute 'find'");
            _problems.Add(new Diagnostic(Severity.Error, entry.KeySource, "interpolation-syntax", $"'{entry.Key}' was passed as something else than a text") { Python = python });
        }
    }
}
