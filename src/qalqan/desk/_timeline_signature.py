"""Which rows of a victim's line make the scam's signature, and why: a code call, a code, a long talk, loans, transfers.

The signature as the reference tells it: a call of one to five minutes asks for a code; within minutes a second, long
call of a stranger; several loans within an hour; transfers; minutes later the money goes on, and out as cash. Parts may
be missing: what no file shows is not marked, and nobody is accused by a mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from qalqan.report.timeline import Happening, Why

ANSWERED: Final = 20
LONG: Final = 600
AFTER_CODE: Final = timedelta(minutes=10)
BEFORE_LOSS: Final = timedelta(hours=48)
LOANS_BEFORE, LOANS_AFTER = timedelta(hours=6), timedelta(hours=24)
ONE_HOUR: Final = timedelta(hours=1)
SCAM: Final = 500


@dataclass(frozen=True, slots=True)
class Told:
    """A row before it is shown: the happening (clear), its name among the facts, both accounts of a transfer, a score.

    ``party`` is the number, account or lender on the other side.
    """

    row: Happening
    id: str
    party: str = ""
    source: str = ""
    target: str = ""
    score: int = 0


def marked(rows: Sequence[Told], strangers: frozenset[str], named: frozenset[str]) -> list[Told]:
    """The rows, in order of time, with their parts of the signature."""
    marks: dict[int, tuple[str, Why]] = {}
    losses = [n for n, one in enumerate(rows) if one.row.kind == "loss"]
    last = max((rows[n].row.at for n in losses), default=None)
    talks = _talks(rows, strangers | named, last)
    for number, one in enumerate(rows):
        if one.row.kind == "message" and one.score >= SCAM:
            marks[number] = "message", Why("message", (("score", one.score),))
    _calls(rows, talks, named, marks)
    _loans(rows, talks, losses, marks)
    for n in losses:
        marks[n] = "loss", Why("loss", (("score", rows[n].score),))
    _onward(rows, losses, marks)
    return [
        replace(one, row=replace(one.row, part=marks[n][0], why=marks[n][1])) if n in marks else one
        for n, one in enumerate(rows)
    ]


def _talks(rows: Sequence[Told], callers: frozenset[str], last: datetime | None) -> list[int]:
    """Calls that strangers, or numbers the case names, made to the victim in the two days before the last loss."""
    return [
        n
        for n, one in enumerate(rows)
        if one.row.kind == "call-in"
        and (one.row.seconds or 0) >= ANSWERED
        and one.party in callers
        and (last is None or last - BEFORE_LOSS <= one.row.at <= last)
    ]


def _calls(
    rows: Sequence[Told], talks: Sequence[int], named: frozenset[str], marks: dict[int, tuple[str, Why]]
) -> None:
    """The call that gets the code, the code, and the long calls after it."""
    first: int | None = None
    for n in talks:
        one = rows[n].row
        over = one.at + timedelta(seconds=one.seconds or 0)
        code = next(
            (
                m
                for m, each in enumerate(rows)
                if each.row.kind == "code" and one.at <= each.row.at <= over + AFTER_CODE
            ),
            None,
        )
        if code is not None:
            first = n
            during = rows[code].row.at <= over
            seconds = (("seconds", int((rows[code].row.at - one.at).total_seconds())),)
            marks[n] = "first-call", Why("code-during" if during else "code-after", seconds)
            marks[code] = "code", Why("code")
            break
    if first is None and talks:
        first = talks[0]
        marks[first] = "first-call", Why("named" if rows[first].party in named else "stranger")
    for n in talks:
        one = rows[n].row
        if (one.seconds or 0) < LONG or first is None or n < first:
            continue
        before = rows[first].row
        gap = one.at - before.at - timedelta(seconds=before.seconds or 0)
        minutes = (("minutes", (one.seconds or 0) // 60), ("gap", max(int(gap.total_seconds()) // 60, 0)))
        if n == first:  # one call does it all
            continue
        marks[n] = "long-call", Why("long-call", minutes)


def _loans(
    rows: Sequence[Told], talks: Sequence[int], losses: Sequence[int], marks: dict[int, tuple[str, Why]]
) -> None:
    starts = [rows[n].row.at for n in (*talks, *losses)]
    if not starts:
        return
    since, until = min(starts) - LOANS_BEFORE, max(starts) + LOANS_AFTER
    found = [n for n, one in enumerate(rows) if one.row.kind == "loan" and since <= one.row.at <= until]
    for n in found:
        near = {rows[m].party for m in found if abs(rows[m].row.at - rows[n].row.at) <= ONE_HOUR}
        marks[n] = "loans", Why("loans-hour", (("lenders", len(near)),)) if len(near) > 1 else Why("loan")


def _onward(rows: Sequence[Told], losses: Sequence[int], marks: dict[int, tuple[str, Why]]) -> None:
    """Transfers by which the receiving accounts passed the money on within the hour, and what left as cash."""
    paid: dict[str, list[datetime]] = {}
    for n in losses:
        paid.setdefault(rows[n].target, []).append(rows[n].row.at)
    for n, one in enumerate(rows):
        if one.row.kind == "cash":
            marks[n] = "cash", Why("cash")
        elif one.row.kind == "onward" and one.row.exact:
            waits = [one.row.at - at for at in paid.get(one.source, ()) if timedelta() <= one.row.at - at <= ONE_HOUR]
            if waits:
                marks[n] = "onward", Why("onward", (("minutes", int(min(waits).total_seconds()) // 60),))
