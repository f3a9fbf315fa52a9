// SPDX-License-Identifier: MIT
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Composer.Wsgi;

namespace Composer;

/// <summary>One setting of a component: a property of its options record.</summary>
public sealed class ComponentSetting
{
    private const int LongestDefault = 80;

    private readonly SettingAttribute? _spelling;

    internal ComponentSetting(PropertyInfo property, object defaults)
    {
        Property = property;
        Name = SettingName.Of(property.Name);
        Default = property.GetValue(defaults);
        _spelling = property.GetCustomAttribute<SettingAttribute>();
        var prefixed = Prefixed(property, [Name, .. OtherNames]);
        Names = [Name, .. OtherNames, .. prefixed];
        GlobalNames = IsGlobal ? Names : prefixed;
        Range = SettingRange.Of(property.GetCustomAttribute<RangeAttribute>(), property.PropertyType);
        IsRequired = property.IsDefined(typeof(RequiredMemberAttribute), false);
        IsRemaining = property.IsDefined(typeof(RemainingAttribute), false);
        Shape = SettingShape.Of(Type);
        IsSize = ByteSize.IsNameOfOne(Name);
        Words = WordsOf(property, Shape.Item);
    }

    /// <summary>The name in config files: <c>minimum_size</c>.</summary>
    public string Name { get; }

    /// <summary>Other spellings that mean the same.</summary>
    public IReadOnlyList<string> OtherNames => _spelling?.Names ?? [];

    /// <summary>The value is masked wherever a config is shown.</summary>
    public bool IsSecret => _spelling?.Secret ?? false;

    /// <summary>Whether the items of the list are lines, not words.</summary>
    internal bool IsLines => _spelling?.Lines ?? false;

    /// <summary>Where the section does not name it, <c>[DEFAULT]</c> may.</summary>
    public bool IsGlobal => _spelling?.Global ?? false;

    /// <summary>The type that the component sees.</summary>
    public Type Type => Property.PropertyType;

    /// <summary>The value when nothing is written; null also for required settings.</summary>
    public object? Default { get; }

    /// <summary>Whether it must be written.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether it takes every key that no other setting names.</summary>
    public bool IsRemaining { get; }

    /// <summary>What it is for, as Markdown in one line: its documentation comment. Empty when the assembly came without comments.</summary>
    public string Description => DocComments.Of(Property);

    /// <summary>The words that may be written, where only some are right; empty otherwise.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>What a value of it is, in a word or two: <c>yes or no</c>, <c>time</c>, <c>1 to 9</c>, or the words that may be written.</summary>
    public string Kind
    {
        get
        {
            var type = Nullable.GetUnderlyingType(Shape.Item) ?? Shape.Item;
            return Type.GetTypeCode(type) switch
            {
                _ when Shape.Form == SettingShape.Forms.List => Words.Count > 0 ? $"list of {string.Join(", ", Words)}" : "list",
                _ when Words.Count > 0 => string.Join(", ", Words),
                TypeCode.Boolean => "yes or no",
                TypeCode.String => "text",
                _ when IsSize => "size",
                _ when type == typeof(TimeSpan) => "time",
                _ when type == typeof(IWsgiApp) => "app",
                _ when type == typeof(IPythonCallable) => "Python function",
                _ when type == typeof(Uri) => "URL",
                _ => Range?.ToString() ?? "number",
            };
        }
    }

    /// <summary>The least and the greatest value, or null when any will do.</summary>
    public SettingRange? Range { get; }

    /// <summary>Whether it is written with a name of the user's behind a dot: <c>headers.X-Frame-Options</c>.</summary>
    internal bool IsNamedPairs => Shape.Form == SettingShape.Forms.Pairs && !IsRemaining;

    internal PropertyInfo Property { get; }

    internal SettingShape Shape { get; }

    /// <summary>Whether it counts bytes and may be written with a unit.</summary>
    internal bool IsSize { get; }

    /// <summary>The default as one would write it.</summary>
    internal string DefaultText => Shortened(IsSize && Default is int or long ? ByteSize.Text(Convert.ToInt64(Default, CultureInfo.InvariantCulture)) : SettingText.Of(Default));

    /// <summary>All spellings, with and without the words that may stand before them.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>The spellings that count in <c>[DEFAULT]</c>, too: with a prefix nobody else can be meant.</summary>
    internal IReadOnlyList<string> GlobalNames { get; }

    /// <summary>What may be written, in brackets after the name: <c>1 to 9, default 6</c>.</summary>
    public string Summary()
    {
        var fallback = IsRequired ? "required" : Default is null || IsSecret || DefaultText.Length == 0 ? null : $"default {DefaultText}";
        return string.Join(", ", new[] { Range?.ToString(), fallback }.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static string[] Prefixed(PropertyInfo property, string[] names)
    {
        var prefixes = property.DeclaringType?.GetCustomAttribute<SettingPrefixAttribute>()?.Prefixes ?? [];
        return [.. prefixes.SelectMany(prefix => names.Select(name => prefix + name))];
    }

    private static string Shortened(string text)
    {
        var end = text.Length <= LongestDefault ? -1 : text.LastIndexOf(' ', LongestDefault);
        return end < 0 ? text : text[..end] + " …";
    }

    private static IReadOnlyList<string> WordsOf(PropertyInfo property, Type item)
    {
        var type = Nullable.GetUnderlyingType(item) ?? item;
        if (type.IsEnum)
        {
            return [.. Enum.GetNames(type).Select(SettingName.Of)];
        }
        return [.. property.GetCustomAttribute<AllowedValuesAttribute>()?.Values.Select(SettingText.Of) ?? []];
    }
}
