# SPDX-License-Identifier: MIT
"""1 MiB of HTML; `compressed` is the same behind Paste's gzip."""

from page import PAGE as ONE

PAGE = (ONE * 52)[: 1024 * 1024]


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(PAGE)))])
    return [PAGE]


try:
    from paste.gzipper import middleware
except ImportError:
    compressed = application
else:
    compressed = middleware(application, compress_level=6)
