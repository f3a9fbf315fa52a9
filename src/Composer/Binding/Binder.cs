// SPDX-License-Identifier: MIT
using Composer.Config;
using Composer.Wsgi;
using Forms = Composer.SettingShape.Forms;

namespace Composer;

/// <summary>Turns the settings of a section into the options record of a component. Every problem is collected; nothing has a side effect.</summary>
/// <param name="component">Whose options they are.</param>
/// <param name="owner">The section, for messages: <c>filter 'gzip'</c>.</param>
/// <param name="source">Where the section is.</param>
/// <param name="problems">Takes what is wrong.</param>
/// <param name="apps">Finds the app that a setting names, or reports that it does not exist and returns null.</param>
/// <param name="callables">Finds the Python function that a setting names, likewise.</param>
internal sealed class Binder(
    Component component, string owner, Source source, DiagnosticList problems, Func<PlacedText, IWsgiApp?> apps, Func<PlacedText, IPythonCallable?> callables)
{
    private readonly SettingReader _reader = new(owner, problems, apps, callables);
    private readonly Dictionary<ComponentSetting, ConfEntry> _written = [];
    private readonly Dictionary<string, Source> _keys = [];
    private readonly Collected _collected = new();

    /// <summary>The options, complete as far as what is written was right; null when the component has none.</summary>
    /// <param name="local">What the section says.</param>
    /// <param name="global">What <c>[DEFAULT]</c> and the caller say; read only by settings that ask for it.</param>
    public object? Bind(Conf local, Conf global)
    {
        var options = component.NewOptions();
        foreach (var entry in local.Where(entry => !OwnKeys.Is(entry.Key)).SelectMany(TypedEntry.Flat))
        {
            Take(options, entry);
        }
        foreach (var setting in component.Settings.Where(setting => !_written.ContainsKey(setting)))
        {
            TakeGlobal(options, setting, global);
        }
        _collected.Store(options);
        return options;
    }

    /// <summary>Where a key, or the setting of a property or of a constructor's argument, is written; the section when it is not.</summary>
    /// <param name="property">Its name.</param>
    /// <param name="message">What is wrong with it; of a list, the item that it quotes is meant.</param>
    public Source SourceOf(string? property, string message)
    {
        if (property is not null && _keys.TryGetValue(property, out var key))
        {
            return key;
        }
        var name = SettingName.Of(property ?? "");
        if (_written.FirstOrDefault(pair => pair.Key.Name == name).Value is not { } written)
        {
            return source;
        }
        var quoted = TypedEntry.Items(written, lines: true).FirstOrDefault(item => item.Text.Text.Length > 0 && message.Contains($"'{item.Text.Text}'", StringComparison.Ordinal));
        return (quoted ?? written).Text.Source;
    }

    /// <summary>What somebody may have meant by a key that the component refused, or null.</summary>
    public string? HintFor(string? property) => property is not null && _keys.ContainsKey(property) ? UnknownKey.Meant(component, property) : null;

    private void Take(object? options, ConfEntry entry)
    {
        if (entry.Typed is TableValue && component.Settings.Any(one => one.IsNamedPairs && one.Names.Contains(entry.Key)))
        {
            return; // an empty table of them
        }
        var (setting, key) = Find(entry.Key);
        if (setting is null)
        {
            problems.Error(entry.KeySource, "unknown-key", $"{owner} has no setting '{entry.Key}'", UnknownKey.Hint(component, entry.Key));
            return;
        }
        if (setting.Shape.Form != Forms.Pairs)
        {
            Set(options, setting, entry);
            return;
        }
        _written[setting] = entry;
        _keys[entry.Key] = entry.KeySource;
        _collected.Add(setting, key, _reader.Read(setting, entry));
    }

    private (ComponentSetting? Setting, string Key) Find(string key)
    {
        foreach (var setting in component.Settings.Where(setting => !setting.IsRemaining))
        {
            if (setting.Shape.Form != Forms.Pairs && setting.Names.Contains(key))
            {
                return (setting, key);
            }
            if (setting.Shape.Form == Forms.Pairs && AfterDot(setting, key) is { } rest)
            {
                return (setting, rest);
            }
        }
        return (component.Settings.FirstOrDefault(setting => setting.IsRemaining), key);
    }

    private void TakeGlobal(object? options, ComponentSetting setting, Conf global)
    {
        var entry = setting.GlobalNames.Select(name => global[name]).FirstOrDefault(found => found is not null);
        if (entry is not null)
        {
            Set(options, setting, entry);
            return;
        }
        if (setting.IsRequired)
        {
            problems.Error(source, "missing-setting", $"{owner} needs the setting '{setting.Name}'", $"add a line: {WrittenForm.OfSetting(source.File, setting.Name, "…")}");
        }
    }

    private void Set(object? options, ComponentSetting setting, ConfEntry entry)
    {
        if (_written.TryGetValue(setting, out var earlier))
        {
            problems.Warning(entry.KeySource, "setting-twice", $"{owner} has '{earlier.Key}' and '{entry.Key}', which mean the same; the last one counts");
        }
        _written[setting] = entry;
        if ((setting.Shape.Form == Forms.List ? List(setting, entry) : _reader.Read(setting, entry)) is { } value)
        {
            setting.Property.SetValue(options, value);
        }
    }

    private object? List(ComponentSetting setting, ConfEntry entry)
    {
        if (entry.Typed is TableValue)
        {
            problems.Error(entry.Typed.Source, "bad-value", $"{owner}: '{setting.Name}' must be a list, not a table");
            return null;
        }
        var items = TypedEntry.Items(entry, setting.IsLines).Select(item => KeyValuePair.Create("", _reader.Read(setting, item)));
        return setting.Shape.Collect(setting.Type, [.. items]);
    }

    private static string? AfterDot(ComponentSetting setting, string key)
    {
        var name = setting.Names.FirstOrDefault(name => key.Length > name.Length + 1 && key[name.Length] == '.' && key.StartsWith(name, StringComparison.Ordinal));
        return name is null ? null : key[(name.Length + 1)..];
    }
}
