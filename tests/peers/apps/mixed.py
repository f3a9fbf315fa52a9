# SPDX-License-Identifier: MIT
"""One path for each kind of request that the leak test sends, and `/python`, which counts what Python holds."""

import gc
import json
import sys


def application(environ, start_response):
    kind = environ["PATH_INFO"].strip("/")
    return KINDS[kind](environ, start_response)


def text(start_response, body, status="200 OK"):
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def hello(environ, start_response):
    return text(start_response, b"Hello, World!")


class Blocks:
    """An iterable whose close() is counted, so that a lost one shows."""

    open = 0

    def __init__(self, count):
        Blocks.open += 1
        self._blocks = iter([b"x" * 1024] * count)

    def __iter__(self):
        return self._blocks

    def close(self):
        Blocks.open -= 1


def stream(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Blocks(20)


def endless(environ, start_response):
    """For clients that leave in the middle."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Blocks(10_000)


def upload(environ, start_response):
    total = 0
    while block := environ["wsgi.input"].read(8192):
        total += len(block)
    return text(start_response, str(total).encode())


def write(environ, start_response):
    put = start_response("200 OK", [("Content-Type", "text/plain")])
    put(b"one ")
    put(b"two")
    return []


def error(environ, start_response):
    raise ValueError("asked for")


def late_error(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield b"one block"
    raise ValueError("asked for, late")


class NotHere(Exception):
    """An exception that is an HTTP answer, as frameworks have them."""

    code = 404

    def __call__(self, environ, start_response):
        return text(start_response, b"not here", "404 Not Found")


def http_error(environ, start_response):
    raise NotHere


def knows(environ, username, password):
    """What auth_basic asks."""
    return username == password


def python(environ, start_response):
    gc.collect()
    counts = {
        "python objects": len(gc.get_objects()),
        "python memory blocks": sys.getallocatedblocks(),
        "bodies not closed": Blocks.open,
    }
    if hasattr(sys, "gettotalrefcount"):
        counts["python references"] = sys.gettotalrefcount()
    return text(start_response, json.dumps(counts).encode())


KINDS = {
    "hello": hello,
    "stream": stream,
    "endless": endless,
    "upload": upload,
    "write": write,
    "error": error,
    "late-error": late_error,
    "http-error": http_error,
    "python": python,
}
