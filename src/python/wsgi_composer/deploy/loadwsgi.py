# SPDX-License-Identifier: MIT
"""Paste Deploy's loading functions and what other tools import from ``paste.deploy.loadwsgi``. The files are read by Composer."""

import os
import re
from typing import Any, Callable, Dict, List, Mapping, Optional

from .. import _runtime
from .parsing import NicerConfigParser
from .util import fix_call

__all__ = ["loadapp", "loadserver", "loadfilter", "appconfig"]

WsgiApp = Callable[..., Any]
Conf = Dict[str, Any]


class AttrDict(Dict[str, Any]):
    """A dict that also takes attributes."""


class ObjectType:
    """What can be loaded: the protocols of its entry points and the prefixes of its sections, in groups of equals."""

    def __init__(self, kind: str, name: str, egg_protocols: List[List[str]], config_prefixes: List[List[str]]) -> None:
        self.kind = kind
        self.name = name
        self.egg_protocols = egg_protocols
        self.config_prefixes = config_prefixes

    def __repr__(self) -> str:
        return f"<{self.name} protocols={self.egg_protocols!r} prefixes={self.config_prefixes!r}>"

    def invoke(self, context: "LoaderContext") -> Any:
        """The object that a context describes."""
        return context.create()


_app_protocols = [["paste.app_factory"], ["paste.composite_factory"], ["paste.composit_factory"]]
_app_prefixes = [["app", "application"], ["composite", "composit"], ["pipeline"], ["filter-app"]]

APP = ObjectType("app", "application", _app_protocols, _app_prefixes)
FILTER = ObjectType("filter", "filter", [["paste.filter_factory", "paste.filter_app_factory"]], [["filter"]])
SERVER = ObjectType("server", "server", [["paste.server_factory", "paste.server_runner"]], [["server"]])
PIPELINE = ObjectType("app", "pipeline", [], [])
FILTER_APP = ObjectType("app", "filter_app", [], [])
FILTER_WITH = ObjectType("app", "filtered_with", _app_protocols, _app_prefixes)

# Their factories are called with the settings of the context alone, which whoever holds it may have changed.
_plain_protocols = ("paste.app_factory", "paste.filter_factory", "paste.server_factory")

_types = {kind.name: kind for kind in (APP, FILTER, SERVER, PIPELINE, FILTER_APP, FILTER_WITH)}
_types.update({"app": APP, "composite": APP, "filter-app": FILTER_APP, "filter-with": FILTER_WITH})


def loadapp(uri: str, name: Optional[str] = None, relative_to: Optional[str] = None, global_conf: Optional[Conf] = None) -> WsgiApp:
    """The WSGI app that a URI such as ``config:site.ini#name`` or ``egg:Distribution`` leads to."""
    return loadobj(APP, uri, name, relative_to, global_conf)


def loadfilter(
    uri: str, name: Optional[str] = None, relative_to: Optional[str] = None, global_conf: Optional[Conf] = None
) -> Callable[[WsgiApp], WsgiApp]:
    """The filter of a URI: called with an app, it returns the filtered app."""
    return loadobj(FILTER, uri, name, relative_to, global_conf)


def loadserver(
    uri: str, name: Optional[str] = None, relative_to: Optional[str] = None, global_conf: Optional[Conf] = None
) -> Callable[[WsgiApp], None]:
    """The server of a URI: called with an app, it serves it until it is stopped."""
    return loadobj(SERVER, uri, name, relative_to, global_conf)


def appconfig(uri: str, name: Optional[str] = None, relative_to: Optional[str] = None, global_conf: Optional[Conf] = None) -> AttrDict:
    """An app's settings without making it: the global ones overlaid by its own, which are also ``.global_conf`` and ``.local_conf``."""
    return loadcontext(APP, uri, name, relative_to, global_conf).config()


def loadobj(
    object_type: ObjectType, uri: str, name: Optional[str] = None, relative_to: Optional[str] = None, global_conf: Optional[Conf] = None
) -> Any:
    """The app, filter or server of a URI."""
    made = _runtime.native().load(object_type.kind, uri, name, relative_to, global_conf)
    # A Python server is not run by .NET: only what it is was looked up there.
    return _python_server(made) if isinstance(made, dict) else made


def loadcontext(
    object_type: ObjectType, uri: str, name: Optional[str] = None, relative_to: Optional[str] = None, global_conf: Optional[Conf] = None
) -> "LoaderContext":
    """What a URI means, without making it."""
    found = _runtime.native().config(object_type.kind, uri, name, relative_to, global_conf)
    objects = [load_factory(factory["reference"]) for factory in found["factories"]]
    context = LoaderContext(
        objects[0] if objects and found["protocol"] else None,
        _types.get(found["object_type"], object_type),
        found["protocol"],
        found["global_conf"],
        found["local_conf"],
        _loader_of(uri, relative_to),
        _distribution(found["distribution"]) if objects and found["distribution"] else None,
        found["entry_point_name"],
    )
    context.make = lambda: loadobj(object_type, uri, name, relative_to, global_conf)
    return context


class LoaderContext:
    """What a section or an entry point says: its factory's protocol, its settings, and how to make it."""

    make: Optional[Callable[[], Any]] = None

    def __init__(
        self,
        obj: Any,
        object_type: ObjectType,
        protocol: Optional[str],
        global_conf: Conf,
        local_conf: Conf,
        loader: Any,
        distribution: Any = None,
        entry_point_name: Optional[str] = None,
    ) -> None:
        self.object = obj
        self.object_type = object_type
        self.protocol = protocol
        self.global_conf = global_conf
        self.local_conf = local_conf
        self.loader = loader
        self.distribution = distribution
        self.entry_point_name = entry_point_name

    def create(self) -> Any:
        """The app, filter or server."""
        if self.make is None or (self.object is not None and self.protocol in _plain_protocols):
            return fix_call(self.object, self.global_conf, **self.local_conf)
        return self.make()

    def config(self) -> AttrDict:
        """The settings, as :func:`appconfig` returns them."""
        conf = AttrDict(self.global_conf)
        conf.update(self.local_conf)
        conf.local_conf = self.local_conf  # type: ignore[attr-defined]
        conf.global_conf = self.global_conf  # type: ignore[attr-defined]
        conf.context = self  # type: ignore[attr-defined]
        return conf


class _Loader:
    """Loads the objects of one URI by their names, or of other URIs."""

    uri = ""
    relative_to: Optional[str] = None

    _absolute_re = re.compile(r"^[a-zA-Z]+:")

    def get_app(self, name: Optional[str] = None, global_conf: Optional[Conf] = None) -> WsgiApp:
        return self._get(loadobj, APP, name, global_conf)

    def get_filter(self, name: Optional[str] = None, global_conf: Optional[Conf] = None) -> Callable[[WsgiApp], WsgiApp]:
        return self._get(loadobj, FILTER, name, global_conf)

    def get_server(self, name: Optional[str] = None, global_conf: Optional[Conf] = None) -> Callable[[WsgiApp], None]:
        return self._get(loadobj, SERVER, name, global_conf)

    def app_context(self, name: Optional[str] = None, global_conf: Optional[Conf] = None) -> LoaderContext:
        return self.get_context(APP, name, global_conf)

    def filter_context(self, name: Optional[str] = None, global_conf: Optional[Conf] = None) -> LoaderContext:
        return self.get_context(FILTER, name, global_conf)

    def server_context(self, name: Optional[str] = None, global_conf: Optional[Conf] = None) -> LoaderContext:
        return self.get_context(SERVER, name, global_conf)

    def get_context(self, object_type: ObjectType, name: Optional[str] = None, global_conf: Optional[Conf] = None) -> LoaderContext:
        return self._get(loadcontext, object_type, name, global_conf)

    def absolute_name(self, name: Optional[str]) -> bool:
        """Whether the name is a URI."""
        return name is not None and self._absolute_re.search(name) is not None

    def _get(self, load: Callable[..., Any], object_type: ObjectType, name: Optional[str], global_conf: Optional[Conf]) -> Any:
        if self.absolute_name(name):
            return load(object_type, name, None, self.relative_to, global_conf)
        return load(object_type, self.uri, name, self.relative_to, global_conf)


class ConfigLoader(_Loader):
    """Loads by section names of one INI file; ``parser`` is for those who want other sections of it."""

    def __init__(self, filename: str) -> None:
        self.filename = filename = filename.strip()
        path = os.path.abspath(filename)
        self.uri = "config:" + path.replace("%", "%25")
        self.relative_to = os.path.dirname(path)
        self._added: Conf = {}
        self.parser = NicerConfigParser(filename, defaults={"here": self.relative_to, "__file__": path})
        self.parser.optionxform = str  # type: ignore[assignment,method-assign]
        with open(filename) as file:
            self.parser.read_file(file)

    def update_defaults(self, new_defaults: Mapping[str, Any], overwrite: bool = True) -> None:
        """Adds to ``[DEFAULT]``."""
        for key, value in new_defaults.items():
            if overwrite or key not in self.parser.defaults_as_written:
                self.parser.defaults_as_written[key] = value
                self._added[key] = value

    def _get(self, load: Callable[..., Any], object_type: ObjectType, name: Optional[str], global_conf: Optional[Conf]) -> Any:
        return super()._get(load, object_type, name, {**self._added, **(global_conf or {})})


class EggLoader(_Loader):
    """Loads the entry points of one distribution."""

    def __init__(self, spec: str) -> None:
        self.spec = spec
        self.uri = "egg:" + spec


class FuncLoader(_Loader):
    """Loads ``module:function``."""

    def __init__(self, spec: str) -> None:
        if ":" not in spec:
            raise LookupError("Configuration not in format module:function")
        self.spec = spec
        self.uri = "call:" + spec


def load_factory(reference: str) -> Any:
    """The object that ``package.module:attribute.path`` names, as an entry point has it."""
    import importlib.metadata  # takes as long as much of .NET's start: only where a Python factory is loaded here

    return importlib.metadata.EntryPoint(name="", group="", value=reference).load()


def _distribution(name: str) -> Any:
    import importlib.metadata

    return importlib.metadata.distribution(name)


def _python_server(factory: Dict[str, Any]) -> Callable[[WsgiApp], None]:
    make, global_conf, local_conf = load_factory(factory["reference"]), factory["global_conf"], factory["local_conf"]
    if factory["protocol"] == "paste.server_factory":
        return fix_call(make, global_conf, **local_conf)
    return lambda app: fix_call(make, app, global_conf, **local_conf)


def _loader_of(uri: str, relative_to: Optional[str]) -> _Loader:
    loader = _Loader()
    loader.uri, loader.relative_to = uri.split("#", 1)[0], relative_to
    return loader
