// SPDX-License-Identifier: MIT
namespace Composer.Wsgi;

/// <summary>The filter looks at everything inside of it one by one: each filter and app there stands inside a <paramref name="wrapper"/> of its own.</summary>
/// <param name="wrapper">An <see cref="IWsgiApp"/> whose constructor takes the section's name and the app.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WrapsInnerAttribute(Type wrapper) : Attribute
{
    /// <summary>The class of the wrappers.</summary>
    public Type Wrapper { get; } = wrapper;
}
