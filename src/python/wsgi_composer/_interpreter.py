# SPDX-License-Identifier: MIT
"""In which interpreters C# components can run: asked before .NET starts, because it starts once for all interpreters of a process."""

import ctypes
import sysconfig


def check() -> None:
    """Raises in an interpreter that cannot have them."""
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise RuntimeError("C# components do not run in a free-threaded Python yet: use one with a GIL")
    if _id() != 0:
        raise RuntimeError(
            "C# components run in Python's main interpreter only, and this is a sub-interpreter: "
            "with mod_wsgi write WSGIApplicationGroup %{GLOBAL}, with uWSGI single-interpreter = true"
        )


def _id() -> int:
    current = ctypes.pythonapi.PyInterpreterState_Get
    current.restype = ctypes.c_void_p
    identify = ctypes.pythonapi.PyInterpreterState_GetID
    identify.argtypes, identify.restype = [ctypes.c_void_p], ctypes.c_int64
    return int(identify(current()))
