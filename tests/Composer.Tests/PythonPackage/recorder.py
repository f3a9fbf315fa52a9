# SPDX-License-Identifier: MIT
"""Factories that remember what they were called with."""

calls = []


class Made:
    """An app, a filter or a server: whatever it is taken for. Called, it is what was made of it and of what it was called with."""

    def __init__(self, *parts):
        self.parts = parts

    def __call__(self, *args):
        return Made("called", self, *args)

    def told(self):
        """As lists and strings."""
        return [_told(part) for part in self.parts]


def _told(part):
    if isinstance(part, Made):
        return part.told()
    return [[key, value] for key, value in part.items()] if isinstance(part, dict) else part


def make(kind):
    def factory(*args, **kw):
        # The loader of a composite is nothing that could be compared.
        made = Made(kind, *[arg for arg in args if isinstance(arg, (Made, dict))], kw)
        calls.append(made.told())
        return made

    return factory


app = make("app")
composite = make("composite")
filter = make("filter")
filter_app = make("filter_app")
server = make("server")
server_runner = make("server_runner")


def urlmap(loader, global_conf, **local_conf):
    """Loads its children, as composites do."""
    children = [loader.get_app(name, global_conf=global_conf) for name in local_conf.values()]
    return Made("urlmap", global_conf, local_conf, *children)


def two(global_conf, a, b):
    return Made("two", global_conf, a, b)


def one_only(global_conf):
    return Made("one", global_conf)


def nothing():
    """Takes no argument at all."""


def fail(global_conf, **local_conf):
    raise OSError(5, "from the factory", local_conf.get("name"))


class Holder:
    app = staticmethod(app)
