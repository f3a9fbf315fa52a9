# SPDX-License-Identifier: MIT
"""Factories that take anything and do nothing."""


class Nothing:
    """An app, a filter, a server: whatever it is taken for."""

    def __call__(self, *args, **kwargs):
        return self


def app(*args, **kwargs):
    return Nothing()


composite = filter = filter_app = server = server_runner = app


class Holder:
    app = staticmethod(app)
