"""One box for everything: what the run knows of what was typed, by kind with counts."""

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
    groups = box.search(eyes.lens, asked, most=MANY if only else FEW, only=only, sight=eyes.sight)
    return [Found(one.page, one.total, one.more, _hits(eyes, one)) for one in groups]


def _hits(eyes: Eyes, group: Group) -> list[dict[str, Any]]:
    return [hit(eyes, *row) for row in group.hits.select("kind", "value", "how", "cases").iter_rows()]


def hit(eyes: Eyes, kind: str, value: str, how: str, cases: int) -> dict[str, Any]:
    """One hit with its address, its value as the asker may see it."""
    told: dict[str, Any] = {"how": how, "cases": cases}
    if kind == "case":
        return told | {"kind": kind_words(eyes, kind), "value": value, "href": eyes.case(value)}
    if kind == "person":
        known_by, _, name = value.partition(":")
        shown = f"{kind_words(eyes, known_by)} {eyes.value(known_by, name)}"
        return told | {"kind": kind_words(eyes, kind), "value": shown, "href": eyes.thing(kind, value)}
    return told | {"kind": kind_words(eyes, kind), "value": eyes.value(kind, value), "href": eyes.thing(kind, value)}
