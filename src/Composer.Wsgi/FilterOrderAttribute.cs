// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>Says where a filter must stand when certain others are in the same pipeline; <c>compose check</c> warns where it stands otherwise.</summary>
/// <param name="others">The other filters: names of components, or entry points as <c>Beaker#beaker_session</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class FilterOrderAttribute(params string[] others) : Attribute
{
    /// <summary>The other filters.</summary>
    public IReadOnlyList<string> Others { get; } = others;

    /// <summary>What goes wrong otherwise, as the end of a sentence: <c>the log has the proxy's address</c>.</summary>
    public required string Otherwise { get; init; }
}

/// <summary>The filter must be outside of others: named before them.</summary>
public sealed class OutsideOfAttribute(params string[] others) : FilterOrderAttribute(others);

/// <summary>The filter must be inside of others: named after them.</summary>
public sealed class InsideOfAttribute(params string[] others) : FilterOrderAttribute(others);
