# SPDX-License-Identifier: MIT
"""One block of 64 KiB."""

BODY = b"0123456789abcdef" * 4096
HEADERS = [("Content-Type", "application/octet-stream"), ("Content-Length", str(len(BODY)))]


def application(environ, start_response):
    start_response("200 OK", list(HEADERS))
    return [BODY]
