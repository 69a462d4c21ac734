"""Build the index of a ledger: rows by sender and by receiver, and the coordinates of FIFO.

No sorting: the rows come in order. They are dealt out to blocks of accounts that fit the processor's nearest memory
and settled there (see `csr_blocks`), by several threads; nothing depends on how many.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from qalqan.kernels.csr_blocks import FALLS, NO_ACCOUNT, NOT_ABOVE_0, deal, settle, spread, tally
from qalqan.kernels.csr_plan import Plan, Room, spans
from qalqan.kernels.csr_reversals import originals, pieces
from qalqan.kernels.money import I32, I64, U8, Ledger

MOST = 2**61
SMALL = 1 << 17  # rows for which a second thread does not pay
THREADS = 8
Column = TypeVar("Column", I64, I32, U8)
Run = Callable[[Callable[[int], object], Iterable[int]], object]
Known = tuple[I64, I32, I64]  # stated balances: before which row, of which account, how much


def build(  # noqa: PLR0917 - the columns, then what is known
    at: I64,
    sender: I32,
    receiver: I32,
    amount: I64,
    accounts: int,
    reversal: U8 | None = None,
    opening_row: I64 | None = None,
    opening_account: I32 | None = None,
    opening: I64 | None = None,
    *,
    threads: int = 0,
    folder: Path | None = None,
) -> Ledger:
    """The ledger of N rows in total order, with its index.

    ``opening_*``: known balances: account ``opening_account[i]`` held ``opening[i]`` tiyn just before row
    ``opening_row[i]`` (ascending). Money not yet seen is put on top of what is there; where more is there than
    stated, the oldest has left unseen (a trace counts it as still there). Other accounts start at 0.
    ``reversal`` (N): 1 where a row takes back an earlier transfer between the same two accounts.
    ``threads``: at most so many; 0: as many as the process may use, up to 8. ``folder``: the index is kept there in
    memory-mapped .npy files, so that it may be larger than the memory.

    Raises ValueError when times fall, an amount is not positive, an account is out of range or the sums do not
    fit 62 bits; OSError where the folder cannot be written.
    """
    rows = len(amount)
    if not len(at) == len(sender) == len(receiver) == rows:
        raise ValueError("columns of a ledger differ in length")
    at, sender, receiver, amount = _own(at), _own(sender), _own(receiver), _own(amount)
    none = np.zeros(0, np.int64)
    known: Known = (
        none if opening_row is None else opening_row.astype(np.int64),
        np.zeros(0, np.int32) if opening_account is None else opening_account.astype(np.int32),
        none if opening is None else opening.astype(np.int64),
    )
    room = Room(folder, rows, accounts)
    with _workers(threads, rows) as (workers, run):
        plan = _planned((at, sender, receiver, amount), accounts, known, workers, run)
        index = _index((sender, receiver, amount), known, plan, room, run)
    original = room.column("original")
    original[:] = -1
    special = np.zeros(accounts, np.uint8)
    if reversal is not None and reversal.any():
        original[:] = originals(sender, receiver, amount, _own(reversal), index["out_start"], index["out_row"])
        special[sender[original >= 0]] = 1
    starts = (index["in_start"], index["in_row"], index["out_start"], index["out_row"])
    names = ("piece_in", "piece_offset", "piece_amount", "piece_out", "piece_out_offset")
    index |= zip(names, pieces(special, original, amount, *starts, *known), strict=True)
    room.forget()
    return Ledger(
        at=at, sender=sender, receiver=receiver, amount=amount, original=original, special=special, **index
    )  # fmt: skip


def _own(column: Column) -> Column:
    """A column as compiled code wants it: without gaps, and not read-only (which would be compiled once more)."""
    whole = np.ascontiguousarray(column)
    return whole if whole.flags.writeable else whole.copy()


@contextmanager
def _workers(threads: int, rows: int) -> Iterator[tuple[int, Run]]:
    """How many threads, and what runs a function over numbers on them."""
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    workers = 1 if rows < SMALL else min(threads or mine, THREADS)
    if workers == 1:
        yield 1, lambda call, numbers: list(map(call, numbers))
        return
    with ThreadPoolExecutor(workers) as pool:
        yield workers, lambda call, numbers: list(pool.map(call, numbers))


def _planned(columns: tuple[I64, I32, I32, I64], accounts: int, known: Known, workers: int, run: Run) -> Plan:
    """Check the rows and plan how they are dealt out. Raises ValueError as `build`."""
    at, sender, receiver, amount = columns
    plan = Plan.of(len(amount), accounts, workers)
    told: list[tuple[int, int, int]] = [(0, 0, 0)] * workers

    def count(part: int) -> None:
        first, end = plan.parts[part]
        outs, ins = plan.outs[part], plan.ins[part]
        told[part] = tally(at, sender, receiver, amount, first, end, accounts, plan.shift, outs, ins)

    run(count, range(workers))
    wrong = int(np.bitwise_or.reduce([int(one[0]) for one in told]))
    for flag, why in (
        (FALLS, "rows of a ledger must come in order of time"),
        (NOT_ABOVE_0, "amounts of a ledger must be above 0"),
        (NO_ACCOUNT, "an account is out of range"),
    ):
        if wrong & flag:
            raise ValueError(why)
    _, whose, what = known
    if len(what) and (int(what.min()) < 0 or not 0 <= int(whose.min()) <= int(whose.max()) < accounts):
        raise ValueError("an opening balance is below 0 or of no account")
    sums = sum((int(high) << 32) + int(low) for _, high, low in told), sum(what.tolist())
    if max(sums) >= MOST:
        raise ValueError("the sums of this ledger do not fit")
    plan.settle_places()
    return plan


def _index(columns: tuple[I32, I32, I64], known: Known, plan: Plan, room: Room, run: Run) -> dict[str, Any]:
    """The columns by sender and receiver, and ``arrive``: dealt out, settled and spread, a stripe at a time."""
    when, whose, what = known
    order = np.argsort(whose >> plan.shift, kind="stable")
    known_at = np.searchsorted((whose >> plan.shift)[order], np.arange(plan.blocks + 1))
    ordered = when[order], whose[order], what[order]
    names = ("out_start", "out_row", "out_pos", "out_balance", "in_start", "in_row", "in_sum")
    index = {name: room.column(name) for name in names}
    arrive = room.column("arrive")
    events = np.empty(plan.widest, np.int64)
    for low, high in plan.stripes:
        cursor = plan.cursors(low, high)

        def dealing(part: int, low: int = low, high: int = high, cursor: I64 = cursor) -> None:
            deal(*columns, *plan.parts[part], plan.shift, low, high, cursor[part], events)

        tasks = spans(plan.event_at[low : high + 1], 8 * len(plan.parts) if len(plan.parts) > 1 else 1)

        def settling(task: int, low: int = low, tasks: list[tuple[int, int]] = tasks) -> None:
            first, end = tasks[task]
            at = (plan.event_at, plan.out_at, plan.in_at)
            state = (low + first, low + end, low, plan.shift, room.accounts, *at, events, known_at, *ordered)
            settle(*state, *index.values())

        def spreading(part: int, low: int = low, high: int = high) -> None:
            spread(*plan.parts[part], low, high, plan.event_at, plan.in_at, events, arrive)

        run(dealing, range(len(plan.parts)))
        run(settling, range(len(tasks)))
        run(spreading, range(len(plan.parts)))
        room.forget()
    index["out_start"][-1] = index["in_start"][-1] = room.rows
    return {**index, "arrive": arrive}
