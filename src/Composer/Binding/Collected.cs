// SPDX-License-Identifier: MIT
namespace Composer;

/// <summary>Settings whose value is made of several keys, gathered key by key.</summary>
internal sealed class Collected
{
    private readonly Dictionary<ComponentSetting, List<KeyValuePair<string, object?>>> _values = [];

    /// <summary>Adds the value of one key.</summary>
    public void Add(ComponentSetting setting, string key, object? value)
    {
        if (!_values.TryGetValue(setting, out var values))
        {
            _values[setting] = values = [];
        }
        values.Add(KeyValuePair.Create(key, value));
    }

    /// <summary>Puts everything into the options record.</summary>
    public void Store(object? options)
    {
        foreach (var (setting, values) in _values)
        {
            setting.Property.SetValue(options, setting.Shape.Collect(setting.Type, values));
        }
    }
}
