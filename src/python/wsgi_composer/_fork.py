# SPDX-License-Identifier: MIT
"""Keeps .NET out of processes that fork afterwards: one with .NET inside does not survive it."""

import os
import sys
from types import FrameType
from typing import Optional

from .errors import ForkError

_owner: Optional[int] = None


def refuse_preloading() -> None:
    """Called before .NET starts: raises in a server's master, which would fork its workers from this process."""
    fix = _preloading_gunicorn() or _preloading_uwsgi()
    if fix:
        raise ForkError(
            f"this process is about to fork its workers, and .NET does not survive a fork: {fix}, so that each worker loads the app itself"
        )


def own() -> None:
    """Called when .NET has started: from now on this process is the only one that may use it."""
    global _owner
    _owner = os.getpid()


def is_forked() -> bool:
    """Whether this is the child of a process that had started .NET."""
    return _owner is not None and _owner != os.getpid()


def check() -> None:
    """Raises in such a child."""
    if is_forked():
        raise ForkError(
            f"this process was forked from one that runs .NET already (pid {_owner}), and .NET does not survive a fork. "
            "Load the app in each worker instead: gunicorn without --preload; uWSGI with lazy-apps = true; "
            "multiprocessing with the start method 'spawn'"
        )


def _preloading_gunicorn() -> Optional[str]:
    """The arbiter loads the app in its own setup() only with preload; a worker has a frame of gunicorn.workers as well."""
    if "gunicorn.arbiter" not in sys.modules:
        return None
    preloading = False
    frame: Optional[FrameType] = sys._getframe()
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("gunicorn.workers."):
            return None
        preloading = preloading or (module == "gunicorn.arbiter" and frame.f_code.co_name == "setup")
        frame = frame.f_back
    return "drop --preload (preload_app) from gunicorn's settings" if preloading else None


def _preloading_uwsgi() -> Optional[str]:
    """Worker 0 is the process before the fork. Without a master and with one worker uWSGI forks nothing."""
    uwsgi = sys.modules.get("uwsgi")
    if uwsgi is None or not hasattr(uwsgi, "worker_id") or uwsgi.worker_id() != 0:
        return None
    forks = uwsgi.masterpid() != 0 or uwsgi.numproc > 1 or b"master" in uwsgi.opt or "master" in uwsgi.opt
    return "set lazy-apps = true in uWSGI's settings" if forks else None
