// SPDX-License-Identifier: MIT
using System.Reflection;
using Composer.Wsgi;

namespace Composer;

/// <summary>Calls the constructor of a component.</summary>
/// <param name="services">What it may ask for.</param>
/// <param name="python">The interpreter, or null where the config is only checked.</param>
internal sealed class ComponentFactory(Services services, IPython? python)
{
    /// <summary>The component. What its constructor throws comes out as it is.</summary>
    /// <param name="component">Which one.</param>
    /// <param name="options">Its options record.</param>
    /// <param name="next">The next app, for a filter.</param>
    /// <param name="info">Its section.</param>
    /// <param name="made">The components of the same site, also those that are made later.</param>
    public object Create(Component component, object? options, IWsgiApp? next, ComponentInfo info, IReadOnlyList<Made> made)
    {
        var arguments = Array.ConvertAll(component.Constructor.GetParameters(), parameter => Argument(component, parameter, options, next, info, made));
        return component.Constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    private object? Argument(Component component, ParameterInfo parameter, object? options, IWsgiApp? next, ComponentInfo info, IReadOnlyList<Made> made)
    {
        var type = parameter.ParameterType;
        var argument =
            Component.IsOptions(parameter) ? options
            : type == typeof(IWsgiApp) ? next
            : type == typeof(ComponentInfo) ? info
            : type == typeof(IPythonCode) ? new PythonCode(python, info.Name)
            : type == typeof(IEnumerable<IReadiness>) ? made.Select(one => one.Instance).OfType<IReadiness>()
            : services.Get(type);
        if (argument is null && !parameter.HasDefaultValue)
        {
            throw new InvalidOperationException($"{component.Type.FullName} asks for a {type.Name}, which Composer does not have");
        }
        return argument ?? parameter.DefaultValue;
    }
}
