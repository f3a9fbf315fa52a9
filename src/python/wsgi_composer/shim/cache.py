# SPDX-License-Identifier: MIT
"""``environ['beaker.cache']``: Beaker's own, which is looked for when somebody uses it."""

from typing import Any

__all__ = ["LazyCache"]


class LazyCache:
    """A CacheManager of Beaker with its default settings; ``CacheMiddleware`` around the app provides another."""

    def __init__(self) -> None:
        self.__dict__["_manager"] = None

    def _beakers(self) -> Any:
        if self._manager is None:
            try:
                from beaker.cache import CacheManager
            except ImportError:
                raise RuntimeError("environ['beaker.cache'] is Beaker's own cache, and Beaker is not installed: pip install Beaker") from None
            self.__dict__["_manager"] = CacheManager()
        return self._manager

    def __getattr__(self, attr: str) -> Any:
        return getattr(self._beakers(), attr)

    def __setattr__(self, attr: str, value: Any) -> None:
        setattr(self._beakers(), attr, value)
