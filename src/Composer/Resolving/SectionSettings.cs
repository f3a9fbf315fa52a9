// SPDX-License-Identifier: MIT
using Composer.Config;

namespace Composer;

/// <summary>The settings of a section sorted into what they do: global_conf, local_conf, what a <c>set</c> adds, what is dropped.</summary>
internal sealed class SectionSettings
{
    private static readonly string[] Structural = ["use", "next", "pipeline", "filter-with"];

    private readonly ConfigScope _scope;
    private readonly Section _section;
    private readonly OrderedDictionary<string, (ConfEntry Local, string GlobalKey)> _gets = new(StringComparer.Ordinal);
    private readonly List<Dropped> _dropped = [];

    public SectionSettings(ConfigScope scope, Section section, Conf? passed)
    {
        _scope = scope;
        _section = section;
        Problems.AddRange(scope.Defaults.Problems);
        Global = scope.Defaults.Interpolated.Copy();
        Global.Update(passed ?? new Conf());
        ReadAll();
        foreach (var (local, globalKey) in _gets.Values)
        {
            ReadGet(local, globalKey);
        }
    }

    /// <summary>Paste Deploy's global_conf.</summary>
    public Conf Global { get; }

    /// <summary>Paste Deploy's local_conf.</summary>
    public Conf Local { get; } = new();

    /// <summary>What the section's <c>set</c> lines put into the global_conf.</summary>
    public Conf Additions { get; } = new();

    /// <summary>Keys that <c>[DEFAULT]</c> or the caller hides.</summary>
    public IReadOnlyList<Dropped> Dropped => _dropped;

    /// <summary>In the order in which Paste Deploy meets them.</summary>
    public DiagnosticList Problems { get; } = new();

    /// <summary>What the section is made of is not known: looking further would only find consequences.</summary>
    public bool IsBlocked { get; private set; }

    private void ReadAll()
    {
        foreach (var setting in _section.Settings)
        {
            if (!ReadSetOrGet(setting))
            {
                ReadLocal(setting);
            }
        }
        foreach (var entry in _scope.Defaults.Raw)
        {
            if (_section[entry.Key] is null)
            {
                ReadSetOrGet(new Setting(entry.Key, entry.KeySource, entry.Text));
            }
        }
    }

    private bool ReadSetOrGet(Setting setting)
    {
        var isSet = setting.Key.StartsWith("set ", StringComparison.Ordinal);
        if (!isSet && !setting.Key.StartsWith("get ", StringComparison.Ordinal))
        {
            return false;
        }
        var key = Blank.Strip(setting.Key[4..]);
        if (Interpolate(setting) is not { } text)
        {
            return true;
        }
        var entry = new ConfEntry(key, setting.KeySource, text);
        if (isSet)
        {
            Additions.Set(entry);
            Global.Set(entry);
            return true;
        }
        _gets[key] = (entry, text.Text);
        return true;
    }

    private void ReadLocal(Setting setting)
    {
        if (!setting.IsOverride && _scope.Defaults.Raw[setting.Key] is { } shadow)
        {
            _dropped.Add(new Dropped(setting.Key, setting.KeySource, shadow.KeySource));
            return;
        }
        if (Interpolate(setting) is { } text)
        {
            Local.Set(Entry(setting, text));
            return;
        }
        IsBlocked |= Structural.Contains(setting.Key) || setting.Key.StartsWith("paste.", StringComparison.Ordinal);
    }

    private void ReadGet(ConfEntry local, string globalKey)
    {
        if (Global[globalKey] is { } found)
        {
            Local.Set(found with { Key = local.Key, KeySource = local.KeySource });
            return;
        }
        var near = Similar.To(globalKey, Global.Keys);
        Problems.Add(new Diagnostic(Severity.Error, local.Text.Source, "missing-setting", $"{_section.Title} gets '{globalKey}', which nothing sets", near is null ? $"set '{globalKey}' in {WrittenForm.OfSection(_section.Source.File, "DEFAULT")}, or pass {globalKey}=… on the command line or in global_conf" : $"did you mean '{near}'?")
        {
            Python = new PythonError("KeyError", PythonRepr.Of(globalKey)),
        });
    }

    private ConfEntry Entry(Setting setting, PlacedText text)
    {
        var entry = new ConfEntry(setting.Key, setting.KeySource, text);
        if (setting.Typed is not { } typed)
        {
            return entry;
        }
        var mapped = typed.Map(part => Interpolate(setting.Key, part));
        var withType = entry with { Text = ValueText.Of(mapped), Typed = mapped };
        return _section.IsTyped ? withType with { Value = TypedValue.Of(mapped) } : withType with { Value = withType.Text.Text };
    }

    private PlacedText? Interpolate(Setting setting) => Interpolate(setting.Key, setting.Value);

    private PlacedText? Interpolate(string key, PlacedText value)
    {
        var interpolation = new Interpolation(_section.Header, key, _scope.File.PythonName, Operand, _scope.Files.Options.Environment);
        var text = interpolation.Expand(value, out var problem);
        if (problem is not null)
        {
            Problems.Add(problem);
        }
        return text;
    }

    private Operand? Operand(string name) => _section[name] is { } setting ? new Operand(setting.Value) : _scope.Defaults.Operand(name);
}
