"""The dossier's sections on money: picture, accounts, hops, where it is now, other rules, timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qalqan.report import banks, flow, sankey
from qalqan.report.blocks import Block, Figure, Grid, Heading, Notice, Para, Points
from qalqan.report.facts import Dossier, Event, Stand
from qalqan.report.layout import account_text, end_text, moment_text, places_text, stand_name
from qalqan.report.wording import NOTHING, Words

MOST_HOPS = 120
MOST_NOW = 40
COLUMNS = 6
STANDING_COLUMNS = 4

Three = tuple[int, int, int]


def thirds(stands: Sequence[Stand]) -> tuple[Three, Three, Three]:
    """Likely, low and high sums: still on accounts we see, at end points, beyond the data we have."""
    sums = {"account": [0, 0, 0], "sink": [0, 0, 0], "frontier": [0, 0, 0]}
    for one in stands:
        into = sums.get(one.kind, sums["account"])
        into[0] += one.left_tiyn
        into[1] += one.left_tiyn if one.low_tiyn is None else one.low_tiyn
        into[2] += one.left_tiyn if one.high_tiyn is None else one.high_tiyn
    a, s, f = (sums[kind] for kind in ("account", "sink", "frontier"))
    return (a[0], a[1], a[2]), (s[0], s[1], s[2]), (f[0], f[1], f[2])


def blocks(dossier: Dossier, words: Words) -> list[Block]:
    """Where the money is, the picture, the accounts, the hops, the rule and what other rules say."""
    made: list[Block] = [Heading(words("h-now"))]
    if not dossier.stands:
        return [*made, Para(words("no-trail"))]
    made += _now(dossier, words)
    made += [Heading(words("h-trail"))]
    made += _pictures(dossier, words)
    made += _hops(dossier, words)
    made += _rules(dossier, words)
    return made


def _now(dossier: Dossier, words: Words) -> list[Block]:
    still, gone, out = thirds(dossier.stands)
    rows = [
        (words("sum-still"), *_three(still, words)),
        (words("sum-gone"), *_three(gone, words)),
        (words("sum-out"), *_three(out, words)),
    ]
    total = still[0] + gone[0] + out[0]
    holds = total == dossier.loss_tiyn
    check = words(
        "conserved" if holds else "not-conserved", loss=words.money(dossier.loss_tiyn), sum=words.money(total)
    )
    made: list[Block] = [
        Para(words("now-lead", moment=moment_text(dossier, words), rule=words.of("rule", dossier.rule))),
        Grid(("", words("c-likely"), words("c-low"), words("c-high")), tuple(rows), "lrrr", (40, 20, 20, 20)),
        Para(check, "" if holds else "lead"),
    ]
    there = sorted((s for s in dossier.stands if s.left_tiyn or s.high_tiyn), key=lambda s: (-s.left_tiyn, s.number))
    made.append(Heading(words("h-where"), 2))
    made.append(Grid(
        (words("c-account"), words("c-bank"), words("c-likely"), words("c-range"), words("c-seen")),
        tuple(
            (
                _full(s, words), banks.short(s.bank, dossier.day) or NOTHING, words.money(s.left_tiyn),
                words.between(s.low_tiyn, s.high_tiyn), words.time(s.last_seen),
            )
            for s in there[:MOST_NOW]
        ),
        "llrrl", (34, 13, 16, 22, 15),
    ))  # fmt: skip
    made += _cut(len(there), MOST_NOW, words)
    return made


def _three(three: Three, words: Words) -> tuple[str, str, str]:
    return words.money(three[0]), words.money(three[1]), words.money(three[2])


def _full(stand: Stand, words: Words) -> str:
    told = f"{account_text(stand.number, stand.account, words)}\u00a0· {stand_name(stand, words)}"
    return f"{told} · {stand.holder[:80]}" if stand.holder else told


def _cut(total: int, most: int, words: Words) -> list[Block]:
    """A line that says what was cut, when something was."""
    if total <= most:
        return []
    return [Para(words("cut-rows", shown=words.count(most), total=words.count(total)), "small")]


def _pictures(dossier: Dossier, words: Words) -> list[Block]:
    """One picture, or several of a few hops each when the trail is long."""
    day = dossier.day
    rows = [
        {
            "account": s.account, "kind": s.kind, "hop": s.hop,
            "traced_in_tiyn": s.came_tiyn, "remaining_tiyn": s.left_tiyn, "number": s.number,
            "label": _label(s, words, day),
        }
        for s in dossier.stands
        if s.came_tiyn
    ]  # fmt: skip
    hops = [{"from": h.source, "to": h.target, "amount_tiyn": h.amount_tiyn} for h in dossier.hops]
    nodes, edges = flow.gather(rows, hops)
    deepest = max((n.hop for n in nodes), default=0)
    made: list[Block] = []
    for first in range(0, max(deepest, 1), COLUMNS - 1):
        last = min(first + COLUMNS - 1, deepest)
        inside = [n for n in nodes if first <= n.hop <= last]
        names = {n.id for n in inside}
        planned = flow.plan(inside, [e for e in edges if e.source in names and e.target in names], sankey.LEGEND + 10)
        caption = words(
            "picture-caption", first=str(first), last=str(last), moment=words.time(dossier.as_of),
            rule=words.of("rule", dossier.rule),
        )  # fmt: skip
        if planned.folded:
            caption += " " + words("picture-folded", count=words.count(planned.folded))
        wide = planned.columns > STANDING_COLUMNS and _lies(planned.width, planned.height)
        made.append(Figure(sankey.draw(planned, words.lang), caption, words("picture-alt", id=dossier.id), wide))
    return made


def _lies(width: int, height: int) -> bool:
    """Whether the picture is larger on a lying page (257 x 138 mm) than on a standing one (170 x 222 mm)."""
    return min(257 * height, 138 * width) > min(170 * height, 222 * width)


def _label(stand: Stand, words: Words, day: date) -> str:
    """What a box says: an end point in words, else its bank and account."""
    told = end_text(stand.account, words)
    if told != stand.account:
        return told
    end = words.of("end", stand.end_point) if stand.end_point else ""
    bank = banks.short(stand.bank, day) if stand.bank else ""
    return f"{end or bank or words.of('kind', stand.kind)}\n{stand.account}"


def _hops(dossier: Dossier, words: Words) -> list[Block]:
    hops = dossier.hops
    kept = sorted(
        sorted(hops, key=lambda h: (-h.amount_tiyn, h.case_id, h.seq))[:MOST_HOPS], key=lambda h: (h.case_id, h.seq)
    )
    made: list[Block] = [Heading(words("h-hops"), 2)]
    if not hops:
        return [*made, Para(words("no-hops"))]
    several = len(dossier.cases) > 1
    made.append(Para(words("hops-lead"), "small"))
    made.append(Grid(
        (words("c-no"), words("c-time"), words("c-from"), words("c-to"), words("c-sum"), words("c-place")),
        tuple(
            (
                f"{h.case_id[-6:]}/{h.seq}" if several else str(h.seq), words.time(h.at),
                account_text(h.source_number, h.source, words), account_text(h.target_number, h.target, words),
                words.money(h.amount_tiyn), places_text(h.places, dossier.sources, words),
            )
            for h in kept
        ),
        "llllrl", (7, 13, 19, 19, 15, 27),
    ))  # fmt: skip
    if len(hops) > MOST_HOPS:
        made.append(Para(words("cut-hops", shown=words.count(MOST_HOPS), total=words.count(len(hops))), "small"))
    return made


def _rules(dossier: Dossier, words: Words) -> list[Block]:
    made: list[Block] = [
        Heading(words("h-rule")),
        Para(words(f"rule-text-{dossier.rule}")),
        Points((words("rule-order"), words("rule-openings"))),
    ]
    if not dossier.rules:
        return [*made, Para(words("no-other-rules"))]
    made.append(Heading(words("h-sensitivity"), 2))
    shown = [s for s in sorted(dossier.stands, key=lambda s: (-s.left_tiyn, s.number)) if s.number][:MOST_NOW]
    others = {one.rule: dict(one.left) for one in dossier.rules}
    head = (words("c-account"), words.of("rule", dossier.rule), *(words.of("rule", rule) for rule in others))
    rows = [
        (
            account_text(s.number, s.account, words),
            words.money(s.left_tiyn),
            *(words.money(left.get(s.number, 0)) for left in others.values()),
        )
        for s in shown
    ]
    hidden = {s.number for s in dossier.stands} - {s.number for s in shown}
    rest = [sum(s.left_tiyn for s in dossier.stands if s.number in hidden)]
    rest += [one.elsewhere_tiyn + sum(left for number, left in one.left if number in hidden) for one in dossier.rules]
    rows.append((words("rest"), *(words.money(one) for one in rest)))
    made.append(Grid(head, tuple(rows), "l" + "r" * (len(head) - 1), (34, *[66 // (len(head) - 1)] * (len(head) - 1))))
    made.append(Notice("", (words("poison-note"),), "law"))
    return made


def timeline(dossier: Dossier, words: Words) -> list[Block]:
    """Calls, messages, transfers and the registration in order of time."""
    made: list[Block] = [Heading(words("h-timeline"))]
    if not dossier.events:
        return [*made, Para(words("no-events"))]
    made.append(Para(words("timeline-lead"), "small"))
    made.append(Grid(
        (words("c-time"), words("c-event"), words("c-who"), words("c-size"), words("c-place")),
        tuple(
            (
                words.time(e.at), words.of("event", e.kind), _who(e, words), _size(e, words),
                places_text(e.places, dossier.sources, words),
            )
            for e in dossier.events
        ),
        "lllrl", (14, 12, 31, 15, 28),
    ))  # fmt: skip
    made += _cut(dossier.events_total, len(dossier.events), words)
    return made


def _who(event: Event, words: Words) -> str:
    if event.b:
        return f"{end_text(event.a, words)} → {end_text(event.b, words)}"
    return event.a or NOTHING


def _size(event: Event, words: Words) -> str:
    if event.amount_tiyn is not None:
        return words.money(event.amount_tiyn)
    if event.seconds is None:
        return ""
    minutes, seconds = divmod(event.seconds, 60)
    return f"{minutes}:{seconds:02}"
