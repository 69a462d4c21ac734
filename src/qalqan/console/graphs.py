"""Nodes and links of the graph as pages and the API give them: sealed ids, masked labels, one shape for both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import polars as pl

from qalqan.console.eyes import Eyes
from qalqan.console.sheet import kind_words
from qalqan.desk import graph_look
from qalqan.desk.graph_look import KINDS

CASE: Final = "case:"


def named(eyes: Eyes, node: str) -> tuple[str, str]:
    """The kind and value that a node's id names: ``case:NUMBER`` or a sealed name. Raises NotFound."""
    if node.startswith(CASE):
        return "case", node.removeprefix(CASE)
    return eyes.opened(node)


def id_of(eyes: Eyes, kind: str, value: str) -> str:
    """A node's id."""
    return CASE + value if kind == "case" else eyes.token(kind, value)


def node(
    eyes: Eyes, thing: tuple[str, str], told: dict[str, Any], degree: int, *, seen: str = "", root: bool = False
) -> dict[str, Any]:
    """One node: {id, kind, label, cases, rarity (0-1000), rarity_bits, degree, href, root}; ``seen`` is its value as
    the asker may see it, when it is known already."""
    (kind, value), ask = thing, eyes.ask
    case = kind == "case"
    label = value if case else f"{kind_words(eyes, kind)} {seen or eyes.value(kind, value)}"
    bits = int(told.get("rarity_bits") or 0)
    return {
        "id": id_of(eyes, kind, value), "kind": KINDS.get(kind, "other"), "label": label,
        "cases": int(told.get("cases") or 0), "rarity_bits": bits, "degree": degree, "root": root,
        "rarity": graph_look.rarity(bits, eyes.lens.frame("cases").height),
        "href": eyes.case(value) if case else ask.link(f"/thing/{eyes.token(kind, value)}"),
    }  # fmt: skip


def link(eyes: Eyes, ends: tuple[str, str], rule: str, score: int, places: str) -> dict[str, Any]:
    """One link: {id, from, to, kind (its rule), score, proposed, href (says who)}."""
    source, target = ends
    first = places.split(";", maxsplit=1)[0]
    return {
        "id": f"{source} {target} {rule}", "from": source, "to": target, "kind": rule, "score": score,
        "proposed": not first, "href": eyes.place(first) if first else "",
    }  # fmt: skip


def opened(eyes: Eyes, root: tuple[str, str], found: pl.DataFrame) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The nodes and links of some neighbours of a thing."""
    degrees = graph_look.degrees(eyes.lens, found, eyes.sight)
    here = id_of(eyes, *root)
    nodes, links = [], []
    for one, seen in zip(found.to_dicts(), eyes.values(found.select("kind", "value").rows()), strict=True):
        pair = (one["kind"], one["value"])
        nodes.append(node(eyes, pair, one, degrees.get(pair, 0), seen=seen))
        links.append(link(eyes, (here, nodes[-1]["id"]), one["rule"], one["score"], one["places"] or ""))
    return nodes, links


def shared(eyes: Eyes, cases: list[str], most: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The graph of some cases and what they share."""
    rows = graph_look.together(eyes.lens, cases, most, eyes.sight)
    degrees: dict[str, int] = dict(rows.group_by("case_id").len().iter_rows())
    nodes = [node(eyes, ("case", one), {"cases": 1}, degrees.get(one, 0), root=at == 0) for at, one in enumerate(cases)]
    links: list[dict[str, Any]] = []
    seen: set[str] = set()
    for one, shown in zip(rows.to_dicts(), eyes.values(rows.select("kind", "value").rows()), strict=True):
        made = node(eyes, (one["kind"], one["value"]), one, one["cases"], seen=shown)
        if made["id"] not in seen:
            seen.add(made["id"])
            nodes.append(made)
        links.append(link(eyes, (CASE + one["case_id"], made["id"]), one["rule"], one["score"], one["places"] or ""))
    return nodes, links


def labelled(nodes: Iterable[dict[str, Any]], links: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Links with their ends' labels, for the table twin."""
    names = {one["id"]: one["label"] for one in nodes}
    return [one | {"from_label": names.get(one["from"], ""), "to_label": names.get(one["to"], "")} for one in links]
