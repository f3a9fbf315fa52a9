# SPDX-License-Identifier: MIT
"""Puts these modules in the place of ``paste.deploy``, for tools that import that."""

import importlib
import importlib.util
import sys
import types

_submodules = ("config", "converters", "loadwsgi", "util")


def stand_in() -> None:
    """From now on ``import paste.deploy`` in this process gives :mod:`wsgi_composer.deploy`. An installed Paste stays importable."""
    parent = sys.modules.get("paste") or _installed_paste()
    package = importlib.import_module("wsgi_composer.deploy")
    sys.modules["paste.deploy"] = package
    parent.deploy = package  # type: ignore[attr-defined]
    for name in _submodules:
        sys.modules[f"paste.deploy.{name}"] = importlib.import_module(f"wsgi_composer.deploy.{name}")


def _installed_paste() -> types.ModuleType:
    if importlib.util.find_spec("paste") is not None:
        return importlib.import_module("paste")
    paste = types.ModuleType("paste", "Empty: only paste.deploy is here, and that is Composer's.")
    paste.__path__ = []  # type: ignore[attr-defined]
    sys.modules["paste"] = paste
    return paste
