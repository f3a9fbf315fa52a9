# SPDX-License-Identifier: MIT
"""Settings for the length of a request, and apps behind a proxy that moved them below a prefix."""

import re
import threading
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Union

from ..bodies import ClosedBody
from .converters import asbool

__all__ = ["DispatchingConfig", "CONFIG", "ConfigMiddleware", "PrefixMiddleware", "make_config_filter", "make_prefix_middleware"]

Environ = Dict[str, Any]
WsgiApp = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class DispatchingConfig:
    """Stands for the settings of whichever request its user is in; those of the thread come before those of the process."""

    def __init__(self) -> None:
        self._threads = threading.local()
        self._process_configs: List[Any] = []

    def push_thread_config(self, conf: Any) -> None:
        """Makes these the settings of this thread, until they are popped."""
        self._thread_configs().append(conf)

    def pop_thread_config(self, conf: Any = None) -> None:
        """Ends what :meth:`push_thread_config` began; ``conf`` says which it should be."""
        self._pop(self._thread_configs(), conf)

    def push_process_config(self, conf: Any) -> None:
        """Makes these the settings of threads that have none of their own."""
        self._process_configs.append(conf)

    def pop_process_config(self, conf: Any = None) -> None:
        """Ends what :meth:`push_process_config` began."""
        self._pop(self._process_configs, conf)

    def current_conf(self) -> Any:
        """The settings that count here, or None."""
        return next(reversed(self._thread_configs() or self._process_configs), None)

    def __getattr__(self, attr: str) -> Any:
        return getattr(self._registered(AttributeError), attr)

    def __getitem__(self, key: str) -> Any:
        return self._registered(TypeError)[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._registered(TypeError)[key] = value

    def __contains__(self, key: object) -> bool:
        return key in self._registered(TypeError)

    def _registered(self, error: Callable[[str], Exception]) -> Any:
        conf = self.current_conf()
        if conf is None:
            raise error("No configuration has been registered for this process or thread")
        return conf

    def _thread_configs(self) -> List[Any]:
        return self._threads.__dict__.setdefault("configs", [])

    @staticmethod
    def _pop(configs: List[Any], expected: Any) -> None:
        popped = configs.pop()
        if expected is not None and popped is not expected:
            raise AssertionError(f"The config popped ({popped}) is not the same as the config expected ({expected})")


CONFIG = DispatchingConfig()


class ConfigMiddleware:
    """Gives the app a copy of the settings as ``environ['paste.config']`` and as :data:`CONFIG`, until the response is closed."""

    def __init__(self, application: WsgiApp, config: Mapping[str, Any]) -> None:
        self.application = application
        self.config = config

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        outer = environ.get("paste.config")
        conf = environ["paste.config"] = self.config.copy()  # type: ignore[attr-defined]

        def leave() -> None:
            CONFIG.pop_thread_config(conf)
            if outer is not None:
                environ["paste.config"] = outer

        CONFIG.push_thread_config(conf)
        try:
            body = self.application(environ, start_response)
        except BaseException:
            leave()
            raise
        if type(body) in (list, tuple):
            leave()
            return body
        return ClosedBody(body, leave)


def make_config_filter(app: WsgiApp, global_conf: Dict[str, str], **local_conf: str) -> ConfigMiddleware:
    """The filter of ``egg:PasteDeploy#config``: every setting of its section, over the global ones."""
    return ConfigMiddleware(app, {**global_conf, **local_conf})


make_config_middleware = make_config_filter


class PrefixMiddleware:
    """For an app behind a proxy that serves it below ``prefix`` and passes paths on without it.

    SCRIPT_NAME becomes the prefix, which PATH_INFO loses if it has it. Unless ``translate_forwarded_server`` is false,
    X-Forwarded-Server, -Host, -For and -Scheme (or -Proto) are believed. ``force_port`` sets the port that the client saw
    (empty: the scheme's own), ``scheme`` the scheme.
    """

    def __init__(
        self,
        app: WsgiApp,
        global_conf: Optional[Dict[str, str]] = None,
        prefix: str = "/",
        translate_forwarded_server: bool = True,
        force_port: Union[int, str, None] = None,
        scheme: Optional[str] = None,
    ) -> None:
        self.app = app
        self.prefix = prefix.rstrip("/")
        self.translate_forwarded_server = translate_forwarded_server
        self.regprefix = re.compile(f"^{self.prefix}(.*)$")
        self.force_port = force_port
        self.scheme = scheme

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["PATH_INFO"] = self.regprefix.sub(r"\1", environ["PATH_INFO"]) or "/"
        environ["SCRIPT_NAME"] = self.prefix
        if self.translate_forwarded_server:
            self._believe_the_proxy(environ)
        if self.force_port is not None:
            self._set_port(environ, str(self.force_port))
        if self.scheme is not None:
            environ["wsgi.url_scheme"] = self.scheme
        return self.app(environ, start_response)

    @staticmethod
    def _believe_the_proxy(environ: Environ) -> None:
        server = environ.pop("HTTP_X_FORWARDED_SERVER", None)
        if server is not None:
            environ["SERVER_NAME"] = environ["HTTP_HOST"] = server.split(",")[0]
        for header, key in (("HTTP_X_FORWARDED_HOST", "HTTP_HOST"), ("HTTP_X_FORWARDED_FOR", "REMOTE_ADDR")):
            if header in environ:
                environ[key] = environ.pop(header).split(",")[0]
        for header in ("HTTP_X_FORWARDED_SCHEME", "HTTP_X_FORWARDED_PROTO"):
            if header in environ:
                environ["wsgi.url_scheme"] = environ.pop(header)
                break

    @staticmethod
    def _set_port(environ: Environ, port: str) -> None:
        host = environ.get("HTTP_HOST", "").split(":", 1)[0]
        environ["HTTP_HOST"] = f"{host}:{port}" if port else host
        environ["SERVER_PORT"] = port or ("80" if environ["wsgi.url_scheme"] == "http" else "443")


def make_prefix_middleware(
    app: WsgiApp,
    global_conf: Dict[str, str],
    prefix: str = "/",
    translate_forwarded_server: Union[bool, str] = True,
    force_port: Union[int, str, None] = None,
    scheme: Optional[str] = None,
) -> PrefixMiddleware:
    """The filter of ``egg:PasteDeploy#prefix``."""
    return PrefixMiddleware(app, None, prefix, asbool(translate_forwarded_server), force_port, scheme)
