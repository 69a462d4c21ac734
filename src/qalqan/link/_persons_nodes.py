"""Appearances brought together where nothing is in doubt: the nodes that are then weighed against each other.

Rows with one IIN are one node unless a name contradicts the IIN's own name strongly (a stolen identity looks so): then
that name is a node apart. Rows without an IIN are one node when they tell the same name beside the same account,
number or case. What an officer holds apart is not brought together here either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link import name_match
from qalqan.link._fellegi_fields import Ints, Sets

STRANGE: Final = 60
"""Names less alike than this contradict an IIN."""
CROWD: Final = 30
"""A number, account or device that more nodes have is a service's or a machine's and proves nothing."""
_DEVICE_PHONES: Final = 20
KINDS: Final = ("account", "card", "phone", "imei", "near")


@dataclass(frozen=True, slots=True)
class Nodes:
    """``rows`` are the appearances with their ``node``; ``names`` one name a node (the fullest of those told often);
    ``things`` (node, kind, value, sure, locators) what a node has, seen beside it or reached by aliases and calls."""

    rows: pl.DataFrame
    names: pl.Series
    things: pl.DataFrame

    @property
    def count(self) -> int:
        """How many nodes there are."""
        return len(self.names)


def gather(rows: pl.DataFrame, tables: Tables, apart: pl.DataFrame) -> Nodes:
    """The nodes of the appearances; ``apart`` (a, b) are ids of things an officer holds to be two persons'."""
    rows = _aliased(rows, tables["aliases"])
    strange = _strangers(rows)
    rows = rows.join(strange, on=["iin", "name"], how="left", maintain_order="left", nulls_equal=True)
    anchor = pl.coalesce(
        pl.format("iin:{}", "iin"),
        pl.format("account:{}", "account"),
        pl.format("phone:{}", "phone"),
        pl.format("card:{}", "card"),
        pl.format("case:{}", "case"),
        pl.format("near:{}", "near"),
    )
    told = pl.when(pl.col("iin").is_null() | pl.col("strange").fill_null(value=False)).then("name")
    rows = rows.with_columns(anchor.alias("anchor"), told.fill_null("").alias("told"))
    rows = _held_apart(rows.filter(pl.col("anchor").is_not_null()), apart)
    by = ["anchor", "told", "held"]
    order = (
        rows.select(by).unique(maintain_order=True).with_row_index("node").with_columns(pl.col("node").cast(pl.Int64))
    )
    rows = rows.join(order, on=by, how="left", maintain_order="left")
    return Nodes(rows, _names(rows, len(order)), _things(rows, tables))


def _aliased(rows: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """Payees told by phone or card with the account behind it, where it is one account's only."""
    one = aliases.select("alias", pl.col("account").alias("behind")).unique().filter(pl.len().over("alias") == 1)
    party = pl.col("role") == "party"
    seen_by = pl.when(party & pl.col("account").is_null()).then(pl.coalesce("phone", "card"))
    return (
        rows.with_columns(seen_by.alias("alias"))
        .join(one, on="alias", how="left", maintain_order="left")
        .with_columns(pl.coalesce("account", "behind").alias("account"))
        .drop("alias", "behind")
    )


def _strangers(rows: pl.DataFrame) -> pl.DataFrame:
    """(iin, name, strange): names that contradict the one told most under the same IIN."""
    told = (
        rows.drop_nulls(["iin", "name"])
        .group_by("iin", "name")
        .agg(pl.col("rows").sum())
        .filter(pl.len().over("iin") > 1)
        .sort("iin", "rows", pl.col("name").str.len_chars(), "name", descending=[False, True, True, False])
    )
    main = told.group_by("iin", maintain_order=True).agg(pl.col("name").first().alias("main"))
    both = told.join(main, on="iin", how="left", maintain_order="left").filter(pl.col("name") != pl.col("main"))
    alike = name_match.compare(both["name"], both["main"]) if len(both) else pl.Series([], dtype=pl.Int64)
    return both.select("iin", "name", (alike < STRANGE).alias("strange")).filter("strange")


def _held_apart(rows: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """Column ``held``: which of the things held apart a row has, so that rows of both sides never meet in a node."""
    marks = pl.lit("", pl.String)
    for a, b in apart.select("a", "b").iter_rows():
        one, other = has(a), has(b)
        marks = pl.concat_str(
            marks, pl.when(one & ~other).then(pl.lit("a")).when(other & ~one).then(pl.lit("b")).otherwise(pl.lit("."))
        )
    split = rows.with_columns(marks.alias("held"))
    mixed = pl.col("held").n_unique().over("anchor", "told") > 1
    return split.with_columns(pl.when(mixed).then("held").otherwise(pl.lit("")).alias("held"))


def has(person: str) -> pl.Expr:
    """Whether a row has everything that an id names (``kind:value``, several joined by ``&``)."""
    tests = []
    for part in person.split("&"):
        kind, _, value = part.partition(":")
        known = kind in {"account", "card", "case", "iin", "imei", "name", "near", "phone"}
        tests.append((pl.col(kind) == value).fill_null(value=False) if known else pl.lit(value=False))
    return pl.all_horizontal(tests)


def _names(rows: pl.DataFrame, count: int) -> pl.Series:
    """One name a node: of those with the most words the one told most often; null where none is told."""
    ranked = (
        rows.drop_nulls("name")
        .group_by("node", "name")
        .agg(pl.col("rows").sum())
        .with_columns(pl.col("name").str.count_matches(r"\pL{2,}").clip(0, 3).alias("words"))
        .sort("node", "words", "rows", "name", descending=[False, True, True, False])
        .unique("node", keep="first", maintain_order=True)
    )
    every = pl.DataFrame({"node": pl.Series(range(count), dtype=pl.Int64)})
    return every.join(ranked.select("node", "name"), on="node", how="left", maintain_order="left")["name"]


def _things(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """What each node has: told in its rows, or reached."""
    told = pl.concat(
        rows.filter(pl.col(kind).is_not_null()).select(
            "node",
            pl.lit(kind).alias("kind"),
            pl.col(kind).alias("value"),
            pl.lit(1000, pl.Int64).alias("sure"),
            "locators",
        )
        for kind in KINDS
    )
    own = rows.filter(pl.col("case").is_not_null()).select(
        "node",
        pl.lit("near").alias("kind"),
        pl.col("case").alias("value"),
        pl.lit(1000, pl.Int64).alias("sure"),
        "locators",
    )
    phones = told.filter(pl.col("kind") == "phone").select("node", pl.col("value").alias("phone"))
    used = (
        _devices(tables["calls"])
        .join(phones, on="phone", how="inner")
        .select(
            "node",
            pl.lit("imei").alias("kind"),
            pl.col("imei").alias("value"),
            pl.lit(700, pl.Int64).alias("sure"),
            "locators",
        )
    )
    every = pl.concat([told, own, used, _near(told, rows, tables)])
    return (
        every.sort("sure", "locators", descending=[True, False])
        .unique(["node", "kind", "value"], keep="first", maintain_order=True)
        .sort("node", "kind", "value")
    )


def _devices(calls: pl.DataFrame) -> pl.DataFrame:
    """(phone, imei, locators): devices that numbers were used in; machines that many numbers pass through left out."""
    sides = [
        calls.filter(pl.col(imei).is_not_null() & pl.col(phone).is_not_null())
        .group_by(pl.col(phone).alias("phone"), pl.col(imei).alias("imei"))
        .agg(pl.col("locators").min())
        for phone, imei in (("a", "imei"), ("b", "b_imei"))
    ]
    both = pl.concat(sides).group_by("phone", "imei").agg(pl.col("locators").min())
    return both.filter(pl.len().over("imei") <= _DEVICE_PHONES)


def _near(told: pl.DataFrame, rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Cases whose own records tell a node's number or account, where a person is named in their texts."""
    cases = rows.select(pl.col("near").alias("case_id")).drop_nulls().unique()
    kinds = {"phone": "phone", "iban": "account", "card": "card", "contract": "account"}
    mentioned = (
        tables["mentions"]
        .filter(pl.col("kind").is_in(list(kinds)))
        .join(cases, on="case_id", how="semi")
        .select("case_id", pl.col("kind").replace_strict(kinds, return_dtype=pl.String).alias("kind"), "value")
        .unique()
    )
    return mentioned.join(told, on=["kind", "value"], how="inner").select(
        "node",
        pl.lit("near").alias("kind"),
        pl.col("case_id").alias("value"),
        pl.lit(500, pl.Int64).alias("sure"),
        "locators",
    )


def sets(nodes: Nodes, kind: str) -> tuple[Sets, pl.DataFrame]:
    """What nodes have of a kind, as numbers; and (node, code). Things of a crowd are left out."""
    mine = nodes.things.filter((pl.col("kind") == kind) & ~pl.col("value").str.contains("*", literal=True))
    mine = mine.filter(pl.len().over("value") <= CROWD)
    codes = mine.select(pl.col("node"), pl.col("value").rank("dense").cast(pl.Int64).alias("code"))
    node, code = (codes[name].to_numpy().astype(np.int64) for name in ("node", "code"))
    return Sets.of(nodes.count, node, code), codes


def numbers(column: pl.Series) -> Ints:
    """The column as int64."""
    return np.ascontiguousarray(column.to_numpy(), np.int64)
