"""From a book and losses to trails and hops, for one case or for all.

A case's horizon is the earlier of the moment of the picture and the end of the window after its last loss; rows later
than that are not followed. An account that no answer covers is a frontier: what came to it is there for all
that is known, so low is 0 and high everything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.errors import UsageError
from qalqan.kernels import fifo, haircut, lifo, poison
from qalqan.kernels.bounds import bounds
from qalqan.kernels.money import I64, Flow, Limits, Losses
from qalqan.link._sought import FEW, rows_of, transfers
from qalqan.link.follow_book import FOREVER, Book
from qalqan.link.follow_known import known_of
from qalqan.link.follow_unseen import Spread, with_unseen
from qalqan.settings import Trace as TraceSettings

_TRACERS = {"fifo": fifo.trace, "haircut": haircut.trace, "lifo": lifo.trace, "poison": poison.trace}
RULES = tuple(_TRACERS)
FIRM = 500
HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The cases asked for, in order, and the moment of each picture (microseconds, C)."""

    cases: pl.Series
    as_of: I64


def registered(cases: pl.DataFrame, losses: pl.DataFrame, at: I64) -> Asked:
    """All cases with a loss, each as of its registration; without one as of the latest event."""
    latest = int(at[-1]) if len(at) else 0
    mine = cases.select("case_id", "registered_at").filter(pl.col("case_id").is_in(losses["case_id"].implode()))
    mine = mine.unique("case_id", keep="first", maintain_order=True).sort("case_id")
    as_of = mine["registered_at"].dt.timestamp("us").fill_null(latest).to_numpy().astype(np.int64)
    return Asked(mine["case_id"], as_of)


def micros(at: datetime) -> int:
    """A moment as the kernels count it: whole microseconds since 1970 in UTC."""
    return int(at.timestamp()) * 1_000_000 + at.microsecond


def moment_of(at: int) -> datetime:
    """The moment of so many microseconds."""
    return datetime.fromtimestamp(at // 1_000_000, UTC).replace(microsecond=at % 1_000_000)


def latest(book: Book) -> int:
    """The moment of the book's last row (microseconds); 0 without rows."""
    return int(book.ledger.at[-1]) if book.ledger.rows else 0


def losses_of(book: Book, losses: pl.DataFrame, asked: Asked, settings: TraceSettings) -> Losses:
    """The losses of the cases asked for, as the kernels want them.

    Only firm losses are followed; a loss larger than its transfer is cut to it.
    """
    firm = losses.filter((pl.col("score") >= FIRM) & pl.col("case_id").is_in(asked.cases.implode()))
    wanted = firm.select("case_id", "tx_id", "amount_tiyn")
    rows = numbered(book, wanted["tx_id"]).join(wanted, on="tx_id", how="inner")
    amount = pl.Series("whole", book.ledger.amount[rows["row"].to_numpy()])
    whole = pl.min_horizontal("amount_tiyn", amount).alias("amount_tiyn")
    rows = rows.with_columns(whole).filter(pl.col("amount_tiyn") > 0)
    place = asked.cases.to_frame("case_id").with_row_index("place")
    mine = (
        place.join(rows, on="case_id", how="inner")
        .group_by("place", "row")
        .agg(pl.col("amount_tiyn").max())
        .sort("place", "row")
    )
    count = np.bincount(mine["place"].to_numpy(), minlength=len(asked.cases))
    start = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
    row = mine["row"].to_numpy().astype(np.int32)
    seen = np.searchsorted(book.ledger.at, asked.as_of, side="right").astype(np.int64)
    ends = np.full(len(asked.cases), -FOREVER, np.int64)
    np.maximum.at(ends, mine["place"].to_numpy(), book.ledger.at[row])
    window = np.searchsorted(book.ledger.at, ends + settings.window_hours * HOUR, side="right").astype(np.int64)
    return Losses(
        start,
        row,
        mine["amount_tiyn"].to_numpy().astype(np.int64),
        np.minimum(seen, window),
        seen,
    )


def numbered(book: Book, wanted: pl.Series) -> pl.DataFrame:
    """Columns row, tx_id of the book's rows worth joining with these names: of few they are looked up, since a join
    hashes all."""
    if len(wanted) > FEW:
        return book.rows.select("tx_id").with_row_index("row")
    row = rows_of(book.rows["tx_id"], wanted, book.made)
    return pl.DataFrame({"row": row.astype(np.uint32), "tx_id": book.rows["tx_id"].gather(row)})


def payers(tables: Tables, cases: pl.Series) -> pl.DataFrame:
    """Columns case_id, account: who paid the losses of these cases, firm or not."""
    lost = tables["losses"].filter(pl.col("case_id").is_in(cases.implode())).select("case_id", "tx_id")
    paid = transfers(tables, lost["tx_id"], "tx_id", "from")
    return lost.join(paid, on="tx_id", how="inner").select("case_id", pl.col("from").alias("account")).unique()


def flow_of(book: Book, losses: Losses, rule: str, settings: TraceSettings) -> Flow:
    """The flow by a rule. Raises UsageError for a rule there is none of."""
    if rule not in _TRACERS:
        raise UsageError("error-rule", rule=rule, known=", ".join(RULES))
    return _TRACERS[rule](book.ledger, losses, Limits(settings.hops, settings.smallest_tiyn, book.stop))


def range_of(book: Book, asked: Asked, losses: Losses, flow: Flow, *, rule: str, settings: TraceSettings) -> Spread:
    """Low and high on every account, whichever way the money came: over seen rows or through accounts that no
    file shows. Another rule than FIFO is bounded for any order of leaving."""
    known = known_of(book)
    if rule != "fifo":
        known = replace(known, loose=np.maximum(known.loose, 1).astype(np.uint8))
    seen = bounds(book.ledger, losses, book.stop, known, asked.as_of, flow, settings.bound_rows)
    return with_unseen(book, losses, flow, known, asked.as_of, seen, rule == "fifo")
