# SPDX-License-Identifier: MIT
"""Streams lines: every block goes to the client as the generator makes it."""

from urllib.parse import parse_qs

MOST_LINES = 10_000


def app(environ, start_response):
    """Answers ``?count=N`` with N lines; a plain WSGI callable needs no factory."""
    count = parse_qs(environ["QUERY_STRING"]).get("count", ["10"])[0]
    if not count.isdecimal() or int(count) > MOST_LINES:
        start_response("400 Bad Request", [("Content-Type", "text/plain")])
        return [f"count must be 0 to {MOST_LINES}\n".encode()]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return (f"{number}\n".encode() for number in range(1, int(count) + 1))
