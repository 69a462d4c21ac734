"""A case as a page shows it, by look-ups alone: its events in order, its things by rarity, its series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import polars as pl

from qalqan.desk.lens import Lens, Sight
from qalqan.settings import Settings

AFTER: Final = timedelta(hours=6)
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a case: lane (register, call, money, move, message), what (a Fluent key
    ``read-event-…``) with the values of its words, from ``at`` to ``end``, and its places."""

    at: datetime
    end: datetime | None
    lane: str
    what: str
    told: tuple[tuple[str, Any], ...]
    places: str


def phones(lens: Lens, case: str) -> list[str]:
    """The victim's phones: the register's, and those marked as the victim's own."""
    told = lens.rows("cases", "case_id", [case])["victim_phone"].drop_nulls().to_list()
    marked = lens.rows("mentions", "case_id", [case]).filter(
        (pl.col("kind") == "phone") & (pl.col("role") == "victim")
    )["value"]
    return sorted({*told, *marked.drop_nulls().to_list()} - {""})


def losses(lens: Lens, case: str, sight: Sight) -> pl.DataFrame:
    """The case's loss transfers with their moment and accounts, the earliest first."""
    found = lens.rows("losses", "case_id", [case], sight)
    if found.is_empty():
        return found.with_columns(at=pl.lit(None, pl.Datetime("us", "UTC")))
    moved = lens.rows("transactions", "tx_id", found["tx_id"].to_list()).select("tx_id", "at", "from", "to", "locators")
    return found.join(moved, on="tx_id", how="left", maintain_order="left").sort("at", "tx_id", nulls_last=True)


def calls(lens: Lens, case: str, around: list[datetime], settings: Settings, sight: Sight) -> pl.DataFrame:
    """Calls of the victim's phones from some hours before the first of the moments to shortly after the last."""
    mine = phones(lens, case)
    if not mine or not around:
        return lens.frame("calls").head(0)
    rows = lens.places("calls", "a", mine).tolist() + lens.places("calls", "b", mine).tolist()
    since, until = min(around) - timedelta(hours=settings.link.call_hours), max(around) + AFTER
    found = lens.frame("calls")[sorted(set(rows))].filter(pl.col("at").is_between(since, until))
    return sight.of(found)


def events(lens: Lens, case: str, settings: Settings, sight: Sight) -> list[Event]:
    """What happened, in order: registration, calls around the losses, losses, messages, moves of the money."""
    own = lens.rows("cases", "case_id", [case], sight).to_dicts()
    if not own:
        return []
    lost = losses(lens, case, sight)
    made: list[Event] = []
    if own[0]["registered_at"]:
        made.append(Event(own[0]["registered_at"], None, "register", "registered", (), own[0]["source"] or ""))
    moments = lost["at"].drop_nulls().to_list() or [one for one in (own[0]["registered_at"],) if one]
    for row in lost.iter_rows(named=True):
        if row["at"]:
            told: tuple[tuple[str, Any], ...] = (("sum", row["amount_tiyn"]), ("to", ("account", row["to"])))
            made.append(Event(row["at"], None, "money", "loss", told, row["locators"] or ""))
    mine = set(phones(lens, case))
    for row in calls(lens, case, moments, settings, sight).head(MOST).iter_rows(named=True):
        way = "called" if row["b"] in mine else "calling"
        other = row["a"] if way == "called" else row["b"]
        seconds = row["duration_s"] or 0
        sms = row["service"] == "sms"
        made.append(Event(
            row["at"], None if sms else row["at"] + timedelta(seconds=seconds), "call", f"{way}-sms" if sms else way,
            (("number", ("phone", other)), ("minutes", max(1, round(seconds / 60)))), row["locators"] or "",
        ))  # fmt: skip
    for row in lens.rows("messages", "case_id", [case], sight).head(MOST).iter_rows(named=True):
        if row["at"]:
            made.append(
                Event(row["at"], None, "message", "message", (("channel", row["channel"] or ""),), row["source"])
            )
    moves = lens.rows("hops", "case_id", [case], sight).filter((pl.col("rule") == "fifo") & pl.col("at").is_not_null())
    for row in moves.sort("at").head(MOST).iter_rows(named=True):
        told = (("sum", row["amount_tiyn"]), ("from", ("account", row["from"])), ("to", ("account", row["to"])))
        made.append(Event(row["at"], None, "move", "moved", told, row["locator"] or ""))
    return sorted(made, key=lambda one: (one.at, one.lane, one.places))


def things(lens: Lens, case: str, sight: Sight) -> pl.DataFrame:
    """What the case has, the rarest shared thing first: identifiers with cases, rarity_bits, trust, decided."""
    own = lens.rows("identifiers", "case_id", [case], sight)
    return weighed(lens, own).sort(
        "shared", "rarity_bits", "sure", "kind", "value", descending=[True, True, True, False, False]
    )


def weighed(lens: Lens, own: pl.DataFrame) -> pl.DataFrame:
    """Identifiers with the cases that have each, and how rare that is; of one case alone: not shared, no rarity."""
    known = lens.rows("identifier_weights", "value", own["value"].unique().to_list())
    told = own.join(known, on=["kind", "value"], how="left", maintain_order="left")
    return told.with_columns(
        pl.col("cases").fill_null(1),
        pl.col("rarity_bits", "trust").fill_null(0),
        shared=pl.col("cases").fill_null(1) > 1,
    )


def ties(lens: Lens, case: str, sight: Sight) -> pl.DataFrame:
    """The case's ties, the firmest first: ``case_b`` is always the other case."""
    found = pl.concat(
        [
            lens.rows("links", "case_a", [case], sight),
            lens.rows("links", "case_b", [case], sight).with_columns(case_a=pl.col("case_b"), case_b=pl.col("case_a")),
        ]
    )
    return found.sort("score", "case_b", descending=[True, False])


def series_of(lens: Lens, case: str, sight: Sight) -> list[str]:
    """The series that the case stands in."""
    found = lens.rows("series", "case_id", [case], sight)["series_id"].drop_nulls()
    return sorted({one for one in found.to_list() if one})
