"""A merchant or an agent that collects for merchants: which order, who received it, can it be stopped."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Letter
from qalqan.report.letters._tables import node, visits
from qalqan.report.wording import Words

CARD = Card(name="merchant", title="report-letter-merchant-title", source="data/letters.toml")
TEMPLATE = Template("end", "letter", ("merchant",), 5, ends=("merchant", "aggregator"))


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The part that only this letter has."""
    return [*node(letter, words), *visits(letter, words)]
