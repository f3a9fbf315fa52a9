// SPDX-License-Identifier: MIT
using System.Reflection;
using Composer.Wsgi;

namespace Composer;

/// <summary>A class that config files can name: what the registry knows of it.</summary>
public sealed class Component
{
    private readonly ComponentAttribute _attribute;
    private readonly Lazy<ConstructorInfo> _constructor;
    private readonly Lazy<IReadOnlyList<ComponentSetting>> _settings;

    internal Component(ComponentAttribute attribute, Type type)
    {
        _attribute = attribute;
        Type = type;
        _constructor = new(() => WidestConstructor(type));
        _settings = new(() => Options is null ? [] : SettingsOf(Options));
        Kind = attribute switch
        {
            AppAttribute => ComponentKind.App,
            FilterAttribute => ComponentKind.Filter,
            CompositeAttribute => ComponentKind.Composite,
            _ => ComponentKind.Server,
        };
    }

    /// <summary>What it is in a pipeline.</summary>
    public ComponentKind Kind { get; }

    /// <summary>The name in <c>use = composer:NAME</c>.</summary>
    public string Name => _attribute.Name;

    /// <summary>Other names that mean the same.</summary>
    public IReadOnlyList<string> Aliases => _attribute.Aliases;

    /// <summary>Entry points of Python distributions that it stands in for, as <c>Paste#gzip</c>.</summary>
    public IReadOnlyList<string> Replaces => _attribute.Replaces;

    /// <summary>What it does, as Markdown in one line: its documentation comment. Empty when the assembly came without comments.</summary>
    public string Description => DocComments.Of(Type);

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>The options record, or null when it has no settings.</summary>
    public Type? Options => Array.Find(Constructor.GetParameters(), IsOptions)?.ParameterType;

    /// <summary>Its settings, in the order in which the record declares them.</summary>
    public IReadOnlyList<ComponentSetting> Settings => _settings.Value;

    internal ConstructorInfo Constructor => _constructor.Value;

    /// <summary>Whether a parameter of the constructor takes the options record.</summary>
    internal static bool IsOptions(ParameterInfo parameter) => parameter.ParameterType.Name.EndsWith("Options", StringComparison.Ordinal);

    /// <summary>A new options record with nothing set.</summary>
    internal object? NewOptions() => Options is { } type ? Activator.CreateInstance(type) : null;

    private static ConstructorInfo WidestConstructor(Type type)
    {
        var constructors = type.GetConstructors();
        Array.Sort(constructors, (a, b) => b.GetParameters().Length - a.GetParameters().Length);
        return constructors is [var widest, ..] ? widest : throw new InvalidOperationException($"{type.FullName} is a component, but has no public constructor");
    }

    private static ComponentSetting[] SettingsOf(Type options)
    {
        var defaults = Activator.CreateInstance(options)!; // null only for Nullable<T>
        return [.. options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => new ComponentSetting(property, defaults))];
    }
}
