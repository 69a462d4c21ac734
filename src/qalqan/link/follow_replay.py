"""A case replayed: at each moment what was known, what was there by all that is known today, what could be held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.errors import NotFound
from qalqan.link import holds
from qalqan.link.end_points import NOWHERE
from qalqan.link.follow_then import Then, pictured
from qalqan.link.follow_trace import FIRM
from qalqan.settings import Settings

AFTER = (timedelta(minutes=30), timedelta(hours=1), timedelta(hours=3), timedelta(hours=24))


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a replay; sums in tiyn.

    lost: losses by then, by all that is known today; it is ``there`` (on accounts), ``out`` (at end points),
    ``unnamed`` (at places no file names) and ``back`` (on the victim's own accounts). answers: how many had arrived
    that tell of an account of the trail. known: of the losses, what a trace by these answers could follow; seen_there:
    likely on accounts by that trace; expected: what could be expected there. held: of ``there``, what stood on the
    accounts of that moment's list; held_first: on its first five. could: that list (rank, account, bank, amount_tiyn,
    expected_tiyn, there_tiyn). went: where the money was (account, kind, end_point, bank, hop, first_in,
    remaining_tiyn).
    """

    at: datetime
    after: timedelta
    lost: int
    answers: int
    known: int
    seen_there: int
    expected: int
    there: int
    out: int
    unnamed: int
    back: int
    held: int
    held_first: int
    could: pl.DataFrame
    went: pl.DataFrame


def replay(tables: Tables, settings: Settings, case: str, moments: Sequence[datetime] = ()) -> list[Moment]:
    """The case at 30 minutes, 1, 3 and 24 hours after its last firm loss, and at further moments, in order of time.

    Raises NotFound when the case has no firm loss in any transfer.
    """
    mine = tables["losses"].filter((pl.col("case_id") == case) & (pl.col("score") >= FIRM))
    lost = mine.join(tables["transactions"].select("tx_id", "at"), on="tx_id", how="inner").filter(
        pl.col("at").is_not_null()
    )
    last = lost["at"].max()
    if not isinstance(last, datetime):
        raise NotFound("error-trace-no-loss", case=case)
    every = sorted({last + after for after in AFTER} | set(moments))
    return [_moment(tables, settings, case, at, last) for at in every]


def _moment(tables: Tables, settings: Settings, case: str, at: datetime, last: datetime) -> Moment:
    then, now = pictured(tables, settings, at, at, case), pictured(tables, settings, at, None, case)
    own = _own(tables, case)
    truly = now.trails.filter(pl.col("hop").is_not_null())
    on_accounts = truly.filter(_account() & ~pl.col("account").is_in(own))
    listed = holds.listed(then)
    could = (
        listed.select("rank", "account", "bank", "amount_tiyn", "expected_tiyn")
        .join(
            on_accounts.select("account", pl.col("remaining_tiyn").alias("there_tiyn")),
            on="account",
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("there_tiyn").fill_null(0))
    )
    seen = then.trails.filter(pl.col("hop").is_not_null())
    left = pl.col("remaining_tiyn")
    return Moment(
        at,
        at - last,
        int(truly.select(left.sum()).item()),
        _answers(then, truly["account"]),
        int(seen.select(left.sum()).item()),
        int(seen.filter(_account() & ~pl.col("account").is_in(own)).select(left.sum()).item()),
        int(listed["expected_tiyn"].sum()),
        int(on_accounts.select(left.sum()).item()),
        int(truly.filter(pl.col("kind") == "sink").select(left.sum()).item()),
        int(truly.filter(~_account() & (pl.col("kind") != "sink")).select(left.sum()).item()),
        int(truly.filter(_account() & pl.col("account").is_in(own)).select(left.sum()).item()),
        int(could["there_tiyn"].sum()),
        int(could.head(5)["there_tiyn"].sum()),
        could,
        truly.filter(left > 0).select("account", "kind", "end_point", "bank", "hop", "first_in", "remaining_tiyn"),
    )


def _account() -> pl.Expr:
    return (pl.col("kind") != "sink") & ~pl.col("account").str.contains(NOWHERE)


def _own(tables: Tables, case: str) -> list[str]:
    paid = tables["losses"].filter(pl.col("case_id") == case)
    return paid.join(tables["transactions"].select("tx_id", "from"), on="tx_id", how="inner")["from"].unique().to_list()


def _answers(then: Then, accounts: pl.Series) -> int:
    coverage = then.tables["coverage"].filter(pl.col("account").is_in(accounts.implode()))
    return coverage.select("account", "from", "to").unique().height
