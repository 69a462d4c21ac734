"""One new case against all: which cases and series its identifiers tie it to, before any analysis.

The same model as the steps ``ties`` and ``series`` (a new analysis may still judge otherwise, since it sees the case's
calls and money as well). Cost grows with the answer: only rows of the identifiers asked about are looked at.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link._grounds import ground, listed, score
from qalqan.link._model import CLASS, TieModel, crowding, shipped, weights

TOLD = "tie-told"
MOST = 20


def against(tables: Tables, told: pl.DataFrame, model: TieModel | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The series and the cases that the identifiers ``told`` (kind, value) tie to, the likeliest first.

    Series: series_id, cases (how many it has), score (probability 0-1000), grounds. Cases: case_id, series_id, score,
    grounds. Reads ``identifiers``, ``identifier_weights``, ``series`` and ``cases``.
    """
    model = shipped() if model is None else model
    rows = _met(tables, told, model)
    series = tables["series"].filter(pl.col("series_id") != "")
    sizes = series.group_by("series_id").agg(pl.len().cast(pl.Int64).alias("cases"))
    rows = rows.join(series.select("case_id", "series_id"), on="case_id", how="left")
    crowd = crowding(model, tables["cases"].height)
    cases = _summed(rows, "case_id")
    cases = cases.with_columns(score(cases["bits"] + model.bias, 0))
    first = series.select("case_id", "series_id").unique("case_id", keep="first", maintain_order=True)
    cases = cases.join(first, on="case_id", how="left").with_columns(pl.col("series_id").fill_null(""))
    whole = _summed(rows.filter(pl.col("series_id").is_not_null()), "series_id").join(sizes, on="series_id")
    odds = whole["bits"] + model.bias - crowd * (whole["cases"].clip(0, model.most_crowd) - 1)
    whole = whole.with_columns(score(odds, 0))
    return (
        _likeliest(whole.select("series_id", "cases", "score", "grounds"), "series_id"),
        _likeliest(cases.select("case_id", "series_id", "score", "grounds"), "case_id"),
    )


def _met(tables: Tables, told: pl.DataFrame, model: TieModel) -> pl.DataFrame:
    """Rows of ``identifiers`` that are of the told values, with their ``weight`` as if the new case had them, too."""
    told = told.select("kind", "value").unique()
    rows = tables["identifiers"].join(told, on=["kind", "value"], how="semi", maintain_order="left")
    known = tables["identifier_weights"].join(told, on=["kind", "value"], how="semi")
    rows = rows.join(known.select("kind", "value", "cases", "trust"), on=["kind", "value"], how="left")
    degree = rows["cases"].fill_null(1) + 1
    worth = weights(
        model,
        rows["kind"].replace_strict(CLASS, default="other", return_dtype=pl.String),
        degree.to_numpy(),
        rows["trust"].fill_null(1000).to_numpy(),
        {},
        tables["cases"].height,
    )
    rows = rows.with_columns(pl.Series("weight", worth), degree.alias("cases"))
    return rows.with_columns((pl.col("weight") * pl.col("sure") // 1000).alias("weight")).filter(pl.col("weight") > 0)


def _summed(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """For each case or series the bits (of one chain the strongest), and the grounds from the heaviest."""
    best = rows.sort(by, "weight", "kind", "value", "case_id", descending=[False, True, False, False, False])
    best = best.unique([by, "chain"], keep="first", maintain_order=True)
    best = best.with_columns(
        ground(
            pl.col("rule"),
            pl.col("weight"),
            {"kind": pl.col("kind"), "value": pl.col("value"), "cases": pl.col("cases"), "other": pl.lit(TOLD)},
            pl.col("locators"),
        ).alias("ground")
    )
    return best.group_by(by, maintain_order=True).agg(
        pl.col("weight").sum().alias("bits"), listed(pl.col("ground")).alias("grounds")
    )


def _likeliest(found: pl.DataFrame, name: str) -> pl.DataFrame:
    return found.sort("score", name, descending=[True, False]).head(MOST)
