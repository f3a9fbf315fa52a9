# SPDX-License-Identifier: MIT
"""Runs a request under ``cProfile``, for the ``profile`` filter."""

import cProfile
import io
import pstats
import threading
from typing import Any, Callable, Dict, Iterable, List, Optional

__all__ = ["run"]

# Python can profile one thing at a time.
_one_at_a_time = threading.Lock()


def run(environ: Dict[str, Any], app: Callable[..., Iterable[bytes]], sort: str, limit: int, path: Optional[str], done: Callable[..., Any]) -> None:
    """Calls the app, reads its body, and tells ``done`` the status, the headers, the body and the report."""
    answer: List[Any] = []
    blocks: List[bytes] = []

    def start_response(status: str, headers: Any, exc_info: Any = None) -> Callable[[bytes], None]:
        answer[:] = [status, headers]
        return blocks.append

    def whole() -> None:
        body = app(environ, start_response)
        try:
            blocks.extend(body)
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()

    with _one_at_a_time:
        profile = cProfile.Profile()
        profile.runcall(whole)
        text = _report(profile, sort, limit)
        if path is not None:
            profile.dump_stats(path)
    status, headers = answer
    done(status, "\n".join(f"{name}:{value}" for name, value in headers), b"".join(blocks), text)


def _report(profile: cProfile.Profile, sort: str, limit: int) -> str:
    text = io.StringIO()
    stats = pstats.Stats(profile, stream=text).strip_dirs()
    stats.sort_stats(*sort.split()).print_stats(limit)
    return "\n".join(line for line in text.getvalue().splitlines() if line.strip() and "/profile.py" not in line and not line.startswith("profile.py"))
