"""Transfers that might be a case's loss, each with what speaks for it and against it."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link import _money_victims as victims
from qalqan.link import end_points
from qalqan.settings import Trace

WEIGHTS = {
    "named": 1000,
    "payee_told": 420,
    "sum_told": 280,
    "minutes": 240,
    "hours": 140,
    "day": 90,
    "new_payee": 90,
    "shared_payee": 130,
    "soon_reported": 90,
    "reported": 40,
    "own_name": -60,
    "other_payer": -450,
    "merchant": -420,
    "bank": -500,
    "atm": -250,
    "usual_payee": -260,
}
EARLIER = pl.duration(days=7)
_TX = [
    "tx_id",
    "at",
    "from",
    "to",
    "from_as",
    "to_as",
    "from_kind",
    "to_kind",
    "from_name",
    "to_name",
    "from_iin",
    "to_iin",
    "from_bank",
    "to_bank",
    "amount_tiyn",
    "operation",
    "knp",
    "locators",
    "seq",
]
_FAR = pl.lit("9999-01-01").str.to_datetime("%Y-%m-%d", time_unit="us", time_zone="UTC")


def candidates(tables: Tables, settings: Trace) -> pl.DataFrame:
    """One row a case and transfer in its window, with the boolean features named in ``WEIGHTS``.

    Transfers of the victim to the victim are none; nor are reversals.
    """
    rows = (
        tables["transactions"]
        .filter((pl.col("amount_tiyn") > 0) & ~pl.col("reversal").fill_null(False) & pl.col("at").is_not_null())
        .select(_TX)
    )
    own, iins = victims.own(tables), victims.own_iin(tables)
    history = _paid_by(rows, own, iins, victims.names(tables))
    moments, payees = victims.told_moments(tables), victims.told_payees(tables)
    windows = _windows(tables["cases"], moments, settings)
    sums = victims.told_sums(tables)
    named = victims.told_transfers(tables).join(rows, on="tx_id", how="inner").with_columns(pl.lit("named").alias("by"))
    received = (
        _paid_to(rows, payees)
        .join(sums, on=["case_id", "amount_tiyn"], how="semi")
        .with_columns(pl.lit("payee").alias("by"))
    )
    order = {"named": 0, "own_account": 1, "own_iin": 2, "own_name": 3, "payee": 4}
    every = (
        pl.concat([history, received, named], how="diagonal")
        .with_columns(pl.col("by").replace_strict(order, return_dtype=pl.Int64).alias("place"))
        .sort("case_id", "tx_id", "place")
    )
    once = every.unique(["case_id", "tx_id"], keep="first", maintain_order=True)
    once = once.join(own.rename({"account": "to"}), on=["case_id", "to"], how="anti").join(
        iins.rename({"iin": "to_iin"}), on=["case_id", "to_iin"], how="anti"
    )
    inside = _inside(once.join(windows, on="case_id", how="inner")).with_columns(
        pl.col("case_id").is_in(iins["case_id"].implode()).alias("iin_known")
    )
    return _features(inside, history, payees, sums, moments)


def _inside(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of the window, and what the same payees got up to a week before: plots tell the last payments best."""
    met = pl.col("at").is_between("since", "until")
    same_payee = met.any().over("case_id", "to") & pl.col("at").is_between(pl.col("since") - EARLIER, "until")
    return rows.filter(met | same_payee | (pl.col("by") == "named"))


def _paid_by(rows: pl.DataFrame, own: pl.DataFrame, iins: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """All transfers out of what is the victim's: by account, by the payer's IIN, by the payer's full name."""
    by_account = [rows.join(own, left_on=side, right_on="account", how="inner") for side in ("from", "from_as")]
    by_iin = rows.join(iins, left_on="from_iin", right_on="iin", how="inner")
    keyed = rows.filter(pl.col("from_iin").is_null()).with_columns(victims.name_key(pl.col("from_name")).alias("key"))
    by_name = keyed.join(names, on="key", how="inner").drop("key")
    return pl.concat(
        [
            frame.with_columns(pl.lit(by).alias("by")).select(*_TX, "case_id", "by")
            for frame, by in (
                (by_account[0], "own_account"),
                (by_account[1], "own_account"),
                (by_iin, "own_iin"),
                (by_name, "own_name"),
            )
        ]
    ).unique(["case_id", "tx_id", "by"])


def _paid_to(rows: pl.DataFrame, payees: pl.DataFrame) -> pl.DataFrame:
    found = [
        rows.join(payees, left_on=side, right_on="account", how="inner").select(*_TX, "case_id")
        for side in ("to", "to_as")
    ]
    return pl.concat(found).unique(["case_id", "tx_id"])


def _windows(cases: pl.DataFrame, moments: pl.DataFrame, settings: Trace) -> pl.DataFrame:
    """Columns case_id, registered, since, until: from the told moments, else the window before registration."""
    told = moments.group_by("case_id").agg(pl.col("moment").min().alias("first"))
    registered = pl.col("registered_at").fill_null(_FAR)
    before = registered - pl.duration(hours=settings.window_hours)
    from_told = pl.max_horizontal(pl.min_horizontal("first", registered), before - pl.duration(hours=24 * 335))
    return (
        cases.select("case_id", "registered_at")
        .join(told, on="case_id", how="left")
        .select(
            "case_id",
            registered.alias("until"),
            pl.when(pl.col("first").is_not_null())
            .then(pl.min_horizontal(from_told, registered) - pl.duration(hours=settings.loss_hours))
            .otherwise(before)
            .alias("since"),
        )
    )


def _features(
    inside: pl.DataFrame, history: pl.DataFrame, payees: pl.DataFrame, sums: pl.DataFrame, moments: pl.DataFrame
) -> pl.DataFrame:
    near = _nearness(inside, moments)
    known = history.group_by("case_id", "to").agg(pl.col("at").min().alias("first_paid"), pl.len().alias("times"))
    told = (
        pl.concat(
            [
                inside.select("case_id", "tx_id", pl.col(side).alias("account")).join(
                    payees, on=["case_id", "account"], how="semi"
                )
                for side in ("to", "to_as")
            ]
        )
        .select("case_id", "tx_id")
        .unique()
        .with_columns(pl.lit(True).alias("payee_told"))
    )
    said = sums.with_columns(pl.lit(True).alias("sum_told"))
    end_point = end_points.of_rows(inside)
    joined = (
        inside.with_columns(end_point)
        .join(near, on=["case_id", "tx_id"], how="left", maintain_order="left")
        .join(known, on=["case_id", "to"], how="left", maintain_order="left")
        .join(told, on=["case_id", "tx_id"], how="left", maintain_order="left")
        .join(said, on=["case_id", "amount_tiyn"], how="left", maintain_order="left")
    )
    minutes, gap = pl.col("near_minutes"), pl.col("until") - pl.col("at")
    person = pl.col("end_point").is_null()
    # a victim who pays one dropper for weeks makes no usual payee of him: the story counts from its first moment
    usual = (pl.col("since") - pl.col("first_paid")) > EARLIER
    return joined.with_columns(
        (pl.col("by") == "named").alias("named"),
        pl.col("payee_told").fill_null(False),
        pl.col("sum_told").fill_null(False),
        (minutes <= 15).fill_null(False).alias("minutes"),
        minutes.is_between(16, 180).fill_null(False).alias("hours"),
        ((minutes.is_null() | (minutes > 180)) & pl.col("same_day").fill_null(False)).alias("day"),
        (person & ~usual.fill_null(False)).alias("new_payee"),
        (person & (pl.col("case_id").n_unique().over("to") > 1)).alias("shared_payee"),
        (gap <= pl.duration(hours=24)).alias("soon_reported"),
        gap.is_between(pl.duration(hours=24, microseconds=1), pl.duration(days=7)).alias("reported"),
        (pl.col("by") == "own_name").alias("own_name"),
        ((pl.col("by") == "payee") & pl.col("iin_known") & pl.col("from_iin").is_not_null()).alias("other_payer"),
        *((pl.col("end_point") == kind).fill_null(False).alias(kind) for kind in ("merchant", "bank", "atm")),
        usual.fill_null(False).alias("usual_payee"),
    )


def _nearness(inside: pl.DataFrame, moments: pl.DataFrame) -> pl.DataFrame:
    """Columns case_id, tx_id, near_minutes (to the nearest told minute), same_day (as a told day or minute)."""
    pairs = inside.select("case_id", "tx_id", "at").join(moments, on="case_id", how="inner")
    away = (pl.col("at") - pl.col("moment")).abs().dt.total_minutes()
    local = [pl.col(name).dt.offset_by("5h").dt.date() for name in ("at", "moment")]
    return pairs.group_by("case_id", "tx_id").agg(
        away.filter(~pl.col("day")).min().alias("near_minutes"), (local[0] == local[1]).any().alias("same_day")
    )
