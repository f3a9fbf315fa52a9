// SPDX-License-Identifier: MIT
using System.Text;
using static Composer.Python.Native.LibPython;

namespace Composer.Python.Native;

/// <summary>PEP 741's way to start Python, from 3.14 on.</summary>
internal static unsafe class InitConfig
{
    internal static bool IsThere => OptionalSymbol("PyInitConfig_Create") != 0;

    internal static void Initialize(string executable)
    {
        var create = (delegate* unmanaged[Cdecl]<nint>)Symbol("PyInitConfig_Create");
        var setText = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, int>)Symbol("PyInitConfig_SetStr");
        var setNumber = (delegate* unmanaged[Cdecl]<nint, byte*, long, int>)Symbol("PyInitConfig_SetInt");
        var initialize = (delegate* unmanaged[Cdecl]<nint, int>)Symbol("Py_InitializeFromInitConfig");
        var config = create();
        fixed (byte* name = "program_name"u8, signals = "install_signal_handlers"u8, utf8 = "utf8_mode"u8, value = Encoding.UTF8.GetBytes(executable + "\0"))
        {
            if (setText(config, name, value) != 0 || setNumber(config, signals, 0) != 0 || setNumber(config, utf8, 1) != 0 || initialize(config) != 0)
            {
                throw new PythonUnavailable($"{executable} could not be started in this process");
            }
        }
    }
}
