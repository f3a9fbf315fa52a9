# SPDX-License-Identifier: MIT
"""Counts a visitor's visits in the session, as an app written for Beaker does."""


def app(environ, start_response):
    session = environ["beaker.session"]
    session["visits"] = session.get("visits", 0) + 1
    session.save()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"visit {session['visits']}\n".encode()]
