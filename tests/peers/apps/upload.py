# SPDX-License-Identifier: MIT
"""Reads the request body in blocks of 64 KiB and answers with its length."""


def application(environ, start_response):
    total = 0
    while block := environ["wsgi.input"].read(65536):
        total += len(block)
    body = str(total).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
