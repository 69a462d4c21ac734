"""Blocking of a site or address: exactly which, what it does, in which cases it stands, how it is taken back."""

from __future__ import annotations

from qalqan.registry import Card
from qalqan.report.blocks import Block, Grid, Heading, Pairs, Points
from qalqan.report.layout import ground_rule, ground_values, places_text
from qalqan.report.letters._contract import Template
from qalqan.report.letters._facts import Letter, Site
from qalqan.report.letters._tables import cases
from qalqan.report.wording import NOTHING, Words

CARD = Card(name="block", title="report-letter-block-title", source="data/letters.toml")
TEMPLATE = Template("site", "block", ("authorised_body", "general_prosecutor"), 4, adverse=True)
MOST_GROUNDS = 6


def blocks(letter: Letter, words: Words) -> list[Block]:
    """The addresses, why each, the cases they stand in, and what must not be blocked with them."""
    made: list[Block] = [Heading(words("letter-h-site"))]
    for one in letter.sites:
        made += _site(one, letter, words)
    made += cases(letter, words) if letter.cases else []
    made += [Heading(words("letter-h-narrow")), Points(tuple(words(f"letter-block-narrow-{n}") for n in (1, 2, 3)))]
    return made


def _site(one: Site, letter: Letter, words: Words) -> list[Block]:
    rows = [
        (words("letter-f-url"), one.url),
        (words("letter-f-domain"), one.domain or NOTHING),
        (words("letter-f-verdict"), f"{words.of('letter-verdict', one.verdict)} ({one.score}/1000)"),
        (words("letter-f-brand"), one.brand or NOTHING),
        (words("letter-f-in-cases"), words.count(one.cases)),
        (words("c-place"), places_text(one.places, letter.sources, words)),
    ]
    grounds = tuple(
        (
            ground_rule(each, words), ground_values(each, words), str(each.weight),
            places_text(each.places, letter.sources, words),
        )
        for each in one.grounds[:MOST_GROUNDS]
    )  # fmt: skip
    head = (words("c-ground"), words("letter-c-seen"), words("c-score"), words("c-place"))
    return [Pairs(tuple(rows)), Grid(head, grounds, "llrl", (34, 28, 8, 30))] if grounds else [Pairs(tuple(rows))]
