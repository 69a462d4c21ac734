"""What lay on the accounts of a trail over time: the case's money by FIFO, other money, ranges, what is known."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import polars as pl

from qalqan.clock import UTC
from qalqan.desk import _paper_money as money
from qalqan.desk._paper_view import View
from qalqan.engine.frames import Tables
from qalqan.link import follow
from qalqan.link.follow_book import Book
from qalqan.link.follow_keep import book_for
from qalqan.report import banks
from qalqan.report.balances import Balance, Balances, Range, Step, micros
from qalqan.settings import Settings

MOST_ACCOUNTS = 9
SAMPLES = 8


def of_trail(
    known: Tables, told: money.Money, case: str, view: View, settings: Settings, *, known_at: datetime | None = None
) -> Balances | None:
    """What lay on the accounts of a case's trail (FIFO) from the first loss to the moment of the picture.

    The accounts that received most, at most :data:`MOST_ACCOUNTS`; ranges at up to :data:`SAMPLES` moments at which the
    money moved and at the last one. None when nothing moved.
    """
    hops = told.hops.filter(pl.col("at").is_not_null())
    if hops.is_empty() or told.as_of is None:
        return None
    book = book_for(known, known_at)
    node = {name: at for at, name in enumerate(book.nodes["name"].to_list())}
    reached = told.trails.filter((pl.col("kind") != "sink") & pl.col("hop").is_not_null())
    largest = reached.sort(-pl.col("traced_in_tiyn"), "account").head(MOST_ACCOUNTS)
    names = sorted(largest["account"].to_list(), key=told.number.__getitem__)
    moments = _samples(hops["at"].to_list(), told.as_of)
    spans = _ranges(known, settings, case, moments, names, known_at)
    banks_of = dict(reached.select("account", "bank").iter_rows())
    accounts = tuple(
        Balance(
            told.number[name], view(name, "account"), banks.short(banks_of[name] or "", told.as_of.date()),
            _steps(book, node[name], name, hops, told.as_of), tuple(spans[name]), _known(book, node[name], told.as_of),
        )
        for name in names
    )  # fmt: skip
    first = hops["at"].min()
    since = first if isinstance(first, datetime) else told.as_of
    return Balances(since, told.as_of, accounts, reached.height - len(accounts))


def _samples(moved: Sequence[datetime], until: datetime) -> list[datetime]:
    """The last moment, and moments spread evenly over those at which money moved."""
    times = sorted({at for at in moved if at < until})
    every = max(-(-len(times) // SAMPLES), 1)
    return [*times[every - 1 :: every], until]


def _ranges(  # noqa: PLR0917 - what a trace takes
    known: Tables, settings: Settings, case: str, moments: list[datetime], names: list[str], known_at: datetime | None
) -> dict[str, list[Range]]:
    made: dict[str, list[Range]] = {name: [] for name in names}
    for at in moments:
        trail = follow.trace(known, settings, case, "fifo", at, known_at).trail
        seen = trail.filter(pl.col("account").is_in(names) & pl.col("hop").is_not_null())
        for row in seen.iter_rows(named=True):
            low, high = row["remaining_low_tiyn"], row["remaining_high_tiyn"]
            likely = row["remaining_tiyn"]
            made[row["account"]].append(Range(at, likely if low is None else low, likely if high is None else high))
    return made


def _steps(book: Book, node: int, name: str, hops: pl.DataFrame, until: datetime) -> tuple[Step, ...]:
    """What lay on an account after each of its rows from the first of the case's money on."""
    ledger = book.ledger
    rows = np.unique(np.concatenate([
        ledger.out_row[ledger.out_start[node] : ledger.out_start[node + 1]],
        ledger.in_row[ledger.in_start[node] : ledger.in_start[node + 1]],
    ])).tolist()  # fmt: skip
    waiting = deque(rows)
    stated = [
        (int(np.searchsorted(ledger.at, when, side="left")), opening)
        for one, when, opening in book.stated.select("node", "when", "opening_tiyn").iter_rows()
        if one == node
    ]
    ours: dict[int, int] = {}
    for payer, payee, amount, at in hops.select("from", "to", "amount_tiyn", "at").iter_rows():
        ours[micros(at)] = ours.get(micros(at), 0) + amount * ((payee == name) - (payer == name))
    balance, mine = 0, 0
    made: list[Step] = []
    end = micros(until)
    moments = {int(ledger.at[row]) for row in rows} | {at for at, sum_ in ours.items() if sum_}
    for at in sorted(one for one in moments if one <= end):
        while waiting and int(ledger.at[waiting[0]]) <= at:
            row = waiting.popleft()
            while stated and stated[0][0] <= row:
                balance = stated.pop(0)[1]
            if int(ledger.sender[row]) == node:
                balance = max(balance - int(ledger.amount[row]), 0)
            if int(ledger.receiver[row]) == node:
                balance += int(ledger.amount[row])
        mine += ours.get(at, 0)
        if mine or made:
            made.append(Step(_time(at), mine, max(balance - mine, 0)))
    return tuple(made)


def _known(book: Book, node: int, until: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The times up to the moment of the picture of which answers tell, joined where they touch."""
    end = micros(until)
    spans: list[list[int]] = []
    for since, to in book.covers.filter(pl.col("node") == node).select("from", "to").iter_rows():
        if spans and since <= spans[-1][1] + 1_000_000:
            spans[-1][1] = max(spans[-1][1], to)
        elif since <= end:
            spans.append([since, to])
    return tuple((_time(max(since, 0)), _time(max(min(to, end), 0))) for since, to in spans if to > 0)


def _time(microseconds: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
