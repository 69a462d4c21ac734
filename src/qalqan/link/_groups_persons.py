"""Persons behind what a group uses, its victims as cases, and what is never listed because it is a victim's."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link._groups_rows import Part, said, tied

_KINDS = {"account": "account", "phone": "number"}


def victims_own(tables: Tables) -> pl.DataFrame:
    """Column member: numbers, accounts, IINs and persons that are a known case's victim's."""
    cases = tables["cases"]
    own = [cases.select(pl.col(name).alias("member")) for name in ("victim_phone", "victim_account", "victim_iin")]
    own.append(tables["accounts"].filter(pl.col("role") == "victim").select(pl.col("account").alias("member")))
    own.append(tables["numbers"].filter(pl.col("role") == "victim").select(pl.col("number").alias("member")))
    own.append(tables["persons"].filter(pl.col("kind") == "case").select(pl.col("person_id").alias("member")))
    return pl.concat(own).drop_nulls().unique().sort("member")


def without_victims(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The rows of ``SAID`` that are not of a victim's own things."""
    return rows.join(victims_own(tables), on="member", how="anti")


def victims(tables: Tables, cases: pl.DataFrame) -> pl.DataFrame:
    """The group's cases, each as kind case, role victim: rows of ``SAID``."""
    known = tables["cases"].select("case_id", "registered_at", "source")
    rows = cases.join(known, on="case_id", how="inner").with_columns(
        pl.col("registered_at").alias("first"),
        pl.col("registered_at").alias("last"),
        pl.col("source").alias("locators"),
    )
    return said(rows, pl.lit("case"), "case_id", pl.lit("victim"), pl.lit("group-case"), pl.col("score"), pl.lit(1))


def persons(tables: Tables, ours: pl.DataFrame) -> Part:
    """Who holds the accounts and numbers. The holder of an account may play its part; whose name a number is in may be
    anybody, a borrowed or stolen name as well, and his part stays open."""
    kind = pl.col("kind").replace_strict(_KINDS, default=None, return_dtype=pl.String)
    held = tables["persons"].select(
        "person_id", kind.alias("kind"), pl.col("value").alias("member"), pl.col("score").alias("sure"),
        pl.col("locators").alias("held"),
    ).drop_nulls("kind")  # fmt: skip
    things = ours.filter(pl.col("role").is_in(["organiser", "handler", "caller", "cashout", "dropper"]))
    number = pl.col("kind") == "number"
    met = things.join(held, on=["kind", "member"], how="inner").with_columns(
        (pl.col("weight") * pl.col("sure") // 1000 * pl.when(number).then(6).otherwise(8) // 10).alias("weight"),
        pl.when(number).then(pl.lit("unclear")).otherwise("role").alias("role"),
        pl.when(number).then(pl.lit("group-subscriber")).otherwise(pl.lit("group-person")).alias("rule"),
        pl.col("held").alias("locators"),
    )
    best = met.sort("group_id", "person_id", "role", "weight", "member", descending=[*[False] * 3, True, False]).unique(
        ["group_id", "person_id", "role"], keep="first", maintain_order=True
    )
    return Part(
        said(best, pl.lit("person"), "person_id", pl.col("role"), pl.col("rule"), pl.col("weight"), pl.lit(1)),
        tied(met, "person_id", "member", pl.col("rule"), pl.col("sure")),
    )
