# SPDX-License-Identifier: MIT
"""Calling and finding factories, under the names that ``paste.deploy.util`` has."""

import importlib
from typing import Any, Callable

__all__ = ["fix_call", "lookup_object"]


def fix_call(callable: Callable[..., Any], *args: Any, **kw: Any) -> Any:
    """Calls a factory; a TypeError about its arguments gets told what it was called with and what it wants."""
    try:
        return callable(*args, **kw)
    except TypeError as error:
        if "arguments" in str(error) and not getattr(error, "_type_error_fixed", False):
            got = [_short(arg) for arg in args] + [f"{name}=..." for name in sorted(kw)]
            error.args = (f"{error}; got ({', '.join(got)}), wanted {_wanted(callable)}",)
            error._type_error_fixed = True  # type: ignore[attr-defined]
        raise


def lookup_object(spec: str) -> Any:
    """The module, or the one attribute of it, that ``package.module:attribute`` names."""
    parts = spec.split(":")
    if len(parts) > 2:
        raise ValueError("too many values to unpack (expected 2)")
    module = importlib.import_module(parts[0])
    return getattr(module, parts[1]) if len(parts) == 2 and parts[1] else module


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 12 else f"{text[:8]}...{text[-4:]}"


def _wanted(callable: Callable[..., Any]) -> str:
    import inspect

    try:
        return str(inspect.signature(callable))
    except (TypeError, ValueError):
        return "(...)"
