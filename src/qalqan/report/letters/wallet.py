"""A crypto wallet: which service keeps it, whose it is, where the assets went, and a stop within the sum."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Letter
from qalqan.report.letters._tables import chain, node, visits
from qalqan.report.wording import Words

CARD = Card(name="wallet", title="report-letter-wallet-title", source="data/letters.toml")
TEMPLATE = Template("end", "freeze", ("exchange", "issuer"), 6, ends=("wallet",), adverse=True)


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The part that only this letter has."""
    return [
        *node(letter, words),
        *(visits(letter, words) if letter.visits else []),
        *chain(letter, words),
    ]
