# SPDX-License-Identifier: MIT
"""A page that reads its session and changes it."""


def application(environ, start_response):
    session = environ["beaker.session"]
    session["user"] = "alice"
    visits = session["visits"] = session.get("visits", 0) + 1
    session.save()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"%05d" % (visits % 100_000)]
