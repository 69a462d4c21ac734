"""Instruction to another region: exact actions at a place our unit cannot reach."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Letter
from qalqan.report.letters._tables import cases, visits
from qalqan.report.wording import Words

CARD = Card(name="instruct", title="report-letter-instruct-title", source="data/letters.toml")
TEMPLATE = Template("case", "letter", ("unit",), 4, needs={1: "visits", 2: "watch", 3: "visits", 4: "visits"})


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The part that only this letter has."""
    return [*cases(letter, words), *(visits(letter, words) if letter.visits else [])]
