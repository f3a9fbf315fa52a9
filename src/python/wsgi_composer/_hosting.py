# SPDX-License-Identifier: MIT
"""hostfxr, the library that starts .NET: the five of its functions that are needed."""

import ctypes
import os
from pathlib import Path
from typing import Any, List

from ._dotnet import DotNet
from .errors import DotNetNotFound

_text = ctypes.c_wchar_p if os.name == "nt" else ctypes.c_char_p
_get_function_pointer = 6
_other_host = 0x800080A3
_unmanaged_callers_only = ctypes.c_void_p(-1)


class _Parameters(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("host_path", _text), ("dotnet_root", _text)]


def entry(dotnet: DotNet, command: Path, type_name: str, method: str) -> int:
    """Starts .NET as ``dotnet compose.dll`` would and returns the address of one of its methods, which is marked UnmanagedCallersOnly.

    Started as a command, its assemblies are in .NET's default load context: they find each other by name.
    """
    hostfxr = ctypes.CDLL(str(dotnet.hostfxr))
    said: List[str] = []
    writer = ctypes.CFUNCTYPE(None, _text)(lambda line: said.append(os.fsdecode(line or b"")))
    hostfxr.hostfxr_set_error_writer(writer)
    handle = ctypes.c_void_p()
    try:
        words = (_text * 1)(_encoded(command))
        parameters = _Parameters(ctypes.sizeof(_Parameters), _encoded(command), _encoded(dotnet.root))
        _check(hostfxr.hostfxr_initialize_for_dotnet_command_line(1, words, ctypes.byref(parameters), ctypes.byref(handle)), dotnet, said)
        # Threads of the pool stay: new ones might take the signals of the server (GuestThreads.cs).
        hostfxr.hostfxr_set_runtime_property_value(handle, _encoded("System.Threading.ThreadPool.ThreadTimeoutMs"), _encoded("-1"))
        find = ctypes.c_void_p()
        _check(hostfxr.hostfxr_get_runtime_delegate(handle, _get_function_pointer, ctypes.byref(find)), dotnet, said)
        found = ctypes.c_void_p()
        signature = ctypes.CFUNCTYPE(ctypes.c_int, _text, _text, *[ctypes.c_void_p] * 4)
        _check(
            signature(find.value or 0)(_encoded(type_name), _encoded(method), _unmanaged_callers_only, None, None, ctypes.byref(found)), dotnet, said
        )
        return found.value or 0
    finally:
        hostfxr.hostfxr_close(handle)
        hostfxr.hostfxr_set_error_writer(None)


def _encoded(text: Any) -> Any:
    return str(text) if os.name == "nt" else os.fsencode(text)


def _check(code: int, dotnet: DotNet, said: List[str]) -> None:
    if code & 0xFFFFFFFF == _other_host:
        raise DotNetNotFound(
            "another program runs .NET in this process already. Under 'compose serve', name the other file in the config: use = config:other.ini"
        )
    # Positive codes are successes of several kinds.
    if code < 0:
        details = "".join(f"\n  {line}" for line in said if line.strip())
        raise DotNetNotFound(f"the .NET runtime in {dotnet.root} did not start (0x{code & 0xFFFFFFFF:08x}); COREHOST_TRACE=1 shows more{details}")
