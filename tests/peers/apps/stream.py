# SPDX-License-Identifier: MIT
"""A generator of 1000 blocks of 1 KiB, its length not announced."""

BLOCK = b"x" * 1024


def blocks():
    for _ in range(1000):
        yield BLOCK


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/octet-stream")])
    return blocks()
