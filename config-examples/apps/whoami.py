# SPDX-License-Identifier: MIT
"""Says who is logged in: the C# filter before it put REMOTE_USER into the environ."""


def make_app(global_conf, greeting="Hello"):
    """A paste.app_factory: called once with the settings of its section."""

    def app(environ, start_response):
        text = f"{greeting}, {environ.get('REMOTE_USER', 'stranger')}. This is {global_conf['site_name']}.\n".encode()
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text)))])
        return [text]

    return app
