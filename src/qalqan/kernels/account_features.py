"""What each account's rows say of it: counts, sums, distinct counterparties, exact.

Rows stand in the ledger's total order (time, source order, id). They are dealt to blocks of accounts whose sums fit
a processor's own cache, as many blocks at a time as a fixed room of memory holds; then each block is summed, its
counterparties are put side by side by a counting sort, and a counterparty is new to an account when it was not met
before: among few by looking, among many by a stamp. No hashing, linear time. Two threads; an account is computed by
one of them, so that their number never changes a value. Method: radix partitioning (Manegold, Boncz, Kersten 2002).
"""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from qalqan.kernels.money import I32, I64, U8

NIGHT, ROUND, BELOW = 1, 2, 4
"""Bits of a row's flags: at night by local time, a round sum, just below a stated limit."""
BITS = 12
"""A block is 2**BITS accounts: their sums take 200 kB a side."""
ROOM = 4_000_000
"""Rows of both sides dealt at a time: 90 MB."""
FEW = 24
SMALL = ("n", "night", "round", "below", "first", "last", "others", "marked")
LARGE = ("sum", "max")


@dataclass(frozen=True, slots=True)
class Features:
    """What came in and what went out, a row an account: ``came["n"]``, ``went["others"]``.

    Columns: ``n`` rows, ``night``, ``round``, ``below`` of them; ``first``, ``last`` row (its number; -1 for none);
    ``others`` distinct counterparties, ``marked`` those of them that are marked; ``sum`` and ``max`` in tiyn.
    ``both`` (A): distinct counterparties that are payers and payees of the account.
    """

    came: Side
    went: Side
    both: I32


@dataclass(frozen=True, slots=True)
class Side:
    """One side of all accounts: ``small`` (A, 8) and ``large`` (A, 2)."""

    small: I32
    large: I64

    def __getitem__(self, name: str) -> I32 | I64:
        """The column of that name. Raises ValueError for another."""
        return self.large[:, LARGE.index(name)] if name in LARGE else self.small[:, SMALL.index(name)]


def flags(at: I64, amount: I64, night: tuple[int, int], shift: int, whole: int, bands: I64) -> U8:
    """The flags of N rows.

    ``night``: from and to, microseconds of a local day; ``shift``: local time minus UTC; ``whole``: tiyn of which a
    round sum is a multiple; ``bands`` (L, 4): from when, until when (microseconds), from and below what tiyn a sum
    counts as just below a limit that was in force.
    """
    return np.asarray(_flags(at, amount, *night, shift, whole, bands.reshape(-1, 4)), np.uint8)


def account_features(
    sender: I32, receiver: I32, amount: I64, accounts: int, flag: U8 | None = None, marked: U8 | None = None
) -> Features:
    """The features of all accounts.

    ``amount``: tiyn, below 2**60; ``flag`` (N): bits NIGHT, ROUND, BELOW of each row; ``marked`` (A): 1 for accounts
    whose company is to be counted (entered before, say).

    Raises ValueError when an account is out of range.
    """
    if len(sender) and (min(sender.min(), receiver.min()) < 0 or max(sender.max(), receiver.max()) >= accounts):
        raise ValueError("an account is out of range")
    flag = np.zeros(len(amount), np.uint8) if flag is None else flag
    marked = np.zeros(0, np.uint8) if marked is None else marked
    ends = (receiver, sender)
    made = [Side(np.zeros((accounts, len(SMALL)), np.int32), np.zeros((accounts, len(LARGE)), np.int64)) for _ in ends]
    both = np.zeros(accounts, np.int32)
    out = (made[0].small, made[0].large, made[1].small, made[1].large, both)
    stamps = np.full((2, accounts), -1, np.int32)
    with ThreadPoolExecutor(2) as pool:
        rows = [one.result() for one in [pool.submit(_per_block, account, accounts) for account in ends]]
        for first, last in _rounds(rows[0] + rows[1]):
            dealt = [_Dealt.of(one, first, last) for one in rows]
            work = [
                pool.submit(_deal, ends[side], ends[1 - side], amount, flag, first, *dealt[side].columns)
                for side in (0, 1)
            ]
            for one in work:
                one.result()
            came, went = (one.columns for one in dealt)
            start = dealt[0].start + dealt[1].start
            middle = first + int(np.searchsorted(start, start[-1] >> 1))
            cut = (first, min(middle, last), last)
            work = [
                pool.submit(_blocks, cut[half], cut[half + 1], first, came, went, marked, stamps[half], out)
                for half in (0, 1)
            ]
            for one in work:
                one.result()
    return Features(made[0], made[1], both)


@dataclass(frozen=True, slots=True)
class _Dealt:
    """The rows of some blocks of one side: where each block starts; account within the block, counterparty, tiyn with
    the flags in its three lowest bits, number of the row."""

    start: I64
    low: npt.NDArray[np.uint16]
    other: I32
    value: I64
    row: I32

    @classmethod
    def of(cls, rows: I64, first: int, last: int) -> _Dealt:
        start = np.concatenate(([0], np.cumsum(rows[first:last]))).astype(np.int64)
        n = int(start[-1])
        return cls(start, np.empty(n, np.uint16), np.empty(n, np.int32), np.empty(n, np.int64), np.empty(n, np.int32))

    @property
    def columns(self) -> tuple[I64, npt.NDArray[np.uint16], I32, I64, I32]:
        return self.start, self.low, self.other, self.value, self.row


def _rounds(rows: I64) -> Iterator[tuple[int, int]]:
    """Runs of blocks with at most ROOM rows, or one block."""
    first, filled = 0, 0
    for block, more in enumerate(rows.tolist()):
        if filled and filled + more > ROOM:
            yield first, block
            first, filled = block, 0
        filled += more
    if first < len(rows):
        yield first, len(rows)


@njit(cache=True, nogil=True)
def _per_block(account, accounts):  # type: ignore[no-untyped-def]
    rows = np.zeros(((accounts - 1) >> BITS) + 1, np.int64)
    for row in range(len(account)):
        rows[account[row] >> BITS] += 1
    return rows


@njit(cache=True, nogil=True)
def _deal(account, others, amount, flag, first, start, low, other, value, place_row):  # type: ignore[no-untyped-def]
    free, blocks = start[:-1].copy(), len(start) - 1
    for row in range(len(account)):
        block = (account[row] >> BITS) - first
        if 0 <= block < blocks:
            place = free[block]
            free[block] = place + 1
            low[place] = account[row] & ((1 << BITS) - 1)
            other[place] = others[row]
            value[place] = amount[row] << 3 | flag[row]
            place_row[place] = row


@njit(cache=True, nogil=True)
def _blocks(begin, end, first, dealt_in, dealt_out, marked, stamp, made):  # type: ignore[no-untyped-def]
    in_start, in_low, payer, in_value, in_row = dealt_in
    out_start, out_low, payee, out_value, out_row = dealt_out
    came, came_tiyn, went, went_tiyn, both = made
    for block in range(begin, end):
        a, b = in_start[block - first], in_start[block + 1 - first]
        c, d = out_start[block - first], out_start[block + 1 - first]
        top, until = block << BITS, min((block + 1) << BITS, len(both))
        _sums(top, until, in_low[a:b], in_value[a:b], in_row[a:b], came, came_tiyn)
        _sums(top, until, out_low[c:d], out_value[c:d], out_row[c:d], went, went_tiyn)
        by = _grouped(came[top:until, 0], in_low[a:b], payer[a:b])
        to = _grouped(went[top:until, 0], out_low[c:d], payee[c:d])
        p, q = 0, 0
        for one in range(top, until):
            payers, payees = by[p : p + came[one, 0]], to[q : q + went[one, 0]]
            p, q = p + came[one, 0], q + went[one, 0]
            if max(len(payers), len(payees)) > FEW:
                met = _stamped(payers, payees, one, stamp)
            else:
                met = _looked(payers, payees)
            came[one, 6], went[one, 6], both[one] = met
            if len(marked):
                for other in payers[: met[0]]:
                    came[one, 7] += marked[other]
                for other in payees[: met[1]]:
                    went[one, 7] += marked[other]


@njit(cache=True, nogil=True)
def _sums(top, until, low, value, rows, small, large):  # type: ignore[no-untyped-def]
    small[top:until, 4] = np.iinfo(np.int32).max
    pairs = small.view(np.int64)  # two counts a word: n and night, round and below
    for at in range(len(low)):
        one, bits = top + low[at], value[at] & 7
        pairs[one, 0] += 1 | (bits & 1) << 32
        pairs[one, 1] += (bits >> 1) & 1 | (bits >> 2) << 32
        small[one, 4] = min(small[one, 4], rows[at])
        small[one, 5] = rows[at]
        large[one, 0] += value[at] >> 3
        large[one, 1] = max(large[one, 1], value[at] >> 3)
    for one in range(top, until):
        if small[one, 0] == 0:
            small[one, 4], small[one, 5] = -1, -1


@njit(cache=True, nogil=True)
def _grouped(counts, low, others):  # type: ignore[no-untyped-def]
    """The counterparties of a block, those of each account side by side."""
    free, at = np.empty(len(counts), np.int32), 0
    for one in range(len(counts)):
        free[one] = at
        at += counts[one]
    out = np.empty(len(low), np.int32)
    for row in range(len(low)):
        out[free[low[row]]] = others[row]
        free[low[row]] += 1
    return out


@njit(cache=True, nogil=True)
def _stamped(payers, payees, one, stamp):  # type: ignore[no-untyped-def]
    """How many payers differ, how many payees, and how many are both; the distinct ones are moved to the front."""
    came, went, both = 0, 0, 0
    for at in range(len(payers)):
        other = payers[at]
        new = stamp[other] != 2 * one
        stamp[other] = 2 * one
        payers[came] = other
        came += new
    for at in range(len(payees)):
        other = payees[at]
        seen = stamp[other]
        both += seen == 2 * one
        stamp[other] = 2 * one + 1
        payees[went] = other
        went += seen != 2 * one + 1
    return came, went, both


@njit(cache=True, nogil=True)
def _looked(payers, payees):  # type: ignore[no-untyped-def]
    """The same for few: a counterparty whose bit is not there was not met, another is looked for."""
    came, by = _front(payers)
    went, to = _front(payees)
    both = 0
    if by & to:
        for at in range(went):
            if by & (1 << (payees[at] & 63)):
                for payer in payers[:came]:
                    both += payer == payees[at]
    return came, went, both


@njit(cache=True, nogil=True)
def _front(others):  # type: ignore[no-untyped-def]
    kept, bits = 0, 0
    for at in range(len(others)):
        other, new = others[at], 1
        bit = 1 << (other & 63)
        if bits & bit:
            for before in range(kept):
                if others[before] == other:
                    new = 0
        bits |= bit
        others[kept] = other
        kept += new
    return kept, bits


@njit(cache=True, nogil=True)
def _flags(at, amount, dusk, dawn, shift, whole, bands):  # type: ignore[no-untyped-def]
    out = np.zeros(len(at), np.uint8)
    for row in range(len(at)):
        clock = (at[row] + shift) % 86_400_000_000
        found = 1 if dusk <= clock < dawn else 0
        if amount[row] % whole == 0:
            found |= 2
        for band in range(len(bands)):
            if bands[band, 0] <= at[row] < bands[band, 1] and bands[band, 2] <= amount[row] < bands[band, 3]:
                found |= 4
        out[row] = found
    return out
