# SPDX-License-Identifier: MIT
"""Waits 10 ms without the GIL, as for a database."""

import time

BODY = b"Hello, World!"


def application(environ, start_response):
    time.sleep(0.01)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(BODY)))])
    return [BODY]
