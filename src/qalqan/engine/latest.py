"""The latest of what was made, kept by what it was made of: a page and its picture ask for the same thing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """The ``most`` things that were asked for last. Safe for many threads; nobody waits while another makes one."""

    def __init__(self, most: int) -> None:
        self._most, self._kept, self._door = most, dict[Hashable, T](), threading.Lock()

    def of(self, key: Hashable, make: Callable[[], T], *, keep: object = True) -> T:
        """The thing of a key, made when it is not kept; kept only where ``keep`` is something (a run's stamp, say)."""
        if not keep:
            return make()
        with self._door:
            if key in self._kept:
                self._kept[key] = found = self._kept.pop(key)
                return found
        made = make()
        with self._door:
            self._kept[key] = made
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return made
