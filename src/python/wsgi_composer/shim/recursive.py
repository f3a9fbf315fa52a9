# SPDX-License-Identifier: MIT
"""What ``paste.recursive`` puts into the environ, over the C# filter ``recursive``."""


class ForwardRequestException(Exception):
    """Leaves the app for another path; the filter catches it by its name and calls its factory."""

    def __init__(self, path_info, query=None, extra=()):
        super().__init__(path_info)
        self._changes = dict(extra, PATH_INFO=path_info)
        if query is not None:
            self._changes["QUERY_STRING"] = query

    def factory(self, app):
        """The app that answers instead."""

        def forwarded(environ, start_response):
            environ.update(self._changes)
            return app(environ, start_response)

        return forwarded


class _Recursive:
    def __init__(self, ask, script_name):
        self._ask = ask
        self._script_name = script_name

    def __call__(self, path, extra_environ=None):
        path, _, query = path.partition("?")
        if path.startswith("/"):
            if path != self._script_name and not path.startswith(self._script_name + "/"):
                raise ValueError(f"only paths under {self._script_name!r} can be reached, not {path!r}")
            path = path[len(self._script_name) + 1 :]
        return self._activate("/" + path, query, extra_environ or {})

    def _included(self, path_info, query, extra):
        pairs = [part for pair in extra.items() for part in pair]
        return self._ask(path_info, query, *pairs)


class Includer(_Recursive):
    """``environ['paste.recursive.include'](path)``: the whole page."""

    def _activate(self, path_info, query, extra):
        return IncludedResponse(*self._included(path_info, query, extra))


class IncluderAppIter(_Recursive):
    """``environ['paste.recursive.include_app_iter'](path)``: the page as an iterable."""

    def _activate(self, path_info, query, extra):
        status, headers, body = self._included(path_info, query, extra)
        return IncludedAppIterResponse(status, headers, [body])


class Forwarder(_Recursive):
    """``environ['paste.recursive.forward'](path)``: another page instead; does not return."""

    def _activate(self, path_info, query, extra):
        raise ForwardRequestException(path_info, query, extra)


class IncludedResponse:
    """The answer of an included page."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def __str__(self):
        return self.body.decode("utf-8", "replace")


class IncludedAppIterResponse:
    """The answer of an included page whose body is an iterable."""

    def __init__(self, status, headers, app_iter):
        self.status = status
        self.headers = headers
        self.app_iter = app_iter

    def close(self):
        """Nothing is open."""
