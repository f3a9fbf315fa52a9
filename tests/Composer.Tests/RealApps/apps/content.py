# SPDX-License-Identifier: MIT
"""What all sites here show, so that one list of requests fits each of them."""

import zlib
from pathlib import Path

PAGE = (
    "<!DOCTYPE html>\n<title>Grüße</title>\n<ul>\n"
    + "".join(f"<li>Zeile {number}: Grüße an die Welt, 100 €</li>\n" for number in range(60))
    + "</ul>\n"
)
FILE = Path(__file__).with_name("content.txt")
ETAG = "v1"
BLOCKS = 40


def blocks():
    for number in range(BLOCKS):
        yield f"block {number:03}: {'=' * 200}\n".encode()


def seen(method, script, path, query, header):
    """What a site says about a request."""
    return f"method {method}\nscript {script}\npath {path}\nquery {sorted(query)}\nheader {header}\n"


def received(name, data):
    return f"{name} {len(data)} {zlib.crc32(data):08x}\n"
