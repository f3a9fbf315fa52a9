// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;

namespace Composer.Python.Native;

/// <summary>The loaded libpython: where every C function of <see cref="Py"/> comes from.</summary>
internal static partial class LibPython
{
    private const int Now = 2;
    private const int Global = 0x100;

    /// <summary>Handle of the library; set once, before <see cref="Py"/> is first touched.</summary>
    internal static nint Handle { get; private set; }

    /// <summary>Loads a libpython so that C extensions, which name none themselves, find its symbols (RTLD_GLOBAL).</summary>
    internal static void Load(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Handle = NativeLibrary.Load(path);
            return;
        }
        Handle = Open(path, Now | Global);
        if (Handle == 0)
        {
            throw new PythonUnavailable($"cannot load {path}: {Marshal.PtrToStringUTF8(Error())}");
        }
    }

    /// <summary>Uses the Python that this process is already running: its program's own symbols, or the libpython that it loaded.</summary>
    internal static void UseRunning()
    {
        var program = NativeLibrary.GetMainProgramHandle();
        Handle = NativeLibrary.TryGetExport(program, "Py_IncRef", out _) ? program : NativeLibrary.Load(Loaded());
    }

    // A file that is loaded already is not loaded again: the same handle comes back.
    private static string Loaded()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.Modules.Cast<System.Diagnostics.ProcessModule>().FirstOrDefault(module => module.ModuleName.StartsWith("libpython3", StringComparison.Ordinal))?.FileName
            ?? throw new PythonUnavailable("this process runs no Python whose functions can be found: neither the program nor a libpython3 that it loaded has Py_IncRef");
    }

    /// <summary>The address of a symbol that must be there.</summary>
    internal static nint Symbol(string name) => NativeLibrary.GetExport(Handle, name);

    /// <summary>The address of the first symbol that is there.</summary>
    internal static nint Symbol(string name, string older) =>
        NativeLibrary.TryGetExport(Handle, name, out var address) ? address : Symbol(older);

    /// <summary>The address of a symbol, or 0.</summary>
    internal static nint OptionalSymbol(string name) =>
        NativeLibrary.TryGetExport(Handle, name, out var address) ? address : 0;

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int mode);

    [LibraryImport("libc", EntryPoint = "dlerror")]
    private static partial nint Error();
}
