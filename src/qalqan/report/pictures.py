"""Pictures of one trail as figures of a document, each with its words and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qalqan.report import balances as balances_
from qalqan.report import banks, flow, sankey
from qalqan.report.balances import Balance, Balances
from qalqan.report.blocks import Block, Figure, Grid, Para
from qalqan.report.facts import Dossier, Hop, Stand
from qalqan.report.layout import account_text, end_text
from qalqan.report.wording import NOTHING, Words

COLUMNS = 6
STANDING_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Trail:
    """What a picture of money shows: accounts, hops, the moment, the rule; ``day`` for names of banks."""

    id: str
    stands: tuple[Stand, ...]
    hops: tuple[Hop, ...]
    as_of: datetime | None
    rule: str
    day: date


def of_dossier(dossier: Dossier) -> Trail:
    """The trail of a dossier."""
    return Trail(dossier.id, dossier.stands, dossier.hops, dossier.as_of, dossier.rule, dossier.day)


def gathered(trail: Trail, words: Words) -> tuple[list[flow.Node], list[flow.Edge]]:
    """Nodes and edges of a trail, labelled."""
    rows = [
        {
            "account": s.account, "kind": s.kind, "hop": s.hop, "traced_in_tiyn": s.came_tiyn,
            "remaining_tiyn": s.left_tiyn, "number": s.number, "label": label(s, words, trail.day),
        }
        for s in trail.stands
        if s.came_tiyn
    ]  # fmt: skip
    return flow.gather(rows, [{"from": h.source, "to": h.target, "amount_tiyn": h.amount_tiyn} for h in trail.hops])


def label(stand: Stand, words: Words, day: date) -> str:
    """What a box says: an end point in words, else its bank and account."""
    told = end_text(stand.account, words)
    if told != stand.account:
        return told
    end = words.of("end", stand.end_point) if stand.end_point else ""
    bank = banks.short(stand.bank, day) if stand.bank else ""
    return f"{end or bank or words.of('kind', stand.kind)}\n{stand.account}"


def sankey_svg(trail: Trail, words: Words) -> str:
    """The whole trail as one picture, with title and description."""
    planned = flow.plan(*gathered(trail, words), sankey.LEGEND + 10)
    return sankey.draw(planned, words.lang, words("draw-title", id=trail.id), words("draw-desc", id=trail.id))


def sankeys(trail: Trail, words: Words) -> list[Block]:
    """One picture, or several of a few hops each when the trail is long."""
    nodes, edges = gathered(trail, words)
    deepest = max((n.hop for n in nodes), default=0)
    made: list[Block] = []
    for first in range(0, max(deepest, 1), COLUMNS - 1):
        last = min(first + COLUMNS - 1, deepest)
        inside = [n for n in nodes if first <= n.hop <= last]
        names = {n.id for n in inside}
        planned = flow.plan(inside, [e for e in edges if e.source in names and e.target in names], sankey.LEGEND + 10)
        caption = words(
            "picture-caption", first=str(first), last=str(last), moment=words.time(trail.as_of),
            rule=words.of("rule", trail.rule),
        )  # fmt: skip
        if planned.folded:
            caption += " " + words("picture-folded", count=words.count(planned.folded))
        wide = planned.columns > STANDING_COLUMNS and _lies(planned.width, planned.height)
        made.append(Figure(sankey.draw(planned, words.lang), caption, words("picture-alt", id=trail.id), wide))
    return made


def _lies(width: int, height: int) -> bool:
    """Whether the picture is larger on a lying page (257 x 138 mm) than on a standing one (170 x 222 mm)."""
    return min(257 * height, 138 * width) > min(170 * height, 222 * width)


def balances(told: Balances, id_: str, words: Words) -> list[Block]:
    """The picture of balances and its table."""
    if not told.accounts:
        return []
    said = words("balances-caption", moment=words.time(told.until))
    if told.more:
        said += " " + words("balances-more", count=words.count(told.more))
    return [
        Figure(balances_.svg(told, words.lang), said, words("balances-alt", id=id_)),
        Para(words("balances-lead"), "small"),
        balances_grid(told.accounts, words),
    ]


def balances_grid(accounts: Sequence[Balance], words: Words) -> Grid:
    """The same as the picture in a table: what was there at most and at the end, the range, what is known."""
    rows = []
    for one in accounts:
        last = one.steps[-1] if one.steps else None
        most = max((step.ours_tiyn for step in one.steps), default=0)
        span = one.ranges[-1] if one.ranges else None
        known = "; ".join(f"{words.time(since)} – {words.time(until)}" for since, until in one.known)
        rows.append((
            account_text(one.number, one.account, words), words.money(most),
            words.money(last.ours_tiyn if last else None),
            words.between(span.low_tiyn, span.high_tiyn) if span else NOTHING,
            words.money(last.other_tiyn if last else None), known or words("balances-unknown"),
        ))  # fmt: skip
    head = ("c-account", "balances-c-most", "balances-c-left", "c-range", "balances-c-other", "balances-c-known")
    return Grid(tuple(words(key) for key in head), tuple(rows), "lrrrrl", (19, 15, 15, 17, 15, 19))
