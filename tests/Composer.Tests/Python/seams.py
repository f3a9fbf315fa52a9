# SPDX-License-Identifier: MIT
"""A filter and an app by PEP 3333 alone, for the seams between them and C# filters. What they return counts its close()."""

import os
import sys
import threading

bodies = []
made = []
received = threading.Semaphore(0)
noise = os.urandom(65536)
thing = object()


class Counted:
    """Blocks that count their close()."""

    def __init__(self, name, blocks, inner=None):
        self.name = name
        self.blocks = iter(blocks)
        self.inner = inner
        self.closes = 0
        bodies.append(self)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.blocks)

    def close(self):
        self.closes += 1
        if hasattr(self.inner, "close"):
            self.inner.close()


def report():
    """How often each body was closed since the last report."""
    said = " ".join(f"{body.name}:{body.closes}" for body in bodies)
    bodies.clear()
    return said


def count():
    """How many blocks were made since the last count."""
    number = len(made)
    made.clear()
    return number


def reporting(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [report().encode()]


def make_filter(global_conf):
    return Filter


class Filter:
    """Identifies a user, puts an object into the environ, adds a header."""

    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        environ["REMOTE_USER"] = "alice"
        environ["HTTP_X_ADDED"] = "python"
        environ["seams.thing"] = thing

        def start(status, headers, exc_info=None):
            return start_response(status, [*headers, ("X-Python", "1")], exc_info)

        body = self.app(environ, start)
        return Counted("filter", body, body)


def seen(environ):
    return f"{environ.get('REMOTE_USER')} {environ.get('HTTP_X_ADDED')} {environ.get('seams.thing') is thing}</p>".encode()


def kind(environ):
    return [("Content-Type", environ.get("HTTP_X_TYPE", "text/plain"))]


def page(environ, start_response):
    start_response("200 OK", kind(environ))
    yield b"<p>one "
    yield b""
    yield b"two "
    yield seen(environ)


def later(environ, start_response):
    start_response("200 OK", kind(environ))
    yield b"first"
    raise ValueError("bad total")


def echo(environ, start_response):
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    start_response("200 OK", kind(environ))
    yield b"<p>" + body + b" "
    yield seen(environ)


def long(environ, start_response):
    start_response("200 OK", kind(environ))
    yield b"<p>"
    for _ in range(200):
        yield b"x" * 500
    yield b"</p>"


def events(environ, start_response):
    """Makes an event only when the one before was seen."""
    start_response("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-cache")])
    while received.acquire(blocking=False):
        pass
    for number in range(5):
        if number and not received.acquire(timeout=20):
            raise TimeoutError(f"nobody saw event {number - 1}")
        yield b"data: %d\n\n" % number


def see():
    """The client has another event."""
    received.release()


def flood(environ, start_response):
    start_response("200 OK", kind(environ))
    yield b"<p>"
    for number in range(3200):
        made.append(number)
        yield noise


def nothing(environ, start_response):
    start_response("304 Not Modified", [("ETag", '"1"')])
    yield b""


def empty(environ, start_response):
    start_response("204 No Content", [])
    yield b""


def missing(environ, start_response):
    start_response("404 Not Found", kind(environ))
    yield b""


def writing(environ, start_response):
    start_response("200 OK", kind(environ))(b"<p>written ")
    return [seen(environ)]


def mending(environ, start_response):
    start_response("200 OK", kind(environ))
    try:
        raise ValueError("bad total")
    except ValueError:
        start_response("500 Mended", kind(environ), sys.exc_info())
    return [b"<p>mended ", seen(environ)]


def failing(environ, start_response):
    raise ValueError("bad total")


PAGES = {"/page": page, "/later": later, "/events": events, "/flood": flood, "/echo": echo, "/long": long, "/nothing": nothing, "/empty": empty, "/missing": missing, "/write": writing, "/raise": failing, "/mend": mending}


def app(environ, start_response):
    return Counted("app", PAGES[environ["PATH_INFO"]](environ, start_response))
