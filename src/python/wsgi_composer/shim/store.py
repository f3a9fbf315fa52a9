# SPDX-License-Identifier: MIT
"""Where sessions are kept."""

import threading
import time
from typing import Any, Callable, Dict, Optional, Protocol

__all__ = ["MemoryStore", "Store"]


class Store(Protocol):
    """Keeps sessions: one text for each id."""

    def load(self, id: str) -> Optional[str]:
        """The text, or None when there is none (any more)."""

    def save(self, id: str, text: str, timeout: Optional[float]) -> None:
        """Keeps the text, for this many seconds at least."""

    def delete(self, id: str) -> None:
        """Forgets it, if it is there."""

    def lock(self, id: str) -> None:
        """Waits until nobody else holds this id."""

    def unlock(self, id: str) -> None:
        """Lets others have it."""


class MemoryStore:
    """Sessions in this process, gone with it."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._texts: Dict[str, "tuple[str, Optional[float]]"] = {}
        self._locks: Dict[str, Any] = {}
        self._guard = threading.Lock()

    def load(self, id: str) -> Optional[str]:
        text, ends = self._texts.get(id, (None, None))
        if ends is not None and ends < self._clock():
            self.delete(id)
            return None
        return text

    def save(self, id: str, text: str, timeout: Optional[float]) -> None:
        self._texts[id] = text, (None if timeout is None else self._clock() + timeout)

    def delete(self, id: str) -> None:
        self._texts.pop(id, None)

    def lock(self, id: str) -> None:
        with self._guard:
            lock = self._locks.setdefault(id, threading.RLock())
        lock.acquire()

    def unlock(self, id: str) -> None:
        self._locks[id].release()
