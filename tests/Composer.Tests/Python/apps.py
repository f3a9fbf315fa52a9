# SPDX-License-Identifier: MIT
"""Apps and filters that the tests of the bridge run. Standard library only."""

import json
import logging
import os
import sys
import threading

closes = 0
threads = []


class Closing:
    """An iterable that counts its close()."""

    def __init__(self, items):
        self.items = iter(items)

    def __iter__(self):
        return self

    def __next__(self):
        threads.append(threading.get_ident())
        return next(self.items)

    def close(self):
        global closes
        closes += 1
        threads.append(threading.get_ident())


def reset(environ, start_response):
    global closes
    counted, closes = closes, 0
    threads.clear()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(counted).encode()]


def hello(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "13")])
    return [b"Hello, World!"]


def show(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    plain = {k: v for k, v in environ.items() if isinstance(v, (str, int, bool, float, tuple, list, type(None)))}
    plain["types"] = {k: type(v).__name__ for k, v in environ.items()}
    plain["is dict"] = type(environ) is dict
    return [json.dumps(plain).encode()]


def read_all(environ, start_response):
    body = environ["wsgi.input"].read()
    again = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps([len(body), len(again), environ.get("CONTENT_LENGTH")]).encode()]


def read_lines(environ, start_response):
    stream = environ["wsgi.input"]
    seen = [stream.read(0), stream.readline(), stream.readline(3), stream.readline(), stream.readlines(1), list(stream), stream.readline(), stream.readlines()]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [repr(seen).encode()]


def generator(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    for i in range(5):
        yield b"block %d\n" % i


def late(environ, start_response):
    yield b""
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Late", "yes")])
    yield b""
    yield b"late"


def never(environ, start_response):
    return [b"nothing started"]


def twice(environ, start_response):
    start_response("200 OK", [])
    start_response("200 OK", [])
    return [b"twice"]


def returns_none(environ, start_response):
    start_response("200 OK", [])


def number_in_header(environ, start_response):
    start_response("200 OK", [("X-Number", 5)])
    return [b""]


def line_in_header(environ, start_response):
    start_response("200 OK", [("X-Line", "a\r\nX-Other: b")])
    return [b""]


def replaced(environ, start_response):
    start_response("200 OK", [("X-First", "1")])
    try:
        raise ValueError("replaced")
    except ValueError:
        start_response("500 Oops", [("X-Second", "2")], sys.exc_info())
    return [b"replaced"]


def too_late(environ, start_response):
    start_response("200 OK", [])
    yield b"first"
    try:
        raise ValueError("too late")
    except ValueError:
        start_response("500 Oops", [], sys.exc_info())
    yield b"never"


def fails_later(environ, start_response):
    start_response("200 OK", [])
    return Closing(failing())


def failing():
    yield b"first"
    raise ValueError("in the middle")


def writes(environ, start_response):
    write = start_response("200 OK", [("Content-Type", "text/plain")])
    write(b"written ")
    write(b"")
    write(b"twice ")
    return [b"and returned"]


def closing(environ, start_response):
    start_response("200 OK", [])
    return Closing([b"a", b"", b"b"])


def endless(environ, start_response):
    def blocks():
        while True:
            yield b"x" * 1000

    start_response("200 OK", [])
    return Closing(blocks())


def close_fails(environ, start_response):
    class Bad(Closing):
        def close(self):
            super().close()
            raise RuntimeError("close failed")

    start_response("200 OK", [])
    return Bad([b"fine"])


def wordy(environ, start_response):
    """Exceptions that say a lot."""
    error = {
        "/long-message": ValueError("M" * 10_000_000),
        "/many-lines": ValueError("line\n" * 100_000),
        "/noted": ValueError("noted"),
    }[environ["PATH_INFO"]]
    if hasattr(error, "add_note"):  # since Python 3.11
        error.add_note("the first note")
        error.add_note("the second note")
    raise error


def bad(environ, start_response):
    kind = environ["PATH_INFO"].strip("/")
    if kind == "status":
        start_response("200 OK\r\nX-Evil: 1", [])
    elif kind == "status-short":
        start_response("200", [])
    elif kind == "status-bytes":
        start_response(b"200 OK", [])
    elif kind == "header-value":
        start_response("200 OK", [("X-A", "a\r\nX-Evil: 1")])
    elif kind == "header-name":
        start_response("200 OK", [("X A", "a")])
    elif kind == "header-latin":
        start_response("200 OK", [("X-A", "\u20ac")])
    elif kind == "headers-tuple":
        start_response("200 OK", (("X-A", "a"),))
    elif kind == "headers-none":
        start_response("200 OK", [("X-A", None)])
    elif kind == "none":
        start_response("200 OK", [])
        return None
    elif kind == "int":
        start_response("200 OK", [])
        return 5
    elif kind == "str":
        start_response("200 OK", [])
        return "text"
    elif kind == "bytes":
        start_response("200 OK", [])
        return b"bytes"
    elif kind == "list-of-str":
        start_response("200 OK", [])
        return ["text"]
    elif kind == "recursion":
        return bad(environ, start_response)
    else:
        raise {"exit": SystemExit, "interrupt": KeyboardInterrupt, "generator-exit": GeneratorExit, "value": ValueError}[kind]("bad total")
    return [b"ok"]


class Str(str):
    """A subclass of str, which headers may be."""


def subclass(environ, start_response):
    start_response(Str("200 OK"), [(Str("X-Sub"), Str("class"))])
    return (b"tuple", b" of ", b"two")


def big(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/octet-stream")])
    return [b"z" * 300_000]


def wrapped_file(environ, start_response):
    file = open(__file__, "rb")
    file.seek(10)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return environ["wsgi.file_wrapper"](file)


def wrapped_part(environ, start_response):
    file = open(__file__, "rb")
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "10")])
    return environ["wsgi.file_wrapper"](file)


def wrapped_other(environ, start_response):
    class NotAFile:
        left = [b"one", b"two"]

        def read(self, size):
            return self.left.pop(0) if self.left else b""

    start_response("200 OK", [("Content-Type", "text/plain")])
    return environ["wsgi.file_wrapper"](NotAFile(), 3)


def logs(environ, start_response):
    print("printed")
    print("to errors", file=environ["wsgi.errors"])
    logging.getLogger("shop").error("logged %d", 7)
    start_response("200 OK", [])
    return [b""]


meeting = threading.Barrier(8)


def meets(environ, start_response):
    """Answers only when eight requests are in it at once."""
    meeting.wait(timeout=30)
    start_response("200 OK", [])
    return [b"met"]


def who(environ, start_response):
    start_response("200 OK", [])
    return [str(threading.get_ident()).encode()]


def forks(environ, start_response):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            app(environ, lambda status, headers: None)
            answer = "called"
        except BaseException as e:
            answer = type(e).__name__
        os.write(write, answer.encode())
        os._exit(0)
    os.close(write)
    answer = os.read(read, 100)
    os.close(read)
    os.waitpid(child, 0)
    start_response("200 OK", [])
    return [answer]


app = None


def fails_in_thread(environ, start_response):
    thread = threading.Thread(target=lambda: 1 / 0, name="mailer")
    thread.start()
    thread.join()
    start_response("200 OK", [])
    return [b""]


def half_lines(environ, start_response):
    print("half of " + environ["PATH_INFO"], end="")
    start_response("200 OK", [])
    return [b""]


def with_app(inner):
    """Gives forks() a C# app to call."""
    global app
    app = inner
    return forks


def upper(inner):
    """A filter that changes headers and body and closes what it wraps."""

    def filtered(environ, start_response):
        environ["tests.seen"] = environ.get("tests.from_csharp")
        environ["HTTP_X_ADDED"] = "by python"

        def start(status, headers, exc_info=None):
            return start_response(status, headers + [("X-Upper", "1")], exc_info) if exc_info else start_response(status, headers + [("X-Upper", "1")])

        body = inner(environ, start)
        try:
            return [block.upper() for block in body]
        finally:
            if hasattr(body, "close"):
                body.close()

    return filtered


def passing(inner):
    """A filter that does nothing."""

    def filtered(environ, start_response):
        return inner(environ, start_response)

    return filtered


def listing(inner):
    """A filter that grants tokens in a list, as repoze.who and Pyramid do."""

    def filtered(environ, start_response):
        tokens = environ["REMOTE_USER_TOKENS"] = ["editor", "author"]
        body = inner(environ, start_response)
        assert environ["REMOTE_USER_TOKENS"] is tokens
        return body

    return filtered


def copying(inner):
    """A filter that passes a copy of the environ, as many do."""

    def filtered(environ, start_response):
        copy = dict(environ)
        copy["PATH_INFO"] = "/copied"
        copy["tests.object"] = filtered
        return inner(copy, start_response)

    return filtered


def buffering(inner):
    """A filter that replaces the input."""
    import io

    def filtered(environ, start_response):
        body = environ["wsgi.input"].read()
        environ["wsgi.input"] = io.BytesIO(body[::-1])
        return inner(environ, start_response)

    return filtered


def catching(inner):
    """A filter that turns exceptions into text."""

    def filtered(environ, start_response):
        try:
            return inner(environ, start_response)
        except Exception as e:
            start_response("500 Caught", [("Content-Type", "text/plain")])
            return [f"{type(e).__name__}: {e}".encode()]

    return filtered


def composite(loader, global_conf, **local_conf):
    apps = {key: loader.get_app(value, global_conf=global_conf) for key, value in local_conf.items()}

    def routed(environ, start_response):
        return apps[environ["PATH_INFO"].strip("/")](environ, start_response)

    return routed


def forgiving(loader, global_conf):
    """A composite that can do without the app it asks for."""
    try:
        return loader.get_app("missing", global_conf=global_conf)
    except LookupError as e:
        text = f"without: {e}"

    def plain(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [text.encode()]

    return plain


def expects(environ, start_response):
    """Raises what it said nobody should make a page of."""
    environ["paste.expected_exceptions"] = [KeyError, ValueError]
    raise {"/value": ValueError, "/type": TypeError}[environ["PATH_INFO"]]("bad total")


def strict(global_conf, a, b):
    """A factory with exactly two settings."""


def factory(global_conf, **local_conf):
    text = json.dumps([global_conf, local_conf])

    def configured(environ, start_response):
        start_response("200 OK", [("Content-Type", "application/json")])
        return [text.encode()]

    return configured


class Coded(Exception):
    """What urllib's HTTPError is like: a code, and nothing to answer with."""

    code = 404


class CannotAnswer(Coded):
    """What CherryPy's HTTPError is like: callable, but no app."""

    def __call__(self):
        raise self


def raises_http(environ, start_response):
    """Raises the exception that the path names: most are HTTP answers of a library."""
    kind = environ["PATH_INFO"].strip("/")
    if kind == "webob":
        from webob.exc import HTTPNotFound

        raise HTTPNotFound("no such shelf")
    if kind == "webob-redirect":
        from webob.exc import HTTPFound

        raise HTTPFound(location="/elsewhere")
    if kind == "webob-unavailable":
        from webob.exc import HTTPServiceUnavailable

        raise HTTPServiceUnavailable()
    if kind == "paste":
        from paste.httpexceptions import HTTPNotFound

        raise HTTPNotFound("no such shelf")
    if kind == "paste-redirect":
        from paste.httpexceptions import HTTPFound

        raise HTTPFound(headers=[("Location", "/elsewhere")])
    if kind == "werkzeug":
        from werkzeug.exceptions import NotFound

        raise NotFound("no such shelf")
    raise {"code": Coded, "cannot": CannotAnswer}[kind]("no such shelf")


app_count = 0


def check_password(environ, username, password):
    """An authfunc, as Paste's auth_basic has it."""
    if password == "raise":
        raise ValueError("no such user")
    environ["shop.group"] = "staff of " + environ["PATH_INFO"]
    return {"alice:open": True, "bob:empty list": [], "gr\u00fcn:\u00f6ffne": object()}.get(f"{username}:{password}")


def group(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["shop.group"].encode()]


def arguments(environ, *args):
    return str(list(args))


def digest(environ, start_response):
    """Reads the body in blocks of 5000 bytes, each of which must be whole, and answers with how many and a digest."""
    import hashlib

    blocks = list(iter(lambda: environ["wsgi.input"].read(5000), b""))
    assert all(len(block) == 5000 for block in blocks[:-1])
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{len(blocks)} {hashlib.sha256(b''.join(blocks)).hexdigest()}".encode()]


def digest_of_one(environ, start_response):
    """Reads the body in one piece: with the size of the query, or all of it. Answers with how much that was, what was left, and a digest."""
    import hashlib

    query = environ["QUERY_STRING"]
    body = environ["wsgi.input"].read(*[int(query)] if query else [])
    rest = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{len(body)} {len(rest)} {hashlib.sha256(body + rest).hexdigest()}".encode()]


class Basket:
    """What a C# object of the environ is here."""

    def __init__(self, name, put):
        self.name = name
        self.put = put


def basket(environ, start_response):
    """Calls C# through the object of the environ."""
    it = environ["shop.basket"]
    environ["shop.color"] = "red"
    count = it.put("apple", amount=3)
    start_response("200 OK", [])
    return [f"{type(it).__name__} {it.name} {count} {environ['shop.owner']} {environ['shop.basket'] is it}".encode()]


def prints(environ, start_response):
    print("printed <b> grün")
    environ["wsgi.errors"].write("told\n")
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"<body>page"]


def prints_secretly(environ, start_response):
    environ["paste.remove_printdebug"]()
    return prints(environ, start_response)


def square(number):
    return number * number


def calculates(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html"), ("X-Shop", "1")])
    return [b"<body>", str(sum(square(number) for number in range(100))).encode()]


def recursive_site(environ, start_response):
    """Pages that include or forward to /page, by paste.recursive."""
    path = environ["PATH_INFO"]
    if path in ("/forward", "/loop"):
        from paste.recursive import ForwardRequestException

        raise ForwardRequestException("/page" if path == "/forward" else path)
    if path == "/deprecated":
        return environ["paste.recursive.forward"]("page?y=3")
    if path == "/itself":
        return [environ["paste.recursive.include"](path).body]
    if path == "/page":
        text = "{REQUEST_METHOD} {SCRIPT_NAME}/ page {QUERY_STRING}".format(**environ) + environ.get("shop.user", "")
        if previous := environ.get("paste.recursive.previous_environ"):
            text += f" in {previous['PATH_INFO']}"
    elif path == "/iterate":
        text = "before [" + b"".join(environ["paste.recursive.include_app_iter"]("page").app_iter).decode() + "] after"
    else:
        extra = {"shop.user": "me"} if path == "/extra" else None
        page = environ["paste.recursive.include"]("page" if extra else "/page?x=2", extra)
        text = f"before [{page.status} {dict(page.headers)['Content-Type']} {page.body.decode()}] after"
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [text.encode()]
