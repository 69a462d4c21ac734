"""Coverage: which account and period an answer covers; outside it "no outflow" is unknown, never zero."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.engine.places import told_once
from qalqan.model.schema import COVERAGE_FIELDS
from qalqan.registry import Card
from qalqan.settings import Settings

CARD = Card(
    name="coverage",
    title="step-coverage",
    reads=("observed_coverage",),
    writes=("coverage",),
    errors=("an answer that states no period covers what its rows span, not what was asked",),
    source="tracing rules: coverage is a record",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``coverage``; overlapping answers stay apart, each with its own time of arrival."""
    told = told_once(tables["observed_coverage"], [column.name for column in COVERAGE_FIELDS])
    return {"coverage": conform(told, table("coverage"))}
