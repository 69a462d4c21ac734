"""Find a case by any of its numbers."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.errors import NotFound


def case_id(known: Tables, wanted: str) -> str:
    """The case's id from its id or any of its other numbers; its own id beats another's number. Raises NotFound."""
    cases = known["cases"]
    alias = pl.col("aliases").fill_null("").str.split(";").list.contains(wanted)
    found = cases.filter((pl.col("case_id") == wanted) | (pl.col("kui_number") == wanted) | alias)
    if found.is_empty():
        raise NotFound("error-not-found", what="case", id=wanted)
    own = found["case_id"] == wanted
    return wanted if own.any() else str(found["case_id"][0])
