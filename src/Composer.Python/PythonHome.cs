// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;

namespace Composer.Python;

/// <summary>PYTHONHOME in the C environment: a wrong one would end the process while Python starts, and the prefix is known anyway.</summary>
internal static partial class PythonHome
{
    internal static void Hide()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Unset("PYTHONHOME");
        }
    }

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unset(string name);
}
