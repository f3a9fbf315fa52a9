# SPDX-License-Identifier: MIT
"""Pages that take their time. Standard library only."""

import time


def app(environ, start_response):
    """A page that everybody may keep for a minute; /cart is for one visitor only."""
    time.sleep(0.5)
    page = f"This page was made at {time.strftime('%H:%M:%S')}.\n".encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(page)))]
    if environ["PATH_INFO"] == "/cart":
        headers.append(("Set-Cookie", "cart=1; Path=/; HttpOnly; SameSite=Lax"))
    else:
        headers.append(("Cache-Control", "max-age=60, stale-while-revalidate=30"))
    start_response("200 OK", headers)
    return [page]
