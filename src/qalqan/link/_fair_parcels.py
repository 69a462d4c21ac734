"""What of each case's money, and of protected income, lies on an account at one moment: parcels by FIFO.

A parcel is a part of an arriving transfer (row, offsets within it). Parcels of different cases are apart unless two
cases claim the same tenge (a victim's money that passed through another victim's hands); what they claim at once is
shared. All cases are looked at as of one moment, so that their sums can be set beside the balance of that moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from qalqan.kernels.money import I64, Flow, Ledger
from qalqan.kernels.money_since import came_since
from qalqan.link._fair import shared
from qalqan.link._fair_protected import kind
from qalqan.link.follow_book import Book
from qalqan.link.follow_trace import Asked, flow_of, losses_of
from qalqan.settings import Trace

Part = tuple[int, int, int]
"""A part of an arriving row: row, from, to (tiyn from the row's start)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One account at a moment, in tiyn.

    ``balance`` is what is on it by the rows (openings where stated, else 0); ``cases`` what of each case's money is
    there; ``shares`` what each case may ask for: the same, but what two claim at once is shared; ``protected`` by kind
    what of salary, pension, benefits and stipend is there, money of cases left out. Shares and protected income
    together never exceed the balance.
    """

    account: str
    balance: int
    cases: dict[str, int]
    shares: dict[str, int]
    protected: dict[str, int]


def standing(  # noqa: PLR0917 - the tables, then what is asked of them
    book: Book, transactions: pl.DataFrame, losses: pl.DataFrame, accounts: Iterable[str], moment: int, settings: Trace
) -> dict[str, Standing]:
    """The accounts asked for at a moment (microseconds), with the money of every case that has a firm loss.

    ``transactions`` and ``losses`` are the tables that the book and its cases were made from. Accounts that the book
    does not know are left out.
    """
    names = book.nodes["name"]
    wanted = pl.DataFrame({"name": sorted(set(accounts))}).join(names.to_frame().with_row_index("node"), on="name")
    cases = losses["case_id"].unique().sort()
    asked = Asked(cases, np.full(len(cases), moment, np.int64))
    flow = flow_of(book, losses_of(book, losses, asked, settings), "fifo", settings)
    seen = int(np.searchsorted(book.ledger.at, moment, side="right"))
    moves = _moves(book.ledger, flow, wanted["node"].to_numpy())
    incomes = _incomes(book, transactions, wanted["node"].to_numpy(), seen)
    made = {}
    for name, node in wanted.iter_rows():
        mine = {cases[case]: _left(book.ledger, node, parts, seen) for case, parts in moves.get(node, {}).items()}
        mine = {case: parts for case, parts in mine.items() if parts}
        free = _apart(_left_of_incomes(book.ledger, node, incomes.get(node, {}), seen), mine.values())
        made[name] = Standing(
            name, _balance(book.ledger, node, seen), {case: _sum(parts) for case, parts in sorted(mine.items())},
            shares_of(mine), {income: _sum(parts) for income, parts in sorted(free.items()) if parts},
        )  # fmt: skip
    return made


def shares_of(claims: Mapping[str, list[Part]]) -> dict[str, int]:
    """What each claimant may ask for of their parts: a part that several claim is shared among them evenly."""
    marks: dict[int, set[int]] = defaultdict(set)
    for parts in claims.values():
        for row, start, end in parts:
            marks[row] |= {start, end}
    given = dict.fromkeys(sorted(claims), 0)
    for row in sorted(marks):
        bounds = sorted(marks[row])
        for start, end in pairwise(bounds):
            holders = [name for name in given if any(r == row and s <= start and end <= e for r, s, e in claims[name])]
            for name, share in shared(end - start, dict.fromkeys(holders, end - start)).items() if holders else ():
                given[name] += share
    return given


def _moves(ledger: Ledger, flow: Flow, nodes: I64) -> dict[int, dict[int, list[Part]]]:
    """By account and case the parts of rows by which the case's money came."""
    receiver = ledger.receiver[flow.move_row]
    found: dict[int, dict[int, list[Part]]] = defaultdict(lambda: defaultdict(list))
    for place in np.flatnonzero(np.isin(receiver, nodes)):
        start = int(flow.move_offset[place])
        part = (int(flow.move_row[place]), start, start + int(flow.move_amount[place]))
        found[int(receiver[place])][int(flow.move_case[place])].append(part)
    return found


def _incomes(book: Book, transactions: pl.DataFrame, nodes: I64, seen: int) -> dict[int, dict[str, list[Part]]]:
    """By account and kind the whole rows of protected income that had come."""
    rows = book.rows.select("tx_id").with_row_index("row").head(seen).with_columns(
        pl.Series("node", book.ledger.receiver[:seen]), pl.Series("amount", book.ledger.amount[:seen])
    ).filter(pl.col("node").is_in(nodes))  # fmt: skip
    told = rows.join(transactions.with_columns(kind().alias("kind")).select("tx_id", "kind"), on="tx_id", how="inner")
    found: dict[int, dict[str, list[Part]]] = defaultdict(lambda: defaultdict(list))
    for row, node, amount, income in told.drop_nulls("kind").select("row", "node", "amount", "kind").sort("row").rows():
        found[node][income].append((row, 0, amount))
    return found


def _left_of_incomes(ledger: Ledger, node: int, incomes: Mapping[str, list[Part]], seen: int) -> dict[str, list[Part]]:
    return {income: _left(ledger, node, parts, seen) for income, parts in incomes.items()}


def _left(ledger: Ledger, node: int, parts: Iterable[Part], seen: int) -> list[Part]:
    """What of parts of rows that came to an account is still there before row ``seen``."""
    found = []
    if not ledger.special[node]:
        gone = _gone(ledger, node, seen)
        for row, start, end in parts:
            begin = max(start, gone - int(ledger.arrive[row]))
            if begin < end:
                found.append((row, begin, end))
        return found
    for row, start, end in parts:
        first, last = np.searchsorted(ledger.piece_in, [row, row + 1])
        left = start
        for at in range(first, last):  # pieces of a row stand in order of their offset
            if ledger.piece_out[at] >= seen:
                continue
            low = int(ledger.piece_offset[at])
            high = low + int(ledger.piece_amount[at])
            if left < min(low, end):
                found.append((row, left, min(low, end)))
            left = max(left, high)
        if left < end:
            found.append((row, left, end))
    return found


def _gone(ledger: Ledger, node: int, seen: int) -> int:
    """The coordinate up to which everything has left an account before row ``seen``."""
    first, last = int(ledger.out_start[node]), int(ledger.out_start[node + 1])
    paid = first + int(np.searchsorted(ledger.out_row[first:last], seen))
    return int(ledger.out_pos[paid - 1] + ledger.amount[ledger.out_row[paid - 1]]) if paid > first else 0


def _balance(ledger: Ledger, node: int, seen: int) -> int:
    one, zero = np.array([node], np.int64), np.zeros(1, np.int64)
    return int(came_since(ledger, one, zero, np.array([seen], np.int64))[2][0])


def _apart(incomes: Mapping[str, list[Part]], cases: Iterable[list[Part]]) -> dict[str, list[Part]]:
    """Protected parts without what is some case's money, or another kind's."""
    taken = [part for parts in cases for part in parts]
    free: dict[str, list[Part]] = {}
    for income, parts in incomes.items():
        for row, start, end in parts:
            left = start
            for _, low, high in sorted(part for part in taken if part[0] == row):
                if left < min(low, end):
                    free.setdefault(income, []).append((row, left, min(low, end)))
                left = max(left, high)
            if left < end:
                free.setdefault(income, []).append((row, left, end))
    return free


def _sum(parts: Iterable[Part]) -> int:
    return sum(end - start for _, start, end in parts)
