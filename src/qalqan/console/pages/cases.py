"""The list of cases: filtered, sorted, by key, all rows as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

import polars as pl
from fastapi import Response
from fastapi.responses import StreamingResponse

from qalqan.clock import UTC
from qalqan.console.ask import Ask, Asked
from qalqan.console.eyes import Eyes, known
from qalqan.console.route import page
from qalqan.console.sheet import cells, columns_of
from qalqan.desk.lens import Page
from qalqan.report.formats import csv
from qalqan.report.wording import Words

SIZE: Final = 50
PIECE: Final = 2_000
SORTS: Final = ("registered_at", "case_id", "damage_tiyn", "region", "mo", "status")
FILTERS: Final = ("region", "mo", "status", "organ", "since", "until", "series", "text")
COLUMNS: Final = ("case_id", "registered_at", "region", "organ", "mo", "damage_tiyn", "status")
LOCAL: Final = timedelta(hours=5)


@page("GET", "/cases", verb="case")
def cases(ask: Asked) -> Response:
    """A page of cases by the filters and the order of the address."""
    if known(ask) is None:
        return ask.show("cases_none")
    eyes = Eyes(ask)
    by, down = order(ask)
    told = looked(eyes, SIZE, after=_after(eyes, ask.query("after")))
    rows = cells(eyes, "cases", told.frame, COLUMNS)
    next_ = told.frame["case_id"][-1] if told.more else ""
    return ask.show(
        "cases", rows=rows, columns=columns_of(eyes, "cases", COLUMNS), total=told.total, by=by, down=down,
        filters=filters(ask), choices=choices(eyes), next_=_address(ask, after=next_) if next_ else "",
        csv_=_address(ask, path="/cases.csv"), sort_of=lambda one: _address(ask, by=one, down=_turned(one, by, down)),
        sorts=SORTS,
    )  # fmt: skip


@page("GET", "/cases.csv", verb="export")
def all_cases(ask: Asked) -> Response:
    """Every case of the filters as CSV, streamed; personal columns as the asker may see them."""
    eyes = Eyes(ask)
    first = looked(eyes, PIECE)
    headers = {"content-disposition": 'attachment; filename="cases.csv"', "x-rows": str(first.total)}
    return StreamingResponse(_lines(eyes, first), media_type="text/csv; charset=utf-8", headers=headers)


def _lines(eyes: Eyes, told: Page) -> Iterator[bytes]:
    head = True
    while True:
        piece = eyes.masked(told.frame, "cases").drop("source")
        yield csv.text(piece, head=head).encode()
        head = False
        if not told.more:
            return
        told = looked(eyes, PIECE, after=told.last)


def looked(eyes: Eyes, size: int, after: int | None = None) -> Page:
    """Cases by the address's filters and order, after a row."""
    by, down = order(eyes.ask)
    told = filters(eyes.ask)
    within = None
    if told["series"]:
        members = eyes.rows("series", "series_id", [eyes.series_named(told["series"])])["case_id"].to_list()
        within = eyes.lens.places("cases", "case_id", members)
    return eyes.lens.page(
        "cases", size, by=by, down=down, after=after, within=within, where=_where(told), sight=eyes.sight
    )  # fmt: skip


def order(ask: Ask) -> tuple[str, bool]:
    """The column and direction asked for; the latest registered first else."""
    by = ask.query("by") if ask.query("by") in SORTS else "registered_at"
    return by, ask.query("down", "1") != "0"


def filters(ask: Ask) -> dict[str, str]:
    """The filters of the address, blank where none."""
    return {name: ask.query(name).strip()[:200] for name in FILTERS}


def _where(told: dict[str, str]) -> pl.Expr | None:
    found = [pl.col(name) == told[name] for name in ("region", "mo", "status", "organ") if told[name]]
    if since := _day(told["since"]):
        found.append(pl.col("registered_at") >= since)
    if until := _day(told["until"]):
        found.append(pl.col("registered_at") < until + timedelta(days=1))
    if told["text"]:
        named = pl.col("case_id", "kui_number", "aliases", "organ", "occupation").fill_null("")
        found.append(pl.any_horizontal(named.str.to_lowercase().str.contains(told["text"].lower(), literal=True)))
    return pl.all_horizontal(found) if found else None


def _day(text: str) -> datetime | None:
    """The beginning of a day in Kazakhstan."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - LOCAL if day.year > 1 else None


def choices(eyes: Eyes) -> dict[str, list[tuple[str, str]]]:
    """What the filters may be set to: values that cases have, in words; kept for the run."""
    told: dict[str, list[str]] = eyes.lens.once("case choices", lambda: _choices(eyes))
    words = Words(eyes.ask.language)
    return {
        name: [("", eyes.ask.t("read-any")), *sorted(((one, words.of(name, one)) for one in told[name]), key=_second)]
        for name in told
    }


def _choices(eyes: Eyes) -> dict[str, list[str]]:
    frame = eyes.lens.frame("cases")
    return {name: sorted(frame[name].drop_nulls().unique().to_list()) for name in ("region", "mo", "status")}


def _second(pair: tuple[str, str]) -> str:
    return pair[1]


def _after(eyes: Eyes, case: str) -> int | None:
    """The row after which a page begins; the beginning, when the case named is no more."""
    found = eyes.lens.places("cases", "case_id", [case])
    return int(found[0]) if len(found) else None


def _turned(one: str, by: str, down: bool) -> str:
    return "0" if one == by and down else "1"


def _address(ask: Ask, path: str = "/cases", **other: Any) -> str:
    by, down = order(ask)
    told = filters(ask) | {"by": by, "down": "1" if down else "0"} | other
    return f"/{ask.language}{path}?{urlencode({name: value for name, value in told.items() if value != ''})}"
