"""What is known of the accounts of a book, as the bounds want it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.kernels.bounds import Known
from qalqan.kernels.money import I64
from qalqan.link.follow_book import FOREVER, Book, merged

ABROAD = 2  # sums in foreign money left this account: nothing is surely there


def known_of(book: Book) -> Known:
    """Answers that touch or overlap make one cover; a cover's stated balance is the first inside it.

    A balance is believed when no answer states another one for that moment and the rows never take more than is
    there: where they do, money came unseen, and the order before it is open.
    """
    spans = merged(book.covers)
    node = spans["node"].to_numpy().astype(np.int64)
    start = np.concatenate(([0], np.cumsum(np.bincount(node, minlength=book.ledger.accounts)))).astype(np.int64)
    since, until = (spans[name].to_numpy().astype(np.int64) for name in ("from", "to"))
    inside = spans.sort("to").join(book.stated, on="node", how="left").filter(
        pl.col("when").is_between("from", "to")).select("node", "span", "when", "opening_tiyn", "agreed")
    told = spans.join(inside.unique(["node", "span"], keep="any"), on=["node", "span"], how="left",
                      maintain_order="left")
    when = told["when"].fill_null(FOREVER).to_numpy().astype(np.int64)
    stated = np.where(book.opening_known[node] == 1, np.minimum(when, since), when)
    stated = np.where(told["when"].is_not_null().to_numpy(), stated, FOREVER)
    doubted = ~told["agreed"].fill_null(False).to_numpy() | _short(book, node, stated, until)
    at_zero = (balance_at(book, node, since) == 0) & (told["opening_tiyn"].fill_null(0).to_numpy() == 0)
    return Known(
        start, since, until, np.where(doubted, FOREVER, stated).astype(np.int64), at_zero.astype(np.uint8),
        book.width, (book.loose * ABROAD).astype(np.uint8),
    )


def _short(book: Book, node: I64, since: I64, until: I64) -> npt.NDArray[np.bool_]:
    """Whether an account pays more than is there between two moments."""
    ledger = book.ledger
    short = ledger.out_balance < ledger.amount[ledger.out_row]
    rows = ledger.out_row[short].astype(np.int64)
    keys = ledger.sender[rows].astype(np.int64) * (ledger.rows + 1) + rows
    first, end = np.searchsorted(ledger.at, since, side="left"), np.searchsorted(ledger.at, until, side="right")
    base = node * (ledger.rows + 1)
    return np.asarray(np.searchsorted(keys, base + end) > np.searchsorted(keys, base + first))


def balance_at(book: Book, node: I64, moment: I64) -> I64:
    """What FIFO's coordinates hold on each account just before a moment (tiyn)."""
    ledger = book.ledger
    row = np.searchsorted(ledger.at, moment, side="left")
    came, left = np.zeros(len(node), np.int64), np.zeros(len(node), np.int64)
    for starts, rows, is_out in ((ledger.out_start, ledger.out_row, True), (ledger.in_start, ledger.in_row, False)):
        owner = np.repeat(np.arange(ledger.accounts, dtype=np.int64), np.diff(starts)) * (ledger.rows + 1)
        place = np.searchsorted(owner + rows, node * (ledger.rows + 1) + row) - 1
        has = place >= starts[node]
        place, last = place[has], rows[place[has]]
        if is_out:
            left[has] = ledger.out_pos[place] + ledger.amount[last]
        else:
            came[has] = ledger.arrive[last] + ledger.amount[last]
    return np.asarray(np.maximum(came - left, 0), np.int64)
