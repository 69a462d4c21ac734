"""A bank's own account: which product the money paid for, whose, and whether it can be given back."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Letter
from qalqan.report.letters._tables import node, visits
from qalqan.report.wording import Words

CARD = Card(name="bank", title="report-letter-bank-title", source="data/letters.toml")
TEMPLATE = Template("end", "letter", ("bank",), 4, ends=("bank",))


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The part that only this letter has."""
    return [*node(letter, words), *visits(letter, words)]
