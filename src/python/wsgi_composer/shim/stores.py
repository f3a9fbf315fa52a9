# SPDX-License-Identifier: MIT
"""The stores of the C# filters ``session`` in this process, for Beaker's ``type = composer``."""

import sys
from typing import Any, Callable, Dict, Optional

__all__ = ["offer", "store_of"]

Ask = Callable[..., Any]

_offered: Dict[str, Ask] = {}


def offer(name: str, ask: Ask) -> None:
    """Called by the filter of a section once its store is open."""
    _offered[name] = ask
    beaker = sys.modules.get("beaker.cache")
    if beaker is None:
        return
    try:
        beaker.clsmap["composer"]
    except KeyError:
        # The package is at hand, but not installed: Beaker found no entry point.
        from .backend import ComposerNamespace

        beaker.clsmap._clsmap["composer"] = ComposerNamespace


def store_of(name: Optional[str]) -> Ask:
    """The store of a section, or the only one."""
    if name is None and len(_offered) == 1:
        return next(iter(_offered.values()))
    if name in _offered:
        return _offered[name]
    if not _offered:
        raise LookupError("type = composer keeps sessions in the store of a C# filter, and this site has none: add a section with use = composer:session")
    known = ", ".join(sorted(_offered))
    raise LookupError(f"type = composer: there is no session filter {name!r}; there are: {known}" if name else f"type = composer: say which with store = {known}")
