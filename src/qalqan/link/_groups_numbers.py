"""Numbers, devices, cells and sites of a group: what called its victims, and what stood behind that."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link._groups_rows import Part, of_numbers, places, said, tied
from qalqan.link._seen import CALLED, CALLS_BACK, DEVICE, TOLD

WEB = ("domain", "handle", "url", "web", "email", "listing")
SAME_DEVICE = 450
CALLS_AT_HAND = 15  # of a victim, to say that a number is not among them


def _of_groups(tables: Tables, cases: pl.DataFrame) -> pl.DataFrame:
    """Identifiers of the groups' cases; of a case of several groups a thing goes to where others have it, too, else to
    the group that holds the case best."""
    home = cases.sort("case_id", pl.col("score").neg(), "group_id").with_columns(
        (pl.int_range(pl.len()).over("case_id") == 0).alias("home")
    )
    when = tables["cases"].select("case_id", "registered_at")
    held = (
        tables["identifiers"]
        .join(home.select("case_id", "group_id", "home"), on="case_id", how="inner")
        .join(when, on="case_id", how="left")
        .with_columns(pl.col("case_id").n_unique().over("group_id", "kind", "value").cast(pl.Int64).alias("cases"))
    )
    elsewhere = (pl.col("cases") > 1).any().over("case_id", "kind", "value")
    return held.filter((pl.col("cases") > 1) | (pl.col("home") & ~elsewhere))


def numbers(tables: Tables, cases: pl.DataFrame) -> Part:
    """Possible callers' numbers, with the devices and cells behind them, and sites and handles."""
    held = _of_groups(tables, cases)
    callers = _callers(held, tables)
    devices = _devices(held, callers, tables)
    again = _same_device(devices.said, callers.said, tables)
    fronts = _fronts(held, tables)
    parts = (callers, devices, again, fronts)
    said_ = _active(pl.concat([one.said for one in parts]), tables)
    return Part(said_, pl.concat([one.tied for one in parts]))


def _active(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The rows with the first and last call of each caller's number and device, where calls are at hand; else the
    time of the cases stands."""
    numbers_ = rows.filter((pl.col("kind") == "number") & (pl.col("role") == "caller"))["member"]
    devices = rows.filter(pl.col("kind") == "imei")["member"]
    calls = tables["calls"]
    spoken = of_numbers(calls.select("a", "b", "at"), numbers_)
    used = calls.select(pl.col("imei").alias("member"), "at").filter(pl.col("member").is_in(devices.unique().implode()))
    ends = [spoken.select(pl.col(side).alias("member"), "at") for side in ("a", "b")]
    seen = (
        pl.concat([*ends, used])
        .group_by("member")
        .agg(pl.col("at").min().alias("first_call"), pl.col("at").max().alias("last_call"))
    )
    asked = (pl.col("kind") == "imei") | ((pl.col("kind") == "number") & (pl.col("role") == "caller"))
    return (
        rows.join(seen, on="member", how="left", maintain_order="left")
        .with_columns(
            pl.when(asked).then(pl.coalesce("first_call", "first")).otherwise("first").alias("first"),
            pl.when(asked).then(pl.coalesce("last_call", "last")).otherwise("last").alias("last"),
        )
        .select(rows.columns)
    )


def _callers(held: pl.DataFrame, tables: Tables) -> Part:
    """Numbers that the cases name or that called their victims, where the number seems a caller's."""
    likely = (
        tables["numbers"].filter(pl.col("role").is_in(["caller", "simbox"])).select(pl.col("number").alias("value"))
    )
    met = held.filter((pl.col("kind") == "phone") & pl.col("rule").is_in([TOLD, CALLED, CALLS_BACK]))
    met = met.join(likely, on="value", how="semi").sort("group_id", "value", "case_id")
    met = met.join(_unheard(met, tables), on="value", how="left").with_columns(pl.col("unheard").fill_null(False))
    found = met.group_by("group_id", "value", maintain_order=True).agg(
        pl.col("case_id").n_unique().cast(pl.Int64).alias("cases"),
        pl.col("sure").max(),
        pl.col("registered_at").min().alias("first"),
        pl.col("registered_at").max().alias("last"),
        pl.col("unheard").any(),
        places(),
    )
    weight = 150 + pl.col("sure") // 4 + 150 * (pl.col("cases") - 1).clip(0, 3)
    heard = pl.when("unheard").then(pl.lit("dropper")).otherwise(pl.lit("caller"))
    rule = pl.when("unheard").then(pl.lit("group-unheard")).otherwise(pl.lit("group-called"))
    return Part(
        said(found, pl.lit("number"), "value", heard, rule, weight - 50 * pl.col("unheard").cast(pl.Int64),
             pl.col("cases")),
        tied(met, "case_id", "value", rule, pl.col("sure")),
    )  # fmt: skip


def _unheard(met: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """(value, unheard): numbers that cases name and that never spoke with a victim though the victim's calls are at
    hand: rather a number to which money was sent than a caller's."""
    calls = tables["calls"]
    told = (
        met.filter(pl.col("rule") == TOLD)
        .select("case_id", "value")
        .join(tables["cases"].select("case_id", pl.col("victim_phone").alias("victim")), on="case_id")
        .drop_nulls()
    )
    ends = [calls.select(pl.col(a).alias("value"), pl.col(b).alias("victim")) for a, b in (("a", "b"), ("b", "a"))]
    spoken = pl.concat(ends).join(told.select("victim").unique(), on="victim", how="semi")
    open_ = spoken.group_by("victim").agg(pl.len().alias("calls")).filter(pl.col("calls") >= CALLS_AT_HAND)
    asked = told.join(open_.select("victim"), on="victim", how="semi")
    heard = asked.join(spoken.unique(), on=["value", "victim"], how="semi").select("value").unique()
    rows = met.filter(pl.col("rule") != TOLD).select("value")
    return (
        asked.select("value").unique().join(heard, on="value", how="anti").join(rows, on="value", how="anti")
        .with_columns(pl.lit(True).alias("unheard"))
    )  # fmt: skip


def _devices(held: pl.DataFrame, callers: Part, tables: Tables) -> Part:
    """Devices and cells that callers' numbers of the group worked in; cells that many use are left out."""
    kept = tables["identifier_weights"].filter((pl.col("trust") == 0) & (pl.col("cases") > 1))
    mine = callers.said.filter(pl.col("role") == "caller").select("group_id", pl.col("member").alias("chain"))
    met = (
        held.filter(pl.col("kind").is_in(["imei", "imsi", "cell"]) & (pl.col("rule") == DEVICE))
        .join(mine, on=["group_id", "chain"], how="semi")
        .join(kept.select("kind", "value"), on=["kind", "value"], how="anti")
        .sort("group_id", "kind", "value", "case_id")
    )
    found = met.group_by("group_id", "kind", "value", maintain_order=True).agg(
        pl.col("chain").n_unique().cast(pl.Int64).alias("numbers"),
        pl.col("case_id").n_unique().cast(pl.Int64).alias("cases"),
        pl.col("registered_at").min().alias("first"),
        pl.col("registered_at").max().alias("last"),
        places(),
    )
    weight = 250 + 100 * pl.max_horizontal("numbers", "cases").clip(0, 5)
    return Part(
        said(found, pl.col("kind"), "value", pl.lit("tool"), pl.lit("group-device"), weight, pl.col("numbers")),
        tied(met, "chain", "value", pl.lit("group-device"), pl.col("sure")),
    )


def _same_device(devices: pl.DataFrame, callers: pl.DataFrame, tables: Tables) -> Part:
    """Further numbers that called out of a device of the group: its SIM was changed."""
    imei = devices.filter(pl.col("kind") == "imei").select("group_id", pl.col("member").alias("imei"))
    used = (
        tables["calls"]
        .select("imei", "a", "at", "call_id")
        .drop_nulls()
        .join(imei, on="imei", how="inner")
        .join(callers.select("group_id", pl.col("member").alias("a")), on=["group_id", "a"], how="anti")
        .sort("group_id", "a", "at", "call_id")
    )
    found = used.group_by("group_id", "a", "imei", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("calls"),
        pl.col("at").min().alias("first"),
        pl.col("at").max().alias("last"),
        places("call_id"),
    )
    best = found.unique(["group_id", "a"], keep="first", maintain_order=True)
    return Part(
        said(best, pl.lit("number"), "a", pl.lit("caller"), pl.lit("group-same-device"), pl.lit(SAME_DEVICE),
             pl.col("calls")),
        tied(found, "a", "imei", pl.lit("group-device"), pl.lit(900)),
    )  # fmt: skip


def _fronts(held: pl.DataFrame, tables: Tables) -> Part:
    """Sites, addresses and handles that the cases name and that are not everybody's."""
    common = tables["identifier_weights"].filter((pl.col("trust") == 0) & (pl.col("cases") > 1))
    met = (
        held.filter(pl.col("kind").is_in(list(WEB)) & (pl.col("rule") == TOLD))
        .join(common.select("kind", "value"), on=["kind", "value"], how="anti")
        .sort("group_id", "value", "case_id")
    )
    found = met.group_by("group_id", "value", maintain_order=True).agg(
        pl.col("case_id").n_unique().cast(pl.Int64).alias("cases"),
        pl.col("registered_at").min().alias("first"),
        pl.col("registered_at").max().alias("last"),
        places(),
    )
    weight = 250 + 150 * pl.col("cases").clip(0, 4)
    return Part(
        said(found, pl.lit("web"), "value", pl.lit("front"), pl.lit("group-told"), weight, pl.col("cases")),
        tied(met, "case_id", "value", pl.lit("group-told"), pl.col("sure")),
    )
