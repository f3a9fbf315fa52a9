# SPDX-License-Identifier: MIT
"""Components that wait, at several depths of the stack."""

import time


begun = []
closed = []


def waiting(app):
    def wrapped(environ, start_response):
        time.sleep(0.001)
        return app(environ, start_response)

    return wrapped


def deep(environ, start_response):
    _wait_below(5)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"deep " * 400]


def _wait_below(depth):
    """max() calls back: unlike calls of Python alone that takes stack."""
    if depth == 0:
        time.sleep(0.002)
    else:
        max([depth], key=lambda number: _wait_below(number - 1) or 1)


def blocks(environ, start_response):
    """A block at once, and the next ones late."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    try:
        for _ in range(4):
            yield b"block"
            begun.append(1)
            time.sleep(0.02)
    finally:
        closed.append(1)
