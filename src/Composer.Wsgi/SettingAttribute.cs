// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>Other spellings of a setting, beside its own name in <c>snake_case</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(params string[] names) : Attribute
{
    /// <summary>The other spellings.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>The value is masked wherever a config is shown.</summary>
    public bool Secret { get; init; }

    /// <summary>A list whose items are lines: blanks and commas do not separate them.</summary>
    public bool Lines { get; init; }

    /// <summary>Where the section does not name it, the value of the same name in <c>[DEFAULT]</c> counts, as for Paste's <c>debug</c>.</summary>
    public bool Global { get; init; }
}

/// <summary>The property takes every setting that no other property names, in the file's order.</summary>
/// <remarks>Its type is <c>IReadOnlyList&lt;KeyValuePair&lt;string, string&gt;&gt;</c>, or of <see cref="IWsgiApp"/> when the values name apps.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RemainingAttribute : Attribute;
