# SPDX-License-Identifier: MIT
"""Asks the originals of some components: a JSON list of questions on stdin, one of answers on stdout."""

import io
import json
import logging
import sys

SHOWN = ("REMOTE_ADDR", "REMOTE_PORT", "wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


def environ_of(changes):
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/",
        "QUERY_STRING": "",
        "REMOTE_ADDR": "127.0.0.1",
        "REMOTE_PORT": "50000",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(b""),
        "wsgi.errors": sys.stderr,
    }
    environ.update(changes)
    return environ


def status_of(app, environ):
    """The status code, as text, and the body."""
    statuses = []
    body = b"".join(app(environ, lambda status, headers, exc_info=None: statuses.append(status)))
    return statuses[0][:3], body.decode("latin-1")


def waitress(question):
    """What waitress makes of the headers of a proxy: [count, header names, environ]."""
    from waitress.proxy_headers import proxy_headers_middleware

    count, headers, changes = question
    seen = {}

    def app(environ, start_response):
        seen.update({key: environ.get(key) for key in SHOWN})
        start_response("200 OK", [])
        return [b""]

    logger = logging.getLogger("nobody")
    logger.disabled = True
    filtered = proxy_headers_middleware(app, "*", count, set(headers), logger=logger)
    try:
        status, _ = status_of(filtered, environ_of(changes))
    except IndexError:
        status = "500"
    return {"status": status, **seen}


def urlmap(question):
    """Where Paste's urlmap sends a path: [mount points, environ]; a key that is null is absent."""
    from paste.urlmap import URLMap, parse_path_expression

    mounts, changes = question
    mapper = URLMap()

    def mounted(name):
        def app(environ, start_response):
            start_response("200 OK", [])
            return [f"{name}|{environ['SCRIPT_NAME']}|{environ['PATH_INFO']}".encode("latin-1")]

        return app

    for mount in mounts:
        mapper[parse_path_expression(mount)] = mounted(mount)
    environ = environ_of(changes)
    for name in [name for name, value in environ.items() if value is None]:
        del environ[name]
    try:
        status, body = status_of(mapper, environ)
    except AttributeError:  # its 404 wants a Host
        status, body = "404", ""
    return {"status": status, "body": body if status == "200" else ""}


def cascade(question):
    """What Paste's cascade answers: [caught statuses, [[status of an app, how much it reads, whether it raises], ...], request body]."""
    from paste.cascade import Cascade
    from paste.httpexceptions import HTTPException, get_exception

    caught, answers, text = question

    def answering(number, status, length, raises):
        def app(environ, start_response):
            body = environ["wsgi.input"].read(length)
            before = environ.get("test.before", "")
            environ["test.before"] = str(number)
            if raises:
                raise get_exception(status)(headers=[("Allow", "GET")])
            start_response(f"{status} X", [("Content-Type", "text/plain")])
            return [f"{number}:{before}:".encode() + body]

        return app

    apps = [answering(number, *answer) for number, answer in enumerate(answers)]
    environ = environ_of({"CONTENT_LENGTH": str(len(text)), "wsgi.input": io.BytesIO(text.encode()), "REQUEST_METHOD": "POST"})
    try:
        status, body = status_of(Cascade(apps, catch=caught), environ)
    except HTTPException as error:
        return {"status": str(error.code), "body": "raised"}
    return {"status": status, "body": body}


if __name__ == "__main__":
    ask = globals()[sys.argv[1]]
    json.dump([ask(question) for question in json.load(sys.stdin)], sys.stdout)
