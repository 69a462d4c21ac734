"""What the victims of a series share beyond chance: a lead to where their data may have leaked, never a proof of it.

For each series and each thing its victims may share (bank, shop, clinic, employer, service number, own mailbox's site,
region, occupation) the victims of whom it could be known are compared with the victims of all other cases: if the
series had drawn its victims from all victims blindly, how often would so many share it (hypergeometric)? Over all
cases, shops, clinics and services are looked at, against other people's accounts and numbers in the same answers. All
questions asked are counted in the correction. A shop that half the town goes to is shared by chance; a common bank may
only mean that the group's story names it; a region or an occupation tells whom the group chose. A private person is
never a point.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.link._chance import corrected, log_share
from qalqan.link._grounds import ground
from qalqan.link._shared_points import others, points
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

LEAST = 3
CHANCE = 0.05
SHOWN = 12
CARD = Card(
    name="common_points",
    title="step-common-points",
    reads=("cases", "series", "losses", "transactions", "accounts", "numbers", "calls", "mentions"),
    writes=("common_points",),
    thresholds={
        "least": Threshold(LEAST, "victims", "fewer who share a thing say nothing"),
        "chance": Threshold(50, "per mille", "false points expected among those listed, at most"),
    },
    errors=(
        "what only some answers show is compared among those of whom anything of the kind is known",
        "a shop near the victims of a local group is shared without any leak",
    ),
    source="Fisher's exact test, one-sided; correction: Benjamini and Yekutieli 2001",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``common_points``."""
    had = points(tables)
    if had.is_empty():
        return {"common_points": empty(table("common_points"))}
    series = tables["series"].filter(pl.col("series_id") != "").select(pl.col("case_id").alias("person"), "series_id")
    of_series = _counted(had, had, series)
    aside = others(tables)
    compared = had.join(aside.select("kind").unique(), on="kind", how="semi")
    everybody = had.select("person", pl.lit("").alias("series_id")).unique()
    of_all = _counted(compared, pl.concat([compared, aside]), everybody)
    asked = of_series[0] + of_all[0]
    found = _tested(pl.concat([of_series[1], of_all[1]]), asked)
    return {"common_points": conform(found, table("common_points"))}


def _counted(had: pl.DataFrame, among: pl.DataFrame, series: pl.DataFrame) -> tuple[int, pl.DataFrame]:
    """How many questions there are, and for each series and thing that ``LEAST`` of its victims share: how many share
    it (hit) of how many known (drawn), and how many of all ``among`` whom they are (marked of every)."""
    every = among.select("person", "kind").unique().group_by("kind").agg(pl.len().cast(pl.Int64).alias("every"))
    marked = (
        among.drop_nulls("value")
        .group_by("kind", "value")
        .agg(pl.len().cast(pl.Int64).alias("marked"), pl.col("name").drop_nulls().sort().first())
    )
    marked = marked.filter(pl.col("marked") >= LEAST)
    known = had.select("person", "kind").unique().join(series, on="person", how="inner")
    drawn = known.group_by("series_id", "kind").agg(pl.len().cast(pl.Int64).alias("drawn"))
    drawn = drawn.filter(pl.col("drawn") >= LEAST)
    things = marked.group_by("kind").agg(pl.len().cast(pl.Int64).alias("things"))
    asked = drawn.join(things, on="kind", how="inner")["things"].sum()
    hit = (
        had.drop_nulls("value")
        .join(series, on="person", how="inner")
        .sort("series_id", "kind", "value", "person")
        .group_by("series_id", "kind", "value", maintain_order=True)
        .agg(
            pl.len().cast(pl.Int64).alias("hit"),
            pl.col("locators").str.split(";").list.first().head(SHOWN).str.join(";"),
        )
        .filter(pl.col("hit") >= LEAST)
    )
    counted = (
        hit.join(marked, on=["kind", "value"], how="inner")
        .join(drawn, on=["series_id", "kind"], how="inner")
        .join(every, on="kind", how="inner")
        .sort("series_id", "kind", "value")
    )
    return int(asked), counted


def _tested(counted: pl.DataFrame, asked: int) -> pl.DataFrame:
    """Those beyond chance, with score and grounds."""
    hit, drawn, marked, every = (counted[name].to_numpy() for name in ("hit", "drawn", "marked", "every"))
    p = corrected(log_share(hit, drawn, marked, every), asked)
    score = np.floor(1000 * (1 - p)).astype(np.int64)
    values = {
        "name": pl.col("name"),
        "others": pl.col("marked") - pl.col("hit"),
        "of_others": pl.col("every") - pl.col("drawn"),
        "questions": pl.lit(asked),
    }
    rule = pl.concat_str(pl.lit("point-"), pl.col("kind").str.replace_all(" ", "-", literal=True))
    one = ground(rule, pl.col("score"), values, pl.col("locators"))
    return (
        counted.with_columns(
            pl.Series("score", score),
            pl.Series("p", p),
            (pl.col("drawn") * pl.col("marked") * 1000 // pl.col("every")).alias("expected"),
        )
        .filter(pl.col("p") <= CHANCE)
        .select(
            "series_id",
            "kind",
            "value",
            pl.col("hit").alias("victims"),
            pl.col("drawn").alias("of"),
            "expected",
            "score",
            pl.concat_str(pl.lit("["), one, pl.lit("]")).alias("grounds"),
        )
    )
