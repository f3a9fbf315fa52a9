# SPDX-License-Identifier: MIT
"""``environ['paste.registry']``: global names that stand for another object in every request. Understands Paste's own proxies too."""

import threading
from typing import Any, Callable, Dict, Iterable, Iterator, List, Tuple

from ..bodies import ClosedBody, is_complete

__all__ = ["Registry", "RegistryManager", "StackedObjectProxy"]

_nothing = object()


class StackedObjectProxy:
    """A global that stands for the object that was last registered for it in this thread, or for ``default``."""

    def __init__(self, default: Any = _nothing, name: str = "Default") -> None:
        self.__dict__.update(_proxy_name=name, _proxy_default=default, _proxy_threads=threading.local())

    def _current_obj(self) -> Any:
        """The object that it stands for here."""
        stack = self._stack()
        if stack:
            return stack[-1]
        if self._proxy_default is _nothing:
            raise TypeError(f"No object (name: {self._proxy_name}) has been registered for this thread")
        return self._proxy_default

    def _push_object(self, obj: Any) -> None:
        """Stands for ``obj`` in this thread, until it is popped."""
        self._stack().append(obj)

    def _pop_object(self, obj: Any = None) -> None:
        """Ends what :meth:`_push_object` began; ``obj`` says which it should be."""
        stack = self._stack()
        if not stack:
            raise AssertionError("No object has been registered for this thread")
        popped = stack.pop()
        if obj is not None and popped is not obj:
            raise AssertionError(f"The object popped ({popped}) is not the same as the object expected ({obj})")

    def _object_stack(self) -> List[Any]:
        """All objects registered for this thread, the current one last."""
        return list(self._stack())

    def _stack(self) -> List[Any]:
        return self._proxy_threads.__dict__.setdefault("objects", [])

    def __dir__(self) -> List[str]:
        names = set(dir(type(self))) | set(self.__dict__)
        try:
            names.update(dir(self._current_obj()))
        except TypeError:
            pass
        return sorted(names)

    def __repr__(self) -> str:
        try:
            return repr(self._current_obj())
        except (TypeError, AttributeError):
            return object.__repr__(self)

    def __getattr__(self, attr: str) -> Any:
        return getattr(self._current_obj(), attr)

    def __setattr__(self, attr: str, value: Any) -> None:
        setattr(self._current_obj(), attr, value)

    def __delattr__(self, attr: str) -> None:
        delattr(self._current_obj(), attr)

    def __getitem__(self, key: Any) -> Any:
        return self._current_obj()[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self._current_obj()[key] = value

    def __delitem__(self, key: Any) -> None:
        del self._current_obj()[key]

    def __call__(self, *args: Any, **kw: Any) -> Any:
        return self._current_obj()(*args, **kw)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._current_obj())

    def __bool__(self) -> bool:
        return bool(self._current_obj())

    def __len__(self) -> int:
        return len(self._current_obj())

    def __contains__(self, key: Any) -> bool:
        return key in self._current_obj()


class Registry:
    """What was registered in this request, by each manager of it in turn; ``reglist`` has one dict for each."""

    def __init__(self) -> None:
        self.reglist: List[Dict[int, Tuple[Any, Any]]] = []

    def prepare(self) -> None:
        """Begins the part of a manager."""
        self.reglist.append({})

    def register(self, stacked: Any, obj: Any) -> None:
        """Lets a proxy stand for ``obj`` until the manager's part ends."""
        registered = self.reglist[-1]
        if id(stacked) in registered:
            stacked._pop_object(registered.pop(id(stacked))[1])
        stacked._push_object(obj)
        registered[id(stacked)] = (stacked, obj)

    replace = register

    def multiregister(self, stacklist: Iterable[Tuple[Any, Any]]) -> None:
        """Registers pairs of proxy and object."""
        for stacked, obj in stacklist:
            self.register(stacked, obj)

    def cleanup(self) -> None:
        """Ends the part of a manager: its proxies stand for what they did before."""
        for stacked, obj in self.reglist.pop().values():
            stacked._pop_object(obj)


class RegistryManager:
    """The filter that provides the registry. What is registered holds until the response is closed; Paste's needs ``streaming`` for that."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application = application

    def __call__(self, environ: Dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        registry = environ.setdefault("paste.registry", Registry())
        registry.prepare()
        try:
            body = self.application(environ, start_response)
        except BaseException:
            registry.cleanup()
            raise
        if is_complete(body, environ) or (_is_made_in_csharp(body) and not registry.reglist[-1]):
            registry.cleanup()
            return body
        return ClosedBody(body, registry.cleanup)


def _is_made_in_csharp(body: Any) -> bool:
    """Such a body may have Python behind it; where nothing was registered, that does not matter, and the body stays what it is."""
    return type(body).__module__ == "_composer"
