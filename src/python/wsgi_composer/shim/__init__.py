# SPDX-License-Identifier: MIT
"""Objects that Python apps expect to find in the environ, and that C# cannot be."""

from .identity import API, Identity
from .registry import Registry, RegistryManager, StackedObjectProxy
from .session import Session, SessionObject, SessionOptions
from .store import MemoryStore, Store

__all__ = [
    "API",
    "Identity",
    "MemoryStore",
    "Registry",
    "RegistryManager",
    "Session",
    "SessionObject",
    "SessionOptions",
    "StackedObjectProxy",
    "Store",
]
