# SPDX-License-Identifier: MIT
"""Settings are strings; these make something of them."""

from typing import Any, List, Optional

truthy = frozenset({"1", "on", "t", "true", "y", "yes"})
falsy = frozenset({"0", "f", "false", "n", "no", "off"})


def asbool(obj: Any) -> bool:
    """True or false for the words that say so, in any case; anything that is not a string by its own truth."""
    if not isinstance(obj, str):
        return bool(obj)
    word = obj.strip().lower()
    if word in truthy:
        return True
    if word in falsy:
        return False
    raise ValueError(f"String is not true/false: {word!r}")


def asint(obj: Any) -> int:
    """What ``int`` makes of it; the error names the value."""
    try:
        return int(obj)
    except (TypeError, ValueError):
        raise ValueError(f"Bad integer value: {obj!r}") from None


def aslist(obj: Any, sep: Optional[str] = None, strip: bool = True) -> List[Any]:
    """The parts of a string (at blanks, or at ``sep``); a list or tuple as it is; nothing for None; else a list of the one value."""
    if isinstance(obj, str):
        parts = obj.split(sep)
        return [part.strip() for part in parts] if strip else parts
    if isinstance(obj, (list, tuple)):
        return obj  # type: ignore[return-value]
    return [] if obj is None else [obj]
