// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>Registers a class under a name for config files. The constructor takes the options record, for a filter the next app, and services.</summary>
/// <remarks>Services: <see cref="TimeProvider"/>, <see cref="ComponentInfo"/>, <c>ILogger&lt;T&gt;</c>, <c>ILoggerFactory</c>, <see cref="IPythonCode"/>, <c>IEnumerable&lt;IReadiness&gt;</c> (all of the site).</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class ComponentAttribute(string name, params string[] aliases) : Attribute
{
    /// <summary>The name in <c>use = composer:NAME</c> and <c>use = egg:wsgi-composer#NAME</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Other names that mean the same.</summary>
    public IReadOnlyList<string> Aliases { get; } = aliases;

    /// <summary>Entry points of Python distributions that this component stands in for, as <c>Paste#gzip</c>.</summary>
    public string[] Replaces { get; init; } = [];
}

/// <summary>Registers an app.</summary>
public sealed class AppAttribute(string name, params string[] aliases) : ComponentAttribute(name, aliases);

/// <summary>Registers a filter; its constructor has an <see cref="IWsgiApp"/> parameter for the next app.</summary>
public sealed class FilterAttribute(string name, params string[] aliases) : ComponentAttribute(name, aliases);

/// <summary>Registers an app made of other apps: its options have properties of type <see cref="IWsgiApp"/>, or a <see cref="RemainingAttribute"/> list of them.</summary>
public sealed class CompositeAttribute(string name, params string[] aliases) : ComponentAttribute(name, aliases);

/// <summary>Registers an <see cref="IWsgiServer"/>.</summary>
public sealed class ServerAttribute(string name, params string[] aliases) : ComponentAttribute(name, aliases);
