"""Holds: where to ask first, and for which sum.

Accounts that a case's money likely reached and where some of it may still be, in the order of the sum that can be
expected there at the moment of the picture (`_expected`): what the rows leave there, less what a launderer may have
passed on since an answer last told of the account. What could only have come through accounts that no file shows ranks
nothing and proposes no hold; it stands in the printed range. End points, places that are no account and the victim's
own accounts cannot be held. A sum never holds salary, pension, benefit or stipend: those inflows are not the case's
money under any rule, and the sum is of the case's money alone.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.kernels.money import I64
from qalqan.link._dwell import GRID, MINUTE, Dwell
from qalqan.link._expected import WANES, Outlook, outlook
from qalqan.link.end_points import NOWHERE
from qalqan.link.follow_book import Book
from qalqan.link.follow_then import Then, at_registration
from qalqan.link.follow_trace import Asked, payers
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

OF_HIGH, FEW, PASSES, COLLECTS = 20, 2, 300, 600
HOUR = int(np.flatnonzero(GRID == 60)[0])
CARD = Card(
    name="holds",
    title="step-holds",
    reads=("cases", "trails", "losses", "transactions", "coverage", "holders"),
    writes=("holds",),
    thresholds={
        "high": Threshold(OF_HIGH, "per mille", "worth of money that only may be there"),
        "few": Threshold(FEW, "arrivals", "from here on an account's own record is told as a reason"),
        "passes": Threshold(PASSES, "per mille", "an account that keeps no more for an hour passes money on"),
        "wanes": Threshold(WANES, "min", "silence in which ordinary spending takes half of what is shielded"),
        "collects": Threshold(COLLECTS, "per mille", "an account that keeps more for an hour collects"),
    },
    errors=(
        "money moved on in a bank that has not answered is still listed where it was last seen",
        "the curve of how soon money is passed on starts from made regions until answers of this workspace teach it",
    ),
    source="actuarial life table (Cutler & Ederer 1958); courts confine a hold to the disputed sum",
)


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``holds`` of every case as of its registration."""
    return {"holds": conform(listed(at_registration(tables, settings)), table("holds"))}


def listed(then: Then, ahead: Outlook | None = None) -> pl.DataFrame:
    """The rows of ``holds`` for the cases asked for, each at its moment; ``ahead`` as in `ask_next`."""
    ahead = ahead or outlook(then.book, then.losses, then.flow, then.asked.as_of)
    held = _places(then, _told(then.book, then.asked, ahead))
    worth = pl.col("expected") + (pl.col("by_rows") - pl.col("remaining_tiyn")) // 1_000_000 * OF_HIGH * pl.col("kept")
    ranked = held.with_columns(worth.alias("worth")).sort(
        "case_id",
        pl.col("worth").neg(),
        pl.col("remaining_tiyn").neg(),
        pl.col("by_rows").neg(),
        "hop",
        "account",
    )
    grounds = pl.Series("grounds", [_grounds(row) for row in ranked.iter_rows(named=True)], dtype=pl.String)
    left = pl.col("remaining_tiyn")
    return ranked.select(
        "case_id",
        pl.int_range(1, pl.len() + 1).over("case_id").cast(pl.Int64).alias("rank"),
        "account",
        "bank",
        left.alias("amount_tiyn"),
        pl.col("remaining_low_tiyn").alias("low_tiyn"),
        pl.col("remaining_high_tiyn").alias("high_tiyn"),
        "last_seen",
        "as_of",
        "hop",
        pl.col("told").cast(pl.Datetime("us", "UTC")).alias("told_to"),
        pl.when(left > 0).then(pl.col("expected") * 1000 // left.clip(1)).otherwise("kept").alias("still"),
        pl.col("expected").alias("expected_tiyn"),
        grounds,
    )


def _places(then: Then, told: pl.DataFrame) -> pl.DataFrame:
    """The trails' rows that can be held, with what is expected there."""
    by_rows = pl.col("remaining_high_tiyn") - pl.col("high_unseen_tiyn").fill_null(0)
    kept = then.trails.with_columns(by_rows.alias("by_rows")).filter(
        (pl.col("kind") != "sink")
        & pl.col("hop").is_not_null()
        & (pl.col("by_rows") > 0)
        & ~pl.col("account").str.contains(NOWHERE)
    )
    own = payers(then.tables, then.asked.cases)
    others = (pl.len().over("account") - 1).cast(pl.Int64).alias("others")
    return (
        kept.join(own, on=["case_id", "account"], how="anti")
        .join(told, on=["case_id", "account"], how="inner")
        .with_columns(others)
    )


def _told(book: Book, asked: Asked, ahead: Outlook) -> pl.DataFrame:
    """Columns case_id, account, expected, kept (per mille), told, silent (minutes), and the account's own record."""
    places = ahead.places
    case, node = places["case"].to_numpy().astype(np.int64), places["node"].to_numpy().astype(np.int64)
    moment = asked.as_of[case]
    told, arrived = places["told"].to_numpy(), places["arrived"].to_numpy()
    kept = np.floor(ahead.dwell.kept(node, arrived, told, moment) * 1000).astype(np.int64)
    seen, hour = _record(ahead.dwell, node)
    return places.select(
        pl.Series("case_id", asked.cases.gather(case)),
        pl.Series("account", book.nodes["name"].gather(node)),
        pl.Series("expected", ahead.at(moment)),
        pl.Series("kept", kept),
        "told",
        pl.Series("silent", (moment - told) // MINUTE),
        pl.Series("age", (moment - arrived) // MINUTE),
        "answered",
        (pl.col("known") & (pl.col("queue") < pl.col("left"))).alias("shielded"),
        pl.Series("seen", seen),
        pl.Series("hour", hour),
    )


def _record(dwell: Dwell, node: I64) -> tuple[I64, I64]:
    """Arrivals that answers show on each account, and per mille not passed on within an hour by its own curve."""
    seen, hour = np.zeros(len(node), np.int64), np.zeros(len(node), np.int64)
    if len(dwell.node):
        place = np.minimum(np.searchsorted(dwell.node, node), len(dwell.node) - 1)
        mine = dwell.node[place] == node
        seen[mine] = dwell.arrivals[place[mine]]
        hour[mine] = np.floor(dwell.own[place[mine], HOUR] * 1000).astype(np.int64)
    return seen, hour


def _grounds(row: dict[str, Any]) -> str:
    """The reasons of one hold in canonical JSON: what is there, what is told, what speaks for haste or calm."""
    told: list[tuple[str, dict[str, Any]]] = [
        ("hold-by-rows", {"amount_tiyn": row["remaining_tiyn"], "came_tiyn": row["traced_in_tiyn"]})
    ]
    if not row["answered"]:
        told.append(("hold-never-told", {"minutes": row["age"]}))
    elif row["silent"] <= 0:
        told.append(("hold-told", {"minutes": row["age"]}))
    else:
        told.append(("hold-silent", {"minutes": row["silent"]}))
    if row["shielded"]:
        told.append(("hold-shielded", {}))
    if row["seen"] >= FEW and row["hour"] <= PASSES:
        told.append(("hold-passes", {"arrivals": row["seen"], "per_mille": row["hour"]}))
    if row["seen"] >= FEW and row["hour"] >= COLLECTS:
        told.append(("hold-collects", {"arrivals": row["seen"], "per_mille": row["hour"]}))
    if row["others"]:
        told.append(("hold-others", {"cases": row["others"]}))
    if not row["remaining_tiyn"]:
        told.append(("hold-only-may", {"high_tiyn": row["by_rows"]}))
    reasons = [{"rule": rule, "weight": 0, "values": values, "locators": []} for rule, values in told]
    return json.dumps(reasons, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
