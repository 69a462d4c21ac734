"""One box for everything: what the run knows of what was typed, by kind with counts.

Without a purpose stated for lists, a part of a personal value finds nothing (`desk/search`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from fastapi import Response

from qalqan.console.ask import Ask, Asked
from qalqan.console.eyes import Eyes, known
from qalqan.console.route import page
from qalqan.console.sheet import kind_words
from qalqan.desk import search as box
from qalqan.desk.search import ORDER, Group

FEW: Final = 10
MANY: Final = 200


@dataclass(frozen=True, slots=True)
class Found:
    """One kind's hits as a page shows them."""

    page: str
    total: int
    more: bool
    hits: list[dict[str, Any]]


@page("GET", "/search", verb="search")
def search(ask: Asked) -> Response:
    """Hits by kind; one kind alone with ``only``."""
    asked, only = ask.query("q").strip()[: box.LONGEST], ask.query("only")
    if known(ask) is None:
        return ask.show("search", q=asked, found=[], only="", ready=False)
    return ask.show("search", q=asked, found=found(ask, asked, only), only=only, ready=True)


def found(ask: Ask, asked: str, only: str = "") -> list[Found]:
    """What the asker may see of a query's hits."""
    eyes = Eyes(ask, "search")
    only = only if only in ORDER else ""
    clear = eyes.seen_clear if ask.clear else None
    groups = box.search(eyes.lens, asked, most=MANY if only else FEW, only=only, sight=eyes.sight, clear=clear)
    return [Found(one.page, one.total, one.more, _hits(eyes, one)) for one in groups]


def _hits(eyes: Eyes, group: Group) -> list[dict[str, Any]]:
    """Hits with their addresses, their values as the asker may see them."""
    rows = group.hits.select("kind", "value", "how", "cases").rows()
    shown = eyes.values([(kind, value) for kind, value, _, _ in rows])
    return [_hit(eyes, row, seen) for row, seen in zip(rows, shown, strict=True)]


def _hit(eyes: Eyes, row: tuple[str, str, str, int], seen: str) -> dict[str, Any]:
    kind, value, how, cases = row
    told: dict[str, Any] = {"how": how, "cases": cases, "kind": kind_words(eyes, kind)}
    if kind == "case":
        return told | {"value": value, "href": eyes.case(value)}
    if kind == "person":
        seen = f"{kind_words(eyes, value.partition(':')[0])} {seen}"
    return told | {"value": seen, "href": eyes.thing(kind, value)}
