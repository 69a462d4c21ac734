"""A made ledger of any size for measuring: nobody's money, in the order of time, with planted chains of mules.

Over DAYS days an account pays five times on average, a few busy ones several hundred times. A planted case is a loss of
4,300,000 tenge that runs in an hour through a mule to 4, then 8, then 16 accounts. Nothing depends on the size but
the number of accounts, so a trace meets as many rows at any.
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
DAYS = 45
ROWS_PER_ACCOUNT = 5
STEEP, FLAT = 3.0, 0.02  # how much busier the busy ones are, and where that ends
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
    accounts = max(rows // ROWS_PER_ACCOUNT, len(PLANTED) + 1)
    at, amount = _column(folder, "at", rows, np.int64), _column(folder, "amount", rows, np.int64)
    sender, receiver = _column(folder, "sender", rows, np.int32), _column(folder, "receiver", rows, np.int32)
    now, gap = 0, 2 * DAYS * 24 * HOUR // rows
    for first in range(0, rows, CHUNK):
        end = min(first + CHUNK, rows)
        told, count = np.random.default_rng((seed, first)), end - first
        at[first:end] = now + np.cumsum(told.integers(0, gap + 1, count))
        now = int(at[end - 1])
        amount[first:end] = np.exp(told.normal(12.5, 1.4, count)) + 100
        for column in (sender, receiver):
            column[first:end] = _whose(told, accounts, count)
    losses = _plant((sender, receiver, amount), accounts, planted, np.random.default_rng((seed, rows)))
    return Made(at, sender, receiver, amount, accounts, losses)


def _whose(told: np.random.Generator, accounts: int, count: int) -> I64:
    """Accounts drawn by how busy they are; neighbours in number have nothing in common."""
    drawn = (FLAT + (1 - FLAT) * told.random(count)) ** STEEP - FLAT**STEEP
    rank: I64 = np.minimum(accounts * drawn / (1 - FLAT**STEEP), accounts - 1).astype(np.int64)
    return rank * 7919 % accounts


def _plant(columns: tuple[I32, I32, I64], accounts: int, count: int, told: np.random.Generator) -> I64:
    """Write the planted chains over rows of the first nine tenths; gives the rows of the losses."""
    sender, receiver, amount = columns
    rows, apart = len(amount), len(amount) // (DAYS * 24 * len(PLANTED)) + 1
    losses = np.sort(told.choice(rows * 9 // 10, count, replace=False))
    for loss in losses:
        mules = _whose(told, accounts, len(PLANTED) + 1)
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
