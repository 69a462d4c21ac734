"""Things and cases around one thing: counted first, then a few at a time, the rarest first.

A case's neighbours are what it has (``identifiers``); a thing's are the cases that have it, an account's also the
accounts it paid or was paid by, a number's the numbers it talked with. A value in few cases tells more than one in
many: that is the order, so that a service or a bank's machine never stands before the rented card.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import polars as pl

from qalqan.desk import case_look, thing_look
from qalqan.desk.lens import NONE, Lens, Sight
from qalqan.errors import NotFound

KINDS: Final = {
    "case": "case", "iban": "account", "contract": "account", "account": "account", "phone": "phone",
    "short_code": "phone", "person": "person", "card": "card", "imei": "device", "imsi": "device", "iccid": "device",
    "wallet": "wallet", "url": "link", "domain": "link", "handle": "handle",
}  # fmt: skip
"""What the graph calls each kind of thing; any other is ``other``."""
MOST: Final = 200
SHAPE: Final = {
    "kind": pl.String, "value": pl.String, "cases": pl.Int64, "rarity_bits": pl.Int64, "rule": pl.String,
    "score": pl.Int64, "places": pl.String,
}  # fmt: skip


def neighbours(lens: Lens, kind: str, value: str, sight: Sight) -> pl.DataFrame:
    """(kind, value, cases, rarity_bits, rule, score, places) of all neighbours, the rarest first.

    ``kind`` is ``case`` or a kind of identifier. Raises NotFound for a case that may not be known of.
    """
    if kind == "case":
        if value in sight.cases or not lens.count("cases", "case_id", [value]):
            raise NotFound("error-not-found", what="case", id=value[:60])
        own = case_look.things(lens, value, sight)
        found = own.select(
            "kind", "value", "cases", "rarity_bits", "rule", pl.col("sure").alias("score"),
            pl.col("locators").alias("places"),
        )  # fmt: skip
    else:
        known = "identifiers" in thing_look.names(kind)
        rows = thing_look.places(lens, "identifiers", kind, value) if known else NONE
        own = sight.of(lens.frame("identifiers")[rows])
        cases = own.select(
            pl.lit("case").alias("kind"), pl.col("case_id").alias("value"), pl.lit(1, pl.Int64).alias("cases"),
            pl.lit(0, pl.Int64).alias("rarity_bits"), "rule", pl.col("sure").alias("score"),
            pl.col("locators").alias("places"),
        )  # fmt: skip
        found = pl.concat([cases, *_moved(lens, kind, value, sight)])
    found = found.cast(SHAPE).unique(["kind", "value"], keep="first", maintain_order=True)  # type: ignore[arg-type]
    case = pl.col("kind") == "case"
    return found.sort(~case, "rarity_bits", "score", "kind", "value", descending=[False, True, True, False, False])


def _moved(lens: Lens, kind: str, value: str, sight: Sight) -> list[pl.DataFrame]:
    """The other side of an account's transfers, or of a number's calls."""
    page = thing_look.page_of(kind)
    if page not in ("account", "number"):
        return []
    table, one, other, named, rule = (
        ("transactions", "from", "to", "iban", "paid") if page == "account" else ("calls", "a", "b", "phone", "called")
    )
    frame = lens.frame(table)
    sides = []
    for mine, theirs in ((one, other), (other, one)):
        rows = sight.of(frame[lens.places(table, mine, [value])])
        sides.append(rows.select(pl.col(theirs).alias("value"), pl.col("locators").alias("places")))
    told = pl.concat(sides).drop_nulls("value").filter((pl.col("value") != value) & (pl.col("value") != ""))
    met = told.group_by("value").agg(pl.len().cast(pl.Int64).alias("times"), pl.col("places").sort().first())
    own = met.select(pl.lit(named).alias("kind"), "value", "times", "places")
    known = lens.rows("identifier_weights", "value", own["value"].to_list()).select(
        "kind", "value", "cases", "rarity_bits"
    )
    weighed = own.join(known, on=["kind", "value"], how="left", maintain_order="left")
    return [
        weighed.select(
            "kind", "value", pl.col("cases").fill_null(0), pl.col("rarity_bits").fill_null(0),
            pl.lit(rule).alias("rule"), pl.col("times").alias("score"), "places",
        )
    ]  # fmt: skip


def counted(found: pl.DataFrame) -> list[tuple[str, int]]:
    """How many neighbours of each of the graph's kinds, the commonest first."""
    told = found.group_by(_kind()).len().rename({"graph": "kind"})
    return sorted(((kind, int(count)) for kind, count in told.iter_rows()), key=lambda one: (-one[1], one[0]))


def some(found: pl.DataFrame, kinds: Sequence[str], after: int, most: int) -> tuple[pl.DataFrame, int]:
    """``most`` neighbours of the kinds (all when none is named) after so many, and how many are left then."""
    wanted = found.with_columns(_kind())
    if kinds:
        wanted = wanted.filter(pl.col("graph").is_in(list(kinds)))
    shown = wanted.slice(max(0, after), min(max(1, most), MOST))
    return shown, max(0, wanted.height - max(0, after) - shown.height)


def degrees(lens: Lens, found: pl.DataFrame, sight: Sight) -> dict[tuple[str, str], int]:
    """How many neighbours each of some things has at least: a case's things, a thing's cases."""
    told: dict[tuple[str, str], int] = {}
    cases = found.filter(pl.col("kind") == "case")["value"].to_list()
    others = found.filter(pl.col("kind") != "case")["value"].to_list()
    own = lens.rows("identifiers", "case_id", cases, sight)
    for case, count in own.group_by("case_id").len().iter_rows():
        told["case", case] = int(count)
    seen = lens.rows("identifiers", "value", others, sight)
    for kind, value, count in seen.group_by("kind", "value").len().iter_rows():
        told[kind, value] = int(count)
    return told


def rarity(bits: int, cases: int) -> int:
    """Rarity on 0-1000: bits of rarity beside the most that so many cases allow."""
    most = 1000 * math.log2(max(2, cases))
    return min(1000, round(1000 * bits / most))


def together(lens: Lens, cases: Sequence[str], most: int, sight: Sight) -> pl.DataFrame:
    """What at least two of some cases share, as (case_id, kind, value, cases, rarity_bits, rule, score, places), of the
    ``most`` rarest things."""
    own = case_look.weighed(lens, lens.rows("identifiers", "case_id", cases, sight))
    shared = own.filter(pl.col("case_id").n_unique().over("kind", "value") > 1)
    first = shared.unique(["kind", "value"]).sort("rarity_bits", "kind", "value", descending=[True, False, False])
    kept = shared.join(first.head(most).select("kind", "value"), on=["kind", "value"], how="semi")
    return kept.select(
        "case_id", "kind", "value", "cases", "rarity_bits", "rule", pl.col("sure").alias("score"),
        pl.col("locators").alias("places"),
    ).sort("rarity_bits", "kind", "value", "case_id", descending=[True, False, False, False])  # fmt: skip


def _kind() -> pl.Expr:
    return pl.col("kind").replace_strict(KINDS, default="other").alias("graph")
