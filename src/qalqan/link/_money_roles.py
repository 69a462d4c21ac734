"""What the transfers and trails say of each account: the numbers behind its possible role."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link import end_points


def features(tables: Tables) -> pl.DataFrame:
    """One row an account or end point of the transfers, holders and trails, in order of name.

    end_point; bank; holder; lost (cases whose money left it as a loss), sure (the best score of these), lost_at;
    direct, later (cases whose money came at once, or by later hops); traced, passed (the cases' sums that came,
    and went on); came (all inflow, tiyn); payers; out_ends (the cases' sums that went straight to cash, an exchange,
    a wallet or abroad); came_at (places of the first arrival); payees, paid (all outflow), exchanged (what of it
    went straight to exchanges), traded_at (places of the first such transfer).
    """
    told = tables["transactions"].filter((pl.col("amount_tiyn") > 0) & pl.col("from").is_not_null())
    kinds = end_points.of_rows(told)
    told = told.with_columns(end_points.destination(told, kinds).alias("to"))
    ends = end_points.of_nodes(told["to"], kinds).rename({"node": "account"})
    inflow = told.group_by(pl.col("to").alias("account")).agg(
        pl.col("amount_tiyn").sum().alias("came"), pl.col("from").n_unique().cast(pl.Int64).alias("payers")
    )
    sides = [
        told.select(pl.col(side).alias("account"), pl.col(f"{side}_bank").alias("bank")) for side in ("from", "to")
    ]
    every = pl.concat([*sides, tables["holders"].select("account", "bank"), tables["trails"].select("account", "bank")])
    nodes = every.filter(pl.col("account").is_not_null()).group_by("account").agg(pl.col("bank").min())
    made = nodes.sort("account")
    others = (
        ends,
        inflow,
        _trade(told, ends),
        _lost(tables, told),
        _trails(tables),
        _onward(tables, ends),
        _names(tables),
    )
    for other in others:
        made = made.join(other, on="account", how="left", maintain_order="left")
    counts = (
        "came",
        "payers",
        "lost",
        "direct",
        "later",
        "traced",
        "passed",
        "out_ends",
        "sure",
        "payees",
        "paid",
        "exchanged",
    )
    iban = pl.col("account").str.extract(r"^KZ\d\d(\d{3})[0-9A-Z]{13}$")
    return made.filter(~pl.col("account").str.contains(end_points.NOWHERE)).with_columns(
        *(pl.col(name).fill_null(0).cast(pl.Int64) for name in counts), pl.coalesce(iban, "bank").alias("bank")
    )


def _trade(told: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """How many each account pays, what in all, and what to exchanges."""
    exchange = pl.col("to").is_in(ends.filter(pl.col("end_point") == "exchange")["account"].implode())
    return told.group_by(pl.col("from").alias("account")).agg(
        pl.col("to").n_unique().cast(pl.Int64).alias("payees"),
        pl.col("amount_tiyn").sum().alias("paid"),
        pl.col("amount_tiyn").filter(exchange).sum().alias("exchanged"),
        pl.col("locators").filter(exchange).sort().first().alias("traded_at"),
    )


def _lost(tables: Tables, told: pl.DataFrame) -> pl.DataFrame:
    rows = tables["losses"].join(told.select("tx_id", "from", "locators"), on="tx_id", how="inner")
    return rows.group_by(pl.col("from").alias("account")).agg(
        pl.col("case_id").n_unique().alias("lost"),
        pl.col("score").max().alias("sure"),
        pl.col("locators").sort().first().alias("lost_at"),
    )


def _trails(tables: Tables) -> pl.DataFrame:
    reached = tables["trails"].filter(pl.col("hop").is_not_null() & (pl.col("rule") == "fifo"))
    first = pl.col("hop") == 1
    return reached.group_by("account").agg(
        pl.col("case_id").filter(first).n_unique().alias("direct"),
        pl.col("case_id").filter(~first).n_unique().alias("later"),
        pl.col("traced_in_tiyn").sum().alias("traced"),
        (pl.col("traced_in_tiyn") - pl.col("remaining_tiyn")).sum().alias("passed"),
    )


def _onward(tables: Tables, ends: pl.DataFrame) -> pl.DataFrame:
    hops = tables["hops"].filter(pl.col("rule") == "fifo")
    out = ends.filter(pl.col("end_point").is_in(["atm", "exchange", "wallet", "foreign"])).select(
        pl.col("account").alias("to")
    )
    went = (
        hops.join(out, on="to", how="semi")
        .group_by(pl.col("from").alias("account"))
        .agg(pl.col("amount_tiyn").sum().alias("out_ends"))
    )
    came = hops.group_by(pl.col("to").alias("account")).agg(pl.col("locator").sort().first().alias("came_at"))
    return came.join(went, on="account", how="full", coalesce=True)


def _names(tables: Tables) -> pl.DataFrame:
    return tables["holders"].drop_nulls("holder").group_by("account").agg(pl.col("holder").min()).drop_nulls("account")
