# SPDX-License-Identifier: MIT
"""A page that says on the side what it does, for what shows prints."""

from html import escape
from urllib.parse import parse_qs


def page(environ, start_response):
    name = parse_qs(environ["QUERY_STRING"]).get("name", ["nobody"])[0]
    print("greeting", name)
    environ["wsgi.errors"].write("no cookie came\n")
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [f"<!doctype html><title>Hello</title><body><h1>Hello {escape(name)}</h1>".encode()]
