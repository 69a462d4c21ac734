"""Preservation of data before they are overwritten: exactly which, for which window; nothing is handed over yet."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block, Grid, Heading, Para, Points
from qalqan.report.layout import places_text
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Letter
from qalqan.report.letters._tables import MOST, cut
from qalqan.report.wording import Words

CARD = Card(name="preserve", title="report-letter-preserve-title", source="data/letters.toml")
TEMPLATE = Template("case", "letter", ("operator", "bank", "platform", "exchange", "provider"), 4)
DATA = 3


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The identifiers, and which of their data this kind of addressee is asked to keep."""
    kind = letter.addressee.kind
    rows = tuple(
        (words.of("ident", one.kind), one.value, places_text(one.places[:2], letter.sources, words))
        for one in letter.things[:MOST]
    )
    return [
        Heading(words("letter-h-things")),
        Grid((words("letter-c-kind"), words("letter-c-value"), words("c-place")), rows, "lll", (18, 42, 40)),
        *cut(MOST, len(letter.things), words),
        Heading(words("letter-h-data"), 2),
        Points(tuple(words(f"letter-preserve-{kind}-{n}") for n in range(1, DATA + 1))),
        Para(words("letter-preserve-note"), "small"),
    ]
