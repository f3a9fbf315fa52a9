# SPDX-License-Identifier: MIT
"""Response bodies that have something done when they are over."""

from typing import Any, Callable, Dict, Iterable, Iterator, Optional

__all__ = ["ClosedBody", "is_complete"]


class ClosedBody:
    """A response body that runs something once it is closed, whatever its own close() does."""

    def __init__(self, body: Iterable[bytes], on_close: Callable[[], None]) -> None:
        self._body = body
        self._on_close: Optional[Callable[[], None]] = on_close

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        on_close, self._on_close = self._on_close, None
        if on_close is None:
            return
        try:
            close = getattr(self._body, "close", None)
            if close is not None:
                close()
        finally:
            on_close()


def is_complete(body: Any, environ: Dict[str, Any]) -> bool:
    """Whether no more code of the app runs for this body: it is a list, or a file that the server sends."""
    wrapper = environ.get("wsgi.file_wrapper")
    return type(body) in (list, tuple) or (isinstance(wrapper, type) and isinstance(body, wrapper))
