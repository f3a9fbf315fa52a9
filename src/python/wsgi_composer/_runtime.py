# SPDX-License-Identifier: MIT
"""Starts .NET in this process, once, and connects it to the Python that runs here."""

import atexit
import ctypes
import os
import shutil
import signal
import threading
import types
from pathlib import Path

_FUNCTION_POINTER = 6  # hdt_get_function_pointer of hostfxr's delegate types
_UNMANAGED_CALLERS_ONLY = ctypes.c_void_p(-1)

_lock = threading.Lock()
_native = None


def native():
    """The functions of .NET, started by the first call."""
    global _native
    if _native is None:
        with _lock:
            if _native is None:
                _native = types.SimpleNamespace(**_start())
                atexit.register(_native.shut_down)
    return _native


def _start():
    """Without write protection of compiled code .NET starts faster, and a forked child's writes stay its own."""
    variable = "DOTNET_EnableWriteXorExecute"
    ours = os.environ.setdefault(variable, "0") == "0"
    before = _signals()
    try:
        return ctypes.PYFUNCTYPE(ctypes.py_object)(_entry())()
    finally:
        _restore(before)
        if ours:
            os.environ.pop(variable, None)


def _entry():
    fxr = ctypes.CDLL(str(_hostfxr()))
    arguments = (ctypes.c_char_p * 1)(os.fsencode(_assemblies() / "compose.dll"))
    context = ctypes.c_void_p()
    _check(fxr.hostfxr_initialize_for_dotnet_command_line(1, arguments, None, ctypes.byref(context)))
    try:
        find = ctypes.c_void_p()
        _check(fxr.hostfxr_get_runtime_delegate(context, _FUNCTION_POINTER, ctypes.byref(find)))
        function = ctypes.c_void_p()
        signature = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p
        )
        entry = (b"Composer.Cli.InProcess.Entry, compose", b"Start", _UNMANAGED_CALLERS_ONLY, None, None, ctypes.byref(function))
        _check(signature(find.value)(*entry))
        return function.value
    finally:
        fxr.hostfxr_close(context)


def _check(result):
    if result & 0x80000000:
        raise RuntimeError(f".NET could not be started (error {result & 0xFFFFFFFF:#x}); set COREHOST_TRACE=1 to see why")


def _signals():
    """How the process takes signals: .NET's start must not change that."""
    libc, saved = ctypes.CDLL(None), {}
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP, signal.SIGCHLD, signal.SIGCONT, signal.SIGPIPE):
        saved[number] = ctypes.create_string_buffer(256)
        libc.sigaction(number, None, saved[number])
    return saved


def _restore(saved):
    libc = ctypes.CDLL(None)
    for number, action in saved.items():
        libc.sigaction(number, action, None)


def _assemblies():
    here = Path(__file__).resolve().parent
    packaged = here / "assemblies"
    return packaged if packaged.is_dir() else here.parents[1] / "Composer.Cli/bin/Release/net10.0"


def _hostfxr():
    dotnet = shutil.which("dotnet")
    roots = [os.environ.get("DOTNET_ROOT"), os.path.dirname(os.path.realpath(dotnet)) if dotnet else None, "/usr/share/dotnet", "/usr/lib/dotnet"]
    for root in filter(None, roots):
        found = sorted(Path(root, "host/fxr").glob("10.*/libhostfxr.so"))
        if found:
            return found[-1]
    raise RuntimeError("no .NET 10 runtime was found")
