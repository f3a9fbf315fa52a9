# SPDX-License-Identifier: MIT
"""JSON that keeps the types which sessions usually hold: a value comes back as what it was."""

import base64
import datetime
import json
from decimal import Decimal
from typing import Any, Callable, Dict, Mapping, Tuple

_mark = "$type"


def dumps(value: Any) -> str:
    """The text of one value. TypeError, with the type, when there is none."""
    return _encode(_plain(value))


def dumps_item(key: Any, value: Any) -> str:
    """The text of one value of a session; an error names its key."""
    if not isinstance(key, str):
        raise TypeError(f"session key {key!r}: only strings can be keys")
    try:
        write = _scalars.get(type(value))
        return dumps(value) if write is None else write(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise TypeError(f"session[{key!r}]: {error}") from None


def dumps_items(items: Mapping[str, Any]) -> str:
    """The text of a session."""
    return "{" + ",".join(f"{_encode(key)}:{dumps_item(key, value)}" for key, value in items.items()) + "}"


def loads(text: str) -> Any:
    """The value of a text."""
    return (_scan_marked if _mark in text else _scan)(text, 0)[0]


_writers: Dict[type, Tuple[str, Callable[[Any], Any]]] = {
    datetime.datetime: ("datetime", lambda value: value.isoformat()),
    datetime.date: ("date", lambda value: value.isoformat()),
    datetime.timedelta: ("timedelta", lambda value: [value.days, value.seconds, value.microseconds]),
    Decimal: ("decimal", str),
    bytes: ("bytes", lambda value: base64.b64encode(value).decode("ascii")),
    tuple: ("tuple", lambda value: [_plain(item) for item in value]),
    set: ("set", lambda value: sorted((_plain(item) for item in value), key=repr)),
    frozenset: ("frozenset", lambda value: sorted((_plain(item) for item in value), key=repr)),
}

_readers: Dict[str, Callable[[Any], Any]] = {
    "datetime": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "timedelta": lambda value: datetime.timedelta(*value),
    "decimal": Decimal,
    "bytes": base64.b64decode,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "dict": lambda pairs: {key: value for key, value in pairs},
}


def _plain(value: Any) -> Any:
    if value is None or type(value) in (bool, int, float, str):
        return value
    if type(value) is list:
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        if _mark in value or not all(type(key) is str for key in value):
            return {_mark: "dict", "value": [[_plain(key), _plain(item)] for key, item in value.items()]}
        return {key: _plain(item) for key, item in value.items()}
    writer = _writers.get(type(value))
    if writer is None:
        # Subclasses, as the str of markupsafe or an IntEnum, are stored as what they are underneath.
        for plain in (str, int, float):
            if isinstance(value, plain):
                return plain(value)
        raise TypeError(f"a {type(value).__module__}.{type(value).__qualname__} cannot be stored")
    name, write = writer
    return {_mark: name, "value": write(value)}


def _restored(found: Dict[str, Any]) -> Any:
    read = _readers.get(found[_mark]) if _mark in found else None
    return read(found["value"]) if read else found


# Made once: json.dumps and json.loads do more for every call.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_scan = json.JSONDecoder().scan_once
_scan_marked = json.JSONDecoder(object_hook=_restored).scan_once
_scalars: Dict[type, Callable[[Any], str]] = {
    str: json.encoder.encode_basestring,
    int: int.__repr__,
    float: lambda value: repr(value) if value - value == 0 else _encode(value),  # which refuses what is no number
    bool: _encode,
    type(None): _encode,
}
