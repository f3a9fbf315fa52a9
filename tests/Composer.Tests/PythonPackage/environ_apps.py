# SPDX-License-Identifier: MIT
"""Components that tell what they saw of the environ."""

import weakref


class Marker:
    pass


class Failure(Exception):
    pass


FAILURE = Failure("as it is")
seen = {}


def outer(app):
    def wrapped(environ, start_response):
        environ["test.outer"] = marker = Marker()
        seen["outer"] = weakref.ref(marker)
        del marker
        result = app(environ, start_response)
        seen["answer"] = environ.get("test.answer")
        return result

    return wrapped


def inner(environ, start_response):
    seen["user"] = environ.get("REMOTE_USER")
    seen["inner"] = isinstance(environ.get("test.outer"), Marker)
    seen["target"] = {name: environ[name] for name in ("RAW_URI", "REQUEST_URI") if name in environ}
    environ["test.answer"] = 42
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"inner"]


def including(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    own = f"{environ['PATH_INFO'][1:]} {environ['wsgi.version']}".encode()
    return [own + b" and " + environ["paste.recursive.include"]("back").body if own.startswith(b"front") else own]


class Wrapper:
    """A server's wsgi.file_wrapper."""

    def __init__(self, filelike, size=8192):
        self.filelike = filelike
        self.closes = 0

    def __iter__(self):
        return iter(lambda: self.filelike.read(8192), b"")

    def close(self):
        self.closes += 1
        self.filelike.close()


def sending(environ, start_response):
    file = open(__file__, "rb")
    file.seek(int(environ["QUERY_STRING"]))
    start_response("200 OK", [("Content-Type", "text/plain")])
    seen["wrapper"] = environ["wsgi.file_wrapper"](file)
    return seen["wrapper"]


def telling(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [repr(environ["composer.filters"]).encode()]


def counting(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/event-stream")])
    for number in range(3):
        yield f"{environ['QUERY_STRING']}{number}".encode()


def failing(environ, start_response):
    raise FAILURE
