"""Parquet: the tables with their types, for other programs."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from qalqan.registry import Card

CARD = Card(name="parquet", title="export-parquet", source="Apache Parquet")
SUFFIX = ".parquet"


def write(frame: pl.DataFrame, path: Path) -> None:
    """Write a table, types kept, times in UTC."""
    frame.write_parquet(path, compression="zstd")
