# SPDX-License-Identifier: MIT
"""Composer's files for tools that load with plaster, as pserve does: ``pserve site.toml``, ``pserve site.yaml``, ``pserve composer+ini:site.ini``."""

import logging
import os
from typing import Any, Callable, Dict, List, Optional

from .deploy.loadwsgi import AttrDict, WsgiApp, appconfig, loadapp, loadfilter, loadserver

Conf = Dict[str, Any]


class Loader:
    """plaster's loader protocol, ``wsgi`` included."""

    def __init__(self, uri: Any) -> None:
        self.uri = uri
        self.filepath = os.path.abspath(uri.path)

    def get_sections(self) -> List[str]:
        """Nothing: objects of the file are asked for by name."""
        return []

    def get_settings(self, section: Optional[str] = None, defaults: Optional[Conf] = None) -> Conf:
        """The settings of an app; nothing for sections of other tools."""
        kind, _, name = (section or "").partition(":")
        if section and (kind not in ("app", "composite", "pipeline", "filter-app") or not name):
            return {}
        return self.get_wsgi_app_settings(name or None, defaults)

    def setup_logging(self, defaults: Optional[Conf] = None) -> None:
        """As of a file without ``[loggers]``."""
        logging.basicConfig()

    def get_wsgi_app(self, name: Optional[str] = None, defaults: Optional[Conf] = None) -> WsgiApp:
        return self._load(loadapp, name, defaults)

    def get_wsgi_filter(self, name: Optional[str] = None, defaults: Optional[Conf] = None) -> Callable[[WsgiApp], WsgiApp]:
        return self._load(loadfilter, name, defaults)

    def get_wsgi_server(self, name: Optional[str] = None, defaults: Optional[Conf] = None) -> Callable[[WsgiApp], None]:
        return self._load(loadserver, name, defaults)

    def get_wsgi_app_settings(self, name: Optional[str] = None, defaults: Optional[Conf] = None) -> Conf:
        """The app's own settings; ``.global_conf`` has those of the file."""
        found = self._load(appconfig, name, defaults)
        settings = AttrDict(found.local_conf)
        settings.global_conf, settings.loader = found.global_conf, self  # type: ignore[attr-defined]
        return settings

    def _load(self, load: Callable[..., Any], name: Optional[str], defaults: Optional[Conf]) -> Any:
        conf = {**self.uri.options, **(defaults or {})}
        return load("config:" + self.filepath.replace("%", "%25"), name or self.uri.fragment or None, global_conf=conf)

    def __repr__(self) -> str:
        return f'wsgi_composer.plaster.Loader(uri="{self.uri}")'
