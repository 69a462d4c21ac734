"""International legal assistance: the facts, the law with its text, the exact actions asked abroad."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Letter
from qalqan.report.letters._tables import cases, chain, visits
from qalqan.report.wording import Words

CARD = Card(name="assist", title="report-letter-assist-title", source="data/letters.toml")
TEMPLATE = Template("case", "assist", ("general_prosecutor",), 7, adverse=True)


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The part that only this letter has."""
    return [*cases(letter, words), *(visits(letter, words) if letter.visits else []), *chain(letter, words)]
