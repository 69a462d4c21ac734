"""A reader who has only the statements: own plain FIFO, to see whether "covered" truth can be had from files."""

from __future__ import annotations

from collections import defaultdict, deque

from qalqan.simulate.rows import Teller
from qalqan.simulate.world import World


def remaining_from_statements(world: World, teller: Teller, case_index: int) -> dict[int, int]:
    """A case's money by node at its registration, from told rows and stated openings alone."""
    case, t, answers = world.cases[case_index], world.transfers, world.answers
    rows = {row.row for statements in answers.statements.values() for s in statements for row in teller.rows(s)}
    losses = {int(t.row_of[loss.handle]) for loss in case.losses}
    start = {}
    for node, statements in answers.statements.items():
        known = sorted(s.since for s in statements if s.anchored)
        if known:
            first = min((s for s in statements if s.anchored), key=lambda s: s.since)
            start[node] = (first.since, first.opening if first.opening is not None else 0)
    queues: dict[int, deque[list[int]]] = defaultdict(deque)  # [tiyn, of the case?, row]
    opened: set[int] = set()
    held: dict[int, int] = defaultdict(int)
    for row in sorted(rows | losses):
        at, src, dst, tiyn = (int(c[row]) for c in (t.at, t.src, t.dst, t.tiyn))
        if at > case.registered:
            break
        for node in (src, dst):
            since, balance = start.get(node, (-1, 0))
            if node not in opened and at >= since:
                opened.add(node)
                queues[node] = deque([[balance, 0, -1]])
        moved = [[tiyn, 0]] if at < start.get(src, (-1, 0))[0] else _take(queues[src], tiyn, t.reverses.get(row, -2))
        for part, mine in moved:
            held[src] -= part * mine
            ours = 1 if row in losses else mine
            held[dst] += part * ours
            if not world.book.nodes[dst].sink and at >= start.get(dst, (-1, 0))[0]:
                queues[dst].append([part, ours, row])
    return held


def _take(queue: deque[list[int]], tiyn: int, brought: int) -> list[list[int]]:
    order = [p for p in queue if p[2] == brought] + [p for p in queue if p[2] != brought]
    moved = []
    for parcel in order:
        part = min(parcel[0], tiyn)
        parcel[0] -= part
        tiyn -= part
        if part:
            moved.append([part, parcel[1]])
    if tiyn:
        moved.append([tiyn, 0])  # money nobody told of
    while queue and not queue[0][0]:
        queue.popleft()
    return moved
