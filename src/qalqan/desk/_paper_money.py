"""The money of one or several cases as records of a document: accounts, hops, losses, other rules, gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from qalqan.desk._paper_view import View, places
from qalqan.engine.frames import Tables, conform
from qalqan.link import follow
from qalqan.model.schema import TABLES
from qalqan.report.facts import Gap, Hop, Loss, Rule, Stand
from qalqan.settings import Settings

RULE = "fifo"
OTHERS = ("haircut", "lifo", "poison")
FIRM = 500


@dataclass(frozen=True, slots=True)
class Money:
    """A trail in clear values, before it is shown: rows of the tables and the number of each account."""

    trails: pl.DataFrame
    hops: pl.DataFrame
    losses: pl.DataFrame
    number: dict[str, int]
    loss_tiyn: int
    as_of: datetime | None


def money(known: Tables, cases: list[str]) -> Money:
    """The trail of the cases by the rule of evidence; an account that several cases reached is one row."""
    mine = pl.col("case_id").is_in(cases)
    rows = known["trails"].filter(mine & (pl.col("rule") == RULE))
    hops = known["hops"].filter(mine & (pl.col("rule") == RULE)).sort("at", "case_id", "seq", nulls_last=True)
    losses = known["losses"].filter(mine).join(
        known["transactions"].select("tx_id", "at", "from", "to", "at_precision", "locators"), on="tx_id", how="left",
        maintain_order="left",
    )  # fmt: skip
    trails = rows.group_by("account", maintain_order=True).agg(
        pl.col("case_id").first(), pl.col("kind").first(), pl.col("bank").drop_nulls().first(), pl.col("hop").min(),
        pl.col("first_in").min(), pl.col("traced_in_tiyn").sum(), pl.col("remaining_tiyn").sum(),
        pl.col("remaining_low_tiyn").fill_null(pl.col("remaining_tiyn")).sum(),
        pl.col("remaining_high_tiyn").fill_null(pl.col("remaining_tiyn")).sum(),
        pl.col("end_point").drop_nulls().first(), pl.col("last_seen").max(),
    ).sort("hop", -pl.col("traced_in_tiyn"), "account")  # fmt: skip
    number = {account: at for at, account in enumerate(trails["account"].to_list(), 1)}
    followed = losses.filter((pl.col("score") >= FIRM) & pl.col("tx_id").is_in(hops["tx_id"].implode()))
    as_of = rows["as_of"].max()
    return Money(
        trails, hops, losses, number, int(followed["amount_tiyn"].sum()), as_of if isinstance(as_of, datetime) else None
    )


def stands(known: Tables, told: Money, view: View, young: frozenset[str]) -> tuple[Stand, ...]:
    """The accounts of a trail with their holders; holders under 18 are never named."""
    holders = known["holders"].filter(pl.col("account").is_in(list(told.number)) & pl.col("holder").is_not_null())
    named: dict[str, str] = {}
    for row in holders.sort("account", "holder").iter_rows(named=True):
        named.setdefault(row["account"], "•••" if row["iin"] in young else view(row["holder"], "name"))
    return tuple(
        Stand(
            number=told.number[row["account"]], case_id=row["case_id"], account=view(row["account"], "account"),
            kind=row["kind"] or "account", bank=row["bank"] or "", hop=row["hop"] or 0, first_in=row["first_in"],
            came_tiyn=row["traced_in_tiyn"] or 0, left_tiyn=row["remaining_tiyn"] or 0,
            low_tiyn=row["remaining_low_tiyn"], high_tiyn=row["remaining_high_tiyn"],
            end_point=row["end_point"] or "", last_seen=row["last_seen"], holder=named.get(row["account"], ""),
        )
        for row in told.trails.iter_rows(named=True)
    )  # fmt: skip


def hops(told: Money, view: View) -> tuple[Hop, ...]:
    """The transfers of a trail between numbered accounts."""
    return tuple(hop(row, told, view) for row in told.hops.iter_rows(named=True))


def hop(row: dict[str, Any], told: Money, view: View) -> Hop:
    """One row of the table hops."""
    return Hop(
        row["case_id"], row["seq"], view(row["from"], "account"), view(row["to"], "account"),
        told.number.get(row["from"], 0), told.number.get(row["to"], 0), row["amount_tiyn"] or 0, row["at"],
        places(row["locator"]),
    )  # fmt: skip


def losses(told: Money, view: View) -> tuple[Loss, ...]:
    """The transfers by which the cases lost money."""
    return tuple(
        Loss(
            row["case_id"], row["at"], view(row["from"], "account"), view(row["to"], "account"),
            row["amount_tiyn"] or 0, row["score"] or 0, view.grounds(row["grounds"]),
        )
        for row in told.losses.iter_rows(named=True)
    )  # fmt: skip


def rules(known: Tables, told: Money, case: str, settings: Settings) -> tuple[Rule, ...]:
    """What the other rules leave on the accounts of the trail, at the same moment."""
    if not told.number:
        return ()
    made = []
    for rule in OTHERS:
        trail = conform(follow.trace(known, settings, case, rule, told.as_of, None).trail, TABLES["trails"])
        left = dict(trail.group_by("account").agg(pl.col("remaining_tiyn").sum()).iter_rows())
        here = tuple(sorted((n, int(left[account] or 0)) for account, n in told.number.items() if account in left))
        made.append(Rule(rule, here, sum(int(v or 0) for account, v in left.items() if account not in told.number)))
    return tuple(made)


def gaps(known: Tables, told: Money, view: View) -> tuple[Gap, ...]:
    """Accounts of the trail that no answer covers from the money's arrival to the moment of the picture."""
    cover: dict[str, list[tuple[datetime, datetime]]] = {}
    for row in known["coverage"].filter(pl.col("account").is_in(list(told.number))).iter_rows(named=True):
        if row["from"] is not None and row["to"] is not None:
            cover.setdefault(row["account"], []).append((row["from"], row["to"]))
    made = []
    for row in told.trails.filter(pl.col("kind") != "sink").iter_rows(named=True):
        spans = sorted(cover.get(row["account"], []))
        if _covers(spans, row["first_in"], told.as_of):
            continue
        shown = view(row["account"], "account")
        first = min((one[0] for one in spans), default=None)
        last = max((one[1] for one in spans), default=None)
        kind = "partial" if spans else "none"
        made.append(Gap(kind, told.number[row["account"]], shown, row["bank"] or "", row["first_in"], first, last))
    return tuple(made)


def _covers(spans: list[tuple[datetime, datetime]], since: datetime | None, until: datetime | None) -> bool:
    """Whether spans in order of their start leave no moment of the wanted time uncovered."""
    if since is None or until is None:
        return bool(spans)
    reached = since
    for start, end in spans:
        if start <= reached:
            reached = max(reached, end)
    return bool(spans) and reached >= until
