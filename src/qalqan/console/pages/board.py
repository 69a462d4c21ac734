"""The board for the head of a unit: figures beside last year's, a map of the regions, tables, printable."""

from __future__ import annotations

from datetime import date

from fastapi import Response

from qalqan.console import words
from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import board as figures
from qalqan.desk import lens
from qalqan.desk.board import Pair, Row
from qalqan.errors import UsageError
from qalqan.report.wording import Words
from qalqan.store import ledger
from qalqan.values import occupation, place

TILES = {
    "KZ-39": (3, 0), "KZ-59": (4, 0), "KZ-55": (6, 0),
    "KZ-27": (0, 1), "KZ-15": (2, 1), "KZ-11": (4, 1), "KZ-71": (5, 1), "KZ-10": (6, 1), "KZ-63": (7, 1),
    "KZ-23": (1, 2), "KZ-62": (3, 2), "KZ-35": (4, 2), "KZ-33": (6, 2),
    "KZ-47": (1, 3), "KZ-43": (2, 3), "KZ-61": (3, 3), "KZ-31": (4, 3), "KZ-19": (5, 3), "KZ-75": (6, 3),
    "KZ-79": (3, 4),
}  # fmt: skip
"""Where each region's tile stands (column, row): a map that needs no borders. North is up, west is left."""


@page("GET", "/board", verb="board")
def board(ask: Asked) -> Response:
    """The figures of a period; by default this year until the latest registration."""
    known = ask.tables
    first, last = figures.period(known)
    since, until = _day(ask, "since", first), _day(ask, "until", last)
    with ask.house.ws.reading() as connection:
        size = ledger.size(connection)
    # the same figures until the run or the ledger is another: many look at them, nobody changes them
    told = lens.over(known).once(
        f"board {size} {since} {until}", lambda: figures.board(ask.house.ws, known, since, until)
    )
    return ask.show(
        "board",
        board=told,
        tiles=_tiles(ask, told.regions),
        named=lambda part, row: _named(ask, part, row),
        group=lambda row: occupation.group(row.name, ask.language),
        other=next((row.registered.now for row in told.occupations if row.name == figures.OTHER), 0),
        change=change,
    )


def _day(ask: Ask, name: str, default: date) -> date:
    text = ask.query(name)
    if not text:
        return default
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError("error-board-day", day=text[:20]) from error


def change(pair: Pair) -> str:
    """The change against last year in per cent; empty when there was nothing to compare with."""
    if not pair.before:
        return ""
    told = round((pair.now - pair.before) * 100 / pair.before)
    return f"{'+' if told > 0 else '−' if told < 0 else '±'}{abs(told)}\u202f%"


def _tiles(ask: Ask, rows: tuple[Row, ...]) -> list[dict[str, object]]:
    """The regions' tiles in reading order, with a class of shade: five classes of equal width up to the largest."""
    most = max((row.registered.now for row in rows if row.name), default=0) or 1
    return [
        {
            "code": row.name, "name": place.name(row.name, ask.language), "column": TILES[row.name][0] + 1,
            "line": TILES[row.name][1] + 1, "cases": row.registered.now,
            "shade": -(-row.registered.now * 5 // most),
        }
        for row in sorted((one for one in rows if one.name in TILES), key=lambda one: TILES[one.name][::-1])
    ]  # fmt: skip


def _named(ask: Ask, part: str, row: Row) -> str:
    """A row's name in the reader's language."""
    if not row.name:
        return ask.t("board-untold")
    if part == "regions":
        return place.name(row.name, ask.language)
    if part == "occupations":
        return ask.t("board-other") if row.name == figures.OTHER else occupation.name(row.name, ask.language)
    if part == "ages":
        low, high = row.name.split("-")
        return f"{low}+" if int(high) >= 100 else f"{low}–{high}"
    if part == "months":
        return words.month(date.fromisoformat(f"{row.name}-01"), ask.language)
    return Words(ask.language).of("mo", row.name) if part == "schemes" else row.name
