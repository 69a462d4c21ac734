"""How firmly a node is an end point: every way in which it shows itself, joined, with grounds.

Ways are taken as independent: what is left of 1000 is cut by each strength in turn (noisy-or, in integers). A way's
strength is its weight times the share of the node's rows that say so. Behaviour is one more way: see ``_end_habits``.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link import _end_habits, _end_hubs
from qalqan.link._end_rows import KINDS, NOWHERE, destination, matched, of_nodes, of_rows, ways
from qalqan.link._grounds import ground, listed

LISTED = 400
SURE = 980
WEIGHTS = {"listed": 970, "kind": 950, "code": 930, "name": 850, "holder": 850, "operation": 800, "purpose": 700}
SAID = ["node", "kind", "strength", "ground"]
_ORDER = {kind: place for place, kind in enumerate(("aggregator", *KINDS, "p2p", "cash_in"))}
_SHOWN = 60


def weighed(tables: Tables) -> pl.DataFrame:
    """The rows of ``end_points``, one a node and side, those below ``LISTED`` left out unless a trail stops there."""
    told = tables["transactions"].filter((pl.col("amount_tiyn") > 0) | (pl.col("amount_minor") > 0))
    told = told.filter(pl.col("at").is_not_null()).sort("at", "seq", "tx_id", nulls_last=True)
    kinds = of_rows(told)
    told = told.with_columns(destination(told, kinds).alias("node"), kinds.alias("end_point"))
    nodes = _nodes(told)
    into = pl.concat(
        [
            _by_rows(told, nodes),
            _by_holder(tables["holders"], nodes),
            _end_habits.said(told, tables["trails"]),
            _end_hubs.said(told),
        ]
    )
    gave = _paid_in(told)
    followed = told.filter((pl.col("amount_tiyn") > 0) & pl.col("from").is_not_null())
    stops = of_nodes(followed["node"], followed["end_point"])
    names = tables["holders"].drop_nulls(["account", "holder"]).group_by("account").agg(pl.col("holder").min())
    best = _best(into).join(stops, on="node", how="left", maintain_order="left")
    best = best.with_columns(pl.col("end_point").is_not_null().alias("sink"))
    listed_ = [
        best.filter((pl.col("score") >= LISTED) | pl.col("sink")).join(nodes, on="node", how="left"),
        _best(_gives(gave)).with_columns(pl.lit(False).alias("sink")).join(_givers(gave), on="node", how="left"),
    ]
    columns = [
        "node",
        "kind",
        "score",
        "sink",
        "bank",
        "holder",
        "rows",
        "payers",
        "came_tiyn",
        "first",
        "last",
        "grounds",
    ]
    return pl.concat(
        [
            frame.join(names.rename({"account": "node"}), on="node", how="left", maintain_order="left")
            .with_columns(pl.coalesce("holder", "name").alias("holder"))
            .select(columns)
            for frame in listed_
        ]
    )


def _figures(other: str) -> list[pl.Expr]:
    return [
        pl.len().cast(pl.Int64).alias("rows"),
        pl.col(other).n_unique().cast(pl.Int64).alias("payers"),
        pl.col("amount_tiyn").sum().alias("came_tiyn"),
        pl.col("at").min().alias("first"),
        pl.col("at").max().alias("last"),
    ]


def _nodes(told: pl.DataFrame) -> pl.DataFrame:
    """One row a payee: how much came from whom and when, its bank and a name of it."""
    iban = pl.col("node").str.extract(r"^KZ\d\d(\d{3})[0-9A-Z]{13}$")
    at_bank = pl.col("node").str.extract(r" at (.+)$")
    return (
        told.filter(~pl.col("node").str.contains(NOWHERE))
        .group_by("node")
        .agg(pl.col("to_bank").min().alias("bank"), pl.col("to_name").min().alias("name"), *_figures("from"))
        .with_columns(pl.coalesce(iban, at_bank, "bank").alias("bank"))
    )


def _by_rows(told: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """What the rows into each node say by each way; a collecting agent's name says so besides what it is."""
    said = ways(told).with_columns(told["node"], told["locators"])
    nothing = pl.lit(None, pl.String)
    shown: dict[str, pl.Series | pl.Expr] = {"name": told["to_name"], "operation": told["operation"]}
    parts = [
        said.select("node", pl.col(way).alias("kind"), pl.lit(way).alias("way"), "locators").with_columns(
            shown.get(way, nothing).alias("told")
        )
        for way in ("kind", "code", "name", "operation", "purpose")
    ]
    agents = matched(told["to_name"], "names", ("aggregator",))
    parts.append(parts[2].with_columns(agents.alias("kind")))
    counted = (
        pl.concat(parts)
        .filter(pl.col("kind").is_not_null())
        .group_by("node", "kind", "way")
        .agg(pl.len().cast(pl.Int64).alias("said"), pl.col("locators").min(), pl.col("told").min())
        .join(nodes.select("node", "rows"), on="node", how="inner")
    )
    weight = pl.col("way").replace_strict(WEIGHTS, return_dtype=pl.Int64) * pl.col("said") // pl.col("rows")
    values = {"of": pl.col("rows"), "rows": pl.col("said"), "told": pl.col("told").str.slice(0, _SHOWN).fill_null("")}
    rule = pl.lit("end-by-") + pl.col("way")
    return counted.with_columns(weight.alias("strength")).select(
        "node", "kind", "strength", ground(rule, pl.col("strength"), values, pl.col("locators")).alias("ground")
    )


def _by_holder(holders: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """What the holder's name in a bank's reply says."""
    known = holders.drop_nulls("holder").join(nodes, left_on="account", right_on="node", how="semi")
    known = known.with_columns(matched(known["holder"], "names").alias("kind")).filter(pl.col("kind").is_not_null())
    known = known.group_by(pl.col("account").alias("node"), "kind").agg(
        pl.col("holder").min(), pl.col("locators").min()
    )
    strength = pl.lit(WEIGHTS["holder"], pl.Int64)
    told = ground(
        pl.lit("end-by-holder"), strength, {"told": pl.col("holder").str.slice(0, _SHOWN)}, pl.col("locators")
    )
    return known.select("node", "kind", strength.alias("strength"), told.alias("ground"))


def _paid_in(told: pl.DataFrame) -> pl.DataFrame:
    """Rows by which cash was put in, with the machine or desk as node: "cash_in at 722" when no file tells which."""
    by = pl.coalesce(
        matched(told["operation"], "operations", ("cash_in",)), matched(told["from_name"], "names", ("cash_in",))
    )
    nowhere = pl.col("from").is_null() | pl.col("from").str.contains(NOWHERE) | (pl.col("from") == pl.col("to"))
    at_bank = pl.lit("cash_in") + pl.coalesce(pl.lit(" at ") + pl.col("to_bank"), pl.lit(""))
    return told.filter(by.is_not_null()).with_columns(pl.when(nowhere).then(at_bank).otherwise("from").alias("node"))


def _gives(gave: pl.DataFrame) -> pl.DataFrame:
    counted = gave.group_by("node").agg(
        pl.len().cast(pl.Int64).alias("rows"), pl.col("operation").min().fill_null(""), pl.col("locators").min()
    )
    strength = pl.lit(WEIGHTS["operation"], pl.Int64)
    values = {"rows": pl.col("rows"), "told": pl.col("operation").str.slice(0, _SHOWN)}
    told = ground(pl.lit("end-by-operation"), strength, values, pl.col("locators"))
    return counted.select("node", pl.lit("cash_in").alias("kind"), strength.alias("strength"), told.alias("ground"))


def _givers(gave: pl.DataFrame) -> pl.DataFrame:
    """One row a machine or desk that cash was put in at, in the columns of ``_nodes``."""
    bank = pl.coalesce("from_bank", "to_bank").min()
    return gave.group_by("node").agg(bank.alias("bank"), pl.col("from_name").min().alias("name"), *_figures("to"))


def _best(said: pl.DataFrame) -> pl.DataFrame:
    """The firmest kind of each node; a collecting agent is told before a shop, an exchange before a wallet."""
    joined = (
        said.filter(pl.col("strength") > 0)
        .sort("node", "kind", -pl.col("strength"), "ground")
        .group_by("node", "kind", maintain_order=True)
        .agg(pl.col("strength").alias("strengths"), listed(pl.col("ground")).alias("grounds"))
    )
    left = pl.lit(1000, pl.Int64)
    for place in range(len(WEIGHTS) + 1):
        left = left * (1000 - pl.col("strengths").list.get(place, null_on_oob=True).fill_null(0)) // 1000
    scored = joined.with_columns(
        (1000 - left).clip(0, SURE).alias("score"),
        pl.col("kind").replace_strict(_ORDER, return_dtype=pl.Int64).alias("place"),
    )
    agent = (pl.col("kind") == "aggregator") & (pl.col("score") >= LISTED)
    finer = (pl.col("kind") == "wallet") & ((pl.col("kind") == "exchange") & (pl.col("score") >= LISTED)).any().over(
        "node"
    )
    return (
        scored.sort("node", ~agent, finer, -pl.col("score"), "place")
        .unique("node", keep="first", maintain_order=True)
        .select("node", "kind", "score", "grounds")
    )
