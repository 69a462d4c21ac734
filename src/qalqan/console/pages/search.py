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
from qalqan.values import place

LISTS: Final = {"region": ("case", "/cases"), "bank": ("money", "/money")}
"""What leads to a filtered list: the verb that shows it, and its address."""
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
    groups = tuple(one for one in groups if one.page not in LISTS or ask.may(LISTS[one.page][0]))
    return [Found(one.page, one.total, one.more, _hits(eyes, one)) for one in groups]


def _hits(eyes: Eyes, group: Group) -> list[dict[str, Any]]:
    """Hits with their addresses, their values as the asker may see them."""
    rows = group.hits.select("kind", "value", "how", "cases").rows()
    if group.page in LISTS:
        return [_list(eyes.ask, row) for row in rows]
    shown = eyes.values([(kind, value) for kind, value, _, _ in rows])
    return [_hit(eyes, row, seen) for row, seen in zip(rows, shown, strict=True)]


def _list(ask: Ask, row: tuple[str, str, str, int]) -> dict[str, Any]:
    """A region or bank by its name, leading to the list that is filtered by it."""
    kind, code, how, cases = row
    name = place.name(code, ask.language) if kind == "region" else ask.bank(code)
    href = ask.link(LISTS[kind][1], **{kind: code})
    return {"how": how, "cases": cases, "kind": ask.t(f"read-pages-one-{kind}"), "value": name, "href": href}


def _hit(eyes: Eyes, row: tuple[str, str, str, int], seen: str) -> dict[str, Any]:
    kind, value, how, cases = row
    told: dict[str, Any] = {"how": how, "cases": cases, "kind": kind_words(eyes, kind)}
    if kind == "case":
        return told | {"value": value, "href": eyes.case(value)}
    if kind == "person":
        seen = f"{kind_words(eyes, value.partition(':')[0])} {seen}"
    return told | {"value": seen, "href": eyes.thing(kind, value)}
