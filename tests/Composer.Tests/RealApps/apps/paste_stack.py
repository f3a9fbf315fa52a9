# SPDX-License-Identifier: MIT
"""An app that counts in Beaker's session."""


def count(environ, start_response):
    session = environ["beaker.session"]
    session["n"] = session.get("n", 0) + 1
    session.save()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"%d" % session["n"]]
