# SPDX-License-Identifier: MIT
"""Components that fail, that are interrupted, and one that works when the process ends."""

import time


def failing(environ, start_response):
    raise ValueError("bad total")


def wrong(environ, start_response):
    start_response(200, [])
    return []


def interrupted(environ, start_response):
    raise KeyboardInterrupt


def interrupted_in_close(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return Closing()


class Closing(list):
    def close(self):
        raise KeyboardInterrupt


def lasting(environ, start_response):
    time.sleep(0.05)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"late"]
