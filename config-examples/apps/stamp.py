# SPDX-License-Identifier: MIT
"""A Python filter: adds a header to every answer of what it wraps."""


def make_filter(global_conf, header="X-Stamp", text="seen"):
    """A paste.filter_factory: called once with the settings, returns what wraps the app."""

    def wrap(app):
        def stamped(environ, start_response):
            def start(status, headers, exc_info=None):
                return start_response(status, [*headers, (header, text)], exc_info)

            return app(environ, start)

        return stamped

    return wrap
