"""What happened to one victim, in order of time, as a picture (SVG) and a table; the scam's signature is numbered.

Time runs down. A lane each for messages, codes, calls, loans, transfers and what became of the money; a call is as long
as it lasted. Long empty stretches are shortened and their length stands there. What belongs to the signature has a
number in a dark circle, everything else a small ring: told by shape and number, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from qalqan.clock import to_local
from qalqan.report.blocks import Block, Figure, Grid, Heading, Para, Points
from qalqan.report.facts import Place, Source
from qalqan.report.layout import places_text
from qalqan.report.sankey import text, wrap
from qalqan.report.wording import NOTHING, Words

PARTS: Final = ("message", "first-call", "code", "long-call", "loans", "loss", "onward", "cash")
"""The parts of a scam's signature in the order they usually come; their numbers begin at 1."""
LANES: Final = ("message", "code", "call", "loan", "money", "onward")
LANE_OF: Final = {
    "message": "message", "code": "code", "sms-in": "message", "sms-out": "message", "call-in": "call",
    "call-out": "call", "loan": "loan", "loss": "money", "paid": "money", "came": "money", "onward": "onward",
    "cash": "onward", "registered": "money",
}  # fmt: skip
WIDTH, LANE_X, LANE_STEP, LABEL_X = 742, 122, 50, 428
TOP, ROW, MOST_GAP, BREAK = 30, 19, 27, timedelta(hours=1)
SIGNS: Final = 52
A_PICTURE: Final = 40
"""Rows of one picture: more of them would be too small to read on a page. All of the signature are drawn."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a picture, as SVG writes them: on paper fixed, on a page those of its theme."""

    ink: str = "#16222f"
    faint: str = "#5d6874"
    band: str = "#f3ecd9"
    line: str = "#b8c0c9"
    paper: str = "#ffffff"


PRINTED: Final = Colours()
THEMED: Final = Colours("var(--ink)", "var(--muted)", "var(--warn-soft)", "var(--edge)", "var(--surface)")
"""For a picture that stands in a page itself: the page's theme, and its print style, colour it."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a row is part of the signature: a Fluent key ``report-timeline-why-…`` and its numbers."""

    key: str
    values: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """One row: when, what (a key of :data:`LANE_OF`), with whom, how long (s), how much (tiyn), and its places.

    ``part`` is the part of the signature it belongs to (empty: none). ``exact`` is false when only the day is known.
    """

    at: datetime
    kind: str
    who: str
    seconds: int | None
    tiyn: int | None
    note: str
    places: tuple[Place, ...]
    part: str = ""
    why: Why | None = None
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Timeline:
    """A victim's whole line: the case, its victim's number, the rows in order of time, and the originals.

    ``onward_total`` is how many rows tell where the money went, of which a long trail's first are among the rows.
    """

    case: str
    mo: str
    victim: str
    registered_at: datetime | None
    damage_tiyn: int | None
    rows: tuple[Happening, ...]
    sources: tuple[Source, ...]
    onward_total: int = 0

    @property
    def onward(self) -> int:
        """How many rows of where the money went are among the rows."""
        return sum(row.kind in ("onward", "cash") for row in self.rows)

    def found(self) -> dict[str, tuple[Happening, ...]]:
        """The parts of the signature that are there, with their rows."""
        told = {part: tuple(row for row in self.rows if row.part == part) for part in PARTS}
        return {part: rows for part, rows in told.items() if rows}


def said(row: Happening, words: Words, *, short: bool = False) -> str:
    """A row in words; ``short`` tells sums in whole tenge without a sign, as a picture does."""
    money = words.money(row.tiyn) if not short or row.tiyn is None else words.count(row.tiyn // 100)
    told = words(f"timeline-{row.kind}", who=words.foreign(row.who, 48), long=long(row.seconds, words), sum=money)
    return f"{told} · {row.note}" if row.note else told


def long(seconds: int | None, words: Words) -> str:
    """A length of time in words; a dash when unknown."""
    if seconds is None:
        return NOTHING
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return words("timeline-hours", hours=hours, minutes=minutes)
    return words("timeline-minutes", minutes=minutes, seconds=left) if minutes else words("timeline-seconds", n=left)


def why(row: Happening, words: Words) -> str:
    """Why a row is part of the signature; empty when it is none."""
    if row.why is None:
        return ""
    values = {name: words.money(value) if name == "sum" else words.count(value) for name, value in row.why.values}
    return words(f"timeline-why-{row.why.key}", **values)


def drawn(told: Timeline) -> tuple[Happening, ...]:
    """The rows for a picture: all of the signature, and of the others those nearest to it in time."""
    most = max(A_PICTURE, sum(1 for row in told.rows if row.part))
    marked = [row.at for row in told.rows if row.part]
    middle = marked or [row.at for row in told.rows]

    def far(number: int) -> tuple[bool, timedelta, int]:
        row = told.rows[number]
        return not row.part, min((abs(row.at - at) for at in middle), default=timedelta()), number

    chosen = sorted(sorted(range(len(told.rows)), key=far)[:most])
    return tuple(told.rows[number] for number in chosen)


def svg(
    rows: Sequence[Happening], words: Words, title: str = "", desc: str = "", *, rest: int = 0, of: Colours = PRINTED
) -> str:
    """The picture of these rows, ``rest`` more being told of in the table only; with none it says so."""
    if not rows:
        empty = f'<text x="10" y="30" font-size="14" fill="{of.ink}">{text(words("timeline-empty"))}</text>'
        return wrap(WIDTH, 50, empty, title, desc, defs="")
    places = _places(rows)
    bottom = places[-1] + ROW
    parts = [_heads(words, bottom, of)]
    parts += [
        f'<rect x="2" y="{y - 11}" width="{WIDTH - 4}" height="{ROW - 2}" rx="2" fill="{of.band}"/>'
        for row, y in zip(rows, places, strict=True)
        if row.part
    ]
    for row, y, number in zip(rows, places, range(len(rows)), strict=True):
        end = _end(rows, places, number)
        if row.kind.startswith("call") and end - y > 6:
            fill = of.ink if row.part else of.line
            parts.append(
                f'<rect x="{_lane(row.kind) - 3}" y="{y - 2}" width="6" height="{end - y}" rx="3" fill="{fill}"/>'
            )
    for number, (row, y) in enumerate(zip(rows, places, strict=True)):
        before = rows[number - 1] if number else None
        parts.append(_between(before, row, places[number - 1] if number else TOP, y, words, of))
        parts.append(_row(row, y, words, of))
    if rest:
        more = words("timeline-more", count=words.count(rest))
        parts.append(f'<text x="6" y="{bottom + 12}" font-size="9.5" fill="{of.faint}">{text(more)}</text>')
        bottom += 16
    return wrap(WIDTH, bottom + 6, "".join(parts), title, desc, defs="")


def _places(rows: Sequence[Happening]) -> list[int]:
    """Where each row stands: further down the longer after the one before it, between bounds."""
    y, made = TOP + ROW + 4, []
    for number, row in enumerate(rows):
        if number:
            gap = row.at - rows[number - 1].at
            minutes = max(int(gap.total_seconds()) // 60, 0)
            new_day = to_local(row.at).date() != to_local(rows[number - 1].at).date()
            y += min(ROW + 2 * minutes.bit_length(), MOST_GAP) + (ROW if new_day else 0)
        made.append(y)
    return made


def _end(rows: Sequence[Happening], places: Sequence[int], number: int) -> int:
    """Where a call's bar ends: between the rows that its end falls between."""
    row, y = rows[number], places[number]
    over = row.at + timedelta(seconds=row.seconds or 0)
    for at in range(number + 1, len(rows)):
        if rows[at].at > over:
            since, start = rows[at - 1].at, places[at - 1]
            span = max(int((rows[at].at - since).total_seconds()), 1)
            return start + int((over - since).total_seconds()) * (places[at] - start) // span
        y = places[at]
    return y + (ROW // 2 if row.seconds and row.seconds >= 600 else 0)


def _lane(kind: str) -> int:
    return LANE_X + LANE_STEP * LANES.index(LANE_OF[kind]) + LANE_STEP // 2


def _heads(words: Words, bottom: int, of: Colours) -> str:
    parts = []
    for number, lane in enumerate(LANES):
        x = LANE_X + LANE_STEP * number + LANE_STEP // 2
        parts.append(
            f'<text x="{x}" y="14" font-size="9" text-anchor="middle" fill="{of.ink}" font-weight="700">'
            f"{text(words(f'timeline-lane-{lane}'))}</text>"
            f'<path d="M{x} {TOP - 8}V{bottom}" stroke="{of.line}" stroke-width="0.7"/>'
        )
    return "".join(parts)


def _between(  # noqa: PLR0917 - two rows, their places, how they are said and drawn
    before: Happening | None, row: Happening, above: int, y: int, words: Words, of: Colours
) -> str:
    """The day where it changes, and how long nothing happened where that was long."""
    day = to_local(row.at).date()
    if before is None or to_local(before.at).date() != day:
        told = words.day(day)
        return (
            f'<text x="6" y="{y - 15}" font-size="10" font-weight="700" fill="{of.ink}">{text(told)}</text>'
            f'<path d="M6 {y - 11}H{LANE_X - 8}" stroke="{of.ink}" stroke-width="0.8"/>'
        )
    gap = row.at - before.at
    if gap < BREAK:
        return ""
    middle = (above + y) // 2 + 2
    return (
        f'<path d="M{LANE_X - 6} {middle - 4}l8 -3m-8 7l8 -3" stroke="{of.faint}" stroke-width="1"/>'
        f'<text x="{LANE_X - 10}" y="{middle}" font-size="8.5" text-anchor="end" fill="{of.faint}">'
        f"{text(long(int(gap.total_seconds()), words))}</text>"
    )


def _row(row: Happening, y: int, words: Words, of: Colours) -> str:
    x, parts = _lane(row.kind), []
    time = f"{to_local(row.at):%H:%M:%S}" if row.exact else NOTHING
    parts.append(f'<text x="6" y="{y + 2}" font-size="10" fill="{of.ink}">{time}</text>')
    if row.part:
        number = PARTS.index(row.part) + 1
        parts.append(
            f'<circle cx="{x}" cy="{y - 2}" r="7.5" fill="{of.ink}"/><text x="{x}" y="{y + 2}" font-size="10" '
            f'text-anchor="middle" fill="{of.paper}" font-weight="700">{number}</text>'
        )
    else:
        parts.append(f'<circle cx="{x}" cy="{y - 2}" r="3" fill="{of.paper}" stroke="{of.faint}" stroke-width="1.2"/>')
    told = said(row, words, short=True)
    told = told if len(told) <= SIGNS else told[: SIGNS - 1] + "…"
    weight = ' font-weight="700"' if row.part else ""
    ink = of.ink if row.part else of.faint
    parts.append(f'<text x="{LABEL_X}" y="{y + 2}" font-size="10" fill="{ink}"{weight}>{text(told)}</text>')
    return "".join(parts)


def cut(told: Timeline, words: Words) -> str:
    """That only the first rows of where the money went are here, of how many, how to get all; empty when all are."""
    if told.onward >= told.onward_total:
        return ""
    here, total = words.count(told.onward), words.count(told.onward_total)
    return words("timeline-onward-cut", here=here, total=total, case=told.case)


def signature(told: Timeline, words: Words) -> list[str]:
    """The parts of the signature in words, each with its rows' reason; and those that no row shows."""
    found, lines = told.found(), []
    for number, part in enumerate(PARTS, 1):
        rows = found.get(part, ())
        reason = why(rows[0], words) if rows else words("timeline-not-seen")
        often = f" (×{len(rows)})" if len(rows) > 1 else ""
        lines.append(f"{number}. {words(f'timeline-part-{part}')}{often}: {reason}")
    return lines


def cells(row: Happening, sources: tuple[Source, ...], words: Words) -> tuple[str, ...]:
    """A row of the table: time, signature, what, why, places."""
    time = words.time(row.at, day_only=not row.exact)
    mark = str(PARTS.index(row.part) + 1) if row.part else ""
    return time, mark, said(row, words), why(row, words) or NOTHING, places_text(row.places, sources, words)


def head(words: Words) -> tuple[str, ...]:
    """The head of the table."""
    return tuple(words(f"timeline-c-{name}") for name in ("time", "mark", "what", "why", "place"))


def blocks(told: Timeline, words: Words) -> list[Block]:
    """The pictures, the signature in words, and the table."""
    rows = drawn(told)
    made: list[Block] = []
    for first in range(0, max(len(rows), 1), A_PICTURE):
        part = rows[first : first + A_PICTURE]
        rest = 0 if first + A_PICTURE < len(rows) else len(told.rows) - len(rows)
        alt = words("timeline-alt", id=told.case)
        made.append(Figure(svg(part, words, rest=rest), words("timeline-caption"), alt))
    made += [Heading(words("timeline-h-signature"), 2), Points(tuple(signature(told, words)))]
    made.append(Para(words("timeline-careful"), "small"))
    table = tuple(cells(row, told.sources, words) for row in told.rows)
    missing = cut(told, words)
    made.append(Heading(words("timeline-h-some-rows" if missing else "timeline-h-rows"), 2))
    made += [Para(missing, "small")] if missing else []
    made += [Grid(head(words), table, "lclll", (15, 5, 28, 26, 26))]
    return made
