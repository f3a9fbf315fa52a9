# SPDX-License-Identifier: MIT
"""The app of these recipes, written as for Paste and Beaker: it knows its visitor, counts visits, and has a mistake at /broken."""

import json


def make_app(global_conf, title="Shop", **settings):
    def app(environ, start_response):
        if environ["PATH_INFO"] == "/broken":
            raise ValueError("no price for pears")
        if environ["PATH_INFO"] not in ("", "/"):
            start_response("404 Not Found", [("Content-Type", "text/html"), ("Content-Length", "0")])
            return []
        visits = count_visit(environ)
        page = f"<h1>{title}</h1><p>{environ.get('REMOTE_USER', 'nobody')}{visits}</p>\n".encode()
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))])
        return [page]

    return app


def count_visit(environ):
    session = environ.get("beaker.session")
    if session is None:
        return ""
    session["visits"] = session.get("visits", 0) + 1
    session.save()
    return f", visit {session['visits']}"


def api(environ, start_response):
    """Answers with what it was sent."""
    if environ["PATH_INFO"] != "/orders":
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"no such thing"]
    sent = environ["wsgi.input"].read().decode()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"orders": ["pears"], "sent": sent, "id": environ["composer.request_id"]}).encode()]


def who(environ, start_response):
    """Shows what repoze.who would tell."""
    identity = environ.get("repoze.who.identity")
    text = f"{identity['repoze.who.userid'] if identity else 'nobody'}\n".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text]
