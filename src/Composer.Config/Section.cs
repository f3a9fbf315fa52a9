// SPDX-License-Identifier: MIT
namespace Composer.Config;

/// <summary>A section of a config file: <c>[app:main]</c> and the settings below it.</summary>
public sealed class Section
{
    private readonly OrderedDictionary<string, Setting> _settings = new(StringComparer.Ordinal);

    /// <summary>A section without settings.</summary>
    /// <param name="header">What stands between the brackets.</param>
    /// <param name="source">Where its header stands.</param>
    public Section(string header, Source source)
    {
        Header = header;
        Source = source;
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        Kind = colon < 0 ? header : header[..colon];
        Name = colon < 0 ? null : Blank.Strip(header[(colon + 1)..]);
    }

    /// <summary>What stands between the brackets, as written: <c>app:main</c>.</summary>
    public string Header { get; }

    /// <summary>As its file has it, for messages: <c>[app:main]</c>, or <c>[app.main]</c>.</summary>
    public string Title => WrittenForm.OfSection(Source.File, Header);

    /// <summary>What stands before the first colon: <c>app</c>. Without a colon, the whole header.</summary>
    public string Kind { get; }

    /// <summary>What follows the first colon, stripped: <c>main</c>. Null without a colon.</summary>
    public string? Name { get; }

    /// <summary>Where its header stands.</summary>
    public Source Source { get; internal set; }

    /// <summary>Whether a Python factory gets the values with their types: TOML and YAML sections that say <c>typed = true</c>.</summary>
    public bool IsTyped { get; set; }

    /// <summary>The settings, in the order of the file.</summary>
    public IReadOnlyList<Setting> Settings => _settings.Values;

    /// <summary>A setting by its key, or null.</summary>
    public Setting? this[string key] => _settings.GetValueOrDefault(key);

    /// <summary>Adds a setting, or replaces the one of that key where it stands.</summary>
    public void Set(Setting setting) => _settings[setting.Key] = setting;
}
