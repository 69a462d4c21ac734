"""Find a case by any of its numbers."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.errors import NotFound


def case_id(known: Tables, wanted: str) -> str:
    """The case's id from its id or any of its other numbers; its own id beats another's number. Raises NotFound."""
    cases = known["cases"]
    if (cases["case_id"] == wanted).any():
        return wanted
    alias = pl.col("aliases").fill_null("").str.split(";").list.contains(wanted)
    found = cases.filter((pl.col("kui_number") == wanted) | alias)
    if found.is_empty():
        raise NotFound("error-not-found", what="case", id=wanted)
    return str(found["case_id"][0])
