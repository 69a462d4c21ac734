"""Which rows of a victim's line make the scam's signature, and why: a code call, a code, a long talk, loans, transfers.

The signature as the reference tells it: a call of one to five minutes asks for a code; within minutes a second, long
call of a stranger; several loans within an hour; transfers; minutes later the money goes on, and out as cash. Parts may
be missing: what no file shows is not marked, and nobody is accused by a mark.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import polars as pl

from qalqan.report.timeline import Why

ANSWERED: Final = 20
LONG: Final = 600
AFTER_CODE: Final = timedelta(minutes=10)
BEFORE_LOSS: Final = timedelta(hours=48)
LOANS_BEFORE, LOANS_AFTER = timedelta(hours=6), timedelta(hours=24)
ONE_HOUR: Final = timedelta(hours=1)
SCAM: Final = 500
MAY: Final = ("code", "loan", "loss", "onward", "cash")
"""Kinds of rows that may be a part whatever stands in them; calls and messages only when they look it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row as the signature looks at it: its number in the line, both accounts of a transfer, a score.

    ``party`` is the number, account or lender on the other side.
    """

    number: int
    at: datetime
    kind: str
    party: str = ""
    source: str = ""
    target: str = ""
    seconds: int = 0
    score: int = 0
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of the signature, and why the row is one."""

    part: str
    why: Why


Marks = dict[int, Mark]


def signature(rows: pl.DataFrame, strangers: frozenset[str], named: frozenset[str]) -> Marks:
    """The marks of a line's rows (`_timeline_rows.COLUMNS` and ``number``), by number."""
    talk = (
        (pl.col("kind") == "call-in")
        & (pl.col("seconds") >= ANSWERED)
        & pl.col("party").is_in(sorted(strangers | named))
    )
    scam = (pl.col("kind") == "message") & (pl.col("score") >= SCAM)
    told = rows.filter(talk.fill_null(False) | scam | pl.col("kind").is_in(MAY))
    columns = ("number", "at", "kind", "party", "from", "to", "seconds", "score", "exact")
    return marked(
        [
            Told(n, at, kind, party or "", source or "", target or "", seconds or 0, score or 0, bool(exact))
            for n, at, kind, party, source, target, seconds, score, exact in told.select(columns).iter_rows()
        ],
        strangers,
        named,
    )


def marked(rows: Sequence[Told], strangers: frozenset[str], named: frozenset[str]) -> Marks:
    """The parts of the signature among rows in order of time, by the rows' numbers."""
    marks: Marks = {}
    losses = [one for one in rows if one.kind == "loss"]
    talks = _talks(rows, strangers | named, max((one.at for one in losses), default=None))
    for one in rows:
        if one.kind == "message" and one.score >= SCAM:
            marks[one.number] = Mark("message", Why("message", (("score", one.score),)))
    _calls(rows, talks, named, marks)
    _loans(rows, talks, losses, marks)
    for one in losses:
        marks[one.number] = Mark("loss", Why("loss", (("score", one.score),)))
    _onward(rows, losses, marks)
    return marks


def _talks(rows: Sequence[Told], callers: frozenset[str], last: datetime | None) -> list[Told]:
    """Calls that strangers, or numbers the case names, made to the victim in the two days before the last loss."""
    return [
        one
        for one in rows
        if one.kind == "call-in"
        and one.seconds >= ANSWERED
        and one.party in callers
        and (last is None or last - BEFORE_LOSS <= one.at <= last)
    ]


def _calls(rows: Sequence[Told], talks: Sequence[Told], named: frozenset[str], marks: Marks) -> None:
    """The call that gets the code, the code, and the long calls after it."""
    codes = [one for one in rows if one.kind == "code"]
    moments = [one.at for one in codes]
    first: Told | None = None
    for one in talks:
        over = one.at + timedelta(seconds=one.seconds)
        place = bisect_left(moments, one.at)
        if place < len(codes) and moments[place] <= over + AFTER_CODE:
            first, code = one, codes[place]
            seconds = (("seconds", int((code.at - one.at).total_seconds())),)
            marks[one.number] = Mark("first-call", Why("code-during" if code.at <= over else "code-after", seconds))
            marks[code.number] = Mark("code", Why("code"))
            break
    if first is None and talks:
        first = talks[0]
        marks[first.number] = Mark("first-call", Why("named" if first.party in named else "stranger"))
    for one in talks:
        if first is None or one.seconds < LONG or one.number <= first.number:  # one call may do it all
            continue
        gap = one.at - first.at - timedelta(seconds=first.seconds)
        minutes = (("minutes", one.seconds // 60), ("gap", max(int(gap.total_seconds()) // 60, 0)))
        marks[one.number] = Mark("long-call", Why("long-call", minutes))


def _loans(rows: Sequence[Told], talks: Sequence[Told], losses: Sequence[Told], marks: Marks) -> None:
    starts = [one.at for one in (*talks, *losses)]
    if not starts:
        return
    since, until = min(starts) - LOANS_BEFORE, max(starts) + LOANS_AFTER
    found = [one for one in rows if one.kind == "loan" and since <= one.at <= until]
    moments = [one.at for one in found]
    for one in found:
        low, high = bisect_left(moments, one.at - ONE_HOUR), bisect_right(moments, one.at + ONE_HOUR)
        lenders = len({near.party for near in found[low:high]})
        marks[one.number] = Mark("loans", Why("loans-hour", (("lenders", lenders),)) if lenders > 1 else Why("loan"))


def _onward(rows: Sequence[Told], losses: Sequence[Told], marks: Marks) -> None:
    """Transfers by which the receiving accounts passed the money on within the hour, and what left as cash."""
    paid: dict[str, list[datetime]] = {}
    for one in losses:
        paid.setdefault(one.target, []).append(one.at)
    for one in rows:
        if one.kind == "cash":
            marks[one.number] = Mark("cash", Why("cash"))
        elif one.kind == "onward" and one.exact and (came := paid.get(one.source)):
            place = bisect_right(came, one.at)
            if place and one.at - came[place - 1] <= ONE_HOUR:
                minutes = int((one.at - came[place - 1]).total_seconds()) // 60
                marks[one.number] = Mark("onward", Why("onward", (("minutes", minutes),)))
