"""What one address looks like, remembered for as long as the process lives (bounded)."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import polars as pl

from qalqan.scam import links

_KEPT: Final = 16_384
_LONGEST: Final = 4_000


@lru_cache(_KEPT)
def looks(url: str) -> tuple[str, str, str, str, int]:
    """Host, registered domain, verdict, brand and score 0-1000 of an address; empty texts when it is none."""
    told = links.read(pl.Series("url", [url[:_LONGEST]], dtype=pl.String))
    row = told.row(0, named=True)
    return (row["host"] or "", row["domain"] or "", row["verdict"] or "", row["brand"] or "", int(row["score"] or 0))
