// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;

namespace Composer;

/// <summary>Reads single values: converts, checks the range, finds apps; reports what is not one.</summary>
/// <param name="owner">The section, for messages: <c>filter 'gzip'</c>.</param>
/// <param name="problems">Takes what is wrong.</param>
/// <param name="apps">Finds the app that a setting names, or reports that it does not exist and returns null.</param>
/// <param name="callables">Finds the Python function that a setting names, likewise.</param>
internal sealed class SettingReader(string owner, DiagnosticList problems, Func<PlacedText, IWsgiApp?> apps, Func<PlacedText, IPythonCallable?> callables)
{
    private const int MostShown = 60;

    /// <summary>The value, or null: absent, or reported.</summary>
    public object? Read(ComponentSetting setting, ConfEntry entry)
    {
        if (entry.Typed is ListValue or TableValue)
        {
            var what = entry.Typed is ListValue ? "a list" : "a table";
            problems.Error(entry.Typed.Source, "bad-value", $"{owner}: '{entry.Key}' must be one value, not {what}");
            return null;
        }
        return Read(setting, entry.Key, entry.Text);
    }

    private object? Read(ComponentSetting setting, string key, PlacedText text)
    {
        if (setting.Shape.Item == typeof(IWsgiApp))
        {
            return apps(text);
        }
        if (setting.Shape.Item == typeof(IPythonCallable))
        {
            return callables(text);
        }
        var converted = Converter.Scalar(setting.Shape.Item, text.Text, setting.IsSize);
        if (converted.Wanted is { } wanted)
        {
            Report(setting, key, text, setting.Words.Count > 0 ? Word.Or(setting.Words) : setting.Range is null ? wanted : $"{wanted}, {setting.Range}");
            return null;
        }
        if (setting.IsRequired && converted.Value is string written && string.IsNullOrWhiteSpace(written))
        {
            problems.Error(text.Source, "bad-value", $"{owner}: '{key}' must not be empty");
            return null;
        }
        if (converted.Value is { } value && setting.Range?.Contains(value) == false)
        {
            Report(setting, key, text, setting.Range.ToString());
            return null;
        }
        if (converted.Value is { } word && setting.Words.Count > 0 && !setting.Words.Contains(SettingText.Of(word), StringComparer.OrdinalIgnoreCase))
        {
            Report(setting, key, text, Word.Or(setting.Words));
            return null;
        }
        return converted.Value;
    }

    private static string Shown(string text) => (text.Length <= MostShown ? text : $"{text[..MostShown]}…").Replace('\n', ' ');

    private void Report(ComponentSetting setting, string key, PlacedText text, string allowed)
    {
        var found = setting.IsSecret ? "" : $", not '{Shown(text.Text)}'";
        problems.Error(text.Source, "bad-value", $"{owner}: '{key}' must be {allowed}{found}", setting.IsSecret ? null : ValueHint.For(text));
    }
}
