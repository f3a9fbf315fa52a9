# SPDX-License-Identifier: MIT
"""1 MiB of HTML; `compressed` is the same behind Paste's gzip."""

from page import PAGE as ONE
from page import behind_gzip

PAGE = (ONE * 52)[: 1024 * 1024]


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(PAGE)))])
    return [PAGE]


compressed = behind_gzip(application)
