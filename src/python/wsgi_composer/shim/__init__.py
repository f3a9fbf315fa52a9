# SPDX-License-Identifier: MIT
"""Objects that Python apps expect to find in the environ, and that C# cannot be."""

from .identity import API, Identity
from .registry import Registry, RegistryManager, StackedObjectProxy
from .session import Session, SessionObject

__all__ = [
    "API",
    "Identity",
    "Registry",
    "RegistryManager",
    "Session",
    "SessionObject",
    "StackedObjectProxy",
]
