# SPDX-License-Identifier: MIT
"""Apps about the life of the process around them. Standard library only."""

import atexit
import faulthandler
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
import warnings

inside = threading.Event()


def about(environ, start_response):
    """Which Python this is, and whether C extensions load."""
    import _ctypes
    import _ssl
    import sqlite3

    child = subprocess.run([sys.executable, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=True)
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({
        "version": sys.version.split()[0],
        "prefix": sys.prefix,
        "executable": sys.executable,
        "child": child.stdout.strip(),
        "path": sys.path,
        "utf8": sys.flags.utf8_mode,
        "main": threading.main_thread().name,
        "extensions": [_ctypes.__name__, _ssl.__name__, sqlite3.__name__],
    }).encode()]


def slow(environ, start_response):
    """Answers after a second."""
    print("inside")
    time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"finished"]


def talks(environ, start_response):
    """Prints a lot, and more at the end of the process."""
    atexit.register(print, "said at exit")
    for i in range(10_000):
        print("line", i)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"talked"]


def hostile(environ, start_response):
    """Does what breaks processes that embed Python."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    faulthandler.enable()
    sys.setrecursionlimit(10**9)

    def dive(n):
        return dive(n + 1)

    class Deep:
        def __getattr__(self, name):
            return getattr(self, name + "x")

    for attempt in (lambda: dive(0), lambda: Deep().a):
        try:
            attempt()
        except RecursionError:
            pass
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(seen[0].message).encode()]


def lingers(environ, start_response):
    """Leaves a thread behind that never ends."""
    threading.Thread(target=lambda: time.sleep(10**6)).start()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"left"]


def leaves(environ, start_response):
    sys.exit(int(environ["QUERY_STRING"]))


def forking(environ, start_response):
    """Forks children that run Python only, while others do the same."""
    children = []
    for i in range(10):
        child = os.fork()
        if child == 0:
            os._exit(sum(range(100)) % 7)
        children.append(child)
    codes = {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children}
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(codes).encode()]


def pooling(environ, start_response):
    """Works with a pool of forked processes."""
    import multiprocessing

    with multiprocessing.get_context("fork").Pool(2) as pool:
        total = sum(pool.map(abs, range(-10, 0)))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(total).encode()]


def logged(environ, start_response):
    logging.getLogger("shop").info("below the level of the root, in the file's own")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"logged"]


def forgetting(environ, start_response):
    """The child ends as a program does, or goes on as if it were the server."""
    child = os.fork()
    if child == 0:
        if environ["PATH_INFO"] == "/exits":
            sys.exit(7)
        if environ["PATH_INFO"] == "/raises":
            raise ValueError("of a child")
        start_response("200 OK", [])
        return [b"child"]
    start_response("200 OK", [])
    return [str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode()]
