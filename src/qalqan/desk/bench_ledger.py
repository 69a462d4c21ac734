"""A made ledger of any size for measuring: nobody's money, in the order of time, with planted chains of mules.

Every account pays five times in four days on average; accounts of one in a hundred are busy (shops, exchanges) and
stand on 6 % of the rows' ends. A planted case is a loss of 4,300,000 tenge that runs in an hour through a mule to 4,
then 8, then 16 accounts. The density does not depend on the size, so a trace meets as many rows at any.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qalqan.kernels.csr import build
from qalqan.kernels.money import I32, I64, Ledger, Losses

HOUR = 3_600_000_000
HOURS = 96
ROWS_PER_ACCOUNT = 5
BUSY, SHARE_OF_BUSY = 100, 0.06
CHUNK = 1 << 22
PLANTED = (4_300_000_00, *(4 * [1_070_000_00]), *(8 * [530_000_00]), *(16 * [260_000_00]))  # tiyn


@dataclass(frozen=True, slots=True)
class Made:
    """Columns of N rows, the number of accounts, and the rows of the planted losses."""

    at: I64
    sender: I32
    receiver: I32
    amount: I64
    accounts: int
    planted: I64

    def ledger(self, threads: int = 0, folder: Path | None = None) -> Ledger:
        """The ledger with its index, see :func:`qalqan.kernels.csr.build`."""
        return build(
            self.at, self.sender, self.receiver, self.amount, self.accounts, threads=threads, folder=folder
        )  # fmt: skip


def made(rows: int, planted: int = 50, seed: int = 1, folder: Path | None = None) -> Made:
    """A made ledger; the same for the same numbers. With a folder, its columns are mapped files there, written
    a part at a time, so that the ledger may be larger than the memory."""
    accounts = max(rows // ROWS_PER_ACCOUNT, BUSY)
    at, amount = _column(folder, "at", rows, np.int64), _column(folder, "amount", rows, np.int64)
    sender, receiver = _column(folder, "sender", rows, np.int32), _column(folder, "receiver", rows, np.int32)
    now, gap = 0, 2 * HOURS * HOUR // rows
    for first in range(0, rows, CHUNK):
        end = min(first + CHUNK, rows)
        told, count = np.random.default_rng((seed, first)), end - first
        at[first:end] = now + np.cumsum(told.integers(0, gap + 1, count))
        now = int(at[end - 1])
        amount[first:end] = np.exp(told.normal(12.5, 1.4, count)) + 100
        for column in (sender, receiver):
            whose = (accounts * told.random(count) ** 1.2).astype(np.int64)
            busy = told.random(count) < SHARE_OF_BUSY
            whose[busy] %= accounts // BUSY
            column[first:end] = whose * 7919 % accounts  # neighbours in number have nothing in common
    losses = _plant(sender, receiver, amount, accounts, planted, np.random.default_rng((seed, rows)))
    return Made(at, sender, receiver, amount, accounts, losses)


def _plant(
    sender: I32, receiver: I32, amount: I64, accounts: int, count: int, told: np.random.Generator
) -> I64:  # fmt: skip
    """Write the planted chains over rows of the first half."""
    rows, apart = len(amount), len(amount) // (HOURS * len(PLANTED)) + 1
    losses = np.sort(told.choice(rows // 2, count, replace=False))
    for loss in losses:
        mules = told.integers(0, accounts, len(PLANTED) + 1)
        for step, tiyn in enumerate(PLANTED):
            row, payer = loss + step * apart, 0 if step == 0 else 1 if step <= 4 else 2 + (step - 5) // 2
            sender[row], receiver[row], amount[row] = mules[payer], mules[step + 1], tiyn
    return losses.astype(np.int64)


def _column(folder: Path | None, name: str, rows: int, kind: type) -> npt.NDArray[Any]:
    if folder is None:
        return np.empty(rows, kind)
    return np.asarray(np.lib.format.open_memmap(folder / f"{name}.npy", mode="w+", dtype=kind, shape=(rows,)))


def losses_of(ledger: Ledger, rows: I64, hours: int = 72) -> Losses:
    """A case each row: all of it is lost, and followed for so many hours."""
    last = np.searchsorted(ledger.at, ledger.at[rows] + hours * HOUR, side="right").astype(np.int64)
    start = np.arange(len(rows) + 1, dtype=np.int64)
    return Losses(start, rows.astype(np.int32), ledger.amount[rows], last, last)
