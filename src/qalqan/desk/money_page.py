"""One case's money at a moment, as a page shows it: trail, hops, what can be held, whom to ask next.

Read from the tables that the caller holds; nothing is opened or kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qalqan.desk import holds as holds_
from qalqan.desk.moments import moment
from qalqan.desk.traced import traced as trace_of
from qalqan.engine.frames import Tables, conform
from qalqan.errors import UsageError
from qalqan.link import ask_next, follow, follow_then
from qalqan.link._expected import outlook
from qalqan.link._sought import transfers
from qalqan.model.schema import TABLES
from qalqan.settings import Settings

FIRM: Final = 500
QUICK: Final = (30, 60, 180, 1440)
"""Minutes after the first loss that the golden hour is looked at."""
FARTHEST: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Shown:
    """A case's money: rows of ``trails``, ``hops``, ``holds`` (with chance and minutes) and ``ask_next``; sums in tiyn.

    ``begun`` is the first firm loss, ``latest`` the last moment worth looking at.
    """

    rule: str
    as_of: datetime
    begun: datetime
    latest: datetime
    loss_tiyn: int
    trail: pl.DataFrame
    hops: pl.DataFrame
    holds: pl.DataFrame
    asks: pl.DataFrame
    cut: dict[str, int]
    ties: int
    own: frozenset[str] = frozenset()
    """The victims' accounts: what came back to them is with nobody else."""

    @property
    def minutes(self) -> int:
        """Minutes from the first loss to the moment shown."""
        return max(0, int((self.as_of - self.begun).total_seconds() // 60))

    @property
    def slid_to(self) -> datetime:
        """The moment of those whole minutes."""
        return self.begun + timedelta(minutes=self.minutes)

    @property
    def most(self) -> int:
        """Minutes from the first loss to the last moment worth looking at."""
        return max(1, int((self.latest - self.begun).total_seconds() // 60))

    @property
    def left_tiyn(self) -> int:
        """What is likely still on others' accounts at the moment."""
        return self._on(~pl.col("account").is_in(list(self.own)))

    @property
    def returned_tiyn(self) -> int:
        """What came back to the victims' accounts, and likely stayed."""
        return self._on(pl.col("account").is_in(list(self.own)))

    def _on(self, these: pl.Expr) -> int:
        return int(self.trail.filter((pl.col("kind") == "account") & these)["remaining_tiyn"].sum() or 0)


def money(
    known: Tables, settings: Settings, case: str, *, rule: str = "fifo", as_of: str = "", minutes: str = ""
) -> Shown:
    """A case's money by a rule, at a moment given, so many minutes after the first loss, or at its registration.

    Raises UsageError for an unknown rule or moment, NotFound for a case without a firm loss.
    """
    mine = known["losses"].filter((pl.col("case_id") == case) & (pl.col("score") >= FIRM))
    paid = transfers(known, mine["tx_id"], "tx_id", "at", "from").filter(pl.col("tx_id").is_in(mine["tx_id"].implode()))
    at = paid["at"].drop_nulls()
    registered: datetime | None = known["cases"].filter(pl.col("case_id") == case)["registered_at"][0]
    begun: datetime | None = at.min()  # type: ignore[assignment]
    when = moment(as_of) if as_of else registered
    if minutes and begun is not None:
        when = begun + timedelta(minutes=_whole(minutes))
    then = follow_then.pictured(known, settings, when, None, case)  # by FIFO, whatever rule is shown: so holds are
    make = (lambda: follow.traced(then, case)) if rule == follow_then.RULE else None
    traced = trace_of(known, settings, case, rule, when or then.at, make=make)
    begun = begun or traced.as_of
    ahead = outlook(then.book, then.losses, then.flow, then.asked.as_of)
    asked = ask_next.listed(then, settings, then.at, case, ahead)
    last = _latest(known)
    latest = max(min(last or traced.as_of, begun + FARTHEST), traced.as_of)
    asks = conform(asked.filter(pl.col("case_id") == case), TABLES["ask_next"])
    return Shown(
        rule, traced.as_of, begun, latest, traced.loss_tiyn, traced.trail,
        traced.hops.sort("at", "seq", nulls_last=True), holds_.listed(then, ahead), asks, traced.cut, traced.ties,
        frozenset(paid["from"].drop_nulls()),
    )  # fmt: skip


def _latest(known: Tables) -> datetime | None:
    """The moment of the last transfer; of tables that never change looked for once."""
    return known.once("latest", lambda: cast("datetime | None", known["transactions"]["at"].max()))


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 7:
        raise UsageError("error-time", value=text[:20])
    return int(text)


def urgent(
    known: Tables, *, bank: str = "", top: int = 50, after: int = 0
) -> tuple[pl.DataFrame, int, list[dict[str, Any]]]:
    """The hold list over all cases as of each one's registration, the most expected first: a page of rows after the
    ``after``-th, how many there are, and the sums by bank."""
    order, banks = _hopes(known)
    rows = known["holds"]
    mine = order[(rows["bank"].gather(order) == bank).fill_null(False).to_numpy()] if bank else order
    return rows[mine[after : after + top]], len(mine), [dict(one) for one in banks]


def _hopes(known: Tables) -> tuple[NDArray[np.int64], list[dict[str, Any]]]:
    """Rows of the hold list in its order, and the sums by bank; of tables that never change made once."""

    def made() -> tuple[NDArray[np.int64], list[dict[str, Any]]]:
        rows = known["holds"]
        order = [pl.col(f"{name}_tiyn").neg() for name in ("expected", "amount", "high")]
        ranked = rows.with_row_index("row").sort(*order, "case_id", "rank")["row"].to_numpy().astype(np.int64)
        return ranked, holds_.by_bank(rows).to_dicts()

    return known.once("hopes", made)
