"""The graph: things and cases around one thing, a case or a series; the table twin is the whole truth."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Response

from qalqan.console import graphs
from qalqan.console.ask import Ask, Asked
from qalqan.console.eyes import Eyes, known
from qalqan.console.route import API, page
from qalqan.desk import graph_look
from qalqan.errors import NotFound

FIRST: Final = 40
SERIES_CASES: Final = 300
SERIES_THINGS: Final = 300


@page("GET", "/graph", verb="graph")
def graph(ask: Asked) -> Response:
    """The graph around a thing (``thing``: a sealed name), a case or a series; without one, where to begin."""
    if known(ask) is None:
        return ask.show("cases_none")
    eyes = Eyes(ask, "graph")
    if series := ask.query("series"):
        return _series(eyes, series)
    if case := ask.query("case"):
        return ask.see(f"/case/{case}/graph")
    if thing := ask.query("thing"):
        return _around(eyes, *eyes.opened(thing))
    return ask.show("graph_none")


@page("GET", "/case/{case_id}/graph", verb="graph", case="case_id")
def case_graph(ask: Asked, case_id: str) -> Response:
    """The graph around a case."""
    return _around(Eyes(ask, "graph"), "case", ask.case)


def _around(eyes: Eyes, kind: str, value: str) -> Response:
    found = graph_look.neighbours(eyes.lens, kind, value, eyes.sight)
    if kind != "case" and found.is_empty():
        raise NotFound("error-not-found", what="thing", id="")
    shown, rest = graph_look.some(found, (), 0, FIRST)
    root = graphs.node(eyes, (kind, value), {"cases": 1 if kind == "case" else 0}, found.height, root=True)
    nodes, links = graphs.opened(eyes, (kind, value), shown)
    return _shown(eyes.ask, (root["label"], rest, graph_look.counted(found)), [root, *nodes], links)


def _series(eyes: Eyes, series: str) -> Response:
    members = eyes.rows("series", "series_id", [eyes.series_named(series)])["case_id"].to_list()
    nodes, links = graphs.shared(eyes, members[:SERIES_CASES], SERIES_THINGS)
    rest = max(0, len(members) - SERIES_CASES)
    return _shown(eyes.ask, (eyes.ask.t("read-series", series=series), rest, []), nodes, links)


def _shown(
    ask: Ask, about: tuple[str, int, list[tuple[str, int]]], nodes: list[dict[str, Any]], links: list[dict[str, Any]]
) -> Response:
    """``about``: the title, how many neighbours are folded, and all of them by kind."""
    title, rest, counts = about
    return ask.show(
        "graph", nodes=nodes, links=graphs.labelled(nodes, links), title=title, left=rest, counts=counts,
        count_=f"{API}/graph/count", expand=f"{API}/graph/around", views=f"{API}/views" if ask.may("views") else "",
    )  # fmt: skip
