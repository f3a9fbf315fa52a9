# SPDX-License-Identifier: MIT
"""Reads ten keys of the environ, as frameworks do before they route."""

KEYS = (
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "HTTP_HOST",
    "REMOTE_ADDR",
    "wsgi.url_scheme",
)


def application(environ, start_response):
    body = "\n".join(environ[key] for key in KEYS).encode("latin-1")
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
