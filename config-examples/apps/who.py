# SPDX-License-Identifier: MIT
"""Knows users by the API of repoze.who alone."""


def app(environ, start_response):
    headers = []
    identity = environ.get("repoze.who.identity")
    text = identity["repoze.who.userid"] if identity else "nobody"
    if environ["PATH_INFO"] == "/login":
        login, password = environ["QUERY_STRING"].split("&")
        identity, headers = environ["repoze.who.api"].login({"login": login, "password": password})
        text = "welcome" if identity else "wrong"
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(text) + 1)), *headers])
    return [text.encode() + b"\n"]
