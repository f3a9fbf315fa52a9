# SPDX-License-Identifier: MIT
"""Beaker's own cookie session: "write" prints the cookie of a session with some data, "read COOKIE" prints what is in one."""

import sys

from beaker.session import SessionObject

options = dict(type="cookie", validate_key="hoobermas", data_serializer="json", key="beaker.session.id")
cookie = sys.argv[2] if len(sys.argv) > 2 else ""
session = SessionObject({"HTTP_COOKIE": f"beaker.session.id={cookie}" if cookie else ""}, **options)
if sys.argv[1] == "write":
    session["user"] = "älice"
    session["n"] = 3
    session.save()
    session.persist()
    print(session.request["cookie_out"].strip().split(";")[0].partition("=")[2].strip('"'))
else:
    print(session["user"].encode("unicode-escape").decode(), session["n"])
