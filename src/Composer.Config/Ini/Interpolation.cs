// SPDX-License-Identifier: MIT
using System.Text;

namespace Composer.Config.Ini;

/// <summary>Python's BasicInterpolation of one value: <c>%(name)s</c>, <c>%%</c>; and Composer's <c>%(env:NAME)s</c>, <c>%(env:NAME|default)s</c>.</summary>
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

    private readonly StringBuilder _text = new();
    private readonly List<PlacedText.Run> _runs = [];
    private string _raw = "";
    private int _references;
    private Diagnostic? _problem;

    /// <summary>The value with every reference replaced, or null and the reason.</summary>
    public PlacedText? Expand(PlacedText value, out Diagnostic? problem)
    {
        problem = null;
        if (!value.Text.Contains('%'))
        {
            return value;
        }
        _raw = value.Text;
        ExpandInto(value, 1);
        problem = _problem;
        return problem is null ? new PlacedText(_text.ToString(), value.Source, _runs) : null;
    }

    private void ExpandInto(PlacedText value, int depth)
    {
        if (depth > MostSteps || _references > MostReferences || _text.Length > MostCharacters)
        {
            TooDeep(value);
            return;
        }
        var position = 0;
        while (position < value.Text.Length && _problem is null)
        {
            var percent = value.Text.IndexOf('%', position);
            Append(value, position, percent < 0 ? value.Text.Length : percent);
            if (percent < 0)
            {
                return;
            }
            position = ExpandPercent(value, percent, depth);
        }
    }

    private int ExpandPercent(PlacedText value, int percent, int depth)
    {
        var next = percent + 1 < value.Text.Length ? value.Text[percent + 1] : '\0';
        if (next == '%')
        {
            Append(value, percent, percent + 1);
            return percent + 2;
        }
        if (next != '(')
        {
            BadSyntax(value, percent, $"'%' must be followed by '%' or '(', found: {PythonRepr.Of(value.Text[percent..])}");
            return value.Text.Length;
        }
        var close = value.Text.IndexOf(')', percent);
        if (close < percent + 3 || close + 1 >= value.Text.Length || value.Text[close + 1] != 's')
        {
            BadSyntax(value, percent, $"bad interpolation variable reference {PythonRepr.Of(value.Text[percent..])}");
            return value.Text.Length;
        }
        Replace(value.Text[(percent + 2)..close], value.At(percent), depth);
        return close + 2;
    }

    private void Replace(string name, Source source, int depth)
    {
        _references++;
        if (lookup(name) is { } operand)
        {
            if (operand.ForeignType is { } type)
            {
                Fail(source, "interpolation-syntax", $"'{name}' is not a text", null, new PythonError("TypeError", $"argument of type '{type}' is not iterable"));
                return;
            }
            ExpandOperand(operand.Text, depth + 1);
            return;
        }
        if (name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
        {
            ReplaceVariable(name, source);
            return;
        }
        Missing(name, source, $"'{option}' in [{section}] refers to '{name}', which neither the section nor [DEFAULT] sets", $"set '{name}' in [DEFAULT], or pass {name}=… on the command line");
    }

    private void ExpandOperand(PlacedText value, int depth)
    {
        if (value.Text.Contains('%'))
        {
            ExpandInto(value, depth);
            return;
        }
        Append(value, 0, value.Text.Length);
    }

    private void ReplaceVariable(string name, Source source)
    {
        var bar = name.IndexOf('|', StringComparison.Ordinal);
        var variable = bar < 0 ? name[EnvironmentPrefix.Length..] : name[EnvironmentPrefix.Length..bar];
        var text = environment(variable) ?? (bar < 0 ? null : name[(bar + 1)..]);
        if (text is null)
        {
            Missing(name, source, $"the environment variable '{variable}' is not set", $"set it, or write %(env:{variable}|default)s");
            return;
        }
        _runs.Add(new PlacedText.Run(_text.Length, source, Fixed: true));
        _text.Append(text);
    }

    private void Append(PlacedText value, int from, int to)
    {
        foreach (var run in value.RunsBetween(from, to))
        {
            _runs.Add(run with { Start = _text.Length + run.Start - from });
        }
        _text.Append(value.Text, from, to - from);
    }

    private void Missing(string name, Source source, string message, string hint)
    {
        var python = $"Bad value substitution: option {PythonRepr.Of(option)} in section {PythonRepr.Of(section)} contains an interpolation key {PythonRepr.Of(name)} which is not a valid option name. Raw value: {PythonRepr.Of(_raw)}";
        Fail(source, "interpolation-missing", message, hint, new PythonError("InterpolationMissingOptionError", python));
    }

    private void BadSyntax(PlacedText value, int percent, string python) =>
        Fail(value.At(percent), "interpolation-syntax", $"'%' in '{option}' of [{section}] begins no %(name)s", "write %% for a percent sign", new PythonError("InterpolationSyntaxError", python));

    private void TooDeep(PlacedText value)
    {
        var python = $"Recursion limit exceeded in value substitution: option {PythonRepr.Of(option)} in section {PythonRepr.Of(section)} contains an interpolation key which cannot be substituted in {MostSteps} steps. Raw value: {PythonRepr.Of(_raw)}";
        Fail(value.Source, "interpolation-depth", $"'{option}' in [{section}] refers to itself, or needs more than {MostSteps} steps", null, new PythonError("InterpolationDepthError", python));
    }

    private void Fail(Source source, string code, string message, string? hint, PythonError python) =>
        _problem ??= new Diagnostic(Severity.Error, source, code, message, hint) { Python = python with { Message = $"Error in file {pythonName}: {python.Message}" } };
}
