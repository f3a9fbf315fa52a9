# SPDX-License-Identifier: MIT
"""An app in the style of Pylons: views use a global name, which stands for another object in every request."""

from wsgi_composer.shim import StackedObjectProxy  # as paste.registry's

visitor = StackedObjectProxy(name="visitor")


def app(environ, start_response):
    environ["paste.registry"].register(visitor, {"name": environ.get("QUERY_STRING") or "nobody"})
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return view()


def view():
    yield b"Hello, "
    yield visitor["name"].encode("latin-1")
    yield b"\n"
