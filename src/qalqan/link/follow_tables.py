"""A flow as the tables ``trails`` and ``hops``."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from qalqan.kernels.money import I64, Flow, Losses
from qalqan.link.follow_book import Book
from qalqan.link.follow_trace import Asked
from qalqan.link.follow_unseen import Spread

_TIME = pl.Datetime("us", "UTC")


def last_seen(book: Book, account: I64, before: I64) -> I64:
    """The latest row of each account before a row number; -1 when there is none."""
    ledger = book.ledger
    found = np.full(len(account), -1, np.int64)
    for starts, rows in ((ledger.out_start, ledger.out_row), (ledger.in_start, ledger.in_row)):
        place = _first_from(starts, rows, account, before) - 1
        fits = place >= starts[account]
        found[fits] = np.maximum(found[fits], rows[place[fits]])
    return found


def _first_from(starts: I64, rows: npt.NDArray[np.integer], account: I64, before: I64) -> I64:
    """The place of each account's first row not before a row number (or its end): a binary search in all at once, so
    that the cost grows with those asked for, not with the book."""
    low, high = starts[account].astype(np.int64), starts[account + 1].astype(np.int64)
    while (still := np.flatnonzero(low < high)).size:
        middle = (low[still] + high[still]) // 2
        earlier = rows[middle] < before[still]
        low[still[earlier]] = middle[earlier] + 1
        high[still[~earlier]] = middle[~earlier]
    return low


def covered(book: Book, account: I64, since: I64, until: I64) -> npt.NDArray[np.bool_]:
    """Whether some answer tells of each account between two moments (bool)."""
    asked = pl.DataFrame({"node": account.astype(np.int32), "since": since, "until": until}).with_row_index("i")
    hit = (
        asked.join(book.covers, on="node", how="inner")
        .filter((pl.col("from") <= pl.col("until")) & (pl.col("to") >= pl.col("since")))["i"]
        .unique()
    )
    mark = np.zeros(len(account), bool)
    mark[hit.to_numpy()] = True
    return mark


def trails_of(
    book: Book, asked: Asked, losses: Losses, flow: Flow, spread: Spread, *, rule: str, possible: int
) -> pl.DataFrame:
    """One row a case and account (columns as in the schema).

    Accounts that the money likely reached, and at most ``possible`` a case that only could hold some of it (hop and
    first_in empty), those with the most first. A place that no seen row connects with the case is never listed, though
    money may have gone there from a frontier: the frontier's own row stands for it.
    """
    placed = pl.DataFrame(
        {
            "case": flow.place_case,
            "node": flow.place_account,
            "hop": flow.place_hop.astype(np.int64),
            "first": book.ledger.at[flow.place_first],
            "came": flow.place_came,
            "left": flow.place_left,
        }
    )
    ranged = pl.DataFrame(
        {
            "case": spread.case,
            "node": spread.account,
            "low": spread.low,
            "high": spread.high,
            "unseen": spread.unseen,
        }
    )
    by_rows = pl.col("high") - pl.col("unseen")
    rows = (
        ranged.join(placed, on=["case", "node"], how="left", maintain_order="left")
        .filter(pl.col("hop").is_not_null() | (by_rows > 0))
        .sort("case", pl.col("hop").is_null(), by_rows.neg(), "node")
    )
    only_could = pl.col("hop").is_null().cast(pl.Int64).cum_sum().over("case")
    rows = rows.filter(pl.col("hop").is_not_null() | (only_could <= possible))
    case, account = rows["case"].to_numpy().astype(np.int64), rows["node"].to_numpy().astype(np.int64)
    as_of = asked.as_of[case]
    known = covered(book, account, rows["first"].fill_null(pl.Series(as_of)).to_numpy(), as_of)
    last = last_seen(book, account, losses.seen[case])
    kind = (
        pl.when(pl.col("end_point").is_not_null())
        .then(pl.lit("sink"))
        .when(pl.col("nowhere") | ~pl.Series(known))
        .then(pl.lit("frontier"))
        .otherwise(pl.lit("account"))
    )
    nodes = book.nodes[account].with_columns(kind.alias("kind"))
    return pl.concat([nodes, rows], how="horizontal").select(
        pl.Series("case_id", asked.cases.gather(case)),
        pl.col("name").alias("account"),
        "kind",
        "bank",
        "hop",
        pl.col("first").cast(_TIME).alias("first_in"),
        pl.col("came").fill_null(0).alias("traced_in_tiyn"),
        pl.col("left").fill_null(0).alias("remaining_tiyn"),
        pl.when(pl.col("kind") == "frontier").then(0).otherwise("low").alias("remaining_low_tiyn"),
        pl.col("high").alias("remaining_high_tiyn"),
        pl.lit(rule).alias("rule"),
        pl.Series("as_of", as_of).cast(_TIME),
        "end_point",
        pl.when(pl.Series(last >= 0))
        .then(pl.Series(book.ledger.at[np.maximum(last, 0)]))
        .cast(_TIME)
        .alias("last_seen"),
        pl.col("unseen").alias("high_unseen_tiyn"),
    )


def hops_of(book: Book, asked: Asked, flow: Flow, rule: str) -> pl.DataFrame:
    """One row a case and transfer that carried its money, in the order of the ledger."""
    ledger = book.ledger
    moved = (
        pl.DataFrame({"case": flow.move_case, "row": flow.move_row, "amount_tiyn": flow.move_amount})
        .group_by("case", "row")
        .agg(pl.col("amount_tiyn").sum())
        .sort("case", "row")
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
