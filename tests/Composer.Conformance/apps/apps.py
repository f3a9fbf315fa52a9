# SPDX-License-Identifier: MIT
"""The apps of the exchanges, as CSharpApps.cs has them. Standard library only. One instance serves one exchange."""

import sys
import tempfile
import threading

TEXT = [("Content-Type", "text/plain")]


class Site:
    """A WSGI app: one of the apps by name, and two questions about it."""

    def __init__(self, name):
        self.app = getattr(self, name)
        self.proceed = threading.Event()
        self.closed = threading.Event()
        self.closes = 0

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if path == "/-go":
            self.proceed.set()
            start_response("200 OK", list(TEXT))
            return [b"gone"]
        if path == "/-closes":
            self.closed.wait(10)
            start_response("200 OK", list(TEXT))
            return [str(self.closes).encode()]
        return self.app(environ, start_response)

    def hello(self, environ, start_response):
        start_response("200 OK", TEXT + [("Content-Length", "13"), ("X-One", "1")])
        return Blocks(self, [b"Hello, world!"])

    def show(self, environ, start_response):
        length = -1 if environ.get("wsgi.input_terminated") else int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)
        keys = ["REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "REQUEST_URI", "CONTENT_TYPE",
                "HTTP_X_A", "HTTP_CONTENT_TYPE", "SERVER_PROTOCOL", "wsgi.url_scheme"]
        text = "".join("%s=%s\n" % (key, environ.get(key, "")) for key in keys)
        start_response("200 OK", list(TEXT))
        return Blocks(self, [text.encode("latin-1") + b"body=" + body])

    def empty(self, environ, start_response):
        start_response("200 OK", list(TEXT))
        return Blocks(self, [])

    def late(self, environ, start_response):
        def generate():
            start_response("200 OK", list(TEXT))
            yield b"late "
            yield b"but "
            yield b"good"

        return Blocks(self, generate())

    def stream(self, environ, start_response):
        def generate():
            yield b"one."
            self.proceed.wait(10)
            yield b"two."

        start_response("200 OK", list(TEXT))
        return Blocks(self, generate())

    def empty_blocks(self, environ, start_response):
        def generate():
            yield b""
            yield b""
            start_response("200 OK", list(TEXT), None)
            yield b"x"
            yield b""

        return Blocks(self, generate())

    def write(self, environ, start_response):
        write = start_response("200 OK", list(TEXT))
        write(b"written ")
        return Blocks(self, [b"returned"])

    def replaced(self, environ, start_response):
        start_response("200 OK", TEXT + [("X-Old", "1")])
        try:
            raise ValueError("secret detail")
        except ValueError:
            start_response("500 Oops", TEXT + [("X-New", "1")], sys.exc_info())
        return Blocks(self, [b"replaced"])

    def raises(self, environ, start_response):
        start_response("200 OK", list(TEXT))
        raise ValueError("secret detail")

    def raises_in_first_block(self, environ, start_response):
        start_response("200 OK", list(TEXT))
        return Blocks(self, self.raising(0))

    def raises_later(self, environ, start_response):
        start_response("200 OK", list(TEXT))
        return Blocks(self, self.raising(1))

    def exits(self, environ, start_response):
        raise SystemExit("secret detail")

    def returns_none(self, environ, start_response):
        start_response("200 OK", list(TEXT))

    def too_long(self, environ, start_response):
        start_response("200 OK", TEXT + [("Content-Length", "5")])
        return Blocks(self, [b"hel", b"lo", b" world"])

    def too_short(self, environ, start_response):
        start_response("200 OK", TEXT + [("Content-Length", "10")])
        return Blocks(self, [b"hel", b"lo"])

    def no_content(self, environ, start_response):
        start_response("204 No Content", [])
        return Blocks(self, [b"xx"])

    def not_modified(self, environ, start_response):
        start_response("304 Not Modified", [("ETag", '"1"')])
        return Blocks(self, [b"xx"])

    def cookies(self, environ, start_response):
        start_response("200 OK", TEXT + [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Latin", "\xe9")])
        return Blocks(self, [])

    def odd_status(self, environ, start_response):
        start_response("299 Odd Reason", list(TEXT))
        return Blocks(self, [b"odd"])

    def bad_header(self, environ, start_response):
        start_response("200 OK", TEXT + [("X-A", "a\r\nEvil: 1")])
        return Blocks(self, [])

    def bad_status(self, environ, start_response):
        start_response("200 OK\r\nEvil: 1", list(TEXT))
        return Blocks(self, [])

    def big(self, environ, start_response):
        start_response("200 OK", list(TEXT))
        return Blocks(self, [b"x" * (1 << 20)])

    def endless(self, environ, start_response):
        def generate():
            while True:
                yield bytes(64 * 1024)

        start_response("200 OK", list(TEXT))
        return Blocks(self, generate())

    def reads_nothing(self, environ, start_response):
        start_response("200 OK", list(TEXT))
        return Blocks(self, [b"not read"])

    def empties_environ(self, environ, start_response):
        environ.clear()
        start_response("200 OK", list(TEXT))
        return Blocks(self, [b"empty"])

    def file(self, environ, start_response):
        opened = tempfile.TemporaryFile()
        opened.write(b"0123456789")
        opened.seek(4)
        start_response("200 OK", list(TEXT))
        return environ["wsgi.file_wrapper"](opened, 3)

    def errors(self, environ, start_response):
        environ["wsgi.errors"].write("to the log: \xe9\u20ac\n")
        environ["wsgi.errors"].flush()
        start_response("200 OK", list(TEXT))
        return Blocks(self, [b"logged"])

    @staticmethod
    def raising(after):
        for _ in range(after):
            yield b"begun."
        raise ValueError("secret detail")


class Blocks:
    """An iterable whose close() is counted."""

    def __init__(self, site, blocks):
        self.site = site
        self.blocks = iter(blocks)

    def __iter__(self):
        return self.blocks

    def close(self):
        self.site.closes += 1
        self.site.closed.set()
