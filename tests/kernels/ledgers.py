"""Small ledgers for the kernels' tests, and a plain queue that follows one case by FIFO."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from hypothesis import strategies as st

from qalqan.kernels.csr import build
from qalqan.kernels.money import Ledger, Limits, Losses


@dataclass
class Small:
    """rows: (from, to, amount, reversal); losses: per case (row, amount); openings: account → balance."""

    rows: list[tuple[int, int, int, bool]]
    losses: list[list[tuple[int, int]]]
    accounts: int
    openings: dict[int, int] = field(default_factory=dict)
    stop: set[int] = field(default_factory=set)


def ledger_of(small: Small) -> Ledger:
    columns = list(zip(*small.rows, strict=True)) if small.rows else [[], [], [], []]
    known = sorted(small.openings)
    return build(
        np.arange(len(small.rows), dtype=np.int64),
        np.array(columns[0], np.int32),
        np.array(columns[1], np.int32),
        np.array(columns[2], np.int64),
        small.accounts,
        np.array(columns[3], np.uint8),
        np.zeros(len(known), np.int64),
        np.array(known, np.int32),
        np.array([small.openings[one] for one in known], np.int64),
    )


def losses_of(small: Small, last: int | None = None, seen: int | None = None) -> Losses:
    end = len(small.rows) if last is None else last
    cases = len(small.losses)
    flat = [one for case in small.losses for one in sorted(case)]
    return Losses(
        np.cumsum([0, *(len(case) for case in small.losses)]).astype(np.int64),
        np.array([row for row, _ in flat], np.int32),
        np.array([amount for _, amount in flat], np.int64),
        np.full(cases, end, np.int64),
        np.full(cases, end if seen is None else seen, np.int64),
    )


def limits_of(small: Small, hops: int = 64, smallest: int = 1) -> Limits:
    stop = np.zeros(small.accounts, np.uint8)
    stop[sorted(small.stop)] = 1
    return Limits(hops, smallest, stop)


def queue_fifo(small: Small, case: int) -> tuple[dict[int, int], dict[int, int]]:
    """What is left of a case by account, and its money on each row: queues walked row by row."""
    own = dict(small.losses[case])
    queues: dict[int, list[list[int]]] = {a: [[small.openings.get(a, 0), 0, -1]] for a in range(small.accounts)}
    kept: dict[int, int] = defaultdict(int)
    moved: dict[int, int] = defaultdict(int)
    back = _originals(small.rows)
    for row, (payer, payee, amount, _) in enumerate(small.rows):
        taken = _take(queues[payer], amount, row, back[row])
        out: list[tuple[int, int]] = []
        claimed = own.get(row, 0)
        for size, tainted in taken:
            held = min(size, claimed)
            claimed -= held
            if held and tainted:
                kept[payer] += held
            out.append((held, 0))
            out.append((size - held, tainted))
        if row in own:
            rest = amount - own[row]
            out = [(own[row], 1), *_tail(out, rest)]
        if payer in small.stop:
            assert not any(tainted for size, tainted in out if size) or row in own
        for size, tainted in out:
            moved[row] += size * tainted
            if payee in small.stop:
                kept[payee] += size * tainted
            queues[payee].append([size, 0 if payee in small.stop else tainted, row])
    for account, queue in queues.items():
        kept[account] += sum(size for size, tainted, _ in queue if tainted)
    return {a: s for a, s in kept.items() if s}, {r: s for r, s in moved.items() if s}


def _tail(parts: list[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for part, tainted in reversed(parts):
        use = min(part, size)
        size -= use
        kept.append((use, tainted))
    return kept[::-1]


def _take(queue: list[list[int]], amount: int, row: int, original: int) -> list[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    wanted = [one for one in queue if original >= 0 and one[2] == original]
    for parcel in [*wanted, *queue]:
        use = min(parcel[0], amount)
        if use:
            taken.append((use, parcel[1]))
            parcel[0] -= use
            amount -= use
    queue[:] = [parcel for parcel in queue if parcel[0]]
    if amount:
        taken.append((amount, 0))
    return taken


def _originals(rows: list[tuple[int, int, int, bool]]) -> list[int]:
    left = [row[2] for row in rows]
    found = []
    for number, (payer, payee, amount, reversal) in enumerate(rows):
        fits = [
            n
            for n in range(number - 1, -1, -1)
            if reversal and rows[n][:2] == (payee, payer) and not rows[n][3] and left[n] >= amount
        ]
        exact = [n for n in fits if left[n] == amount]
        best = (exact or fits or [-1])[0]
        if best >= 0:
            left[best] -= amount
        found.append(best)
    return found


@st.composite
def small_ledgers(draw: st.DrawFn, rows: int = 14, openings: bool = True, reversals: bool = True) -> Small:
    accounts = draw(st.integers(2, 6))
    account = st.integers(0, accounts - 1)
    kinds = st.sampled_from([False, False, False, True]) if reversals else st.just(False)
    table = draw(st.lists(st.tuples(account, account, st.integers(1, 60), kinds), min_size=1, max_size=rows))
    cases = draw(st.integers(1, 3))
    losses = []
    for _ in range(cases):
        picked = draw(st.lists(st.integers(0, len(table) - 1), min_size=1, max_size=3, unique=True))
        losses.append([(row, draw(st.integers(1, table[row][2]))) for row in picked])
    known = draw(st.dictionaries(account, st.integers(0, 80))) if openings else {}
    stop = draw(st.sets(account, max_size=1))
    return Small(table, losses, accounts, known, stop)
