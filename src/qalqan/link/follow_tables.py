"""A flow as the tables ``trails`` and ``hops``."""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.kernels.money import I64, Flow, Losses
from qalqan.link.follow_book import Book
from qalqan.link.follow_trace import Asked

_TIME = pl.Datetime("us", "UTC")


def last_seen(book: Book, account: I64, before: I64) -> I64:
    """The latest row of each account before a row number; -1 when there is none."""
    ledger = book.ledger
    found = np.full(len(account), -1, np.int64)
    for starts, rows in ((ledger.out_start, ledger.out_row), (ledger.in_start, ledger.in_row)):
        keys = np.repeat(np.arange(ledger.accounts, dtype=np.int64), np.diff(starts)) * (ledger.rows + 1) + rows
        place = np.searchsorted(keys, account * (ledger.rows + 1) + before) - 1
        fits = place >= starts[account]
        found[fits] = np.maximum(found[fits], rows[place[fits]])
    return found


def covered(book: Book, account: I64, since: I64, until: I64) -> np.ndarray:  # type: ignore[type-arg]
    """Whether some answer tells of each account between two moments (bool)."""
    asked = pl.DataFrame({"node": account.astype(np.int32), "since": since, "until": until}).with_row_index("i")
    hit = asked.join(book.covers, on="node", how="inner").filter(
        (pl.col("from") <= pl.col("until")) & (pl.col("to") >= pl.col("since")))["i"].unique()
    mark = np.zeros(len(account), bool)
    mark[hit.to_numpy()] = True
    return mark


def trails_of(book: Book, asked: Asked, losses: Losses, flow: Flow, rule: str) -> pl.DataFrame:
    """One row a case and account (columns as in the schema)."""
    case, account = flow.place_case.astype(np.int64), flow.place_account.astype(np.int64)
    first = book.ledger.at[flow.place_first]
    known = covered(book, account, first, asked.as_of[case])
    last = last_seen(book, account, losses.seen[case])
    nodes = book.nodes[account]
    return nodes.select(
        pl.Series("case_id", asked.cases.gather(case)),
        pl.col("name").alias("account"),
        pl.when(pl.col("end_point").is_not_null()).then(pl.lit("sink"))
        .when(pl.col("nowhere") | ~pl.Series(known)).then(pl.lit("frontier"))
        .otherwise(pl.lit("account")).alias("kind"),
        "bank",
        pl.Series("hop", flow.place_hop.astype(np.int64)),
        pl.Series("first_in", first).cast(_TIME),
        pl.Series("traced_in_tiyn", flow.place_came),
        pl.Series("remaining_tiyn", flow.place_left),
        pl.lit(rule).alias("rule"),
        pl.Series("as_of", asked.as_of[case]).cast(_TIME),
        "end_point",
        pl.Series("last_seen", book.ledger.at[np.maximum(last, 0)]).cast(_TIME),
    )


def hops_of(book: Book, asked: Asked, flow: Flow, rule: str) -> pl.DataFrame:
    """One row a case and transfer that carried its money, in the order of the ledger."""
    ledger = book.ledger
    moved = (
        pl.DataFrame({"case": flow.move_case, "row": flow.move_row, "amount_tiyn": flow.move_amount})
        .group_by("case", "row").agg(pl.col("amount_tiyn").sum()).sort("case", "row")
        .with_columns(pl.int_range(1, pl.len() + 1).over("case").alias("seq"))
    )
    row = moved["row"].to_numpy()
    told = book.rows[row]
    return moved.select(
        pl.Series("case_id", asked.cases.gather(moved["case"].to_numpy())),
        pl.col("seq").cast(pl.Int64),
        pl.Series("from", book.nodes["name"].gather(ledger.sender[row])),
        pl.Series("to", book.nodes["name"].gather(ledger.receiver[row])),
        "amount_tiyn",
        pl.Series("at", ledger.at[row]).cast(_TIME),
        told["locators"].alias("locator"),
        pl.lit(rule).alias("rule"),
        told["tx_id"],
    )
