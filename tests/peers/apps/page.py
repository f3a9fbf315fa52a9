# SPDX-License-Identifier: MIT
"""20 KiB of HTML that compresses like a real page; `compressed` is the same behind Paste's gzip."""

import random

WORDS = "pipeline filter server request answer config thread session cookie upload header body".split()


def html():
    words = random.Random(20)
    rows = []
    while sum(map(len, rows)) < 20 * 1024 - 200:
        text = " ".join(words.choice(WORDS) for _ in range(8))
        rows.append(f'<tr id="r{len(rows)}"><td class="name">{text}</td><td>{words.random():.6f}</td></tr>\n')
    page = "<!DOCTYPE html>\n<title>Orders</title>\n<table>\n" + "".join(rows) + "</table>\n"
    return page.ljust(20 * 1024).encode()


PAGE = html()


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(PAGE)))])
    return [PAGE]


def behind_gzip(app):
    """The app behind Paste's gzip, where that is installed."""
    try:
        from paste.gzipper import middleware
    except ImportError:
        return app
    return middleware(app, compress_level=6)


compressed = behind_gzip(application)
