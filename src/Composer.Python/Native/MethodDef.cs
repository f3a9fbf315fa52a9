// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;

namespace Composer.Python.Native;

/// <summary>C's PyMethodDef; lives as long as the process.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MethodDef
{
    internal byte* Name;
    internal void* Function;
    internal int Flags;
    internal byte* Doc;

    /// <summary>Describes a function with the calling convention METH_FASTCALL: (self, args, count).</summary>
    internal static MethodDef* New(string name, delegate* unmanaged[Cdecl]<nint, nint*, nint, nint> function)
    {
        var def = (MethodDef*)NativeMemory.AllocZeroed((nuint)sizeof(MethodDef));
        def->Name = (byte*)Marshal.StringToCoTaskMemUTF8(name);
        def->Function = function;
        def->Flags = Py.CallFast;
        return def;
    }
}
