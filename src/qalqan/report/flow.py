"""Where the boxes of a money picture stand: columns by hop, integers only, the same for the same money.

Boxes stand in columns by how many transfers they are from the victim; within a column by the middle of what feeds
them. What does not fit is folded into one box a column that says how many accounts it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

MOST_A_COLUMN = 20
MOST = 60
OTHERS = "\x00others"
BOX_WIDTH = 142
BOX_GAP = 9
BOX_HEIGHT = 42
LINE = 12
COLUMN_GAP = 58
LANES = 4
FULL = 130
"""Thickness, in pixels, of a ribbon that carries all the money."""


@dataclass(frozen=True, slots=True)
class Node:
    """An account or end point: what it is called, what came in, what is left, and what the box says."""

    id: str
    kind: str
    hop: int
    label: str
    incoming: int
    left: int
    number: int = 0
    stands_for: int = 1


@dataclass(frozen=True, slots=True)
class Edge:
    """Money between two nodes."""

    source: str
    target: str
    amount: int


@dataclass(frozen=True, slots=True)
class Box:
    """A node at its place, in pixels."""

    node: Node
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Ribbon:
    """An edge at its place: from (x1, y1) to (x2, y2), its top corners.

    ``back`` runs against the stream, or inside a column (then x1 = x2), as a line in the gaps between the columns;
    ``lane`` tells such lines apart, ``low`` is how far down one goes to pass below the boxes.
    """

    edge: Edge
    x1: int
    y1: int
    x2: int
    y2: int
    thick: int
    back: bool
    lane: int = 0
    low: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole picture: boxes, ribbons, size, and how many nodes were folded away."""

    boxes: tuple[Box, ...]
    ribbons: tuple[Ribbon, ...]
    width: int
    height: int
    folded: int
    columns: int


@dataclass(slots=True)
class _Column:
    nodes: list[Node] = field(default_factory=list)


def gather(
    trail_rows: Iterable[Mapping[str, Any]], hop_rows: Iterable[Mapping[str, Any]]
) -> tuple[list[Node], list[Edge]]:
    """Nodes and edges of rows shaped like the tables trails and hops; payers without a row are sources (hop 0). So is a
    victim's account that has a row because some was returned to it: it sent more than ever came back."""
    flows: dict[tuple[str, str], int] = {}
    for row in hop_rows:
        pair = row["from"] or "", row["to"] or ""
        flows[pair] = flows.get(pair, 0) + int(row["amount_tiyn"] or 0)
    nodes: dict[str, Node] = {}
    for row in trail_rows:
        name = row["account"] or ""
        label = row.get("label") or name
        node = Node(
            name, row["kind"] or "account", max(int(row["hop"] or 0), 0), label,
            int(row["traced_in_tiyn"] or 0), int(row["remaining_tiyn"] or 0), int(row.get("number") or 0),
        )  # fmt: skip
        held = nodes.get(name)
        nodes[name] = (
            node
            if held is None
            else replace(
                held, hop=min(held.hop, node.hop), incoming=held.incoming + node.incoming, left=held.left + node.left
            )
        )
    sent: dict[str, int] = {}
    for (payer, _), amount in flows.items():
        sent[payer] = sent.get(payer, 0) + amount
    first = {payer for payer, payee in flows if payee in nodes and nodes[payee].hop == 1}
    for payer in first & nodes.keys():
        node = nodes[payer]
        if node.hop > 1 and sent[payer] > node.incoming:
            own = node.label.rpartition("\n")[2]
            nodes[payer] = replace(node, kind="source", hop=0, label=own, incoming=sent[payer], left=0)
    for (payer, payee), amount in flows.items():
        if payer not in nodes:
            nodes[payer] = Node(payer, "source", 0, payer, sent[payer], 0)
        if payee not in nodes:
            nodes[payee] = Node(payee, "frontier", nodes[payer].hop + 1, payee, amount, 0)
    return (
        sorted(nodes.values(), key=lambda n: (n.hop, -n.incoming, n.id)),
        [Edge(payer, payee, amount) for (payer, payee), amount in sorted(flows.items())],
    )


def fold(nodes: Sequence[Node], edges: Sequence[Edge], most: int = MOST) -> tuple[list[Node], list[Edge], int]:
    """At most ``most`` nodes and :data:`MOST_A_COLUMN` a column: the smallest become one box a column."""
    keep = {n.id for n in sorted(nodes, key=lambda n: (n.kind != "source", -n.incoming, n.id))[:most]}
    columns: dict[int, list[Node]] = {}
    for node in nodes:
        columns.setdefault(node.hop, []).append(node)
    kept: list[Node] = []
    instead: dict[str, str] = {}
    for hop, column in sorted(columns.items()):
        ranked = sorted(column, key=lambda n: (n.id not in keep, -n.incoming, n.id))
        room = MOST_A_COLUMN if len(ranked) <= MOST_A_COLUMN else MOST_A_COLUMN - 1
        stay = [n for n in ranked[:room] if n.id in keep]
        rest = ranked[len(stay) :]
        if len(rest) == 1:
            stay, rest = ranked, []
        kept += stay
        if rest:
            name = f"{OTHERS}{hop}"
            kept.append(Node(
                name, "others", hop, "", sum(n.incoming for n in rest), sum(n.left for n in rest), 0, len(rest)
            ))  # fmt: skip
            instead |= {n.id: name for n in rest}
    flows: dict[tuple[str, str], int] = {}
    for edge in edges:
        pair = instead.get(edge.source, edge.source), instead.get(edge.target, edge.target)
        flows[pair] = flows.get(pair, 0) + edge.amount
    folded = [Edge(a, b, amount) for (a, b), amount in sorted(flows.items()) if a != b]
    return kept, folded, len(instead)


def plan(nodes: Sequence[Node], edges: Sequence[Edge], top: int) -> Plan:
    """Boxes and ribbons at their places, the first box ``top`` pixels down."""
    nodes, edges, folded = fold(nodes, edges)
    sent: dict[str, int] = {}
    got: dict[str, int] = {}
    for edge in edges:
        sent[edge.source] = sent.get(edge.source, 0) + edge.amount
        got[edge.target] = got.get(edge.target, 0) + edge.amount
    hops = sorted({n.hop for n in nodes})
    place = {hop: at for at, hop in enumerate(hops)}
    total = (
        max(sum(sent.get(n.id, 0) for n in nodes if n.hop == hops[0]), max(got.values(), default=1), 1) if hops else 1
    )
    boxes = _boxes(
        nodes, edges, place, {n.id: max(sent.get(n.id, 0), got.get(n.id, 0)) * FULL // total for n in nodes}, top
    )
    ribbons = _ribbons(boxes, edges, total)
    bottom = max((box.y + box.height for box in boxes.values()), default=top)
    width = max(len(hops), 1) * (BOX_WIDTH + COLUMN_GAP) - COLUMN_GAP + 12
    low = max((one.low for one in ribbons if one.back and one.x1 != one.x2), default=0)
    return Plan(tuple(boxes.values()), tuple(ribbons), width, max(bottom, low) + 6, folded, len(hops))


def _boxes(
    nodes: Sequence[Node], edges: Sequence[Edge], place: Mapping[int, int], thick: Mapping[str, int], top: int
) -> dict[str, Box]:
    feeds: dict[str, list[Edge]] = {}
    for edge in edges:
        feeds.setdefault(edge.target, []).append(edge)
    boxes: dict[str, Box] = {}
    tall = 0
    for hop in sorted(place):
        column = [node for node in nodes if node.hop == hop]
        column.sort(key=lambda n: (_middle(n, feeds, boxes), n.kind == "others", -n.incoming, n.id))
        y = top
        for node in column:
            height = max(BOX_HEIGHT + LINE * (node.kind == "account" and node.left > 0), thick[node.id] + 4)
            boxes[node.id] = Box(node, 6 + place[hop] * (BOX_WIDTH + COLUMN_GAP), y, height)
            y += height + BOX_GAP
        tall = max(tall, y - BOX_GAP - top)
    for hop in sorted(place):  # each column in the middle of the tallest
        column_boxes = [box for box in boxes.values() if box.node.hop == hop]
        used = max(box.y + box.height for box in column_boxes) - top
        for box in column_boxes:
            boxes[box.node.id] = replace(box, y=box.y + (tall - used) // 2)
    return boxes


def _middle(node: Node, feeds: Mapping[str, Sequence[Edge]], boxes: Mapping[str, Box]) -> int:
    """The amount-weighted middle of the boxes that feed this one; those fed by nobody yet stand last."""
    seen = [(boxes[e.source], e.amount) for e in feeds.get(node.id, ()) if e.source in boxes]
    weight = sum(amount for _, amount in seen)
    if not weight:
        return -1 if node.kind == "source" else 1 << 40
    return sum((box.y * 2 + box.height) * amount for box, amount in seen) // weight


def _ribbons(boxes: Mapping[str, Box], edges: Sequence[Edge], total: int) -> list[Ribbon]:
    thick = {(e.source, e.target): max(e.amount * FULL // total, 1) for e in edges}
    out: dict[tuple[str, str], int] = {}
    into: dict[tuple[str, str], int] = {}
    onward = [e for e in edges if boxes[e.source].x < boxes[e.target].x]
    for name, box in boxes.items():
        leaving = sorted((e for e in onward if e.source == name), key=lambda e: (boxes[e.target].y, e.target))
        coming = sorted((e for e in onward if e.target == name), key=lambda e: (boxes[e.source].y, e.source))
        for pile, starts in ((leaving, out), (coming, into)):
            whole = sum(thick[e.source, e.target] for e in pile)
            y = box.y + max((box.height - whole) // 2, 0)
            for e in pile:
                starts[e.source, e.target] = y
                y += thick[e.source, e.target]
    made = []
    lane = 0
    for edge in edges:
        pair = edge.source, edge.target
        a, b = boxes[edge.source], boxes[edge.target]
        if pair in out:
            made.append(Ribbon(edge, a.x + BOX_WIDTH, out[pair], b.x, into[pair], thick[pair], back=False))
        else:
            up = 6 + lane % LANES * 3
            below = max(box.y + box.height for box in boxes.values() if b.x <= box.x <= a.x) + 8 + 5 * (lane % LANES)
            made.append(Ribbon(
                edge, a.x + BOX_WIDTH, a.y + a.height - up, b.x + BOX_WIDTH * (a.x == b.x), b.y + b.height - up - 3, 1,
                back=True, lane=lane, low=below,
            ))  # fmt: skip
            lane += 1
    return sorted(made, key=lambda r: (r.back, -r.thick, r.edge.source, r.edge.target))
