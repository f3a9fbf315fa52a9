// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;

namespace Composer.Python;

/// <summary>The C environment during the start of Python: UTF-8 mode on; a PYTHONHOME, which would end the process if it is wrong, out of sight.</summary>
internal static partial class PythonEnvironment
{
    /// <summary>Sets the variables; returns what PYTHONUTF8 was.</summary>
    internal static string? Prepare()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }
        _ = Unset("PYTHONHOME");
        _ = Set("PYTHONUTF8", "1", 1);
        return Environment.GetEnvironmentVariable("PYTHONUTF8");
    }

    /// <summary>Puts PYTHONUTF8 back, for child processes.</summary>
    internal static void Restore(string? utf8)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        _ = utf8 is null ? Unset("PYTHONUTF8") : Set("PYTHONUTF8", utf8, 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unset(string name);
}
