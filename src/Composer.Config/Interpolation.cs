// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>Replaces the references of one value: <c>%(name)s</c> in INI (Python's BasicInterpolation), <c>${name}</c> in TOML and YAML.</summary>
/// <param name="section">The section's header, for messages.</param>
/// <param name="option">The key, for messages.</param>
/// <param name="pythonName">The file's name in the messages of Python's exceptions.</param>
/// <param name="lookup">Finds a name in the section, then in its defaults.</param>
/// <param name="environment">Finds an environment variable.</param>
public sealed class Interpolation(string section, string option, string pythonName, Func<string, Operand?> lookup, Func<string, string?> environment)
{
    private const int MostSteps = 10;
    private const int MostReferences = 20_000;
    private const int MostCharacters = 4_000_000;
    private const string EnvironmentPrefix = "env:";

    private string Title => WrittenForm.OfSection(pythonName, section);

    private PlacedTextBuilder _result = new(default);
    private string _raw = "";
    private int _references;
    private Diagnostic? _problem;

    /// <summary>The value with every reference replaced, or null and the reason.</summary>
    public PlacedText? Expand(PlacedText value, out Diagnostic? problem)
    {
        problem = null;
        if (FirstMark(value, 0) < 0)
        {
            return value.Syntax == TextSyntax.Percent ? value : value.AsLiteral();
        }
        _result = new PlacedTextBuilder(value.Source);
        _raw = value.Text;
        ExpandInto(value, 1);
        problem = _problem;
        return problem is null ? _result.Build(value.Syntax == TextSyntax.Percent ? TextSyntax.Percent : TextSyntax.Literal) : null;
    }

    private static int FirstMark(PlacedText value, int from) => value.Syntax switch
    {
        TextSyntax.Percent => value.Text.IndexOf('%', from),
        TextSyntax.Dollar => value.Text.IndexOf("${", from, StringComparison.Ordinal),
        _ => -1,
    };

    private void ExpandInto(PlacedText value, int depth)
    {
        if (depth > MostSteps || _references > MostReferences || _result.Length > MostCharacters)
        {
            TooDeep(value);
            return;
        }
        var position = 0;
        while (position < value.Text.Length && _problem is null)
        {
            var mark = FirstMark(value, position);
            if (mark < 0)
            {
                _result.Append(value, position, value.Text.Length);
                return;
            }
            position = value.Syntax == TextSyntax.Percent ? ExpandPercent(value, position, mark, depth) : ExpandDollar(value, position, mark, depth);
        }
    }

    private int ExpandPercent(PlacedText value, int position, int percent, int depth)
    {
        _result.Append(value, position, percent);
        var next = percent + 1 < value.Text.Length ? value.Text[percent + 1] : '\0';
        if (next == '%')
        {
            _result.Append(value, percent, percent + 1);
            return percent + 2;
        }
        if (next != '(')
        {
            BadPercent(value, percent, $"'%' must be followed by '%' or '(', found: {PythonRepr.Of(value.Text[percent..])}");
            return value.Text.Length;
        }
        var close = value.Text.IndexOf(')', percent);
        if (close < percent + 3 || close + 1 >= value.Text.Length || value.Text[close + 1] != 's')
        {
            BadPercent(value, percent, $"bad interpolation variable reference {PythonRepr.Of(value.Text[percent..])}");
            return value.Text.Length;
        }
        var name = value.Text[(percent + 2)..close];
        if (!ReplaceSetting(name, value.At(percent), depth))
        {
            ReplacePercentVariable(name, value.At(percent));
        }
        return close + 2;
    }

    private void ReplacePercentVariable(string name, Source source)
    {
        if (!name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
        {
            Missing(name, source, $"'{option}' in [{section}] refers to '{name}', which neither the section nor [DEFAULT] sets", Meant(name) is { } meant ? $"write %({meant})s" : $"set '{name}' in [DEFAULT], or pass {name}=… on the command line or in global_conf");
            return;
        }
        var (variable, fallback) = Split(name[EnvironmentPrefix.Length..], "|");
        if (!ReplaceVariable(variable, fallback, source))
        {
            Missing(name, source, $"the environment variable '{variable}' is not set", $"set it, or write %(env:{variable}|default)s");
        }
    }

    // %(ENV_HOME)s is pserve's form.
    private string? Meant(string name)
    {
        if (name.StartsWith("ENV_", StringComparison.OrdinalIgnoreCase))
        {
            return EnvironmentPrefix + name["ENV_".Length..];
        }
        var lower = name.ToLowerInvariant();
        return name != lower && lookup(lower) is not null ? lower : environment(name) is not null ? EnvironmentPrefix + name : null;
    }

    private int ExpandDollar(PlacedText value, int position, int dollar, int depth)
    {
        var isEscaped = dollar > position && value.Text[dollar - 1] == '$';
        _result.Append(value, position, isEscaped ? dollar - 1 : dollar);
        if (isEscaped)
        {
            _result.Append(value, dollar, dollar + 2);
            return dollar + 2;
        }
        var close = value.Text.IndexOf('}', dollar);
        var (name, fallback) = Split(close < 0 ? "" : value.Text[(dollar + 2)..close], ":-");
        if (name.Length == 0)
        {
            Fail(value.At(dollar), "interpolation-syntax", $"'${{' in '{option}' of {Title} begins no ${{name}}", close < 0 ? "close it with }, or write $${ for these two characters" : "write $${ for these two characters, or put the value in single quotes", new PythonError("InterpolationSyntaxError", $"bad interpolation variable reference {PythonRepr.Of(value.Text[dollar..])}"));
            return value.Text.Length;
        }
        ReplaceDollar(name, fallback, value.At(dollar), depth);
        return close + 1;
    }

    // A value that refers to its own name means the environment variable.
    private void ReplaceDollar(string name, string? fallback, Source source, int depth)
    {
        var isOwn = depth == 1 && name == option;
        var isSetting = !name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal) && !isOwn;
        var variable = isSetting || isOwn ? name : name[EnvironmentPrefix.Length..];
        if (isSetting && !(fallback is not null && lookup(name)?.Text.Text.Length == 0) && ReplaceSetting(name, source, depth))
        {
            return;
        }
        if (!ReplaceVariable(variable, fallback, source))
        {
            var message = isSetting
                ? $"'{option}' in {Title} refers to '{name}', which is neither a setting of the section or of the defaults nor an environment variable"
                : $"the environment variable '{variable}' is not set";
            Missing(name, source, message, $"set it, or write ${{{name}:-default}}");
        }
    }

    private bool ReplaceSetting(string name, Source source, int depth)
    {
        _references++;
        if (lookup(name) is not { } operand)
        {
            return false;
        }
        if (operand.ForeignType is { } type)
        {
            Fail(source, "interpolation-syntax", $"'{name}' is not a text", null, new PythonError("TypeError", $"argument of type '{type}' is not iterable"));
            return true;
        }
        if (FirstMark(operand.Text, 0) < 0)
        {
            _result.Append(operand.Text, 0, operand.Text.Text.Length);
            return true;
        }
        ExpandInto(operand.Text, depth + 1);
        return true;
    }

    // As in a shell, one that is set to nothing gives way to the fallback.
    private bool ReplaceVariable(string variable, string? fallback, Source source)
    {
        var text = environment(variable);
        text = fallback is not null && string.IsNullOrEmpty(text) ? fallback : text;
        if (text is null)
        {
            return false;
        }
        _result.AppendFixed(text, source, isFromOutside: true);
        return true;
    }

    private static (string Name, string? Fallback) Split(string reference, string mark)
    {
        var at = reference.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? (reference, null) : (reference[..at], reference[(at + mark.Length)..]);
    }

    private void Missing(string name, Source source, string message, string hint)
    {
        var python = $"Bad value substitution: option {PythonRepr.Of(option)} in section {PythonRepr.Of(section)} contains an interpolation key {PythonRepr.Of(name)} which is not a valid option name. Raw value: {PythonRepr.Of(_raw)}";
        Fail(source, "interpolation-missing", message, hint, new PythonError("InterpolationMissingOptionError", python));
    }

    private void BadPercent(PlacedText value, int percent, string python) =>
        Fail(value.At(percent), "interpolation-syntax", $"'%' in '{option}' of [{section}] begins no %(name)s", Reference(value.Text[percent..]) is { } name ? $"write %({name})s; or %% for a percent sign" : "write %% for a percent sign", new PythonError("InterpolationSyntaxError", python));

    // The s after the bracket is easily forgotten.
    private static string? Reference(string text) =>
        text is ['%', '(', ..] && text.IndexOf(')', StringComparison.Ordinal) is > 2 and var close ? text[2..close] : null;

    private void TooDeep(PlacedText value)
    {
        var python = $"Recursion limit exceeded in value substitution: option {PythonRepr.Of(option)} in section {PythonRepr.Of(section)} contains an interpolation key which cannot be substituted in {MostSteps} steps. Raw value: {PythonRepr.Of(_raw)}";
        Fail(value.Source, "interpolation-depth", $"'{option}' in {Title} refers to itself, or needs more than {MostSteps} steps", null, new PythonError("InterpolationDepthError", python));
    }

    private void Fail(Source source, string code, string message, string? hint, PythonError python) =>
        _problem ??= new Diagnostic(Severity.Error, source, code, message, hint) { Python = python with { Message = $"Error in file {pythonName}: {python.Message}" } };
}
