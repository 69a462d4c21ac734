"""A bank abroad: through the body for financial monitoring, whose account, and can it be stopped there."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Letter
from qalqan.report.letters._tables import node, visits
from qalqan.report.wording import Words

CARD = Card(name="foreign", title="report-letter-foreign-title", source="data/letters.toml")
TEMPLATE = Template("end", "letter", ("financial_monitoring", "general_prosecutor"), 5, ends=("foreign",))


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The part that only this letter has."""
    return [*node(letter, words), *visits(letter, words)]
