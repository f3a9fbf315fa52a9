# SPDX-License-Identifier: MIT
"""Beaker's ``type = composer``: apps that make sessions with Beaker's own classes keep them in the store of the C# filter ``session``."""

import hashlib
import re
from typing import Any, Dict, List, Optional

from beaker.container import NamespaceManager
from beaker.synchronization import mutex_synchronizer

from . import values
from .stores import store_of

__all__ = ["ComposerNamespace"]

_session_id = re.compile(r"[0-9a-zA-Z_-]{1,128}\Z")


class ComposerNamespace(NamespaceManager):
    """The session of an id, or the values of a cache. ``store`` names the filter's section where a site has several."""

    def __init__(self, namespace: str, store: Optional[str] = None, timeout: Optional[float] = None, **others: Any) -> None:
        super().__init__(namespace)
        self._ask = store_of(store)
        self._timeout = timeout
        self._lock: Any = None
        self._depth = 0
        # Whatever else a name may be, a path for instance, the store gets an id.
        self._others_id = "beaker-" + hashlib.sha256(namespace.encode("utf-8", "surrogateescape")).hexdigest()
        self._session_id = namespace if _session_id.match(namespace) else self._others_id

    def get_creation_lock(self, key: str) -> Any:
        return mutex_synchronizer(identifier=f"composer/{self._others_id}/{key}")

    def acquire_write_lock(self, wait: bool = True, replace: bool = False) -> bool:
        if self._depth == 0:
            self._lock = self._ask("lock", self._session_id)
        self._depth += 1
        return True

    def release_write_lock(self) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._ask("unlock", self._lock)
            self._lock = None

    def open(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the store is open."""

    close = open

    def __getitem__(self, key: str) -> Any:
        if self._is_session(key):
            session = self._load(self._session_id)
            if not session:
                raise KeyError(key)
            return session["_value"] if "_value" in session else session
        return self._load(self._others_id)[key]

    def __contains__(self, key: object) -> bool:
        return key in self.keys()

    def __setitem__(self, key: str, value: Any) -> None:
        if self._is_session(key):
            # Beaker encrypts a session to bytes.
            self._save(self._session_id, value if isinstance(value, dict) else {"_value": value})
        else:
            self._save(self._others_id, {**self._load(self._others_id), key: value})

    def set_value(self, key: str, value: Any, expiretime: Optional[float] = None) -> None:
        self[key] = value

    def __delitem__(self, key: str) -> None:
        if self._is_session(key):
            self._ask("delete", self._session_id)
            return
        data = self._load(self._others_id)
        del data[key]
        self._save(self._others_id, data)

    def keys(self) -> List[str]:
        others = list(self._load(self._others_id))
        is_session = self._session_id != self._others_id and self._load(self._session_id)
        return ["session", *others] if is_session else others

    def do_remove(self) -> None:
        self._ask("delete", self._session_id)
        self._ask("delete", self._others_id)

    def _is_session(self, key: str) -> bool:
        return key == "session" and self._session_id != self._others_id

    def _load(self, id: str) -> Dict[str, Any]:
        text = self._ask("load", id)
        return values.loads(text) if text else {}

    def _save(self, id: str, data: Dict[str, Any]) -> None:
        self._ask("save", id, values.dumps_items(data), self._timeout)
