// SPDX-License-Identifier: MIT
using System.Reflection;

namespace Composer.Fuzz;

/// <summary>A Python that has no packages, and that nothing may start.</summary>
public class NoPython : DispatchProxy
{
    private static readonly PythonInstallation Installation = new("/usr/bin/python3", "3.11.2", []);

    public static IPython Create() => Create<IPython, NoPython>();

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod?.Name == $"get_{nameof(IPython.Installation)}" ? Installation : throw new InvalidOperationException($"a check started Python: {targetMethod?.Name}");
}
