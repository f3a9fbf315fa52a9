# SPDX-License-Identifier: MIT
"""A page with another page of the same site in it."""


def application(environ, start_response):
    news = environ["paste.recursive.include"]("/news")
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"The news: ", news.body]
