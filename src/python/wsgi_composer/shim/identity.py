# SPDX-License-Identifier: MIT
"""``environ['repoze.who.identity']`` and ``environ['repoze.who.api']``, over whatever decides who somebody is."""

from typing import Any, Callable, Dict, Iterable, List, Optional, Protocol, Tuple, Union


__all__ = ["API", "Authority", "Identity", "publish", "tokens"]

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

    def remember(self, environ: Environ, identity: Dict[str, Any]) -> Headers:
        """Response headers after which the next request has this identity."""

    def forget(self, environ: Environ, identity: Optional[Dict[str, Any]]) -> Headers:
        """Response headers after which the next request has none."""

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
            return None, list(self.authority.forget(self.environ, None))
        return identity, list(self.authority.remember(self.environ, identity))

    def logout(self, identifier_name: Optional[str] = None) -> Headers:
        """Forgets who is there, in this request too; returns the headers for the response."""
        headers = list(self.authority.forget(self.environ, None))
        self.environ.pop("repoze.who.identity", None)
        return headers

    def _known(self, identity: Optional[Dict[str, Any]]) -> Dict[str, Any]:
        return self.environ.get("repoze.who.identity", {}) if identity is None else identity


def publish(environ: Environ, identity: Identity, remote_user_key: str = "REMOTE_USER") -> None:
    """Says in the environ who is there."""
    environ["repoze.who.identity"] = identity
    environ[remote_user_key] = identity["repoze.who.userid"]


def tokens(environ: Environ) -> List[str]:
    """REMOTE_USER_TOKENS, which Paste writes as a string with commas and others as a list."""
    value = environ.get("REMOTE_USER_TOKENS") or []
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else list(value)
