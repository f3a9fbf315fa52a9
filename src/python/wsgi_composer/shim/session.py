# SPDX-License-Identifier: MIT
"""``environ['beaker.session']``: the session object that apps written for Beaker use, over any store of JSON texts."""

import hashlib
import hmac
import json
import re
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from http.cookies import CookieError, SimpleCookie
from typing import Any, Callable, Dict, Iterator, Optional, Union

from . import values
from .store import Store

__all__ = ["Session", "SessionObject", "SessionOptions"]

_id_form = re.compile(r"[0-9a-zA-Z_-]{1,128}\Z")


@dataclass(frozen=True)
class SessionOptions:
    """Beaker's ``session.*`` settings, as far as they concern the object."""

    key: str = "beaker.session.id"
    timeout: Optional[float] = None
    save_accessed_time: bool = True
    auto: bool = False
    secret: Optional[str] = None
    cookie_expires: Union[bool, int, float, timedelta, datetime] = True
    cookie_domain: Optional[str] = None
    cookie_path: str = "/"
    secure: bool = False
    httponly: bool = True
    samesite: Optional[str] = "Lax"


class Session(Dict[str, Any]):
    """The data of one session. ``request['cookie_out']`` is the Set-Cookie header to send when ``request['set_cookie']`` is true."""

    def __init__(
        self,
        request: Dict[str, Any],
        store: Store,
        options: SessionOptions,
        id: Optional[str] = None,
        use_cookies: bool = True,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.request = request
        self.use_cookies = use_cookies
        self.was_invalidated = False
        self.last_accessed: Optional[float] = None
        self.accessed_dict: Dict[str, Any] = {}
        self.is_new = False
        self.id = id or ""
        self._store = store
        self._options = options
        self._clock = clock
        self._loaded: Dict[str, str] = {}
        self._deleted = False
        self._accessed_time_stored = 0.0
        request.setdefault("set_cookie", False)
        request.setdefault("cookie_out", None)
        self.cookie = self._read_cookies(request.get("cookie") or "")
        if not self.id and use_cookies:
            self.id = self._id_of_cookie()
        self.load()

    # Settings that apps look at.
    key = property(lambda self: self._options.key)
    timeout = property(lambda self: self._options.timeout)
    secret = property(lambda self: self._options.secret)
    created = property(lambda self: self["_creation_time"])

    @property
    def domain(self) -> Optional[str]:
        """The cookie's domain; setting it sends the cookie again."""
        return self["_domain"]

    @domain.setter
    def domain(self, domain: Optional[str]) -> None:
        self["_domain"] = domain
        self._send_cookie()

    @property
    def path(self) -> str:
        """The cookie's path; setting it sends the cookie again."""
        return self.get("_path", "/")

    @path.setter
    def path(self, path: str) -> None:
        self["_path"] = path
        self._send_cookie()

    def has_key(self, name: str) -> bool:
        return name in self

    def clear(self) -> None:
        """Drops the data; domain and path of the cookie stay."""
        super().clear()
        self["_domain"] = self._options.cookie_domain
        self["_path"] = self._options.cookie_path

    def load(self) -> None:
        """Reads the session again. An id that the store does not know is never taken over: the session gets a new one."""
        found = self._fresh()
        now = self._clock()
        self.clear()
        if not found:
            self._begin(now)
            return
        self._loaded = found
        self.update((key, values.loads(text)) for key, text in found.items())
        self.is_new = False
        self.last_accessed = self._accessed_time_stored = self.get("_accessed_time", now)
        self["_accessed_time"] = now
        self.setdefault("_creation_time", now)
        self.accessed_dict = dict(self)

    def save(self, accessed_only: bool = False) -> None:
        """Stores what was changed here on top of what others have stored meanwhile; with ``accessed_only`` the time of access alone."""
        if accessed_only and (self.is_new or not self._options.save_accessed_time or not self._access_is_worth_storing()):
            return
        if self._is_empty() and (self.is_new or self._deleted):
            return
        if self._deleted:
            self.id = uuid.uuid4().hex
            self._deleted = False
        mine = {"_accessed_time": values.dumps(self["_accessed_time"])} if accessed_only else self._encoded()
        with self._locked():
            self._write(self._merged(mine, accessed_only))
        if self.is_new:
            self._send_cookie()

    def delete(self) -> None:
        """Ends the session: its record goes at once, its cookie with the response."""
        self._store.delete(self.id)
        self._loaded = {}
        self._deleted = True
        self.clear()
        self["_creation_time"] = self["_accessed_time"] = self._clock()
        self._send_cookie(expires=datetime.now(timezone.utc) - timedelta(days=365))

    def invalidate(self) -> None:
        """Ends the session and begins a new one, with a new id and no data."""
        self._store.delete(self.id)
        self.was_invalidated = True
        self.clear()
        self._begin(self._clock())

    def regenerate_id(self) -> None:
        """The same data under a new id, as after a login. The old id is worth nothing from now on."""
        old, self.id = self.id, uuid.uuid4().hex
        if not self.is_new:
            self._loaded = self._fresh(old) or self._loaded
            self._write(self._loaded)
            self._store.delete(old)
        self._send_cookie()

    def revert(self) -> None:
        """The data as they were when the session was first touched in this request."""
        self.clear()
        self.update(self.accessed_dict)

    def lock(self) -> None:
        """Keeps others out until :meth:`unlock`."""
        self._store.lock(self.id)

    def unlock(self) -> None:
        self._store.unlock(self.id)

    def _begin(self, now: float) -> None:
        self.id = uuid.uuid4().hex
        self.is_new = True
        self.last_accessed = None
        self._loaded = {}
        self["_creation_time"] = self["_accessed_time"] = now
        self.accessed_dict = dict(self)

    def _fresh(self, id: Optional[str] = None) -> Dict[str, str]:
        """The text of each key, as it is stored now; nothing when there is no such session or its time is over."""
        id = id or self.id
        text = self._store.load(id) if _id_form.match(id) else None
        found = {key: json.dumps(value, ensure_ascii=False, separators=(",", ":")) for key, value in json.loads(text).items()} if text else {}
        timeout = self._options.timeout
        if found and timeout is not None and self._clock() - float(found.get("_accessed_time", 0)) > timeout:
            self._store.delete(id)
            return {}
        return found

    def _encoded(self) -> Dict[str, str]:
        """The text of each key; what cannot be stored is an error that names the key."""
        encoded = {}
        for key, value in self.items():
            if not isinstance(key, str):
                raise TypeError(f"session key {key!r}: only strings can be keys")
            try:
                encoded[key] = values.dumps(value)
            except (TypeError, ValueError) as error:
                raise TypeError(f"session[{key!r}]: {error}") from None
        return encoded

    def _merged(self, mine: Dict[str, str], keep_others: bool) -> Dict[str, str]:
        stored = {} if self.is_new else self._fresh()
        changed = {key: text for key, text in mine.items() if self._loaded.get(key) != text}
        gone = set() if keep_others else self._loaded.keys() - mine.keys()
        return {**{key: text for key, text in stored.items() if key not in gone}, **changed}

    def _write(self, texts: Dict[str, str]) -> None:
        text = "{" + ",".join(f"{json.dumps(key)}:{value}" for key, value in texts.items()) + "}"
        self._store.save(self.id, text, self._options.timeout)
        self._loaded = texts
        self._accessed_time_stored = float(texts.get("_accessed_time", 0))

    def _access_is_worth_storing(self) -> bool:
        """Once in a twentieth of the timeout is often enough."""
        return self["_accessed_time"] - self._accessed_time_stored >= (self._options.timeout or 1200) / 20

    def _is_empty(self) -> bool:
        return all(key.startswith("_") for key in self if isinstance(key, str))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        id = self.id
        self._store.lock(id)
        try:
            yield
        finally:
            self._store.unlock(id)

    def _read_cookies(self, header: str) -> "SimpleCookie[str]":
        try:
            return SimpleCookie(header)
        except CookieError:
            return SimpleCookie()

    def _id_of_cookie(self) -> str:
        value = self.cookie[self.key].value if self.key in self.cookie else ""
        if self.secret and value:
            signature, value = value[:40], value[40:]
            if not hmac.compare_digest(signature.encode("latin-1", "replace"), self._signature(value).encode("ascii")):
                return ""
        return value

    def _signature(self, id: str) -> str:
        return hmac.new(str(self.secret).encode("utf-8"), id.encode("utf-8"), hashlib.sha1).hexdigest()

    def _send_cookie(self, expires: Optional[datetime] = None) -> None:
        if not self.use_cookies:
            return
        options = self._options
        self.cookie[self.key] = (self._signature(self.id) if self.secret else "") + self.id
        morsel = self.cookie[self.key]
        morsel["path"] = self.path
        for name, value in (("domain", self.domain), ("secure", options.secure), ("httponly", options.httponly), ("samesite", options.samesite)):
            if value:
                morsel[name] = value
        ends = expires or self._expiry()
        if ends is not None:
            morsel["expires"] = format_datetime(ends.astimezone(timezone.utc), usegmt=True)
        self.request["cookie_out"] = morsel.OutputString()
        self.request["set_cookie"] = True

    def _expiry(self) -> Optional[datetime]:
        expires = self._options.cookie_expires
        if expires is True:
            return None
        if expires is False:
            return datetime(2038, 1, 19, tzinfo=timezone.utc)
        if isinstance(expires, datetime):
            return expires if expires.tzinfo else expires.replace(tzinfo=timezone.utc)
        lasts = expires if isinstance(expires, timedelta) else timedelta(seconds=expires)
        return datetime.fromtimestamp(self._clock(), timezone.utc) + lasts


class SessionObject:
    """Stands for the session of a request, which is read when it is first touched. Always true, and without a length, as in Beaker."""

    def __init__(self, environ: Dict[str, Any], store: Store, options: SessionOptions, clock: Callable[[], float] = time.time) -> None:
        self.__dict__.update(_environ=environ, _store=store, _options=options, _clock=clock, _sess=None, _dirty=False, _headers={})

    def _session(self) -> Session:
        if self._sess is None:
            headers = {"cookie_out": None, "set_cookie": False, "cookie": self._environ.get("HTTP_COOKIE")}
            self.__dict__.update(_headers=headers, _sess=Session(headers, self._store, self._options, clock=self._clock))
        return self.__dict__["_sess"]

    def save(self, accessed_only: bool = False) -> None:
        """Has everything stored at the end of the request."""
        self.__dict__["_dirty"] = self._dirty or not accessed_only

    def delete(self) -> None:
        """Ends the session."""
        self.__dict__["_dirty"] = True
        self._session().delete()

    def persist(self) -> None:
        """Stores what is to be stored: called once, when the response begins."""
        if self._dirty or self._options.auto:
            self._session().save()
        elif self._options.save_accessed_time:
            self._session().save(accessed_only=True)

    def dirty(self) -> bool:
        """Whether :meth:`save` or :meth:`delete` was called."""
        return self._dirty

    def accessed(self) -> bool:
        """Whether the session was touched at all."""
        return self._sess is not None

    def get_by_id(self, id: str) -> Optional[Session]:
        """Another session, or None when there is none with this id."""
        session = Session({}, self._store, self._options, id=id, use_cookies=False, clock=self._clock)
        return None if session.is_new else session

    def has_key(self, key: str) -> bool:
        return key in self._session()

    def __getattr__(self, attr: str) -> Any:
        return getattr(self._session(), attr)

    def __setattr__(self, attr: str, value: Any) -> None:
        setattr(self._session(), attr, value)

    def __delattr__(self, attr: str) -> None:
        delattr(self._session(), attr)

    def __getitem__(self, key: str) -> Any:
        return self._session()[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._session()[key] = value

    def __delitem__(self, key: str) -> None:
        del self._session()[key]

    def __contains__(self, key: str) -> bool:
        return key in self._session()

    def __iter__(self) -> Iterator[str]:
        return iter(self._session())

    def __repr__(self) -> str:
        return repr(self._session())
