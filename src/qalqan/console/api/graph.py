"""The graph as a resource: neighbours counted by kind first, then a few at a time, the rarest first.

A node is {id, kind, label, cases, rarity (0-1000), rarity_bits, degree, href, root}: ``id`` is ``case:NUMBER`` or a
sealed name, ``label`` masked without a purpose. A link is {id, from, to, kind (its rule), score, proposed, href (the
row that says so)}. ``rest`` says how many neighbours are left and ``next`` is the ``after`` that goes on.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from qalqan.console import graphs
from qalqan.console.ask import Asked
from qalqan.console.eyes import Eyes
from qalqan.console.route import resource
from qalqan.desk import graph_look

Node = Annotated[str, Query(min_length=1, max_length=8000, description="a node's id")]


class Kind(BaseModel):
    """How many neighbours of a kind."""

    kind: str
    count: int


class Counted(BaseModel):
    """All neighbours of a node, by kind."""

    total: int
    kinds: list[Kind]


class Thing(BaseModel):
    """A node."""

    id: str
    kind: str
    label: str
    cases: int
    rarity: int
    rarity_bits: int
    degree: int
    href: str
    root: bool


class Tie(BaseModel):
    """A link between two nodes."""

    model_config = ConfigDict(populate_by_name=True)
    id: str
    source: str = Field(alias="from")
    to: str
    kind: str
    score: int
    proposed: bool
    href: str


class Found(BaseModel):
    """Some neighbours of a node."""

    nodes: list[Thing]
    links: list[Tie]
    rest: int
    next: str


@resource("GET", "/graph/count", verb="graph")
def count(ask: Asked, node: Node) -> Counted:
    """How many neighbours a node has, by kind: asked before anything is opened."""
    eyes = Eyes(ask, "graph")
    found = graph_look.neighbours(eyes.lens, *graphs.named(eyes, node), eyes.sight)
    kinds = [Kind(kind=kind, count=number) for kind, number in graph_look.counted(found)]
    return Counted(total=found.height, kinds=kinds)


@resource("GET", "/graph/around", verb="graph")
def around(
    ask: Asked,
    node: Node,
    kinds: Annotated[str, Query(max_length=200, description="kinds, joined by ','; empty: all")] = "",
    after: Annotated[int, Query(ge=0, le=1_000_000, description="`next` of the answer before")] = 0,
    most: Annotated[int, Query(ge=1, le=graph_look.MOST)] = 50,
) -> Found:
    """Some neighbours of a node, the rarest first."""
    eyes = Eyes(ask, "graph")
    root = graphs.named(eyes, node)
    found = graph_look.neighbours(eyes.lens, *root, eyes.sight)
    shown, rest = graph_look.some(found, [one for one in kinds.split(",") if one], after, most)
    nodes, links = graphs.opened(eyes, root, shown)
    return Found(
        nodes=[Thing.model_validate(one) for one in nodes], links=[Tie.model_validate(one) for one in links], rest=rest,
        next=str(after + shown.height) if rest else "",
    )  # fmt: skip
