# SPDX-License-Identifier: MIT
"""Keeps the signal handlers of the Python server while .NET starts, which puts its own in the place of some, and the signals from the threads that .NET starts with."""

import ctypes
import os
import signal
import sys
from contextlib import contextmanager
from typing import Iterator

# .NET needs the others: they are its null checks (SIGSEGV) and its way to stop a thread (the real-time signals).
_names = "SIGINT SIGTERM SIGQUIT SIGHUP SIGUSR1 SIGUSR2 SIGPIPE SIGALRM SIGCHLD SIGCONT SIGTSTP SIGTTIN SIGTTOU SIGWINCH"
# More than a struct sigaction takes on any system; its layout does not matter here.
_size = 512


@contextmanager
def kept() -> Iterator[None]:
    """Restores every handler at the end, also those that were set in C. Signals that come meanwhile are held back until then."""
    if os.name == "nt":
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {getattr(signal, name) for name in _names.split()})
    sigaction = ctypes.CDLL(None).sigaction
    handlers = []
    for name in _names.split():
        number = getattr(signal, name)
        handler = ctypes.create_string_buffer(_size)
        if sigaction(number, None, handler) == 0:
            handlers.append((number, handler))
    try:
        yield
    finally:
        for number, handler in handlers:
            sigaction(number, handler, None)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def held_at_exit() -> None:
    """Lets no signal come from the first step of exit() on, in uWSGI.

    It ends a worker within its handler of a signal: another one would begin the same end inside of it, and wait for ever for what .NET holds meanwhile.
    """
    libc = ctypes.CDLL(None)
    if "uwsgi" in sys.modules and hasattr(libc, "__cxa_thread_atexit_impl") and hasattr(libc, "sigblock"):
        mask = sum(1 << number - 1 for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM))
        # The last that is registered comes first: before .NET's own, with which the thread leaves it.
        getattr(libc, "__cxa_thread_atexit_impl")(libc.sigblock, ctypes.c_void_p(mask), None)
