// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Logging;

namespace Composer;

/// <summary>What the constructor of a component may ask for beside its options and the next app.</summary>
/// <param name="Clock">The time.</param>
/// <param name="Logs">Makes loggers.</param>
public sealed record Services(TimeProvider Clock, ILoggerFactory Logs)
{
    /// <summary>Services of the program around Composer, asked last; an ASP.NET Core app has many.</summary>
    public IServiceProvider? Host { get; init; }

    /// <summary>The service of a type, or null.</summary>
    internal object? Get(Type type)
    {
        if (type == typeof(TimeProvider))
        {
            return Clock;
        }
        if (type == typeof(ILoggerFactory))
        {
            return Logs;
        }
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ILogger<>))
        {
            return Activator.CreateInstance(typeof(Logger<>).MakeGenericType(type.GetGenericArguments()), Logs);
        }
        return Host?.GetService(type);
    }
}
