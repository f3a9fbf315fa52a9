# SPDX-License-Identifier: MIT
"""Logs in whoever asks for it, by the function that Paste's auth_tkt puts into the environ."""


def app(environ, start_response):
    path = environ["PATH_INFO"]
    if path.startswith("/login/"):
        environ["paste.auth_tkt.set_user"](path[7:], tokens=["staff", "admin"])
        start_response("303 See Other", [("Location", "/"), ("Content-Length", "0")])
        return [b""]
    user = environ.get("REMOTE_USER", "nobody")
    text = f"{user}: {environ['REMOTE_USER_TOKENS']}\n" if user != "nobody" else "nobody\n"
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text.encode()]
