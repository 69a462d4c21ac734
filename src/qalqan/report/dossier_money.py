"""The dossier's sections on money: picture, accounts, hops, where it is now, other rules, timeline."""

from __future__ import annotations

from collections.abc import Sequence

from qalqan.report import banks, hop_table, pictures
from qalqan.report.blocks import Block, Grid, Heading, Notice, Para, Points
from qalqan.report.facts import Dossier, Event, Stand
from qalqan.report.layout import account_text, end_text, moment_text, places_text, stand_name
from qalqan.report.wording import NOTHING, Words

MOST_NOW = 40

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
    made += pictures.sankeys(pictures.of_dossier(dossier), words)
    if dossier.balances is not None:
        made += pictures.balances(dossier.balances, dossier.id, words)
    made += hop_table.blocks(dossier.hops, dossier.sources, words, several=len(dossier.cases) > 1)
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


def _rules(dossier: Dossier, words: Words) -> list[Block]:
    made: list[Block] = [
        Heading(words("h-rule")),
        Para(words(f"rule-text-{dossier.rule}")),
        Points((words("rule-order"), words("rule-openings"))),
    ]
    if not dossier.rules:
        return [*made, Para(words("no-other-rules")), Para(words("recompute-how"), "small")]
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
    return [*made, Para(words("recompute-how"), "small")]


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
