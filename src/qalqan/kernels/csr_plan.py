"""How the rows of a ledger are dealt out to blocks of accounts, and where its index is kept."""

from __future__ import annotations

import mmap
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qalqan.kernels.money import I64

EVENTS = 20_000  # of a block: with what is made of them they fit the second cache of a core
AT_ONCE = 1 << 25, 1 << 26  # int64 of events dealt out at a time: a quarter to half a gigabyte
_TYPES = {"original": np.int32, "out_row": np.int32, "in_row": np.int32}


def spans(at: I64, parts: int) -> list[tuple[int, int]]:
    """At most so many ranges of places that hold about as much each; ``at``: what stands before each place."""
    parts = max(parts, 1)
    edges = np.searchsorted(at, at[0] + (at[-1] - at[0]) * np.arange(parts + 1) // parts)
    edges[0], edges[-1] = 0, len(at) - 1
    return [(int(a), int(b)) for a, b in pairwise(edges) if a < b]


@dataclass(slots=True)
class Plan:
    """Blocks of 2^shift accounts. parts: the rows of each thread; outs, ins (threads, blocks): rows out of and into
    each block; event_at, out_at, in_at (blocks + 1): what stands before each block, events as two int64 each.
    stripes: ranges of blocks whose events are in memory at the same time, ``widest`` int64 at the most."""

    shift: int
    blocks: int
    parts: list[tuple[int, int]]
    outs: I64
    ins: I64
    event_at: I64 = field(default_factory=lambda: np.zeros(0, np.int64))
    out_at: I64 = field(default_factory=lambda: np.zeros(0, np.int64))
    in_at: I64 = field(default_factory=lambda: np.zeros(0, np.int64))
    stripes: list[tuple[int, int]] = field(default_factory=list)
    widest: int = 0

    @staticmethod
    def of(rows: int, accounts: int, workers: int) -> Plan:
        """The plan before the rows are counted."""
        wanted = max(1, 2 * rows // EVENTS)
        shift = max(0, (max(accounts, 1) - 1) // wanted).bit_length()
        blocks = (max(accounts, 1) - 1 >> shift) + 1
        edges = [rows * part // workers for part in range(workers + 1)]
        counts = np.zeros((2, workers, blocks), np.int64)
        return Plan(shift, blocks, list(pairwise(edges)), counts[0], counts[1])

    def settle_places(self) -> None:
        """Where each block stands, once its rows are counted."""
        self.out_at = np.concatenate(([0], np.cumsum(self.outs.sum(0))))
        self.in_at = np.concatenate(([0], np.cumsum(self.ins.sum(0))))
        self.event_at = 2 * (self.out_at + self.in_at)
        events = int(self.event_at[-1])
        at_once = min(max(AT_ONCE[0], events // 4), AT_ONCE[1])
        self.stripes = spans(self.event_at, -(-events // at_once)) or [(0, self.blocks)]
        self.widest = max(int(self.event_at[high] - self.event_at[low]) for low, high in self.stripes)

    def cursors(self, low: int, high: int) -> I64:
        """Where each thread writes the first event of each of the blocks low…high (threads, blocks)."""
        mine = 2 * (self.outs + self.ins)[:, low:high]
        before = np.cumsum(mine, 0) - mine
        return np.ascontiguousarray(before + self.event_at[low:high] - self.event_at[low])


class Room:
    """Makes the columns of an index: in memory, or as memory-mapped files of a folder."""

    def __init__(self, folder: Path | None, rows: int, accounts: int) -> None:
        self.folder, self.rows, self.accounts = folder, rows, accounts
        self._maps: list[Any] = []

    def column(self, name: str) -> npt.NDArray[Any]:
        """A new column, its contents not yet set. Raises OSError where the folder cannot be written."""
        long = self.accounts + 1 if name.endswith("_start") else self.rows
        kind = _TYPES.get(name, np.int64)
        if self.folder is None or not long:
            return np.empty(long, kind)
        kept = np.lib.format.open_memmap(self.folder / f"{name}.npy", mode="w+", dtype=kind, shape=(long,))
        self._maps.append(kept)
        return np.asarray(kept)

    def forget(self) -> None:
        """Let the system write the mapped pages and take them out of this process's memory."""
        for one in self._maps:
            if hasattr(mmap, "MADV_DONTNEED"):
                one._mmap.madvise(mmap.MADV_DONTNEED)
