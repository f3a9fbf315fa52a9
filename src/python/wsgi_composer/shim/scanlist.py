# SPDX-License-Identifier: MIT
"""``environ['paste.auth.cookie']``: the keys of the environ that the filter ``auth_cookie`` keeps for the next request."""

from typing import Any, Callable, Iterable, List

__all__ = ["ScanList"]


class ScanList(List[str]):
    """A list that tells the filter what is appended."""

    def __init__(self, keys: Iterable[str], append: Callable[[str], Any]) -> None:
        super().__init__(keys)
        self._append = append

    def append(self, value: Any) -> None:
        """One more key; a key that is there already stays where it is."""
        if value in self:
            return
        super().append(str(value))
        self._append(str(value))
