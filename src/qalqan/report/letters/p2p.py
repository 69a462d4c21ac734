"""A person who seems to exchange digital assets for many: the orders behind these payments, in good faith or not."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Letter
from qalqan.report.letters._tables import node, visits
from qalqan.report.wording import Words

CARD = Card(name="p2p", title="report-letter-p2p-title", source="data/letters.toml")
TEMPLATE = Template("end", "letter", ("bank", "exchange"), 5, ends=("p2p",))


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The part that only this letter has."""
    return [*node(letter, words), *visits(letter, words)]
