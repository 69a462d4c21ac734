"""Subscribers: who holds a number, as operators' replies tell it; the same row twice is one with all its places."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.engine.places import told_once
from qalqan.model.schema import SUBSCRIBER_FIELDS
from qalqan.registry import Card
from qalqan.settings import Settings

CARD = Card(
    name="subscribers",
    title="step-subscribers",
    reads=("observed_subscriber",),
    writes=("subscribers",),
    errors=("two spellings of one person stay two rows",),
    source="operators' replies",
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``subscribers``."""
    told = told_once(tables["observed_subscriber"], [column.name for column in SUBSCRIBER_FIELDS])
    return {"subscribers": conform(told, table("subscribers"))}
