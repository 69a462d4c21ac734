"""Complaint to an operator on numbers and devices that call people to deceive them: to be checked, then suspended."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block, Grid, Heading, Pairs, Para, Points
from qalqan.report.layout import ground_rule, ground_values, places_text
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Caller, Letter
from qalqan.report.letters._tables import cases, cut
from qalqan.report.timeline import long
from qalqan.report.wording import NOTHING, Words

CARD = Card(name="complaint", title="report-letter-complaint-title", source="data/letters.toml")
TEMPLATE = Template("calls", "block", ("operator",), 4, adverse=True)
MOST = 40
MOST_DETAILED = 12
MOST_GROUNDS = 3


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The numbers and whom they reached, each with its reasons and calls, the cases, and what must not be cut off."""
    head = tuple(words(f"letter-c-{name}") for name in ("number", "seems", "reached", "span", "devices"))
    rows = tuple(_line(one, words) for one in letter.callers[:MOST])
    made: list[Block] = [
        Para(words("letter-complaint-careful")),
        Heading(words("letter-h-numbers")),
        Grid(head, rows, "lllll", (16, 19, 22, 18, 25)),
        *cut(MOST, len(letter.callers), words),
        Heading(words("letter-h-calls")),
        Para(words("letter-complaint-calls"), "small"),
    ]
    for one in letter.callers[:MOST_DETAILED]:
        made += _detail(one, letter, words)
    made += cut(min(MOST_DETAILED, MOST), len(letter.callers), words)
    made += cases(letter, words) if letter.cases else []
    made += [Heading(words("letter-h-spared")), Points(tuple(words(f"letter-complaint-spare-{n}") for n in (1, 2, 3)))]
    return made


def _line(one: Caller, words: Words) -> tuple[str, ...]:
    devices = [f"IMEI {imei}" for imei in one.imeis[:2]] + [f"LAC-CID {cell}" for cell in one.cells[:1]]
    return (
        one.number,
        words("letter-seems-role", role=words.of("role", one.role), score=str(one.score)),
        words("letter-reached", calls=words.count(one.calls), called=words.count(one.called),
              reported=words.count(one.reported)),
        f"{words.time(one.first, day_only=True)} – {words.time(one.last, day_only=True)}",
        "; ".join(devices) or NOTHING,
    )  # fmt: skip


def _detail(one: Caller, letter: Letter, words: Words) -> list[Block]:
    """A number's devices, reasons and the calls told one by one."""
    pairs = [(words("letter-f-devices"), ", ".join(one.imeis) or NOTHING), (words("letter-f-sims"), ", ".join(one.imsis)
              or NOTHING), (words("letter-f-cells"), ", ".join(one.cells) or NOTHING)]  # fmt: skip
    for each in one.grounds[:MOST_GROUNDS]:
        values = ground_values(each, words)
        told = ground_rule(each, words)
        pairs.append((words("letter-f-ground"), f"{told} ({values})" if values != NOTHING else told))
    head = (words("c-time"), *(words(f"letter-c-{name}") for name in ("called", "talk", "case")), words("c-place"))
    rows = tuple(
        (
            words.time(each.at), each.called,
            words("letter-sms") if each.seconds is None else long(each.seconds, words), each.case_id or NOTHING,
            places_text(each.places, letter.sources, words),
        )
        for each in one.spoken
    )  # fmt: skip
    return [Heading(one.number, 2), Pairs(tuple(pairs)), Grid(head, rows, "lllll", (19, 15, 15, 19, 32))]
