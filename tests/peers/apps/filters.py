# SPDX-License-Identifier: MIT
"""A Python filter that does nothing, and the hello app behind five of them."""

import hello


class Noop:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        return self.app(environ, start_response)


def noop(app, global_conf=None):
    return Noop(app)


def five(app):
    for _ in range(5):
        app = Noop(app)
    return app


application = five(hello.application)
