"""Work that several steps share, done once: the last result is kept while the very same frames are asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar
from weakref import ref

import polars as pl

T = TypeVar("T")


class Once(Generic[T]):
    """Remembers one result by the identity of the frames it was made from (never by their contents or place).

    Frames are never changed in place in this house, so the same objects give the same result; they are held weakly,
    so that nothing large outlives its run because of it.
    """

    def __init__(self) -> None:
        self._kept: tuple[tuple[ref[pl.DataFrame], ...], object, T] | None = None

    def of(self, frames: Sequence[pl.DataFrame], told: object, make: Callable[[], T]) -> T:
        """What ``make`` gave for these frames and ``told`` (settings), or gives now."""
        kept = self._kept
        if (
            kept is not None
            and kept[1] == told
            and len(kept[0]) == len(frames)
            and all(known() is frame for known, frame in zip(kept[0], frames, strict=True))
        ):
            return kept[2]
        made = make()
        self._kept = (tuple(ref(frame, self._forget) for frame in frames), told, made)
        return made

    def _forget(self, _gone: ref[pl.DataFrame]) -> None:
        """A frame is no more: neither is what was made from it."""
        self._kept = None
