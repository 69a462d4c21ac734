"""What kind of money it is that is no case's: salary, cash put in, a stated opening balance, what nobody saw come."""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.kernels.backward import KINDS, Origins
from qalqan.kernels.money import I64
from qalqan.link._fair_protected import kind as protected
from qalqan.link.follow_book import Book

INCOME = "income"


def incomes(book: Book, transactions: pl.DataFrame, node: I64, found: tuple[Origins, Origins]) -> pl.DataFrame:
    """Columns account, kind, still_tiyn, came_tiyn, payers: what is no case's money, by kind.

    Kinds: income (salary, pension, benefit or stipend that reached the account itself), the kind of end point
    it came out of (atm: cash put in; bank: a loan or the bank's own money; …), ``else`` (an ordinary payer),
    ``unknown`` (a payer whom no file names), opening (a stated opening balance), unseen (no row shows it coming),
    limit (more transfers back than are followed). The kind of the last transfer into the account goes before that of
    earlier ones.
    """
    parts = [
        _labelled(book, transactions, node, one).with_columns(pl.lit(name).alias("what"))
        for name, one in zip(("still_tiyn", "came_tiyn"), found, strict=True)
    ]
    return (
        pl.concat(parts)
        .group_by("account", "kind")
        .agg(
            *(
                pl.col("amount").filter(pl.col("what") == what).sum().alias(what)
                for what in ("still_tiyn", "came_tiyn")
            ),
            pl.col("payer").n_unique().cast(pl.Int64).alias("payers"),
        )
        .sort("account", pl.col("still_tiyn").neg(), pl.col("came_tiyn").neg(), "kind")
    )


def _labelled(book: Book, transactions: pl.DataFrame, node: I64, found: Origins) -> pl.DataFrame:
    """One row an unclaimed end: account, kind, amount, payer of the last transfer."""
    mine = np.flatnonzero(found.end_claimed == 0)
    move = found.end_move[mine]
    top = _tops(found)[move] if len(found.move_row) else move
    row = np.where(move >= 0, found.move_row[top] if len(found.move_row) else -1, -1)
    tx = book.rows["tx_id"].gather(pl.Series(np.maximum(row, 0)))
    payer = book.ledger.sender[np.maximum(row, 0)]
    told = transactions.unique("tx_id").select("tx_id", protected().alias("protected"))
    facts = tx.to_frame("tx_id").join(told, on="tx_id", how="left", maintain_order="left")
    nodes = book.nodes[payer.astype(np.int64)]
    way = pl.Series("way", [KINDS[kind] for kind in found.end_kind[mine].tolist()], pl.String)
    label = pl.concat([facts, nodes.select("end_point", "nowhere"), way.to_frame()], how="horizontal").select(
        pl.when(pl.Series(row < 0))
        .then("way")
        .when(pl.col("protected").is_not_null())
        .then(pl.lit(INCOME))
        .when(pl.col("end_point").is_not_null())
        .then("end_point")
        .when(pl.col("nowhere"))
        .then(pl.lit("unknown"))
        .when(pl.col("way").is_in(["end_point", "opening"]))
        .then(pl.lit("else"))
        .otherwise("way")
        .alias("kind")
    )["kind"]
    return pl.DataFrame(
        {
            "account": book.nodes["name"].gather(pl.Series(node[found.end_asked[mine]])),
            "kind": label,
            "amount": found.end_amount[mine],
            "payer": pl.Series(np.where(row < 0, -1, payer)),
        }
    )


def _tops(found: Origins) -> I64:
    """The move at depth 1 that each move leads to; parents stand before their children."""
    top = np.arange(len(found.move_row), dtype=np.int64)
    for depth in range(2, int(found.move_depth.max(initial=1)) + 1):
        here = np.flatnonzero(found.move_depth == depth)
        top[here] = top[found.move_parent[here]]
    return top
