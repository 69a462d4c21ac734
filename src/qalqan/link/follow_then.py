"""What was known then: the tables as they stood at a moment, and pictures of many cases at any moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.kernels.money import Flow, Losses
from qalqan.link._told_by import told_by
from qalqan.link.follow_book import Book, book_of
from qalqan.link.follow_keep import book_for
from qalqan.link.follow_tables import trails_of
from qalqan.link.follow_trace import Asked, flow_of, latest, losses_of, micros, moment_of, range_of, registered
from qalqan.settings import Settings

RULE = "fifo"
"""By which pictures are followed: holds and questions are told by it."""
_READ = ("cases", "transactions", "coverage", "holders", "losses", "aliases")


@dataclass(frozen=True, slots=True)
class Then:
    """Cases at their moments by what was known then: tables, book, question, and where FIFO has their money.

    ``at`` is the moment of all when they share one, else of the latest event.
    """

    at: datetime
    tables: Tables
    book: Book
    asked: Asked
    losses: Losses
    flow: Flow
    trails: pl.DataFrame


def at_registration(tables: Tables, settings: Settings) -> Then:
    """Every case as of its registration; trails as the table of a run holds them."""
    book = book_for(tables)
    asked = registered(tables["cases"], tables["losses"], book.ledger.at)
    losses = losses_of(book, tables["losses"], asked, settings.trace)
    flow = flow_of(book, losses, RULE, settings.trace)
    return Then(moment_of(latest(book)), tables, book, asked, losses, flow, tables["trails"])


def known_by(tables: Tables, known_at: datetime | None) -> tuple[Tables, Book]:
    """The tables that bear on a trace, and their book, by answers that had arrived by a moment (all)."""
    if known_at is None:
        return tables, book_for(tables)
    frames = {name: tables[name] for name in _READ}
    told = told_by(frames["transactions"], frames["coverage"], known_at)
    frames["transactions"], frames["coverage"] = told
    # kept nowhere: there are as many as moments
    return Tables.of(frames), book_of(frames["transactions"], frames["coverage"], frames["holders"])


def pictured(
    tables: Tables, settings: Settings, at: datetime | None = None, known_at: datetime | None = None, case: str = ""
) -> Then:
    """All cases with a loss (or one), as of a moment (the latest event), by answers arrived by ``known_at``."""
    known, book = known_by(tables, known_at)
    now = latest(book) if at is None else micros(at)
    cases = known["losses"].filter((pl.col("case_id") == case) | (case == ""))["case_id"].unique().sort()
    asked = Asked(cases, np.full(len(cases), now, np.int64))
    losses = losses_of(book, known["losses"], asked, settings.trace)
    flow = flow_of(book, losses, RULE, settings.trace)
    spread = range_of(book, asked, losses, flow, rule=RULE, settings=settings.trace)
    trails = trails_of(book, asked, losses, flow, spread, rule=RULE, possible=settings.trace.possible_accounts)
    return Then(moment_of(now), known, book, asked, losses, flow, conform(trails, table("trails")))
