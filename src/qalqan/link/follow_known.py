"""What is known of the accounts of a book, as the bounds want it."""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.kernels.bounds import Known
from qalqan.kernels.money import I64, U8
from qalqan.link.follow_book import FOREVER, Book

ABROAD = 2  # sums in foreign money left this account: nothing is surely there


def known_of(book: Book) -> Known:
    """Answers that touch or overlap make one cover; a cover's stated balance is the first inside it."""
    spans = _merged(book.covers)
    node = spans["node"].to_numpy().astype(np.int64)
    start = np.concatenate(([0], np.cumsum(np.bincount(node, minlength=book.ledger.accounts)))).astype(np.int64)
    since = spans["from"].to_numpy().astype(np.int64)
    stated = spans["stated"].fill_null(FOREVER).to_numpy().astype(np.int64)
    opened = book.opening_known[node] == 1
    return Known(
        start, since, spans["to"].to_numpy().astype(np.int64),
        np.where(opened, np.minimum(stated, since), stated).astype(np.int64),
        (balance_at(book, node, since) == 0).astype(np.uint8), book.width, _loose(book),
    )


def _merged(covers: pl.DataFrame) -> pl.DataFrame:
    """Columns node, from, to, stated: the covers of each account without gaps, in order."""
    reach = pl.col("to").cum_max().shift(1).over("node")
    first = (pl.col("from") > reach + 1_000_000).fill_null(True)  # answers by whole seconds meet within one
    marked = covers.with_columns(first.cast(pl.Int64).cum_sum().over("node").alias("span"))
    stated = pl.col("from").filter(pl.col("opening_tiyn").is_not_null()).min()
    return marked.group_by("node", "span").agg(
        pl.col("from").min(), pl.col("to").max(), stated.alias("stated")).sort("node", "span")


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


def _loose(book: Book) -> U8:
    return (book.loose * ABROAD).astype(np.uint8)
