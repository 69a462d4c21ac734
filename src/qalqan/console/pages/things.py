"""Accounts, numbers, devices, persons, groups, values: everything the run says of one thing, by its sealed name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fastapi import Response
from fastapi.responses import StreamingResponse

from qalqan.console.ask import Asked
from qalqan.console.eyes import Eyes
from qalqan.console.route import page
from qalqan.console.sheet import SHOWN, Section, cells, columns_of, kind_words, section
from qalqan.desk import thing_look
from qalqan.desk.lens import Page
from qalqan.errors import NotFound
from qalqan.report.formats import csv

FEW: Final = 15
SIZE: Final = 100
PIECE: Final = 2_000


@page("GET", "/thing/{token}", verb="case")
@page("GET", "/case/{case_id}/thing/{token}", verb="case", case="case_id")
def thing(ask: Asked, token: str) -> Response:
    """One thing: the tables that speak of it. Within a case's page its clear values follow that case's purpose."""
    eyes = Eyes(ask)
    kind, value = eyes.opened(token)
    narrowed(eyes, kind, value)
    sheets = _sheets(eyes, kind, value, token)
    if not sheets:
        raise NotFound("error-not-found", what=thing_look.page_of(kind), id=token[:12])
    return ask.show(
        "thing", kind=kind_words(eyes, kind), page_=thing_look.page_of(kind), title=named(eyes, kind, value),
        token=token, sheets=sheets, cases=thing_look.cases(eyes.lens, kind, value, eyes.sight),
    )  # fmt: skip


@page("GET", "/thing/{token}/rows/{name}", verb="case")
@page("GET", "/case/{case_id}/thing/{token}/rows/{name}", verb="case", case="case_id")
def thing_rows(ask: Asked, token: str, name: str) -> Response:
    """All rows of one table about a thing, by key."""
    eyes = Eyes(ask)
    kind, value, told = _asked(eyes, token, name, SIZE, ask.query("after"))
    columns = tuple(SHOWN[name].split())
    return ask.show(
        "thing_rows", kind=kind_words(eyes, kind), title=named(eyes, kind, value), table=name, token=token,
        columns=columns_of(eyes, name, columns), rows=cells(eyes, name, told.frame, columns), total=told.total,
        next_=f"{ask.request.url.path}?after={told.last}" if told.more else "",
        csv_=ask.request.url.path.replace("/rows/", "/csv/"), back=eyes.thing(kind, value),
    )  # fmt: skip


@page("GET", "/thing/{token}/csv/{name}", verb="export")
@page("GET", "/case/{case_id}/thing/{token}/csv/{name}", verb="export", case="case_id")
def thing_csv(ask: Asked, token: str, name: str) -> Response:
    """All rows of one table about a thing as CSV, streamed."""
    eyes = Eyes(ask, "export")
    kind, value, told = _asked(eyes, token, name, PIECE, "")
    headers = {"content-disposition": f'attachment; filename="{name}.csv"', "x-rows": str(told.total)}
    lines = _lines(eyes, (kind, value), name, told)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


@page("GET", "/group/{group_id:path}", verb="case")
def group(ask: Asked, group_id: str) -> Response:
    """A possible group: its members by the part each may play, the ties, what follows from its series."""
    eyes = Eyes(ask)
    if group_id in eyes.sight.cases:
        raise NotFound("error-not-found", what="group", id=group_id[:60])
    sheets = _sheets(eyes, "group", group_id, "", most=60)
    if not sheets:
        raise NotFound("error-not-found", what="group", id=group_id[:60])
    return ask.show("group", group=group_id, sheets=sheets)


def narrowed(eyes: Eyes, kind: str, value: str) -> None:
    """Within a case, a thing that is none of the case's stays masked: the purpose is that case's alone."""
    if eyes.ask.case and eyes.ask.clear and not thing_look.of_case(eyes.lens, kind, value, eyes.ask.case):
        eyes.ask.clear = False


def named(eyes: Eyes, kind: str, value: str) -> str:
    """A thing's name as the asker may see it."""
    if kind == "person":
        known_by, _, rest = value.partition(":")
        return f"{kind_words(eyes, known_by)} {eyes.value(known_by, rest)}"
    return eyes.value(kind, value)


def _sheets(eyes: Eyes, kind: str, value: str, token: str, most: int = FEW) -> list[Section]:
    """The tables that speak of a thing; a person's also by what the person is known by."""
    ask = eyes.ask
    within = f"/case/{ask.case}" if ask.case else ""
    return [
        section(
            eyes, name, frame, most=most, total=total,
            more=ask.link(f"{within}/thing/{token}/rows/{name}") if token and total > most else "",
        )
        for name, frame, total in thing_look.frames(eyes.lens, kind, value, eyes.sight, most)
    ]  # fmt: skip


def _asked(eyes: Eyes, token: str, name: str, size: int, after: str) -> tuple[str, str, Page]:
    kind, value = eyes.opened(token)
    if name not in thing_look.names(kind):
        raise NotFound("error-not-found", what="table", id=name[:40])
    narrowed(eyes, kind, value)
    return kind, value, _paged(eyes, (kind, value), name, size, eyes.lens.row(name, after))


def _paged(eyes: Eyes, thing: tuple[str, str], name: str, size: int, after: int | None) -> Page:
    rows = thing_look.places(eyes.lens, name, *thing)
    down = name in thing_look.LATEST
    return eyes.lens.page(name, size, down=down, within=rows, after=after, sight=eyes.sight)


def _lines(eyes: Eyes, thing: tuple[str, str], name: str, told: Page) -> Iterator[bytes]:
    head = True
    kept = [one for one in eyes.lens.frame(name).columns if one not in _UNTOLD]
    while True:
        yield csv.text(eyes.masked(told.frame, name).select(kept), head=head).encode()
        head = False
        if not told.more:
            return
        told = _paged(eyes, thing, name, PIECE, told.last)


_UNTOLD: Final = frozenset(
    {"locators", "locator", "source", "tx_id", "call_id", "message_id", "grounds", "part", "chain"}
)
"""Columns that name places, whose parts may be named by an account or a number: pages show them as links."""
