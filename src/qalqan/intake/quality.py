"""The quality sheet: what was understood and what was not, by file, by column and by reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

_BY = ("evidence", "file", "part")


@dataclass(frozen=True, slots=True)
class Sheet:
    """``files``: a row an evidence with its balance and what is left over (0: all units accounted for);
    ``columns``: a row a column of a table with field, confidence, ground and how many cells were refused;
    ``reasons``: a row a file, part, column, reason and action with how often and where first.
    """

    files: pl.DataFrame
    columns: pl.DataFrame
    reasons: pl.DataFrame


def sheet(files: pl.DataFrame, rejected: pl.DataFrame, mappings: Iterable[tuple[str, Any]] = ()) -> Sheet:
    """The quality sheet from the ``files`` and ``rejected`` tables; ``mappings`` are (evidence, its mappings)."""
    balance = pl.col("records") + pl.col("duplicates") + pl.col("rejected") + pl.col("skipped")
    told = files.with_columns((pl.col("units") - balance).alias("unaccounted")).sort("file", "evidence")
    reasons = (
        rejected.group_by(*_BY, "column", "reason", "action")
        .agg(pl.len().cast(pl.Int64).alias("count"), pl.col("row").min().alias("first_row"),
             pl.col("value").sort_by("row").first().alias("example"))
        .sort(*_BY, "column", "reason", "action")
    )  # fmt: skip
    return Sheet(told, _columns(rejected, mappings), reasons)


def _columns(rejected: pl.DataFrame, mappings: Iterable[tuple[str, Any]]) -> pl.DataFrame:
    rows = [
        (evidence, str(table["part"]), str(table["kind"]), int(one["column"]) + 1, str(one["header"]),
         str(one["field"]), int(one["confidence"]), str(one["ground"]))
        for evidence, tables in mappings for table in tables or () for one in table["columns"]
    ]  # fmt: skip
    frame = pl.DataFrame(
        rows, orient="row",
        schema={"evidence": pl.String, "part": pl.String, "kind": pl.String, "number": pl.Int64, "column": pl.String,
                "field": pl.String, "confidence": pl.Int64, "ground": pl.String},
    )  # fmt: skip
    refused = (
        rejected.filter(pl.col("row") > 0).group_by("evidence", "part", "column")
        .agg(pl.len().cast(pl.Int64).alias("refused"))
    )  # fmt: skip
    return (
        frame.join(refused, on=["evidence", "part", "column"], how="left")
        .with_columns(pl.col("refused").fill_null(0))
        .sort("evidence", "part", "number")
    )
