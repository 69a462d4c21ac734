"""An exchange of digital assets: whose account, logs, where the assets went, and a stop within the sum."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Letter
from qalqan.report.letters._tables import chain, node, visits
from qalqan.report.wording import Words

CARD = Card(name="exchange", title="report-letter-exchange-title", source="data/letters.toml")
TEMPLATE = Template("end", "freeze", ("exchange",), 6, ends=("exchange",), adverse=True)


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The part that only this letter has."""
    return [
        *node(letter, words),
        *(visits(letter, words) if letter.visits else []),
        *chain(letter, words),
    ]
