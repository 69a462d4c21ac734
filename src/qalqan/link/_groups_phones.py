"""The same person behind a changed phone: numbers of a group, never active at one time, in one device or with the same
rare contacts.

Two numbers that call crowds meet the same strangers by chance, about c d / n times with c and d contacts among n
numbers; only more than chance would give any pair of members counts. Two numbers in one SIM-box are active together and
so no pair; what follows in time is only a possibility.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link._chance import log_meetings
from qalqan.link._groups_rows import TIED, of_numbers, tied

GAP_DAYS = 14
CONTACT_NUMBERS = 4  # a contact of more numbers is a group's, not one person's
CHANCE = 0.05  # pairs expected by chance among all
LEAST_CONTACTS = 2
CALLS_SEEN = 3


def changed(tables: Tables, ours: pl.DataFrame) -> pl.DataFrame:
    """Rows of ``TIED``, rule group-changed-phone."""
    members = (
        ours.filter((pl.col("kind") == "number") & (pl.col("role") != "victim")).select("group_id", "member").unique()
    )
    spoken = of_numbers(tables["calls"].select("a", "b", "at", "imei", "b_imei", "call_id"), members["member"])
    sides = [
        spoken.select(
            pl.col(side).alias("member"),
            pl.col(other).alias("contact"),
            pl.col(device).alias("imei"),
            "at",
            "call_id",
        ).join(members, on="member", how="inner")
        for side, other, device in (("a", "b", "imei"), ("b", "a", "b_imei"))
    ]
    used = pl.concat(sides)
    if used.is_empty():
        return pl.DataFrame(schema=TIED)
    active = (
        used.group_by("group_id", "member")
        .agg(
            pl.col("at").min().alias("first"),
            pl.col("at").max().alias("last"),
            pl.len().alias("calls"),
            pl.col("imei").drop_nulls().unique().sort(),
            pl.col("call_id").min().alias("locators"),
        )
        .filter(pl.col("calls") >= CALLS_SEEN)
    )
    device = _by_device(active)
    contacts = _by_contacts(used, active, ours, tables)
    seen = active.select("group_id", "member", "locators")
    pairs = (
        pl.concat([device, contacts])
        .group_by("group_id", "a", "b")
        .agg(pl.col("score").max())
        .sort("group_id", "a", "b")
        .join(seen.rename({"member": "a"}), on=["group_id", "a"], how="left", maintain_order="left")
    )
    return tied(pairs, "a", "b", pl.lit("group-changed-phone"), pl.col("score"))


def _after(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs of which ``b`` began after ``a`` had ended, soon."""
    gap = pl.col("first_b") - pl.col("last")
    return pairs.filter((gap > pl.duration()) & (gap <= pl.duration(days=GAP_DAYS)))


def _by_device(active: pl.DataFrame) -> pl.DataFrame:
    """Each number and the next in the same device."""
    one = active.explode("imei").drop_nulls("imei").sort("group_id", "imei", "first", "member")
    same = pl.struct("group_id", "imei")
    following = one.with_columns(
        pl.col("member").shift(-1).over(same).alias("b"), pl.col("first").shift(-1).over(same).alias("first_b")
    ).drop_nulls("b")
    return _after(following).select("group_id", pl.col("member").alias("a"), "b", pl.lit(850, pl.Int64).alias("score"))


def _by_contacts(used: pl.DataFrame, active: pl.DataFrame, ours: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Pairs with more contacts in common than chance would give."""
    barred = tables["numbers"].filter(pl.col("role").is_in(["service", "spoofed", "victim"]))["number"]
    everybody = max(tables["numbers"].height, 2)
    inside = ours.filter((pl.col("kind") == "number") & pl.col("role").is_in(["caller", "handler", "organiser"]))
    inside = inside.select("group_id", pl.col("member").alias("contact"))  # whom a whole group calls tells nobody apart
    met = (
        used.filter(pl.col("contact").is_not_null() & ~pl.col("contact").is_in(barred.implode()))
        .select("group_id", "member", "contact")
        .unique()
        .join(inside, on=["group_id", "contact"], how="anti")
        .with_columns(
            pl.col("member").n_unique().over("contact").alias("numbers"),
            pl.len().over("group_id", "member").cast(pl.Int64).alias("mine"),
        )
    )
    rare = met.filter(pl.col("numbers").is_between(2, CONTACT_NUMBERS)).select("group_id", "member", "contact", "mine")
    span = active.select("group_id", "member", "first", "last")
    pairs = (
        rare.join(rare.rename({"member": "b", "mine": "theirs"}), on=["group_id", "contact"])
        .filter(pl.col("member") != pl.col("b"))
        .group_by("group_id", "member", "b")
        .agg(pl.len().cast(pl.Int64).alias("contacts"), pl.col("mine").first(), pl.col("theirs").first())
        .filter(pl.col("contacts") >= LEAST_CONTACTS)
        .join(span, on=["group_id", "member"])
        .join(
            span.select("group_id", pl.col("member").alias("b"), pl.col("first").alias("first_b")), on=["group_id", "b"]
        )
        .sort("group_id", "member", "b")
    )
    of_group = active.group_by("group_id").agg(pl.len().alias("size"))["size"].cast(pl.Int64)
    asked = max(int((of_group * (of_group - 1) // 2).sum()), 1)
    rate = (pairs["mine"] * pairs["theirs"]).to_numpy() / everybody
    beyond = np.log(CHANCE) - np.log(asked) - log_meetings(pairs["contacts"].to_numpy(), rate)
    score = pl.Series("score", np.clip(350 + 20 * beyond, 350, 700).round().astype(np.int64))
    found = _after(pairs.with_columns(score).filter(pl.Series(beyond >= 0)))
    return found.select("group_id", pl.col("member").alias("a"), "b", "score")
