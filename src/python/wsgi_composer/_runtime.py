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

_settings_of_ours = {
    # With write-xor-execute, .NET shares memory with forked children, and what they do there can end the parent (dotnet/runtime#82672).
    "DOTNET_EnableWriteXorExecute": "0",
    # Its pipes for debuggers stay in /tmp when a server kills a worker, and its threads for them wait for nobody.
    "DOTNET_EnableDiagnostics": "0",
}
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
    with _signals.kept(), _settings():
        address = _hosting.entry(dotnet, assembly, "Composer.Cli.InProcess.Entry, compose", "Start")
        functions = ctypes.PYFUNCTYPE(ctypes.py_object)(address)()
    _signals.held_at_exit()
    started = SimpleNamespace(**functions)
    atexit.register(_shut_down, started)
    return started


@contextmanager
def _settings() -> Iterator[None]:
    """What .NET reads from the environment while it starts. What is set there already wins."""
    ours = {name: value for name, value in _settings_of_ours.items() if name not in os.environ}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name in ours:
            del os.environ[name]


def _shut_down(started: SimpleNamespace) -> None:
    if not _fork.is_forked():
        started.shut_down()
