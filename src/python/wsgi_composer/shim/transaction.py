# SPDX-License-Identifier: MIT
"""A transaction for every request: the filter ``transaction``."""

from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Tuple

from ..bodies import is_complete

__all__ = ["TransactionManager", "default_veto"]

Environ = Dict[str, Any]
Headers = List[Tuple[str, str]]
Step = Callable[[Environ], Any]
Veto = Callable[[Environ, str, Headers], Any]


def default_veto(environ: Environ, status: str, headers: Headers) -> bool:
    """Whether the answer says that the transaction is to be rolled back: a status of 400 and above, unless ``X-Tm`` decides."""
    for name, value in headers:
        if name.lower() == "x-tm":
            return value.lower() != "commit"
    return status >= "4"


class TransactionManager:
    """Begins before the app is called, and commits when the last block of its answer is there: blocks may still be made from the data."""

    def __init__(
        self,
        application: Callable[..., Any],
        begin: Optional[Step] = None,
        commit: Optional[Step] = None,
        rollback: Optional[Step] = None,
        veto: Optional[Veto] = None,
    ) -> None:
        self.application = application
        if begin is None or commit is None or rollback is None:
            begin, commit, rollback = _of_package()
        self.begin, self.commit, self.rollback = begin, commit, rollback
        self.veto = veto or default_veto

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["repoze.tm.active"] = True
        self.begin(environ)
        started: List[Any] = ["500 Not started", []]

        def start(status: str, headers: Headers, *exc_info: Any) -> Any:
            started[:] = status, headers
            return start_response(status, headers, *exc_info)

        try:
            body = self.application(environ, start)
        except BaseException:
            self.rollback(environ)
            raise
        if is_complete(body, environ):
            self._end(environ, started)
            return body
        return _Body(body, environ, started, self)

    def _end(self, environ: Environ, started: List[Any]) -> None:
        try:
            if not self.veto(environ, *started):
                self.commit(environ)
                return
        except BaseException:
            self.rollback(environ)
            raise
        self.rollback(environ)


class _Body:
    """Ends the transaction behind the last block; when the client goes away before, nothing is kept."""

    def __init__(self, body: Iterable[bytes], environ: Environ, started: List[Any], manager: TransactionManager) -> None:
        self._body = body
        self._environ = environ
        self._started = started
        self._manager = manager
        self._is_open = True

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._body
        except Exception:
            self._roll_back()
            raise
        if self._is_open:
            self._is_open = False
            self._manager._end(self._environ, self._started)

    def close(self) -> None:
        try:
            close = getattr(self._body, "close", None)
            if close is not None:
                close()
        finally:
            if self._is_open and self._environ.get("REQUEST_METHOD") == "HEAD":
                self._is_open = False
                self._manager._end(self._environ, self._started)
            self._roll_back()

    def _roll_back(self) -> None:
        if self._is_open:
            self._is_open = False
            self._manager.rollback(self._environ)


def _of_package() -> Tuple[Step, Step, Step]:
    """The transaction of this thread that the package ``transaction`` keeps."""
    try:
        import transaction
    except ImportError:
        raise ImportError(
            "there is no Python package 'transaction': pip install transaction, or name functions of your own as begin, commit and rollback"
        ) from None

    def begin(environ: Environ) -> None:
        transaction.begin()

    def commit(environ: Environ) -> None:
        if transaction.isDoomed():
            rollback(environ)
            return
        current = transaction.get()
        current.commit()
        _run_callbacks(current)

    def rollback(environ: Environ) -> None:
        current = transaction.get()
        current.abort()
        _run_callbacks(current)

    return begin, commit, rollback


def _run_callbacks(ended: Any) -> None:
    """What was registered with ``repoze.tm.after_end``."""
    for callback in ended.__dict__.pop("_repoze_tm_afterend", ()):
        callback()
