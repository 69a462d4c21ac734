"""Exchanges' own wallets: listed ones, those that very many pay and are paid by, and deposit addresses before them.

A deposit address is one customer's at an exchange: it pays nobody but one such wallet, and that all it gets.
"""

from __future__ import annotations

import polars as pl

from qalqan.link._end_rows import words
from qalqan.link._grounds import ground

LISTED, HUB, DEPOSIT = 970, 650, 560
_EMPTY = pl.Schema({"node": pl.String(), "kind": pl.String(), "strength": pl.Int64(), "ground": pl.String()})


def said(told: pl.DataFrame) -> pl.DataFrame:
    """Columns node, kind (exchange), strength, ground of the wallets among the transfers of tokens."""
    rows = told.filter((pl.col("to_kind") == "wallet") & pl.col("from").is_not_null())
    if rows.is_empty():
        return pl.DataFrame(schema=_EMPTY)
    listed = _listed(rows)
    hubs = _hubs(rows)
    known = pl.concat([listed, hubs])["node"].unique()
    return pl.concat([listed, hubs, _deposits(rows, known)])


def _listed(rows: pl.DataFrame) -> pl.DataFrame:
    names = pl.DataFrame(words()["hot_wallets"], schema_overrides={"address": pl.String}).rename({"address": "node"})
    made = names.join(rows.group_by("node").agg(pl.col("locators").first()), on="node", how="inner")
    return _as_said(made, LISTED, "end-by-listed", {"told": pl.col("name")})


def _hubs(rows: pl.DataFrame) -> pl.DataFrame:
    rule = words()["hub"]
    came = rows.group_by("node").agg(
        pl.col("from").n_unique().cast(pl.Int64).alias("payers"), pl.col("locators").first()
    )
    went = rows.group_by(pl.col("from").alias("node")).agg(pl.col("node").n_unique().cast(pl.Int64).alias("payees"))
    made = came.join(went, on="node", how="inner")
    made = made.filter((pl.col("payers") >= rule["payers"]) & (pl.col("payees") >= rule["payees"]))
    return _as_said(made, HUB, "end-hub", {"payees": pl.col("payees"), "payers": pl.col("payers")})


def _deposits(rows: pl.DataFrame, hubs: pl.Series) -> pl.DataFrame:
    """Wallets whose every token goes on to one exchange's wallet within hours."""
    rule = words()["hub"]
    keys = ["node", "currency"]
    came = rows.group_by(keys).agg(
        pl.col("amount_minor").cast(pl.Int128).sum().alias("came"), pl.col("at").min().alias("since"),
        pl.col("locators").first(),
    )  # fmt: skip
    went = rows.rename({"node": "payee", "from": "node"}).group_by(keys).agg(
        pl.col("amount_minor").cast(pl.Int128).sum().alias("went"), pl.col("payee").n_unique().alias("payees"),
        pl.col("payee").first(), pl.col("at").max().alias("until"),
    )  # fmt: skip
    last = rows.group_by(keys).agg(pl.col("at").max().alias("last"))
    made = (
        came.join(went, on=keys, how="inner")
        .join(last, on=keys)
        .filter((pl.col("payees") == 1) & pl.col("payee").is_in(hubs.implode()) & ~pl.col("node").is_in(hubs.implode()))
        .filter(1000 * pl.col("went") >= rule["forwards"] * pl.col("came"))
        .filter(pl.col("until") - pl.col("last") <= pl.duration(hours=rule["hours"]))
        .sort("node", "currency")
        .unique("node", keep="first", maintain_order=True)
    )
    return _as_said(made, DEPOSIT, "end-deposit", {"to": pl.col("payee")})


def _as_said(made: pl.DataFrame, strength: int, rule: str, values: dict[str, pl.Expr]) -> pl.DataFrame:
    weight = pl.lit(strength, pl.Int64)
    return made.select(
        "node", pl.lit("exchange").alias("kind"), weight.alias("strength"),
        ground(pl.lit(rule), weight, values, pl.col("locators")).alias("ground"),
    )  # fmt: skip
