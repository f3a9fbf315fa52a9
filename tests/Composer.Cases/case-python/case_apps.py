# SPDX-License-Identifier: MIT
"""WSGI apps of cases that are about Python: each function makes one from its settings."""

import builtins
import json
import re


def answer(start_response, text, status="200 OK", content_type="text/plain", headers=()):
    """Starts a response and returns its body as a list of one item."""
    start_response(status, [("Content-Type", content_type), *headers])
    return [text.encode("utf-8")]


def exception(what):
    """ValueError or ValueError("text")."""
    name, text = re.fullmatch(r'(\w+)(?:\("(.*)"\))?', what, re.DOTALL).groups()
    return getattr(builtins, name)(*([] if text is None else [text]))


def raises(global_conf, what):
    def app(environ, start_response):
        raise exception(what)

    return app


def raises_after_start(global_conf, what):
    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        raise exception(what)

    return app


def raises_in_iter(global_conf, what):
    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        yield b"begun"
        raise exception(what)

    return app


class ClosingBadly:
    def __init__(self, error):
        self.error = error

    def __iter__(self):
        return iter([b"body"])

    def close(self):
        raise self.error


def raises_in_close(global_conf, what):
    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return ClosingBadly(exception(what))

    return app


class Redirected(Exception):
    """An exception that is an answer, as Paste's and WebOb's are."""

    def __init__(self, code, location):
        super().__init__(location)
        self.code = int(code)
        self.location = location

    def __call__(self, environ, start_response):
        return answer(start_response, "moved", f"{self.code} Found", headers=[("Location", self.location)])


def raises_http(global_conf, code, location):
    def app(environ, start_response):
        raise Redirected(code, location)

    return app


def stream_list(global_conf, parts):
    items = [part.encode("utf-8") for part in parts.split("|")]

    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return items

    return app


def write_then_iter(global_conf, parts="written|returned"):
    first, *rest = parts.split("|")

    def app(environ, start_response):
        write = start_response("200 OK", [("Content-Type", "text/plain")])
        write(first.encode("utf-8"))
        return [part.encode("utf-8") for part in rest]

    return app


def lazy_404(global_conf):
    """Calls start_response when its first item is asked for; /error is the page that explains."""

    def app(environ, start_response):
        if environ["PATH_INFO"] == "/error":
            yield from answer(start_response, "Page not found")
            return
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        yield b"nothing here"

    return app


def breaks(global_conf, rule):
    """Breaks a rule of WSGI."""

    def app(environ, start_response):
        if rule == "never start_response":
            return [b"body"]
        if rule == "body str":
            start_response("200 OK", [("Content-Type", "text/plain")])
            return ["body"]
        if rule == "body None":
            start_response("200 OK", [("Content-Type", "text/plain")])
            return None
        if rule.startswith("status "):
            start_response(int(rule[7:]) if rule[7:].isdigit() and len(rule) == 10 else rule[7:].strip("'\""), [("Content-Type", "text/plain")])
            return [b"body"]
        if rule in ("headers tuple", "headers dict"):
            start_response("200 OK", (("Content-Type", "text/plain"),) if rule == "headers tuple" else {"Content-Type": "text/plain"})
            return [b"body"]
        if rule in ("start_response twice", "double start_response"):
            start_response("200 OK", [("Content-Type", "text/plain")])
            return answer(start_response, "body")
        name, _, value = rule.removeprefix("header ").replace("\\n", "\n").partition("=")
        return answer(start_response, "body", headers=[(name, value)])

    return app


def reads_all(global_conf, bounded="yes"):
    def app(environ, start_response):
        source = environ["wsgi.input"]
        body = source.read(int(environ.get("CONTENT_LENGTH") or 0)) if bounded == "yes" else source.read()
        return answer(start_response, body.decode("latin-1"))

    return app


def forwards(global_conf, source, target):
    """Forwards one path to another, and answers at the other."""

    def app(environ, start_response):
        if environ["PATH_INFO"] == source:
            from paste.recursive import ForwardRequestException

            raise ForwardRequestException(target)
        return answer(start_response, "Page not found")

    return app


def includes(global_conf, path):
    """Includes another page in its own."""

    def app(environ, start_response):
        if environ["PATH_INFO"] == path:
            return answer(start_response, "included")
        included = environ["paste.recursive.include"](path)
        return answer(start_response, "before " + included.body.decode("utf-8") + " after")

    return app


def config_echo(global_conf):
    def app(environ, start_response):
        return answer(start_response, "Variable is (in environ): %s" % environ["paste.config"]["test key"])

    return app


def show(environ, start_response, value):
    return answer(start_response, json.dumps(value), content_type="application/json")


def one_of_many(global_conf, status, body):
    """One app of a cascade: 404, 404-after-reading, lazy404, or 200; the body may be len(body)."""

    def lazily(environ, start_response):
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        yield b"nothing here"

    def app(environ, start_response):
        read = b""
        if status.endswith("-after-reading") or body == "len(body)":
            read = environ["wsgi.input"].read()
        code = status.split("-")[0]
        reason = {"200": "OK", "404": "Not Found"}.get(code, "As Told")
        return answer(start_response, str(len(read)) if body == "len(body)" else body, f"{code} {reason}")

    return lazily if status == "lazy404" else app
