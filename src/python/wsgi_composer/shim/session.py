# SPDX-License-Identifier: MIT
"""``environ['beaker.session']``: the session object of apps that were written for Beaker. The session itself is C#'s."""

import itertools
import sys
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple
from weakref import WeakValueDictionary

from . import values

__all__ = ["Session", "SessionObject", "SessionSettings"]

_bridge: Any = None  # the module _composer, which is there once .NET is
_immutable = frozenset((str, int, float, bool, type(None)))
_absent = object()
# Sessions that are to be asked again. C# holds none of them: they end with their request.
_watched: "WeakValueDictionary[int, Session]" = WeakValueDictionary()
_numbers = itertools.count(1)

_own_keys = ("_id", "_creation_time", "_accessed_time")


@dataclass(frozen=True)
class SessionSettings:
    """What apps may ask of the filter's settings, and whether sessions are found without waiting."""

    key: str
    timeout: Optional[float]
    auto: bool
    cookie_domain: Optional[str]
    cookie_path: str
    is_at_hand: bool


def start(*settings: Any) -> SessionSettings:
    """Called by the filter once, before the first request."""
    global _bridge
    import _composer

    _bridge = _composer
    return SessionSettings(*settings)


class Session(Dict[str, Any]):
    """The data of one session as this request has them. What changed goes to C# with :meth:`save`."""

    was_invalidated = False
    use_cookies = True
    _is_saved = False
    _function: Any = None

    # What C# has: the values, and the JSON of those that are not immutable. The dict itself is never changed, but replaced.
    _known: Dict[str, Any]
    _texts: Dict[str, str]
    _accessed: Dict[str, Any]

    def __init__(self, number: int, settings: SessionSettings) -> None:
        self._number = number  # what C# is asked with
        self._settings = settings
        self._take(_bridge.native_ask(number, "load") if settings.is_at_hand else self._ask("load"))

    key = property(lambda self: self._settings.key)
    timeout = property(lambda self: self._settings.timeout)
    created = property(lambda self: self["_creation_time"])
    secret = property(lambda self: self._ask("secret"))

    @property
    def accessed_dict(self) -> Dict[str, Any]:
        """The data as they were when the session was read."""
        if self._accessed is self._known:
            self._accessed = self._known.copy()
        return self._accessed

    @property
    def request(self) -> Dict[str, Any]:
        """What Beaker keeps of the request: here only the cookies that came."""
        return {"cookie": self._ask("cookie"), "cookie_out": None, "set_cookie": False}

    @property
    def cookie(self) -> "SimpleCookie[str]":
        """The cookies that came."""
        try:
            return SimpleCookie(self._ask("cookie"))
        except CookieError:
            return SimpleCookie()

    @property
    def domain(self) -> Optional[str]:
        """The cookie's domain; setting it sends the cookie again."""
        return self["_domain"]

    @domain.setter
    def domain(self, domain: Optional[str]) -> None:
        self["_domain"] = domain
        self._hand_over({"_domain": domain})

    @property
    def path(self) -> str:
        """The cookie's path; setting it sends the cookie again."""
        return self.get("_path", "/")

    @path.setter
    def path(self, path: str) -> None:
        self["_path"] = path
        self._hand_over({"_path": path})

    def has_key(self, name: str) -> bool:
        return name in self

    def clear(self) -> None:
        """Drops the data; domain and path of the cookie stay."""
        super().clear()
        self["_domain"] = self._settings.cookie_domain
        self["_path"] = self._settings.cookie_path

    def load(self) -> None:
        """Reads the session again."""
        self._take(_bridge.native_ask(self._number, "load") if self._settings.is_at_hand else self._ask("load"))

    def save(self, accessed_only: bool = False) -> None:
        """Hands over what was changed. It is stored when the response begins, and what changes later when it ends; a session that was found by its id at once."""
        if not accessed_only:
            self.hand_over()
        if not self.use_cookies:
            self._ask("store")

    def delete(self) -> None:
        """Ends the session, and its cookie."""
        self._take(self._ask("delete"))

    def invalidate(self) -> None:
        """Ends the session and begins a new one, with a new id and no data."""
        self._take(self._ask("invalidate"))
        self.was_invalidated = True

    def regenerate_id(self) -> None:
        """The same data under a new id, as after a login. The old id is worth nothing from then on."""
        self.id = self._ask("regenerate")

    def revert(self) -> None:
        """The data as they were when the session was first touched in this request."""
        self.clear()
        self.update(self.accessed_dict)

    def lock(self) -> None:
        """Keeps others out until :meth:`unlock`, or until the response is over."""
        self._ask("lock")

    def unlock(self) -> None:
        self._ask("unlock")

    def hand_over(self) -> bool:
        """Tells C# what was changed; whether something may change without a word to the session, as the items of a list may."""
        return self._hand_over(self)

    def refresh(self) -> None:
        """C# changed the session: takes that over, and keeps what was changed here and not saved."""
        known, texts = self._known, self._texts
        self.id, self.is_new, _, self._known, fresh_texts = _bridge.native_ask(self._number, "state")
        self._texts = {}
        if fresh_texts:
            self._read(self._known, fresh_texts)
        for key in known.keys() | self._known.keys():
            if key not in self._known:
                self.pop(key, None)
            elif texts.get(key) != self._texts.get(key) or not (key in texts or _is(known.get(key, _absent), self._known[key])):
                self[key] = self._known[key]

    def _ask(self, question: str, *parts: Any) -> Any:
        """Asks C#, and lets other threads go on meanwhile."""
        return _bridge.native_call(self._number, (question, *parts), {})

    def _take(self, state: List[Any]) -> None:
        self.id, self.is_new, self.last_accessed, data, texts = state
        self._accessed = self._known = data
        self._texts = {}
        if texts:
            self._read(data, texts)
        if self:
            super().clear()
        self.update(data)

    def _read(self, data: Dict[str, Any], texts: Dict[str, str]) -> None:
        """Makes the values that C# could not, and takes note of the JSON of those that may change without a word to the session, as a list may."""
        for key, text in texts.items():
            data[key] = value = values.loads(text)
            if type(value) not in _immutable:
                self._texts[key] = text

    def _hand_over(self, data: Dict[str, Any]) -> bool:
        known, texts = self._known, self._texts
        if not texts:
            updated = _bridge.native_put(self._number, data, known)
            if updated is not None:
                self._known = updated
                return False
        find = known.get
        changes: List[Optional[str]] = []
        fresh: Dict[str, Any] = {}
        fresh_texts: Dict[str, str] = {}
        found, may_change = 0, False
        for key, value in data.items():
            before = find(key, _absent)
            if before is not _absent:
                found += 1
                if before is value and key not in texts:
                    continue
            if key in _own_keys:
                continue
            if type(value) not in _immutable:
                may_change = True
                text = values.dumps_item(key, value)
                if key in texts and _is_text_of(texts[key], text):
                    continue
                fresh_texts[key] = text
            elif type(value) is type(before) and value == before:
                continue
            else:
                text = values.dumps_item(key, value)
            changes += (key, text)
            fresh[key] = value
        gone = [key for key in known if key not in self and key not in _own_keys] if data is self and found < len(known) else ()
        for key in gone:
            changes += (key, None)
        if changes:
            _bridge.native_ask(self._number, "set", *changes)
            self._known = {**known, **fresh}
            for key in gone:
                del self._known[key]
            self._texts = {key: text for key, text in texts.items() if key not in fresh and key not in gone}
            self._texts.update(fresh_texts)
        return may_change


def _is_text_of(stored: str, text: str) -> bool:
    """Whether two JSON texts are of one value: others write them with spaces."""
    return stored == text or values.dumps(values.loads(stored)) == text


def _is(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


_set = object.__setattr__


class SessionObject:
    """Stands for the session of a request, which is read when it is first touched. Always true, and without a length, as in Beaker."""

    # With __getattr__ there each look at an attribute of one's own is slow: the usual ways look once.
    _sess: Optional[Session] = None
    _is_watched = False

    def __init__(self, *parts: Any) -> None:
        _set(self, "_parts", parts)  # of which the session is made

    def _session(self) -> Session:
        session = self._sess
        if session is None:
            session = Session(*self._parts)
            _set(self, "_sess", session)
            if session._settings.auto:
                self._watch()
        return session

    def __call__(self) -> Session:
        """As ``paste.session.factory``: a dict that is stored without being asked."""
        session = self._session()
        self._watch()
        return session

    @property
    def session(self) -> Session:
        """As ``paste.flup_session_service``: the same dict."""
        return self()

    def save(self, accessed_only: bool = False) -> None:
        """Has everything stored with the response. A value that cannot be stored is an error that names its key."""
        if accessed_only:
            return
        session = self._sess
        if session is None:
            session = self._session()
        if session._hand_over(session):
            self._watch()
        session._is_saved = True

    def delete(self) -> None:
        """Ends the session."""
        session = self._session()
        session._is_saved = True
        session.delete()

    def persist(self) -> None:
        """Hands over what is to be stored; called for the app when the response begins."""
        if self.dirty() or self._parts[1].auto:
            self._session().hand_over()

    def dirty(self) -> bool:
        """Whether :meth:`save` or :meth:`delete` was called."""
        return self._sess is not None and self._sess._is_saved

    def accessed(self) -> bool:
        """Whether the session was touched at all."""
        return self._sess is not None

    def get_by_id(self, id: str) -> Optional[Session]:
        """Another session, or None when there is none with this id."""
        number, settings = self._parts
        session = _opened(_bridge.native_call(number, ("open", id), {}), settings)
        return None if session.is_new else session

    def refresh(self) -> None:
        """C# changed the session."""
        if self._sess is not None:
            self._sess.refresh()

    def _changed(self) -> Session:
        """The session, which is about to be changed: what was saved before is not all any more."""
        session = self._session()
        if session._is_saved:
            self._watch()
        return session

    def _watch(self) -> None:
        """Has C# ask again when the response begins, and when it is over."""
        if not self._is_watched:
            _set(self, "_is_watched", True)
            number = next(_numbers)
            _watched[number] = session = self._session()
            session._ask("watch", number)

    def has_key(self, key: str) -> bool:
        return key in self._session()

    def get(self, key: str, default: Any = None) -> Any:
        session = self._sess
        if session is None:
            session = self._session()
        return session.get(key, default)

    def clear(self) -> None:
        self._changed().clear()

    def pop(self, *args: Any) -> Any:
        return self._changed().pop(*args)

    def popitem(self) -> Tuple[str, Any]:
        return self._changed().popitem()

    def setdefault(self, key: str, default: Any = None) -> Any:
        return self._changed().setdefault(key, default)

    def update(self, *args: Any, **kwargs: Any) -> None:
        self._changed().update(*args, **kwargs)

    def revert(self) -> None:
        """The data as they were when the session was first touched in this request."""
        self._changed().revert()

    def __getattr__(self, attr: str) -> Any:
        return getattr(self._session(), attr)

    def __setattr__(self, attr: str, value: Any) -> None:
        setattr(self._session(), attr, value)

    def __delattr__(self, attr: str) -> None:
        delattr(self._session(), attr)

    def __getitem__(self, key: str) -> Any:
        session = self._sess
        if session is None:
            session = self._session()
        return session[key]

    def __setitem__(self, key: str, value: Any) -> None:
        session = self._sess
        if session is None:
            session = self._session()
        if session._is_saved:
            self._watch()
        session[key] = value

    def __delitem__(self, key: str) -> None:
        del self._changed()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._session()

    def __iter__(self) -> Iterator[str]:
        return iter(self._session())

    def __repr__(self) -> str:
        return repr(self._session())


def of_request(number: int, settings: SessionSettings, registry: Any, cache: Any, testing: Any, name: Optional[str]) -> SessionObject:
    """What C# puts into the environ where others want to know. Where there is a registry, Beaker's own global names stand for it."""
    session = SessionObject(number, settings)
    beaker = sys.modules.get("beaker.middleware")
    if registry is not None and registry.reglist and getattr(beaker, "beaker_session", None) is not None:
        registry.register(beaker.beaker_session, session)
        if cache is not None:
            registry.register(beaker.beaker_cache, cache)
    if testing is not None and name:
        testing[name] = session
    return session


def opener(ask: Callable[[str], Any], settings: SessionSettings) -> Callable[..., Session]:
    """``environ['beaker.get_session']``: a session that belongs to no cookie, new or of an id."""

    def get_session(id: str = "") -> Session:
        return _opened(ask(id), settings)

    return get_session


def _opened(function: Any, settings: SessionSettings) -> Session:
    session = Session(function._handle, settings)
    session.use_cookies = False
    session._function = function  # keeps the number, as no request does
    return session


def flush(number: int) -> None:
    """The response begins, or is over: what was changed after save() is handed over, too."""
    session = _watched.get(number)
    if session is not None:
        session.hand_over()
