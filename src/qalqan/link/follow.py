"""Follow each case's money from its losses: trails (where it is) and hops (how it went)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.errors import NotFound
from qalqan.kernels.money import I64
from qalqan.link.follow_book import Book
from qalqan.link.follow_keep import book_for
from qalqan.link.follow_tables import hops_of, trails_of
from qalqan.link.follow_then import Then, known_by
from qalqan.link.follow_trace import RULES, Asked, flow_of, latest, losses_of, micros, moment_of, range_of, registered
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

__all__ = ["CARD", "RULES", "Trace", "run", "trace"]

CARD = Card(
    name="follow",
    title="step-follow",
    reads=("cases", "losses", "transactions", "coverage", "holders"),
    writes=("trails", "hops"),
    thresholds={
        "trace.window_hours": Threshold(720, "h", "how long after the last loss a trail is followed"),
        "trace.hops": Threshold(12, "transfers", "how far"),
        "trace.smallest_tiyn": Threshold(1, "tiyn", "smaller pieces stay where they are"),
        "trace.bound_rows": Threshold(10_000, "rows", "low and high look at so many transfers, then widen"),
    },
    errors=("sums told in foreign money only are not followed; low falls to 0 on their payer",),
    source="Clayton's Case (1816) 1 Mer 572: first in, first out",
)


@dataclass(frozen=True, slots=True)
class Trace:
    """One case's money under one rule: rows of ``trails`` and ``hops``, and what the limits cut off.

    cut: sums in tiyn that stayed because of hops, smallest, window, and returned (money that had come back to
    the victim and that a later loss of the case would have taken). ties: transfers followed that share their
    account and moment with another, so that their order is only the source's.
    """

    case_id: str
    rule: str
    as_of: datetime
    loss_tiyn: int
    trail: pl.DataFrame
    hops: pl.DataFrame
    cut: dict[str, int]
    ties: int


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The tables ``trails`` and ``hops`` of every case by FIFO, as of its registration."""
    book = book_for(tables)
    asked = registered(tables["cases"], tables["losses"], book.ledger.at)
    losses = losses_of(book, tables["losses"], asked, settings.trace)
    flow = flow_of(book, losses, "fifo", settings.trace)
    spread = range_of(book, asked, losses, flow, rule="fifo", settings=settings.trace)
    trails = trails_of(book, asked, losses, flow, spread, rule="fifo", possible=settings.trace.possible_accounts)
    return {
        "trails": conform(trails, table("trails")),
        "hops": conform(hops_of(book, asked, flow, "fifo"), table("hops")),
    }


def trace(  # noqa: PLR0917 - the verb's own order: case, rule, moments
    tables: Tables,
    settings: Settings,
    case_id: str,
    rule: str = "fifo",
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Trace:
    """One case's money by a rule, from events up to ``as_of`` (the latest event) and answers up to ``known_at`` (all).

    Raises UsageError for an unknown rule, NotFound when the case has no firm loss.
    """
    book = known_by(tables, known_at)[1]
    now = latest(book) if as_of is None else micros(as_of)
    asked = Asked(pl.Series("case_id", [case_id], pl.String), np.array([now], np.int64))
    losses = losses_of(book, tables["losses"], asked, settings.trace)
    if not len(losses.row):
        raise NotFound("error-trace-no-loss", case=case_id)
    flow = flow_of(book, losses, rule, settings.trace)
    spread = range_of(book, asked, losses, flow, rule=rule, settings=settings.trace)
    trail = trails_of(book, asked, losses, flow, spread, rule=rule, possible=settings.trace.possible_accounts)
    told = Then(moment_of(now), tables, book, asked, losses, flow, conform(trail, table("trails")))
    return traced(told, case_id, rule)


def traced(then: Then, case_id: str, rule: str = "fifo") -> Trace:
    """One case's money out of a picture of that case alone (`follow_then.pictured` follows it by FIFO).

    Raises NotFound when the case has no firm loss.
    """
    if not len(then.losses.row):
        raise NotFound("error-trace-no-loss", case=case_id)
    flow = then.flow
    cut = dict(zip(("hops", "smallest", "window", "returned"), flow.cut[0].tolist(), strict=True))
    return Trace(
        case_id,
        rule,
        then.at,
        int(flow.place_left.sum()),
        then.trails,
        conform(hops_of(then.book, then.asked, flow, rule), table("hops")),
        cut,
        _ties(then.book, flow.move_row.astype(np.int64)),
    )


def _ties(book: Book, rows: I64) -> int:
    """Followed rows whose payer has another row out or in at the same moment."""
    ledger = book.ledger
    followed = np.unique(rows)
    near = pl.DataFrame({"at": ledger.at[followed], "node": ledger.sender[followed]})
    moments = near["at"].unique().to_numpy()
    low, high = (np.searchsorted(ledger.at, moments, side) for side in ("left", "right"))
    size = high - low
    same = np.arange(size.sum()) + np.repeat(low - np.cumsum(size) + size, size)  # all rows of these moments
    beside = (
        pl.concat(
            [pl.DataFrame({"at": ledger.at[same], "node": side[same]}) for side in (ledger.sender, ledger.receiver)]
        )
        .group_by("at", "node")
        .len()
        .filter(pl.col("len") > 1)
    )
    return near.join(beside, on=["at", "node"], how="semi").height
