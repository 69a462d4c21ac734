"""What is known of the accounts of a book, as the bounds want it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.kernels.bounds import Known
from qalqan.kernels.money import I64
from qalqan.kernels.money_since import came_since, paid_short
from qalqan.link.follow_book import FOREVER, Book, merged

ABROAD = 2  # sums in foreign money left this account: nothing is surely there


def known_of(book: Book) -> Known:
    """What is known of a book's accounts; worked out once for each book."""
    if not isinstance(found := book.made.get("known"), Known):
        book.made["known"] = found = _known(book)
    return found


def _known(book: Book) -> Known:
    """Answers that touch or overlap make one cover; a cover's stated balance is the first inside it.

    A balance is believed when no answer states another one for that moment and the rows never take more than is
    there: where they do, money came unseen, and the order before it is open.
    """
    spans = merged(book.covers)
    node = spans["node"].to_numpy().astype(np.int64)
    start = np.concatenate(([0], np.cumsum(np.bincount(node, minlength=book.ledger.accounts)))).astype(np.int64)
    since, until = (spans[name].to_numpy().astype(np.int64) for name in ("from", "to"))
    inside = (
        spans.sort("to")
        .join(book.stated, on="node", how="left")
        .filter(pl.col("when").is_between("from", "to"))
        .select("node", "span", "when", "opening_tiyn", "agreed")
    )
    told = spans.join(
        inside.unique(["node", "span"], keep="any"), on=["node", "span"], how="left", maintain_order="left"
    )
    when = told["when"].fill_null(FOREVER).to_numpy().astype(np.int64)
    stated = np.where(book.opening_known[node] == 1, np.minimum(when, since), when)
    stated = np.where(told["when"].is_not_null().to_numpy(), stated, FOREVER)
    doubted = ~told["agreed"].fill_null(False).to_numpy() | _short(book, node, stated, until)
    at_zero = (balance_at(book, node, since) == 0) & (told["opening_tiyn"].fill_null(0).to_numpy() == 0)
    return Known(
        start,
        since,
        until,
        np.where(doubted, FOREVER, stated).astype(np.int64),
        at_zero.astype(np.uint8),
        book.width,
        (book.loose * ABROAD).astype(np.uint8),
    )


def _short(book: Book, node: I64, since: I64, until: I64) -> npt.NDArray[np.bool_]:
    """Whether an account pays more than is there between two moments."""
    at = book.ledger.at
    return paid_short(
        book.ledger,
        node,
        np.searchsorted(at, since, side="left").astype(np.int64),
        np.searchsorted(at, until, side="right").astype(np.int64),
    )


def balance_at(book: Book, node: I64, moment: I64) -> I64:
    """What FIFO's coordinates hold on each account just before a moment (tiyn)."""
    row = np.searchsorted(book.ledger.at, moment, side="left").astype(np.int64)
    return came_since(book.ledger, node, row, row)[2]
