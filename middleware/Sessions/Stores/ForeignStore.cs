// SPDX-License-Identifier: MIT
using System.Reflection;
using Composer.Wsgi;
using Microsoft.Extensions.Logging;

namespace Composer.Middleware;

/// <summary>A store from another assembly: <c>My.dll#My.Store</c>.</summary>
internal static class ForeignStore
{
    /// <summary>Makes it with the widest constructor that asks for nothing but the url and services.</summary>
    /// <exception cref="ArgumentException">There is no such assembly or class.</exception>
    public static ISessionStore Make(string name, string? url, ComponentInfo info, TimeProvider clock, ILoggerFactory logs)
    {
        var mark = name.IndexOf('#', StringComparison.Ordinal);
        if (mark <= 0)
        {
            throw BadSetting.Of(nameof(SessionOptions.Type), $"type = assembly:{name} has to name a class: assembly:My.dll#My.Store");
        }
        var type = Find(info.Resolve(name[..mark]), name[(mark + 1)..]);
        if (!type.IsAssignableTo(typeof(ISessionStore)))
        {
            throw BadSetting.Of(nameof(SessionOptions.Type), $"type = assembly:{name}: {type} does not implement {typeof(ISessionStore)}");
        }
        object?[] services = [url ?? "", info, clock, logs];
        foreach (var constructor in type.GetConstructors().OrderByDescending(one => one.GetParameters().Length))
        {
            var arguments = Array.ConvertAll(constructor.GetParameters(), parameter => Array.Find(services, parameter.ParameterType.IsInstanceOfType));
            if (!arguments.Contains(null))
            {
                return (ISessionStore)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
            }
        }
        throw BadSetting.Of(nameof(SessionOptions.Type), $"type = assembly:{name}: no constructor of {type} asks for a url (string), ComponentInfo, TimeProvider or ILoggerFactory only");
    }

    private static Type Find(string path, string name)
    {
        try
        {
            return Assembly.LoadFrom(path).GetType(name, throwOnError: true)!; // it throws
        }
        catch (Exception error) when (error is IOException or BadImageFormatException or TypeLoadException)
        {
            throw BadSetting.Of(nameof(SessionOptions.Type), $"type = assembly:{path}#{name}: {error.Message.Trim()}");
        }
    }
}
