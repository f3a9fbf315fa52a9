// SPDX-License-Identifier: MIT
using System.Reflection;

namespace Composer.Cli;

/// <summary>The C# components that this command carries.</summary>
internal static class Components
{
    private static readonly string[] Assemblies = ["Composer.Middleware", "Composer.Servers"];

    public static Registry Registry() => new(static () => Array.ConvertAll(Assemblies, Assembly.Load));
}
