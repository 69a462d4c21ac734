"""Who may stand behind callers and droppers: numbers that call the droppers, numbers that the callers report to.

A caller's number calls crowds, so that two of a group's numbers meet the same stranger by chance. What counts is more
members met than chance would give anywhere: with n numbers about and p (member, stranger) pairs of the group, at most
n (p / n)^k / k! strangers are expected to have met k of its numbers (Poisson; chance meetings are independent).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link._chance import log_meetings
from qalqan.link._groups_rows import Part, nothing, of_numbers, places, said, tied
from qalqan.link._habits import FIXED

CHANCE = 0.05  # strangers expected by chance beyond which a count says nothing
LEAST = 2


def chiefs(tables: Tables, ours: pl.DataFrame) -> Part:
    """Possible handlers of droppers and organisers among numbers that are no caller's and no victim's."""
    members = (
        ours.filter((pl.col("kind") == "number") & pl.col("role").is_in(["caller", "dropper"]))
        .sort("group_id", "member", "weight", descending=[False, False, True])
        .unique(["group_id", "member"], keep="first", maintain_order=True)
        .select("group_id", "member", "role")
    )
    voice = tables["calls"].filter(pl.col("service").fill_null("voice") == "voice").select("a", "b", "at", "call_id")
    everybody = max(tables["numbers"].height, 2)
    spoken = of_numbers(voice, members["member"])
    if members.is_empty() or spoken.is_empty():
        return nothing()
    barred = tables["numbers"].filter(pl.col("role") != "ordinary")["number"]
    handlers = _handlers(_met(spoken, members, barred, inward=True), everybody)
    also = said(handlers, pl.lit("number"), "other", pl.lit("handler"), pl.lit("group-calls-droppers"),
                (250 + 120 * pl.col("droppers") + 60 * pl.col("callers")).clip(0, 850),
                pl.col("droppers") + pl.col("callers"))  # fmt: skip
    known = pl.concat([members, also.select("group_id", "member", "role")])
    spoken = of_numbers(voice, known["member"])
    out = _met(spoken, known.filter(pl.col("role") != "dropper"), barred, inward=False)
    leaders = _organisers(out, everybody)
    told = said(leaders, pl.lit("number"), "other", pl.lit("organiser"), pl.lit("group-reported-to"),
                (200 + 100 * pl.col("callers") + 150 * pl.col("handlers").clip(0, 1)).clip(0, 850),
                pl.col("callers") + pl.col("handlers"))  # fmt: skip
    chosen = pl.concat([also, told])
    return Part(chosen, _spoke(spoken, known, chosen))


def _met(spoken: pl.DataFrame, members: pl.DataFrame, barred: pl.Series, *, inward: bool) -> pl.DataFrame:
    """(group_id, other, droppers, callers, handlers, pairs, …): who called the members, or was called by them."""
    inside, outside = ("b", "a") if inward else ("a", "b")
    mobile = pl.col(outside).str.contains(r"^\+\d{10,15}$") & ~pl.col(outside).str.contains(FIXED)
    met = (
        spoken.join(members, left_on=inside, right_on="member", how="inner")
        .filter(mobile & ~pl.col(outside).is_in(barred.implode()))
        .join(members.select("group_id", pl.col("member").alias(outside)), on=["group_id", outside], how="anti")
        .rename({inside: "member", outside: "other"})
    )
    pairs = met.select("group_id", "other", "member", "role").unique()
    pairs = pairs.with_columns(pl.len().over("group_id").cast(pl.Int64).alias("pairs"))
    counted = pairs.group_by("group_id", "other").agg(
        *((pl.col("role") == role).sum().cast(pl.Int64).alias(f"{role}s") for role in ("dropper", "caller", "handler")),
        pl.len().cast(pl.Int64).alias("met"),
        pl.col("pairs").first(),
    )
    several = counted.filter(pl.col("met") >= LEAST)
    shown = (
        met.join(several.select("group_id", "other"), on=["group_id", "other"], how="semi")
        .sort("group_id", "other", "at", "call_id")
        .group_by("group_id", "other", maintain_order=True)
        .agg(pl.col("at").min().alias("first"), pl.col("at").max().alias("last"), places("call_id"))
    )
    return shown.join(several, on=["group_id", "other"], how="left", maintain_order="left")


def _beyond_chance(met: pl.DataFrame, everybody: int) -> pl.DataFrame:
    """Those who met more of the group's numbers than anybody would by chance."""
    expected = np.log(everybody) + log_meetings(met["met"].to_numpy(), met["pairs"].to_numpy() / everybody)
    return met.filter(pl.Series(expected <= np.log(CHANCE), dtype=pl.Boolean))


def _handlers(met: pl.DataFrame, everybody: int) -> pl.DataFrame:
    return _beyond_chance(met, everybody).filter(pl.col("droppers") >= 1)


def _organisers(met: pl.DataFrame, everybody: int) -> pl.DataFrame:
    """Called by several callers, or by a handler and a caller."""
    return _beyond_chance(met, everybody).filter((pl.col("callers") >= LEAST) | (pl.col("handlers") >= 1))


def _spoke(spoken: pl.DataFrame, members: pl.DataFrame, chosen: pl.DataFrame) -> pl.DataFrame:
    """Ties by calls between members and the numbers found."""
    every = pl.concat([members.select("group_id", "member"), chosen.select("group_id", "member")]).unique()
    found = chosen.select("group_id", "member").unique()
    both = []
    for left, right in ((every, found), (found, every)):
        both.append(
            spoken.join(left.rename({"member": "a"}), on="a", how="inner")
            .join(right.rename({"member": "b"}), on=["group_id", "b"], how="semi")
            .select(
                "group_id", pl.min_horizontal("a", "b").alias("a"), pl.max_horizontal("a", "b").alias("b"), "call_id"
            )
        )
    pairs = (
        pl.concat(both)
        .unique()
        .sort("group_id", "a", "b", "call_id")
        .group_by("group_id", "a", "b", maintain_order=True)
        .agg(pl.len().cast(pl.Int64).alias("calls"), places("call_id"))
    )
    return tied(pairs, "a", "b", pl.lit("group-spoke"), 400 + 100 * pl.col("calls").clip(0, 5))
