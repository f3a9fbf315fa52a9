# SPDX-License-Identifier: MIT
"""Starts .NET in this process: once, on first need, never before a fork."""

import atexit
import ctypes
import os
import threading
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, Iterator, Optional

from . import _assemblies, _dotnet, _fork, _hosting, _interpreter, _memory, _signals

_lock = threading.Lock()
_native: Optional[SimpleNamespace] = None


def native() -> Any:
    """The functions of the C# side: ``load``, ``config``, ``components``, ``build``."""
    global _native
    _fork.check()
    if _native is None:
        with _lock:
            if _native is None:
                _interpreter.check()
                _fork.refuse_preloading()
                _memory.check()
                _native = _start()
                _fork.own()
    return _native


def _start() -> SimpleNamespace:
    assembly = _assemblies.find()
    dotnet = _dotnet.find(_dotnet.required(assembly.with_name("compose.runtimeconfig.json")))
    with _signals.kept(), _no_shared_memory():
        address = _hosting.entry(dotnet, assembly, "Composer.Cli.InProcess.Entry, compose", "Start")
        functions = ctypes.PYFUNCTYPE(ctypes.py_object)(address)()
    _signals.held_at_exit()
    started = SimpleNamespace(**functions)
    atexit.register(_shut_down, started)
    return started


@contextmanager
def _no_shared_memory() -> Iterator[None]:
    """With write-xor-execute, .NET shares memory with forked children, and what they do there can end the parent (dotnet/runtime#82672)."""
    name = "DOTNET_EnableWriteXorExecute"
    ours = name not in os.environ
    os.environ.setdefault(name, "0")
    try:
        yield
    finally:
        if ours:
            del os.environ[name]


def _shut_down(started: SimpleNamespace) -> None:
    if not _fork.is_forked():
        started.shut_down()
