# SPDX-License-Identifier: MIT
"""Raises an answer, as the exceptions of WebOb, Paste and Werkzeug are."""


class NoSuchShelf(Exception):
    """A WSGI app with a code."""

    code = 404

    def __call__(self, environ, start_response):
        start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"There is no such shelf.\n"]


def application(environ, start_response):
    raise NoSuchShelf
