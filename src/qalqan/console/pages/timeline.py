"""What happened to a case's victim: the scam and its surroundings first, the rest by day and kind, in pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

import polars as pl
from fastapi import Response
from fastapi.responses import StreamingResponse
from markupsafe import Markup

from qalqan.console import words
from qalqan.console.ask import Ask, Asked
from qalqan.console.eyes import Eyes
from qalqan.console.route import page
from qalqan.console.sheet import MOST_PLACES
from qalqan.desk import timeline, timeline_page
from qalqan.desk._lens_index import Rows
from qalqan.desk.timeline_page import Paged, Stretch, Wanted
from qalqan.model.evidence import Locator
from qalqan.report import timeline as drawn
from qalqan.report.formats import csv
from qalqan.report.timeline import Happening
from qalqan.report.wording import Words
from qalqan.texts.say import has

PIECE: Final = 1_000
MOST_SIGNS: Final = 40
FILTERS: Final = ("whole", "day", "month", "kind", "channel")
KEYS: Final = ("after", "before", "at")


@page("GET", "/case/{case_id}/timeline", verb="calls", case="case_id")
def line(ask: Asked, case_id: str) -> Response:
    """A page of a victim's line, its picture, the signature, and where all other rows are."""
    found, told = looked(ask)
    say, eyes = Words(ask.language), Eyes(ask)
    signed = timeline_page.signs(found, clear=ask.clear)
    rows = told.said(clear=ask.clear)
    seen = drawn.drawn(replace(signed, rows=rows))
    return ask.show(
        "timeline", told=signed, page=told, scope=_scope(ask), filters=wanted(ask), keys=timeline_page.keyed(told),
        rows=[_row(eyes, row, say) for row in rows],
        signature=_signature(ask, signed, timeline_page.firsts(found), say),
        picture=_address(ask, "/timeline.svg", **{name: ask.query(name) for name in KEYS}),
        drawn=len(seen), inline=_inline(ask, seen, say, len(rows) - len(seen)),
        address=lambda **other: _address(ask, **other),
        csv_=_address(ask, "/timeline.csv"), kinds=_kinds(ask, told), channels=_channels(ask, told),
        stretches=[(one, _named(ask, one), _inner(ask, one)) for one in told.stretches], lanes=drawn.LANES,
    )  # fmt: skip


def _inline(ask: Ask, rows: tuple[Happening, ...], say: Words, rest: int) -> Markup:
    """The picture as a part of the page, in the colours of its theme; every foreign word in it is escaped there."""
    return Markup(drawn.svg(rows, say, say("timeline-alt", id=ask.case), rest=rest, of=drawn.THEMED))  # noqa: S704


@page("GET", "/case/{case_id}/timeline.svg", verb="calls", case="case_id")
def picture(ask: Asked, case_id: str) -> Response:
    """The picture of the same page; its table stands on the page that shows it."""
    found, told = looked(ask)
    say, shown = Words(ask.language), told.said(clear=ask.clear)
    rows = drawn.drawn(timeline.told_of(found, shown, clear=ask.clear))
    made = drawn.svg(rows, say, say("timeline-alt", id=found.who.id), rest=len(shown) - len(rows))
    return Response(made, media_type="image/svg+xml")


@page("GET", "/case/{case_id}/timeline.csv", verb="export", case="case_id")
def table(ask: Asked, case_id: str) -> Response:
    """All rows of the page's filters as CSV, streamed."""
    found = timeline.places(ask.tables, ask.case, ask.house.settings, ask.sight)
    numbers = timeline_page.everything(found, wanted(ask))
    headers = {"content-disposition": f'attachment; filename="{ask.case}-timeline.csv"', "x-rows": str(len(numbers))}

    return StreamingResponse(_lines(ask, found, numbers), media_type="text/csv; charset=utf-8", headers=headers)


def looked(ask: Ask) -> tuple[timeline.Line, Paged]:
    """The line of the case that is asked for, and the page of it by the address."""
    found = timeline.places(ask.tables, ask.case, ask.house.settings, ask.sight)
    return found, timeline_page.paged(found, wanted(ask))


def wanted(ask: Ask) -> Wanted:
    """Which rows the address asks for."""
    day, month, kind, channel, after, before, at = (
        ask.query(name).strip()[:MOST_SIGNS] for name in (*FILTERS[1:], *KEYS)
    )
    return Wanted(ask.query("whole") == "1", day, month, kind, channel, after, before, at)


def channel_words(ask: Ask, channel: str) -> str:
    """A channel in words; a bank by its name."""
    kind, _, bank = channel.partition(":")
    key = f"timeline-channel-{kind}"
    told = ask.t(key) if has(key) else kind
    return f"{told} · {ask.bank(bank)}" if bank else told


def _lines(ask: Ask, found: timeline.Line, numbers: Rows) -> Iterator[bytes]:
    say = Words(ask.language)
    names = [*(say(f"timeline-c-{name}") for name in ("time", "mark", "what", "why")), ask.t("timeline-channel")]
    for first in range(0, max(len(numbers), 1), PIECE):
        rows, told = timeline_page.piece(found, numbers[first : first + PIECE], clear=ask.clear)
        cells = [
            (*drawn.cells(row, (), say)[:4], channel_words(ask, channel))
            for row, channel in zip(told, rows["channel"], strict=True)
        ]
        frame = pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String), orient="row")
        yield csv.text(frame, head=not first).encode()


def _row(eyes: Eyes, row: Happening, say: Words) -> dict[str, Any]:
    """A row in words, with the addresses of its first places."""
    told = [str(Locator(one.evidence, one.part, one.row)) for one in row.places]
    first = [(words.short(one), eyes.place(one)) for one in told[:MOST_PLACES]]
    return {
        "at": row.at, "when": say.time(row.at, day_only=not row.exact), "part": row.part, "said": drawn.said(row, say),
        "why": drawn.why(row, say),
        "places": (first, len(told) - len(first)),
    }  # fmt: skip


def _signature(ask: Ask, signed: drawn.Timeline, keys: dict[str, str], say: Words) -> list[tuple[str, str]]:
    """The parts of the signature in words, each with the address of its first row."""
    told = zip(drawn.PARTS, drawn.signature(signed, say), strict=True)
    path = f"/case/{ask.case}/timeline"
    return [(said, f"{ask.link(path, at=keys[part])}#{keys[part]}" if part in keys else "") for part, said in told]


def _address(ask: Ask, path: str = "/timeline", **other: str) -> str:
    """The page with its filters from its beginning, some of them others."""
    return ask.link(f"/case/{ask.case}{path}", **({name: ask.query(name) for name in FILTERS} | other))


def _scope(ask: Ask) -> str:
    """Which rows the page tells of, in words."""
    asked = wanted(ask)
    span = ask.t("timeline-whole" if asked.whole else "timeline-near")
    if asked.day or asked.month:
        span = _dated(ask, asked.day or asked.month)
    kind = ask.t(f"timeline-kind-{asked.kind}") if asked.kind in timeline_page.KINDS else asked.kind
    return " · ".join(one for one in (span, kind, channel_words(ask, asked.channel) if asked.channel else "") if one)


def _named(ask: Ask, one: Stretch) -> str:
    return _dated(ask, one.name)


def _dated(ask: Ask, told: str) -> str:
    if len(told) == len("2025-03"):
        return words.month(date.fromisoformat(f"{told}-01"), ask.language)
    return words.dated(date.fromisoformat(told), ask.language)


def _inner(ask: Ask, one: Stretch) -> str:
    """The address of a day's rows, or of a month's."""
    month = len(one.name) == len("2025-03")
    return _address(ask, whole="", day="" if month else one.name, month=one.name if month else "")


def _kinds(ask: Ask, told: Paged) -> list[tuple[str, str]]:
    """The kinds of rows that there are, each with how many."""
    named = [(one, ask.t(f"timeline-kind-{one}"), rows) for one, rows in told.kinds.items()]
    return [("", ask.t("read-any")), *((one, f"{name} ({words.count(rows)})") for one, name, rows in named)]


def _channels(ask: Ask, told: Paged) -> list[tuple[str, str]]:
    named = [(one, channel_words(ask, one), rows) for one, rows in told.channels.items()]
    return [("", ask.t("read-any")), *((one, f"{name} ({words.count(rows)})") for one, name, rows in named)]
