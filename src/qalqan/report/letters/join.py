"""Joining of the cases of a series into one: which cases, what ties them, what speaks for doing it now."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Letter
from qalqan.report.letters._tables import cases, ties
from qalqan.report.wording import Words

CARD = Card(name="join", title="report-letter-join-title", source="data/letters.toml")
TEMPLATE = Template("series", "join", ("prosecutor", "chief"), 3)


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The part that only this letter has."""
    return [*cases(letter, words), *ties(letter, words)]
