"""Series: cases that hang together, parted where they only touch.

Cases are joined the surest first, each shared thing counted once (``kernels.agglomerate``): never by plain closure, so
that a service or an account sold to two groups does not glue them. A case that is strongly tied to another series
by things its own series does not have stands in both. Pairs that officers decided on stay together, or apart.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.link._cases import Cases, gather, parted
from qalqan.link._grounds import score
from qalqan.link._rests import halved
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
    source="kernels.agglomerate: correlation clustering by log-odds (Fellegi and Sunter 1969), own form",
)
SECOND_BITS = 6_000
SECOND_THINGS = 2
DECIDED_BITS = 20_000


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``series``: every case at least once; an empty series_id says: in none."""
    cases = gather(tables)
    label = halved(cases, parted(cases))
    held = _held(cases, label)
    members = _decided(held.filter(pl.col("home")).select("case", "label", "bits"), cases, label)
    rows = pl.concat(
        [
            members.with_columns(pl.lit(True).alias("home")),
            _second(held, cases, label).with_columns(pl.lit(False).alias("home")),
        ]
    )
    rows = rows.with_columns(score(rows["bits"] + cases.model.bias, 0))
    rows = rows.filter(pl.col("score") >= settings.link.series_score)
    rows = rows.filter(pl.len().over("label") > 1)
    ids = cases.numbered.ids
    named = rows.select(
        ids.gather(rows["case"]).alias("case_id"), ids.gather(rows["label"]).alias("series_id"), "score", "home"
    )
    first = pl.col("case_id").filter(pl.col("home")).min().over("series_id")  # a guest may be the first of its own
    named = named.with_columns(pl.coalesce(first, "series_id").alias("series_id")).drop("home")
    alone = (
        pl.DataFrame({"case_id": ids})
        .join(named, on="case_id", how="anti")
        .with_columns(pl.lit("").alias("series_id"), pl.lit(0, pl.Int64).alias("score"))
    )
    return {"series": conform(pl.concat([named, alone]), table("series"))}


def _held(cases: Cases, label: np.ndarray) -> pl.DataFrame:
    """For each case and each series it shares anything with: the bits that hold it there, and through how many
    chains. ``home`` marks its own series."""
    rows = (
        cases.numbered.rows.select("case", "ident", "chain_id", "sure")
        .with_columns(
            pl.Series("label", label[cases.numbered.rows["case"].to_numpy()]),
            pl.Series("weight", cases.weight[cases.numbered.rows["ident"].to_numpy()]),
        )
        .filter(pl.col("weight") > 0)
    )
    at = rows.group_by("ident", "label").agg(
        pl.len().alias("members"), pl.col("sure").sort(descending=True).head(2).alias("surest")
    )
    met = (
        rows.rename({"label": "own"})
        .join(at, on="ident", how="inner")
        .with_columns((pl.col("own") == pl.col("label")).alias("home"))
        .filter(~pl.col("home") | (pl.col("members") > 1))
    )
    mine = pl.col("home") & (pl.col("sure") == pl.col("surest").list.first())
    other = pl.when(mine).then(pl.col("surest").list.last()).otherwise(pl.col("surest").list.first())
    met = met.with_columns((pl.col("weight") * pl.col("sure") // 1000 * other // 1000).alias("worth"))
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


def _second(held: pl.DataFrame, cases: Cases, label: np.ndarray) -> pl.DataFrame:
    """Cases with a strong hold in another series by things their own does not have, unless officers keep it apart from
    one of that series."""
    strong = held.filter(
        ~pl.col("home") & (pl.col("fresh") >= SECOND_THINGS) & (pl.col("fresh_bits") >= SECOND_BITS)
    ).select("case", "label", pl.col("fresh_bits").alias("bits"))
    both = np.concatenate([cases.apart, cases.apart[:, ::-1]])
    barred = pl.DataFrame({"case": both[:, 0], "label": label[both[:, 1]]})
    guests = strong.join(barred, on=["case", "label"], how="anti", maintain_order="left")
    names = pl.DataFrame({"case": both[:, 0], "other": both[:, 1]})
    held_apart = (
        guests.select("case", "label")
        .join(names, on="case")
        .join(guests.select(pl.col("case").alias("other"), "label"), on=["other", "label"], how="semi")
    )
    return guests.join(held_apart, on=["case", "label"], how="anti", maintain_order="left")


def _decided(members: pl.DataFrame, cases: Cases, label: np.ndarray) -> pl.DataFrame:
    """Members with those that an officer's word holds, however little else does."""
    both = cases.together[label[cases.together[:, 0]] == label[cases.together[:, 1]]].reshape(-1)
    said = pl.DataFrame({"case": both, "label": label[both]}).with_columns(pl.lit(DECIDED_BITS, pl.Int64).alias("bits"))
    return pl.concat([members, said]).group_by("case", "label").agg(pl.col("bits").max()).sort("case", "label")
