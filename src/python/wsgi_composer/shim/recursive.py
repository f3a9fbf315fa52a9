# SPDX-License-Identifier: MIT
"""What ``paste.recursive`` puts into the environ, over the C# filter ``recursive``."""

from typing import Any, Callable, Dict, Iterable, List, Mapping, NoReturn, Optional, Tuple

Headers = List[Tuple[str, str]]


class ForwardRequestException(Exception):
    """Leaves the app for another path; the filter catches it by its name and calls its factory."""

    def __init__(self, path_info: str, query: str, extra: Mapping[str, Any]) -> None:
        super().__init__(path_info)
        self._changes = {**extra, "PATH_INFO": path_info, "QUERY_STRING": query}

    def factory(self, app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
        """The app that answers instead."""

        def forwarded(environ: Dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            environ.update(self._changes)
            return app(environ, start_response)

        return forwarded


class _Recursive:
    def __init__(self, ask: Callable[..., Tuple[str, Headers, bytes]], script_name: str) -> None:
        self._ask = ask
        self._script_name = script_name

    def __call__(self, path: str, extra_environ: Optional[Mapping[str, Any]] = None) -> Any:
        path, _, query = path.partition("?")
        if path.startswith("/"):
            if path != self._script_name and not path.startswith(self._script_name + "/"):
                raise ValueError(f"only paths under {self._script_name!r} can be reached, not {path!r}")
            path = path[len(self._script_name) + 1 :]
        return self._activate("/" + path, query, extra_environ or {})

    def _included(self, path_info: str, query: str, extra: Mapping[str, Any]) -> Tuple[str, Headers, bytes]:
        pairs = [part for pair in extra.items() for part in pair]
        return self._ask(path_info, query, *pairs)


class Includer(_Recursive):
    """``environ['paste.recursive.include'](path)``: the whole page."""

    def _activate(self, path_info: str, query: str, extra: Mapping[str, Any]) -> "IncludedResponse":
        return IncludedResponse(*self._included(path_info, query, extra))


class IncluderAppIter(_Recursive):
    """``environ['paste.recursive.include_app_iter'](path)``: the page as an iterable."""

    def _activate(self, path_info: str, query: str, extra: Mapping[str, Any]) -> "IncludedAppIterResponse":
        status, headers, body = self._included(path_info, query, extra)
        return IncludedAppIterResponse(status, headers, [body])


class Forwarder(_Recursive):
    """``environ['paste.recursive.forward'](path)``: another page instead; does not return."""

    def _activate(self, path_info: str, query: str, extra: Mapping[str, Any]) -> NoReturn:
        raise ForwardRequestException(path_info, query, extra)


class IncludedResponse:
    """The answer of an included page."""

    def __init__(self, status: str, headers: Headers, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    def __str__(self) -> str:
        return self.body.decode("utf-8", "replace")


class IncludedAppIterResponse:
    """The answer of an included page whose body is an iterable."""

    def __init__(self, status: str, headers: Headers, app_iter: Iterable[bytes]) -> None:
        self.status = status
        self.headers = headers
        self.app_iter = app_iter

    def close(self) -> None:
        """Nothing is open."""
