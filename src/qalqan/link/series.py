"""Series: cases that hang together, parted where they only touch.

Cases are parted by the shortest description of who has what (``kernels.partition``): never by plain closure, so that a
service or an account sold to two groups does not glue them. A case that is strongly tied to another series
by things its own series does not have stands in both.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.link._grounds import score
from qalqan.link._incidence import Cases, gather
from qalqan.link._parts import split
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

CARD = Card(
    name="series",
    title="step-series",
    reads=("cases", "identifiers", "identifier_weights", "decided"),
    writes=("series",),
    thresholds={
        "link.series_score": Threshold(500, "0-1000", "a case held more weakly is in no series"),
    },
    errors=(
        "a group that changes everything at once falls into two series",
        "two groups that share several accounts at the same time may be one series",
    ),
    source="kernels.partition: minimum description length on the two-mode graph",
)
SECOND_BITS = 11_000
SECOND_THINGS = 2


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``series``: every case at least once; an empty series_id says: in none."""
    cases = gather(tables)
    label = split(cases.found, cases.weights, cases.scheme, cases.scheme_bits)
    held = _held(cases, label)
    members = held.filter(pl.col("home")).select("case", "label", "bits")
    second = _second(held)
    rows = pl.concat([members, second])
    rows = rows.with_columns(score(rows["bits"], 4000))
    rows = rows.filter(pl.col("score") >= settings.link.series_score)
    rows = rows.filter(pl.len().over("label") > 1)
    ids = cases.ids
    named = rows.select(
        ids.gather(rows["case"]).alias("case_id"), ids.gather(rows["label"]).alias("series_id"), "score"
    )
    named = named.with_columns(pl.col("case_id").min().over("series_id").alias("series_id"))
    alone = (
        pl.DataFrame({"case_id": ids})
        .join(named, on="case_id", how="anti")
        .with_columns(pl.lit("").alias("series_id"), pl.lit(0, pl.Int64).alias("score"))
    )
    return {"series": conform(pl.concat([named, alone]), table("series"))}


def _held(cases: Cases, label: np.ndarray) -> pl.DataFrame:
    """For each case and each series it shares anything with: the bits that hold it there, and through how many
    chains. ``home`` marks its own series."""
    worth = cases.weights.bits * cases.weights.trust // 1000
    rows = (
        cases.rows.select("case", "ident", "chain_id")
        .with_columns(
            pl.Series("label", label[cases.rows["case"].to_numpy()]),
            pl.Series("worth", worth[cases.rows["ident"].to_numpy()]),
        )
        .filter(pl.col("worth") > 0)
    )
    at = rows.group_by("ident", "label").agg(pl.len().alias("members"))
    met = (
        rows.rename({"label": "own"})
        .join(at, on="ident", how="inner")
        .with_columns((pl.col("own") == pl.col("label")).alias("home"))
        .filter(~pl.col("home") | (pl.col("members") > 1))
    )
    at_home = met.filter("home").select("case", "ident", pl.lit(True).alias("explained"))
    met = met.join(at_home, on=["case", "ident"], how="left").with_columns(pl.col("explained").fill_null(False))
    chains = met.group_by("case", "label", "home", "chain_id").agg(
        pl.col("worth").max().alias("worth"), pl.col("explained").any().alias("explained")
    )
    fresh = ~pl.col("explained") | pl.col("home")
    return (
        chains.group_by("case", "label", "home")
        .agg(
            pl.col("worth").sum().alias("bits"),
            pl.col("worth").filter(fresh).sum().alias("fresh_bits"),
            fresh.sum().cast(pl.Int64).alias("fresh"),
        )
        .sort("case", "label")
    )


def _second(held: pl.DataFrame) -> pl.DataFrame:
    """Cases with a strong hold in another series by things their own does not have."""
    return held.filter(
        ~pl.col("home") & (pl.col("fresh") >= SECOND_THINGS) & (pl.col("fresh_bits") >= SECOND_BITS)
    ).select("case", "label", pl.col("fresh_bits").alias("bits"))
