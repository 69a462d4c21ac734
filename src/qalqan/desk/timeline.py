"""qalqan timeline: what happened to one victim, from all sources in order of time, with the scam's signature marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from qalqan.desk import _paper_events as events
from qalqan.desk import tables
from qalqan.desk._paper_view import View, places
from qalqan.desk._timeline_signature import Told, marked
from qalqan.desk.find import case_id
from qalqan.detect.loans import payouts
from qalqan.engine.frames import Tables
from qalqan.link.follow_trace import sought
from qalqan.report.facts import Source, places_of
from qalqan.report.timeline import Happening, Timeline
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

FIRM = 500
Bounds = tuple[datetime | None, datetime | None]
SHORT = r"^[1-9]\d{2,4}$"
AFTER = timedelta(hours=24)
MOST_ONWARD = 60
TEXT_SIGNS = 90


def timeline(
    ws: Workspace, case: str, settings: Settings, *, whole: bool = False, purpose: str = "", officer: str = ""
) -> Timeline:
    """A victim's line from ``link.call_hours`` before the first loss to a day after the last, or to the registration.

    ``whole`` takes all rows there are. Masked unless a purpose is given, which is logged. Raises NotFound.
    """
    told = line(tables.current(ws), case, settings, whole=whole, clear=bool(purpose))
    if purpose:
        purposes.log(ws, officer or "-", purpose, f"timeline:{told.case}", len(told.rows))
    return told


def line(known: Tables, case: str, settings: Settings, *, whole: bool = False, clear: bool = False) -> Timeline:
    """A victim's line out of tables that the caller holds; in clear only for a purpose that the caller has logged."""
    one = case_id(known, case)
    row = known["cases"].filter(pl.col("case_id") == one).row(0, named=True)
    lost = known["losses"].filter((pl.col("case_id") == one) & (pl.col("score") >= FIRM))
    paid = sought(known["transactions"].drop("amount_tiyn"), lost)
    lost = lost.join(paid, on="tx_id", how="inner").drop_nulls("at")
    since, until = _window(lost, row["registered_at"], settings)
    phones = events.phones(known, [one])
    bounds = (None, None) if whole else (since, until)
    told = [
        *_calls(known, phones, bounds),
        *_messages(known, one),
        *_money(known, row, lost, bounds),
        *_trail(known, one, set(lost["tx_id"].to_list()), until),
    ]
    if row["registered_at"] is not None:
        told.append(Told(Happening(row["registered_at"], "registered", one, None, row["damage_tiyn"], "",
                                   places(row["source"])[:1]), one))  # fmt: skip
    kept = [each for each in told if whole or each.row.kind == "message" or _within(each.row.at, since, until)]
    kept.sort(key=lambda each: (each.row.at, each.row.kind, each.id))
    done = marked(kept, _strangers(known, phones, since), _named(known, one))
    view = View(masked=not clear)
    shown = tuple(_shown(each, view) for each in done)
    return Timeline(
        one, row["mo"] or "", view(row["victim_phone"], "phone"), row["registered_at"], row["damage_tiyn"], shown,
        view.veiled(_sources(known, shown)),
    )  # fmt: skip


def _window(
    lost: pl.DataFrame, registered: datetime | None, settings: Settings
) -> tuple[datetime | None, datetime | None]:
    moments: list[datetime] = lost["at"].to_list() or ([registered] if registered else [])
    if not moments:
        return None, None
    last = max(moments) + AFTER
    return min(moments) - timedelta(hours=settings.link.call_hours), max(last, registered or last)


def _within(at: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or at >= since) and (until is None or at <= until)


def _inside(rows: pl.DataFrame, bounds: Bounds) -> pl.DataFrame:
    """The rows within the line, before each is made a thing of its own: an account may have many thousands."""
    since, until = bounds
    rows = rows if since is None else rows.filter(pl.col("at") >= since)
    return rows if until is None else rows.filter(pl.col("at") <= until)


def _calls(known: Tables, phones: list[str], bounds: Bounds) -> Iterable[Told]:
    mine = known["calls"].filter(
        (pl.col("a").is_in(phones) | pl.col("b").is_in(phones)) & (pl.col("service") != "data")
    )
    mine = _inside(mine, bounds).with_columns(pl.col("a").str.contains(SHORT).fill_null(False).alias("short"))
    for row in mine.iter_rows(named=True):
        out = row["a"] in phones
        sms = row["service"] == "sms"
        side = "out" if out else "in"
        kind = "code" if sms and row["short"] and not out else f"{'sms' if sms else 'call'}-{side}"
        party = str((row["b"] if out else row["a"]) or "")
        seconds = None if sms else row["duration_s"]
        yield Told(Happening(row["at"], kind, party, seconds, None, "", places(row["locators"])), row["call_id"], party)


def _messages(known: Tables, case: str) -> Iterable[Told]:
    mine = known["messages"].filter((pl.col("case_id") == case) & pl.col("at").is_not_null())
    read = known["messages_read"].select("message_id", "scam_score")
    for row in mine.join(read, on="message_id", how="left", maintain_order="left").iter_rows(named=True):
        note = str(row["text"] or row["attachment"] or "")
        yield Told(
            Happening(row["at"], "message", row["from"] or "", None, None, note, places(row["source"])),
            row["message_id"], str(row["from"] or ""), score=row["scam_score"] or 0,
        )  # fmt: skip


def _money(known: Tables, case: dict[str, Any], lost: pl.DataFrame, bounds: Bounds) -> Iterable[Told]:
    """What the victim's accounts paid and got: losses, loans, everything else."""
    accounts = sorted({*lost["from"].drop_nulls(), *([case["victim_account"]] if case["victim_account"] else [])})
    by_iin = (
        (pl.col("from_iin") == case["victim_iin"]) | (pl.col("to_iin") == case["victim_iin"])
        if case["victim_iin"]
        else pl.lit(False)
    )
    mine = known["transactions"].filter(
        (pl.col("from").is_in(accounts) | pl.col("to").is_in(accounts) | by_iin).fill_null(False)
        & pl.col("at").is_not_null()
        & ~pl.col("reversal").fill_null(False)
    )
    lent = dict(payouts(mine, known["holders"]).select("tx_id", "lender").iter_rows())
    losses = dict(lost.select("tx_id", "score").iter_rows())
    sums = dict(lost.select("tx_id", "amount_tiyn").iter_rows())
    for row in _inside(mine, bounds).iter_rows(named=True):
        out = row["from"] in accounts or (row["to"] not in accounts and row["from_iin"] == case["victim_iin"])
        one, name = row["tx_id"], "to" if out else "from"
        kind = "loss" if one in losses else "loan" if one in lent and not out else "paid" if out else "came"
        who = str(row[name] or row[f"{name}_as"] or row[f"{name}_name"] or "")
        party = str(lent.get(one) or who)
        yield Told(
            Happening(row["at"], kind, row["from_name"] or who if kind == "loan" else who, None,
                      sums.get(one) or row["amount_tiyn"], "", places(row["locators"]),
                      exact=row["at_precision"] != "day"),
            one, party, row["from"] or "", row["to"] or "", losses.get(one, 0),
        )  # fmt: skip


def _trail(known: Tables, case: str, losses: set[str], until: datetime | None) -> Iterable[Told]:
    """What became of the money: passed on, and out; the first rows of a long trail."""
    ends = known["trail_ends"].filter((pl.col("case_id") == case) & pl.col("sink"))["node"].unique().to_list()
    hops = known["hops"].filter(
        (pl.col("case_id") == case) & (pl.col("rule") == "fifo") & ~pl.col("tx_id").is_in(sorted(losses))
        & pl.col("at").is_not_null() & (pl.lit(until is None) | (pl.col("at") <= until))
    )  # fmt: skip
    first = hops.sort("at", "seq").head(MOST_ONWARD)
    precise = sought(known["transactions"].select("tx_id", "at_precision"), first)
    told = first.join(precise, on="tx_id", how="left", maintain_order="left")
    for row in told.iter_rows(named=True):
        kind = "cash" if row["to"] in ends else "onward"
        yield Told(
            Happening(row["at"], kind, f"{row['from']} → {row['to']}", None, row["amount_tiyn"], "",
                      places(row["locator"]), exact=row["at_precision"] != "day"),
            f"{row['tx_id']}#{row['seq']}", "", row["from"] or "", row["to"] or "",
        )  # fmt: skip


def _strangers(known: Tables, phones: list[str], since: datetime | None) -> frozenset[str]:
    """Numbers that never had to do with the victim before the window, and are no service's."""
    mine = known["calls"].filter(pl.col("a").is_in(phones) | pl.col("b").is_in(phones))
    other = pl.when(pl.col("a").is_in(phones)).then("b").otherwise("a").alias("other")
    met = mine.select(other, "at").drop_nulls().group_by("other").agg(pl.col("at").min())
    if since is not None:
        met = met.filter(pl.col("at") >= since)
    service = known["numbers"].filter(pl.col("role") == "service")["number"]
    kept = met.filter(~pl.col("other").is_in(service.implode()) & ~pl.col("other").str.contains(SHORT))
    return frozenset(kept["other"].to_list())


def _named(known: Tables, case: str) -> frozenset[str]:
    """Numbers that the case itself names, other than as the victim's."""
    told = known["mentions"].filter(
        (pl.col("case_id") == case) & (pl.col("kind") == "phone") & (pl.col("role").fill_null("") != "victim")
    )
    return frozenset(told["value"].drop_nulls().to_list())


def _shown(one: Told, view: View) -> Happening:
    """A row as the document shows it."""
    row = one.row
    if row.kind == "message":
        return view.veiled(replace(row, who=view(row.who, "name"), note=view(row.note, "text")[:TEXT_SIGNS]))
    if row.kind in ("onward", "cash"):
        return view.veiled(replace(row, who=f"{view(one.source, 'account')} → {view(one.target, 'account')}"))
    if row.kind in ("loss", "paid", "came"):
        return view.veiled(replace(row, who=view(row.who, "account")))
    if row.kind in ("loan", "registered"):
        return view.veiled(row)  # a lender is an organisation
    return view.veiled(replace(row, who=row.who if len(row.who) <= 5 else view(row.who, "phone")))


def _sources(known: Tables, rows: tuple[Happening, ...]) -> tuple[Source, ...]:
    found = known["evidence"].filter(pl.col("evidence").is_in(sorted(places_of(rows)))).sort("file", "evidence")
    return tuple(Source(row["evidence"], row["file"] or "", row["sha256"]) for row in found.iter_rows(named=True))
