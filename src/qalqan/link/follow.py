"""Follow each case's money from its losses: trails (where it is) and hops (how it went)."""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.link.follow_book import book_of
from qalqan.link.follow_tables import hops_of, trails_of
from qalqan.link.follow_trace import Asked, flow_of, losses_of
from qalqan.registry import Card
from qalqan.settings import Settings

CARD = Card(
    name="follow", title="step-follow",
    reads=("cases", "losses", "transactions", "coverage", "holders"), writes=("trails", "hops"),
    source="Clayton's Case (1816) 1 Mer 572: first in, first out",
)


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The tables ``trails`` and ``hops`` of every case by FIFO, as of its registration."""
    book = book_of(tables["transactions"], tables["coverage"], tables["holders"])
    asked = registered(tables["cases"], tables["losses"], book.ledger.at)
    losses = losses_of(book, tables["losses"], asked, settings.trace)
    flow = flow_of(book, losses, "fifo", settings.trace)
    return {
        "trails": conform(trails_of(book, asked, losses, flow, "fifo"), table("trails")),
        "hops": conform(hops_of(book, asked, flow, "fifo"), table("hops")),
    }


def registered(cases: pl.DataFrame, losses: pl.DataFrame, at: np.ndarray) -> Asked:  # type: ignore[type-arg]
    """All cases with a loss, each as of its registration; without one as of the latest event."""
    latest = int(at[-1]) if len(at) else 0
    mine = cases.select("case_id", "registered_at").filter(pl.col("case_id").is_in(losses["case_id"].implode()))
    mine = mine.unique("case_id", keep="first", maintain_order=True).sort("case_id")
    as_of = mine["registered_at"].dt.timestamp("us").fill_null(latest).to_numpy().astype(np.int64)
    return Asked(mine["case_id"], as_of)
