// SPDX-License-Identifier: MIT
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Composer.Python;

namespace Composer.Cli.InProcess;

/// <summary>Where a Python process that started .NET enters: called once, with the GIL held, by <c>wsgi_composer</c>.</summary>
internal static class Entry
{
    /// <returns>A dict of functions: a new reference; 0 when a Python exception is set.</returns>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static nint Start()
    {
        var log = new PythonLog();
        return PythonGuest.Join(new PythonOptions { Threads = 64 }, log, host =>
        {
            log.Host = host;
            return new Functions(host, log).Table;
        });
    }
}
