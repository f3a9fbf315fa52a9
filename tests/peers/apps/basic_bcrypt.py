# SPDX-License-Identifier: MIT
"""Hello behind HTTP Basic, as a filter in Python has it that computes the hash with every request: bcrypt by the C library."""

import base64
import hmac
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import crypt

import hello

USERS = {"joe": "$2b$10$abcdefghijklmnopqrstuu/38FEmIU7Hp2rxowjrUXyQTiJ2lnMTu"}


def application(environ, start_response):
    user, _, password = base64.b64decode(environ.get("HTTP_AUTHORIZATION", "")[6:]).decode().partition(":")
    if not hmac.compare_digest(crypt.crypt(password, USERS.get(user, USERS["joe"])), USERS.get(user, "")):
        start_response("401 Unauthorized", [("WWW-Authenticate", 'Basic realm="Staff"')])
        return []
    environ["REMOTE_USER"] = user
    return hello.application(environ, start_response)
