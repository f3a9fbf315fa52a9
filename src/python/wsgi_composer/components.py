# SPDX-License-Identifier: MIT
"""Factories for the C# components, as the entry points of this distribution name them: ``components:filter.compress``.

A name that is no Python identifier has ``_`` in place of what is not allowed.
"""

import re
from typing import Any, Dict

from . import _runtime

Conf = Dict[str, Any]


class Factory:
    """Makes one C# component from the strings of a section. .NET starts when it is called, not before."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name

    def _build(self, target: Any, global_conf: Conf, local_conf: Conf) -> Any:
        native = _runtime.native()
        return native.build(self.kind, _full_name(native, self.kind, self.name), target, global_conf, local_conf)

    def __repr__(self) -> str:
        return f"<Composer's {self.kind} {self.name}>"


class AppFactory(Factory):
    """paste.app_factory"""

    def __call__(self, global_conf: Conf, /, **local_conf: Any) -> Any:
        return self._build(None, global_conf, local_conf)


class CompositeFactory(Factory):
    """paste.composite_factory"""

    def __call__(self, loader: Any, global_conf: Conf, /, **local_conf: Any) -> Any:
        return self._build(lambda name: loader.get_app(name, global_conf=global_conf), global_conf, local_conf)


class AroundFactory(Factory):
    """paste.filter_app_factory and paste.server_runner"""

    def __call__(self, app: Any, global_conf: Conf, /, **local_conf: Any) -> Any:
        return self._build(app, global_conf, local_conf)


class Family:
    """The factories of one kind, each an attribute."""

    def __init__(self, kind: str, factory: "type[Factory]") -> None:
        self._kind = kind
        self._factory = factory

    def __getattr__(self, name: str) -> Factory:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._factory(self._kind, name)


app = Family("app", AppFactory)
composite = Family("composite", CompositeFactory)
filter = Family("filter", AroundFactory)
server = Family("server", AroundFactory)


def _full_name(native: Any, kind: str, attribute: str) -> str:
    """The component's own name, which may have characters that an attribute cannot have."""
    names = [name for component in native.components() if component["kind"] == kind for name in (component["name"], *component["aliases"])]
    fitting = [name for name in names if name == attribute] or [name for name in names if re.sub(r"\W", "_", name) == attribute]
    if not fitting:
        raise LookupError(f"Composer has no {kind} {attribute!r}; it has: {', '.join(sorted(names))}")
    return fitting[0]
