# SPDX-License-Identifier: MIT
"""Makes the settings of the filter ``config`` known to code that imports ``CONFIG``, of whichever package."""

import importlib
from typing import Any, Callable, Dict, Iterable

from ..bodies import ClosedBody, is_complete

__all__ = ["around"]

WsgiApp = Callable[[Dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_modules = ("paste.config", "paste.deploy.config", "wsgi_composer.deploy.config")


def around(application: WsgiApp) -> WsgiApp:
    """The app, called while every ``CONFIG`` stands for ``environ['paste.config']``."""
    configs = [module.CONFIG for module in map(_imported, _modules) if module is not None]

    def call(environ: Dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        conf = environ["paste.config"]

        def leave() -> None:
            for config in configs:
                config.pop_thread_config(conf)

        for config in configs:
            config.push_thread_config(conf)
        try:
            body = application(environ, start_response)
        except BaseException:
            leave()
            raise
        if is_complete(body, environ):
            leave()
            return body
        return ClosedBody(body, leave)

    return call


def _imported(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
