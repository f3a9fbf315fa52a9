// SPDX-License-Identifier: MIT
namespace Composer.Config.Yaml;

/// <summary>The values that a file gave a name, and how often they were used: a few lines of aliases can stand for billions of values.</summary>
internal sealed class YamlAnchors
{
    private readonly Dictionary<string, ConfigValue> _values = new(StringComparer.Ordinal);
    private long _used;

    public void Add(string name, ConfigValue value) => _values[name] = value;

    /// <summary>What an alias stands for.</summary>
    public ConfigValue Get(string name, Source source, int depth)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            var near = Similar.To(name, _values.Keys);
            throw new SyntaxError(source, $"there is no anchor '&{name}' before this alias", near is null ? $"write &{name} before the value that is meant" : $"did you mean '*{near}'?");
        }
        _used += value.Size;
        if (_used > Limits.AliasedValues || depth + value.Height > Limits.Depth)
        {
            throw new SyntaxError(source, $"the aliases up to here stand for more than {Limits.AliasedValues} values, or for values more than {Limits.Depth} deep in each other", code: "too-large");
        }
        return value;
    }
}
