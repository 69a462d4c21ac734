"""What makes two cases alike, in court-ready form: a ground for each likeness, with what agrees and its weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from qalqan.link._alike_view import STEPS, VALUES
from qalqan.link._grounds import ground, listed

LEAST: Final = 100  # milli-bits: smaller weights are told together, as the rest
VALUED: Final = ("mo", *VALUES, *STEPS)  # in the order of the kernel's factors; words follow


@dataclass(frozen=True, slots=True)
class Told:
    """Weights of pairs beside the factors, milli-bits each, with one value (a name and a column) to tell."""

    rule: str
    weight: np.ndarray
    name: str
    value: pl.Series


def grounds(view: pl.DataFrame, a: np.ndarray, b: np.ndarray, parts: np.ndarray, more: list[Told]) -> pl.Series:
    """The grounds of pairs (row numbers of ``view``): ``parts`` (pairs, factors; milli-bits) and ``more``.

    The first of ``more`` carries the places of both cases and stands first; every factor of at least ``LEAST`` is told
    with the values of both cases, the others as their sum.
    """
    rows = []
    for column, factor in enumerate(VALUED):
        kept = np.flatnonzero(np.abs(parts[:, column]) >= LEAST)
        told = view[factor].cast(pl.String)
        values = {"a": told.gather(a[kept]), "b": told.gather(b[kept])}
        rows.append(_told(kept, f"alike-{factor}", parts[kept, column], values))
    words = parts[:, len(VALUED)]
    small = np.where(np.abs(parts[:, : len(VALUED)]) < LEAST, parts[:, : len(VALUED)], 0)
    rest = Told("alike-rest", small.sum(axis=1), "factors", pl.Series((small != 0).sum(axis=1)))
    tongue = Told("alike-words", words, "language", view["language"].gather(a))
    places = view["source"].fill_null("")
    both = pl.concat_str(pl.Series("x", places.gather(a)), pl.Series("y", places.gather(b)), separator=";")
    for nth, one in enumerate((*more, tongue, rest)):
        kept = np.arange(a.size) if nth == 0 else np.flatnonzero(one.weight)
        where = pl.select(both.alias("w"))["w"] if nth == 0 else None
        rows.append(_told(kept, one.rule, one.weight[kept], {one.name: one.value.gather(kept)}, where))
    every = pl.concat(rows).sort("pair", "head", "size", "rule", descending=[False, True, True, False])
    return every.group_by("pair", maintain_order=True).agg(listed(pl.col("ground")).alias("grounds"))["grounds"]


def _told(
    pair: np.ndarray, rule: str, weight: np.ndarray, values: dict[str, pl.Series], places: pl.Series | None = None
) -> pl.DataFrame:
    """Rows pair, ground, and what they are ordered by: the one with places first, then the greatest weight."""
    named = {f"value {name}": column for name, column in values.items()}
    frame = pl.DataFrame({"pair": pair.astype(np.int64), "weight": weight.astype(np.int64), **named})
    frame = frame.with_columns(pl.lit("").alias("where") if places is None else places.alias("where"))
    told = {name: pl.col(f"value {name}") for name in values}
    return frame.select(
        "pair",
        ground(pl.lit(rule), pl.col("weight"), told, pl.col("where")).alias("ground"),
        pl.lit(places is not None).alias("head"),
        pl.col("weight").abs().alias("size"),
        pl.lit(rule).alias("rule"),
    )
