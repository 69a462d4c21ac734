"""What a node does, where its name says nothing: exchangers for many people, machines told by a number, agents.

Behaviour alone is a proposal. The look-alikes it must leave alone: shop owners (their money goes to shops), landlords
and school treasurers (few sums, all alike), taxi parks and small employers (they pay the same people again and again),
and possible droppers (most of what comes is stolen).
"""

from __future__ import annotations

import polars as pl

from qalqan.link._end_rows import NOWHERE, words
from qalqan.link._grounds import ground

BASE = 450
MORE = {"exchanges": 160, "crowd": 70, "balance": 60, "apart": 60, "sums": 40}
MACHINE, COLLECTS, SHOP = 600, 620, 520
_BIN = r"^\d{4}[4-6]\d{7}$"
_EMPTY = pl.Schema({"node": pl.String(), "kind": pl.String(), "strength": pl.Int64(), "ground": pl.String()})


def said(told: pl.DataFrame, trails: pl.DataFrame) -> pl.DataFrame:
    """Columns node, kind, strength, ground: kinds p2p, atm, aggregator and merchant shown by behaviour.

    ``told`` are transfers with node (where each goes) and end_point (what its words say).
    """
    rows = told.filter((pl.col("amount_tiyn") > 0) & pl.col("from").is_not_null())
    if rows.is_empty():
        return pl.DataFrame(schema=_EMPTY)
    return pl.concat([_exchangers(rows, trails), _machines(rows), _agents(rows), _shops(rows)])


def _exchangers(rows: pl.DataFrame, trails: pl.DataFrame) -> pl.DataFrame:
    """Private accounts that many strangers pay sums of many sizes and that pay as many others."""
    rule = words()["exchanger"]
    crowds = (
        rows.group_by("node").agg(pl.col("from").n_unique().alias("payers")).filter(pl.col("payers") >= rule["payers"])
    )
    spread = (
        rows.group_by(pl.col("from").alias("node"))
        .agg(pl.col("node").n_unique().alias("payees"))
        .filter(pl.col("payees") >= rule["payees"])
    )
    both = crowds.join(spread, on="node", how="inner")
    if both.is_empty():
        return pl.DataFrame(schema=_EMPTY)
    came = rows.join(both, on="node", how="semi")
    went = rows.rename({"node": "payee"}).join(both, left_on="from", right_on="node", how="semi")
    stolen = trails.filter(pl.col("rule") == "fifo").group_by(pl.col("account").alias("node"))
    made = (
        both.join(_inflow(came), on="node", how="left")
        .join(_outflow(went), on="node", how="left")
        .join(_strangers(came, went), on="node", how="left")
        .join(stolen.agg(pl.col("traced_in_tiyn").sum().alias("stolen")), on="node", how="left")
        .with_columns(pl.col("stolen").fill_null(0))
        .filter(_gate(rule))
    )
    return _scored(made)


def _inflow(came: pl.DataFrame) -> pl.DataFrame:
    same = came.group_by("node", "amount_tiyn").len().group_by("node").agg(pl.col("len").max().alias("same"))
    note = words()["machine"]["note_tenge"] * 100
    return (
        came.group_by("node")
        .agg(
            pl.len().cast(pl.Int64).alias("rows"),
            pl.col("amount_tiyn").sum().alias("came"),
            pl.col("amount_tiyn").quantile(0.5, "lower").cast(pl.Int64).alias("typical"),
            (pl.col("amount_tiyn") % note == 0).sum().cast(pl.Int64).alias("round"),
            (pl.col("end_point").is_not_null()).sum().cast(pl.Int64).alias("named"),
            pl.col("to_iin").fill_null("").str.contains(_BIN).any().alias("organisation"),
            pl.col("locators").first(),
        )
        .join(same, on="node")
    )


def _outflow(went: pl.DataFrame) -> pl.DataFrame:
    amount, kind = pl.col("amount_tiyn"), pl.col("end_point")
    return went.group_by(pl.col("from").alias("node")).agg(
        pl.len().cast(pl.Int64).alias("out_rows"),
        amount.sum().alias("paid"),
        amount.filter(kind.is_in(["merchant", "bank"])).sum().alias("shops"),
        amount.filter(kind.is_in(["exchange", "wallet"])).sum().alias("exchanges"),
    )


def _strangers(came: pl.DataFrame, went: pl.DataFrame) -> pl.DataFrame:
    """How many payers pay once or twice only, and how many payees never pay in."""
    pairs = came.group_by("node", "from").agg(pl.len().alias("times"))
    once = pairs.group_by("node").agg((pl.col("times") <= 2).sum().cast(pl.Int64).alias("once"))
    people = went.filter(pl.col("end_point").is_null()).select(
        pl.col("from").alias("node"), pl.col("payee").alias("other")
    )
    people = people.unique()
    apart = people.join(pairs, left_on=["node", "other"], right_on=["node", "from"], how="anti")
    regular = (
        went.filter(pl.col("end_point").is_null()).group_by(pl.col("from").alias("node"))
        .agg(pl.len().cast(pl.Int64).alias("to_people"))
    )  # fmt: skip
    return (
        once.join(people.group_by("node").agg(pl.len().cast(pl.Int64).alias("people")), on="node", how="left")
        .join(apart.group_by("node").agg(pl.len().cast(pl.Int64).alias("apart")), on="node", how="left")
        .join(regular, on="node", how="left")
        .with_columns(pl.col("people", "apart", "to_people").fill_null(0))
    )


def _gate(rule: dict[str, int]) -> pl.Expr:
    """What all exchangers do and the look-alikes do not."""
    return (
        ~pl.col("organisation")
        & (2 * pl.col("named") < pl.col("rows"))
        & (pl.col("typical") >= rule["typical_tenge"] * 100)
        & (1000 * pl.col("once") >= rule["strangers"] * pl.col("payers"))
        & (1000 * pl.col("same") <= rule["equal"] * pl.col("rows"))
        & (1000 * pl.col("shops") <= rule["shops"] * pl.col("paid"))
        & (pl.col("people") >= rule["payees"])
        & (pl.col("to_people") < rule["returning"] * pl.col("people"))
        & (2 * pl.col("stolen") < pl.col("came"))
        & (1000 * (pl.col("came") - pl.col("paid")) <= rule["kept"] * pl.col("came"))
    )


def _scored(made: pl.DataFrame) -> pl.DataFrame:
    rule = words()["exchanger"]
    tests = {
        "exchanges": 10 * pl.col("exchanges") >= pl.col("paid"),
        "crowd": pl.col("payers") >= 3 * rule["payers"],
        "balance": (10 * pl.col("paid") >= 6 * pl.col("came")) & (10 * pl.col("paid") <= 11 * pl.col("came")),
        "apart": 10 * pl.col("apart") >= 7 * pl.col("people"),
        "sums": (10 * pl.col("round") >= pl.col("rows")) & (20 * pl.col("round") <= 19 * pl.col("rows")),
    }
    strength = pl.lit(BASE, pl.Int64)
    for name, test in tests.items():
        strength = strength + pl.when(test).then(MORE[name]).otherwise(0)
    sums = {f"{name}_tiyn": pl.col(name) for name in ("came", "exchanges", "paid", "stolen")}
    counts = {name: pl.col(name) for name in ("payees", "payers")}
    values = {name: one.cast(pl.Int64) for name, one in (sums | counts).items()}
    return _as_said(made.with_columns(strength.cast(pl.Int64).alias("strength")), "p2p", "end-exchanger", values)


def _machines(rows: pl.DataFrame) -> pl.DataFrame:
    """Payees told by a number only, who never pay, and get whole notes from several people."""
    rule = words()["machine"]
    note = rule["note_tenge"] * 100
    bare = rows.filter(
        pl.col("to_kind").fill_null("text").is_in(["text", "contract"])
        & ~pl.col("node").str.contains(NOWHERE)
        & pl.col("to_iin").is_null()
    )
    made = (
        bare.group_by("node")
        .agg(
            pl.len().cast(pl.Int64).alias("rows"),
            pl.col("from").n_unique().cast(pl.Int64).alias("payers"),
            (pl.col("amount_tiyn") % note == 0).all().alias("whole"),
            pl.col("amount_tiyn").max().alias("most"),
            pl.col("locators").first(),
        )
        .filter((pl.col("rows") >= rule["rows"]) & (pl.col("payers") >= rule["payers"]) & pl.col("whole"))
        .filter(pl.col("most") <= rule["most_tenge"] * 100)
        .join(rows.select(pl.col("from").alias("node")), on="node", how="anti")
        .with_columns(pl.lit(MACHINE, pl.Int64).alias("strength"))
    )
    return _as_said(made, "atm", "end-machine", {"payers": pl.col("payers"), "rows": pl.col("rows")})


def _agents(rows: pl.DataFrame) -> pl.DataFrame:
    """Organisations that very many pay small sums and that pay many organisations."""
    rule = words()["collects"]
    made = (
        rows.filter(pl.col("to_iin").fill_null("").str.contains(_BIN))
        .group_by("node")
        .agg(
            pl.len().cast(pl.Int64).alias("rows"),
            pl.col("from").n_unique().cast(pl.Int64).alias("payers"),
            pl.col("amount_tiyn").quantile(0.5, "lower").cast(pl.Int64).alias("typical"),
            pl.col("locators").first(),
        )
        .filter((pl.col("payers") >= rule["payers"]) & (pl.col("typical") <= rule["typical_tenge"] * 100))
    )
    shops = rows.filter(pl.col("to_iin").fill_null("").str.contains(_BIN))
    pays = shops.group_by(pl.col("from").alias("from_node")).agg(
        pl.col("node").n_unique().cast(pl.Int64).alias("payees")
    )
    made = made.join(pays, left_on="node", right_on="from_node", how="inner").filter(pl.col("payees") >= rule["payees"])
    made = made.with_columns(pl.lit(COLLECTS, pl.Int64).alias("strength"))
    return _as_said(made, "aggregator", "end-collects", {"payees": pl.col("payees"), "payers": pl.col("payers")})


def _shops(rows: pl.DataFrame) -> pl.DataFrame:
    """Organisations that several people pay small sums of every size: prices, not round amounts."""
    rule, note = words()["shop"], words()["machine"]["note_tenge"] * 100
    made = (
        rows.filter(pl.col("to_iin").fill_null("").str.contains(_BIN))
        .group_by("node")
        .agg(
            pl.len().cast(pl.Int64).alias("rows"),
            pl.col("from").n_unique().cast(pl.Int64).alias("payers"),
            pl.col("amount_tiyn").quantile(0.5, "lower").cast(pl.Int64).alias("typical"),
            (pl.col("amount_tiyn") % note != 0).sum().cast(pl.Int64).alias("odd"),
            pl.col("locators").first(),
        )
        .filter((pl.col("payers") >= rule["payers"]) & (pl.col("typical") <= rule["typical_tenge"] * 100))
        .filter(1000 * pl.col("odd") >= rule["odd"] * pl.col("rows"))
        .with_columns(pl.lit(SHOP, pl.Int64).alias("strength"))
    )
    return _as_said(made, "merchant", "end-shop", {"payers": pl.col("payers"), "rows": pl.col("rows")})


def _as_said(made: pl.DataFrame, kind: str, rule: str, values: dict[str, pl.Expr]) -> pl.DataFrame:
    told = ground(pl.lit(rule), pl.col("strength"), values, pl.col("locators"))
    return made.select("node", pl.lit(kind).alias("kind"), "strength", told.alias("ground"))
