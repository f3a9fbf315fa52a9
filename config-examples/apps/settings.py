# SPDX-License-Identifier: MIT
"""Shows what the config filter around it says."""


def app(environ, start_response):
    settings = environ["paste.config"]
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{settings['shop']} sells in {settings['currency']}\n".encode()]
