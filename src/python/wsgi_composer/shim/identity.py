# SPDX-License-Identifier: MIT
"""``environ['repoze.who.identity']`` and ``environ['repoze.who.api']``, over whatever decides who somebody is."""

import logging
from typing import Any, Callable, Dict, Iterable, List, Optional, Protocol, Tuple, Union

__all__ = ["API", "Authority", "ComposerAuthority", "Identity", "Plugin", "around", "publish", "tokens"]

Environ = Dict[str, Any]
Headers = List[Tuple[str, str]]


class Identity(Dict[str, Any]):
    """Who somebody is: ``repoze.who.userid``, ``tokens``, ``userdata`` and what else was said. Never printed, for it may hold a password."""

    def __repr__(self) -> str:
        return f"<repoze.who identity (hidden, dict-like) at {id(self)}>"

    __str__ = __repr__


class Authority(Protocol):
    """Decides who somebody is, and how a browser is told to remember it."""

    def authenticate(self, environ: Environ, credentials: Optional[Dict[str, Any]]) -> Optional[Identity]:
        """The identity of the request, or of ``credentials`` (``login``, ``password`` …) where they are given."""

    def remember(self, environ: Environ, identity: Dict[str, Any], name: Optional[str] = None) -> Headers:
        """Response headers after which the next request has this identity; with a name, only those of that identifier."""

    def forget(self, environ: Environ, identity: Optional[Dict[str, Any]], name: Optional[str] = None) -> Headers:
        """Response headers after which the next request has none; with a name, only those of that identifier."""

    def challenge(
        self, environ: Environ, status: str, app_headers: Iterable[Tuple[str, str]], forget_headers: Headers
    ) -> Optional[Callable[..., Any]]:
        """The app that asks who is there, or None."""


class API:
    """What apps call as ``environ['repoze.who.api']``."""

    def __init__(self, environ: Environ, authority: Authority, remote_user_key: str = "REMOTE_USER") -> None:
        self.environ = environ
        self.authority = authority
        self.remote_user_key = remote_user_key

    def authenticate(self) -> Optional[Identity]:
        """Finds out who is there and says so in the environ."""
        identity = self.authority.authenticate(self.environ, None)
        if identity is not None:
            publish(self.environ, identity, self.remote_user_key)
        return identity

    def challenge(self, status: str = "403 Forbidden", app_headers: Iterable[Tuple[str, str]] = ()) -> Optional[Callable[..., Any]]:
        """An app that asks who is there, or None."""
        known = self.environ.get("repoze.who.identity")
        forget_headers = list(self.authority.forget(self.environ, known)) if known else []
        return self.authority.challenge(self.environ, status, app_headers, forget_headers)

    def remember(self, identity: Optional[Dict[str, Any]] = None) -> Union[Headers, Tuple[()]]:
        """Headers that make the browser keep the identity: the given one, else the request's."""
        known = self._known(identity)
        return self.authority.remember(self.environ, known) if known else ()

    def forget(self, identity: Optional[Dict[str, Any]] = None) -> Union[Headers, Tuple[()]]:
        """Headers that make the browser drop it."""
        known = self._known(identity)
        return self.authority.forget(self.environ, known) if known else ()

    def login(self, credentials: Dict[str, Any], identifier_name: Optional[str] = None) -> Tuple[Optional[Identity], Headers]:
        """The identity of these credentials, or None, and the headers for the response."""
        identity = self.authority.authenticate(self.environ, credentials)
        if identity is None:
            return None, list(self.authority.forget(self.environ, None, identifier_name))
        return identity, list(self.authority.remember(self.environ, identity, identifier_name))

    def logout(self, identifier_name: Optional[str] = None) -> Headers:
        """Forgets who is there, in this request too; returns the headers for the response."""
        headers = list(self.authority.forget(self.environ, None, identifier_name))
        self.environ.pop("repoze.who.identity", None)
        return headers

    def _known(self, identity: Optional[Dict[str, Any]]) -> Dict[str, Any]:
        return self.environ.get("repoze.who.identity", {}) if identity is None else identity


def publish(environ: Environ, identity: Identity, remote_user_key: str = "REMOTE_USER") -> None:
    """Says in the environ who is there."""
    environ["repoze.who.identity"] = identity
    environ[remote_user_key] = _native(identity["repoze.who.userid"])


def tokens(environ: Environ) -> List[str]:
    """REMOTE_USER_TOKENS, which Paste writes as a string with commas and others as a list."""
    value = environ.get("REMOTE_USER_TOKENS") or []
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else list(value)


class ComposerAuthority:
    """The filters of Composer around the request: ``auth_tkt``, ``auth_form``, ``auth_basic`` and so on."""

    def __init__(
        self,
        names: List[str],
        verify: Callable[..., Optional[str]],
        remember: Callable[..., Optional[List[str]]],
        forget: Callable[..., List[str]],
        challenge: Callable[..., Optional[List[Any]]],
    ) -> None:
        self.names = names
        self._verify = verify
        self._remember = remember
        self._forget = forget
        self._challenge = challenge

    def authenticate(self, environ: Environ, credentials: Optional[Dict[str, Any]], name: Optional[str] = None) -> Optional[Identity]:
        """See Authority."""
        if credentials is None:
            return _known(environ)
        login, password = credentials.get("login"), credentials.get("password")
        if login is None or password is None:
            return None
        user = self._verify(name, login, password)
        return None if user is None else Identity(credentials, **{"repoze.who.userid": user})

    def remember(self, environ: Environ, identity: Dict[str, Any], name: Optional[str] = None) -> Headers:
        """See Authority."""
        user = identity.get("repoze.who.userid")
        if user is None:
            return []
        groups = identity.get("tokens") or ()
        joined = groups if isinstance(groups, str) else ",".join(groups)
        cookies = self._remember(name, _text(user), joined, identity.get("userdata") or "", identity.get("max_age"))
        return [("Set-Cookie", cookie) for cookie in cookies or ()]

    def forget(self, environ: Environ, identity: Optional[Dict[str, Any]], name: Optional[str] = None) -> Headers:
        """See Authority."""
        return [("Set-Cookie", cookie) for cookie in self._forget(name)]

    def challenge(
        self, environ: Environ, status: str, app_headers: Iterable[Tuple[str, str]], forget_headers: Headers, name: Optional[str] = None
    ) -> Optional[Callable[..., Any]]:
        """See Authority."""
        answer = self._challenge(name)
        if answer is None:
            return None
        own_status, own_headers = answer
        headers = [tuple(header) for header in own_headers if header[0].lower() != "content-length"]
        headers += [header for header in [*forget_headers, *app_headers] if header[0].lower() == "set-cookie"]

        def application(environ: Environ, start_response: Callable[..., Any]) -> List[bytes]:
            start_response(own_status, [*headers, ("Content-Length", "0")])
            return [b""]

        return application


class Plugin:
    """One of these filters, as ``environ['repoze.who.plugins'][name]``."""

    def __init__(self, name: str, authority: ComposerAuthority) -> None:
        self.name = name
        self._authority = authority

    def identify(self, environ: Environ) -> Optional[Identity]:
        """Who is there."""
        return _known(environ)

    def authenticate(self, environ: Environ, identity: Dict[str, Any]) -> Optional[Any]:
        """The user of a login and a password where they are given, else of an identity that has one."""
        if identity.get("login") is None or identity.get("password") is None:
            return identity.get("repoze.who.userid")
        found = self._authority.authenticate(environ, identity, self.name)
        return found["repoze.who.userid"] if found else None

    def remember(self, environ: Environ, identity: Dict[str, Any]) -> Headers:
        """Headers after which the next request has this identity."""
        return self._authority.remember(environ, identity, self.name)

    def forget(self, environ: Environ, identity: Optional[Dict[str, Any]]) -> Headers:
        """Headers after which the next request has none."""
        return self._authority.forget(environ, identity, self.name)

    def challenge(
        self, environ: Environ, status: str, app_headers: Iterable[Tuple[str, str]], forget_headers: Headers
    ) -> Optional[Callable[..., Any]]:
        """The app that asks who is there, or None."""
        return self._authority.challenge(environ, status, app_headers, forget_headers, self.name)


def around(application: Callable[..., Any]) -> Callable[..., Any]:
    """The app, called with the keys of repoze.who in its environ."""
    logger = logging.getLogger("repoze.who")

    def call(environ: Environ, start_response: Callable[..., Any]) -> Any:
        authority = environ["composer.who"]
        environ["repoze.who.api"] = API(environ, authority)
        environ["repoze.who.plugins"] = {name: Plugin(name, authority) for name in authority.names}
        environ["repoze.who.logger"] = logger
        environ["repoze.who.application"] = application
        identity = _known(environ)
        if identity is not None:
            environ["repoze.who.identity"] = identity
        return application(environ, start_response)

    return call


def _known(environ: Environ) -> Optional[Identity]:
    user = environ.get("REMOTE_USER")
    if not user:
        return None
    data = environ.get("REMOTE_USER_DATA") or ""
    return Identity({"repoze.who.userid": _utf8(user), "tokens": tokens(environ), "userdata": data})


def _text(user: Any) -> str:
    return user.decode("utf-8") if isinstance(user, bytes) else str(user)


def _native(user: Any) -> Any:
    return user.encode("utf-8").decode("latin-1") if isinstance(user, str) else user


def _utf8(native: str) -> str:
    try:
        return native.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return native
