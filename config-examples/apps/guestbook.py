# SPDX-License-Identifier: MIT
"""A guestbook: a form and the last entries, kept in memory. Standard library only."""

from collections import deque
from html import escape
from threading import Lock
from urllib.parse import parse_qs

PAGE = """<!doctype html>
<meta charset="utf-8">
<title>Guestbook</title>
<h1>Guestbook</h1>
<form method="post" action="{action}">
  <input name="name" placeholder="Name"> <input name="text" placeholder="Text" size="40"> <button>Sign</button>
</form>
<ul>
{entries}
</ul>
"""

MOST_ENTRIES = 50
MOST_BYTES = 10_000


class Guestbook:
    """A WSGI application."""

    def __init__(self):
        self._entries = deque(maxlen=MOST_ENTRIES)
        self._lock = Lock()

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] == "POST":
            return self._sign(environ, start_response)
        return self._show(environ, start_response)

    def _sign(self, environ, start_response):
        form = parse_qs(environ["wsgi.input"].read(MOST_BYTES).decode("utf-8", "replace"))
        name, text = (form.get(field, [""])[0].strip() for field in ("name", "text"))
        if name and text:
            with self._lock:
                self._entries.appendleft((name, text))
        start_response("303 See Other", [("Location", environ["SCRIPT_NAME"] or "/"), ("Content-Length", "0")])
        return []

    def _show(self, environ, start_response):
        with self._lock:
            entries = list(self._entries)
        rows = (f"  <li><b>{escape(name)}</b>: {escape(text)}</li>" for name, text in entries)
        page = PAGE.format(action=escape(environ["SCRIPT_NAME"] or "/"), entries="\n".join(rows)).encode()
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))])
        return [page]


app = Guestbook()
