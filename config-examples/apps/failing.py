# SPDX-License-Identifier: MIT
"""An app with a mistake in it, for what catches errors."""


def app(environ, start_response):
    total = {"price": 7}
    raise ValueError(f"bad total: {total}")
