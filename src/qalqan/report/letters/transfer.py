"""Transfer of a case by jurisdiction: to whom, why there, and what goes with it."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Letter
from qalqan.report.letters._tables import cases, ties, visits
from qalqan.report.wording import Words

CARD = Card(name="transfer", title="report-letter-transfer-title", source="data/letters.toml")
TEMPLATE = Template("case", "transfer", ("prosecutor", "unit"), 4, adverse=True)


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The part that only this letter has."""
    return [
        *cases(letter, words),
        *ties(letter, words),
        *(visits(letter, words) if letter.visits else []),
    ]
