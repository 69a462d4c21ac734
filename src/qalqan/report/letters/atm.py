"""A cash machine: camera footage of each visit and the card used."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Letter
from qalqan.report.letters._tables import node, visits
from qalqan.report.wording import Words

CARD = Card(name="atm", title="report-letter-atm-title", source="data/letters.toml")
TEMPLATE = Template("end", "letter", ("bank",), 5, ends=("atm",))


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The part that only this letter has."""
    return [*node(letter, words), *visits(letter, words, camera=True)]
