# SPDX-License-Identifier: MIT
"""50 KiB of XML; `transformed` is the same behind a filter that makes HTML of it with lxml."""

from pathlib import Path

ROWS = "".join(
    f"<book id='b{number}' year='{1800 + number % 200}'><title>Title {number}</title><author>Author {number % 37}</author>"
    f"<price>{number % 90}.50</price></book>" for number in range(440)
)
DOCUMENT = f"<?xml version='1.0'?><books>{ROWS}</books>".encode()


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/xml"), ("Content-Length", str(len(DOCUMENT)))])
    return [DOCUMENT]


def transformed(environ, start_response):
    from lxml import etree

    global transform
    if transform is None:
        transform = etree.XSLT(etree.parse(str(Path(__file__).with_name("books.xsl"))))
    started = []
    document = b"".join(application(environ, lambda status, headers, exc_info=None: started.append(headers)))
    page = bytes(transform(etree.fromstring(document)))
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))])
    return [page]


transform = None
