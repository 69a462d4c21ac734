"""The dossier's sections on ties: which cases are tied, by what, and the members of a series."""

from __future__ import annotations

from qalqan.report.blocks import Block, Grid, Heading, Para
from qalqan.report.facts import Dossier
from qalqan.report.layout import ground_rule, ground_values, places_text
from qalqan.report.wording import Words

MOST_GROUNDS = 12
STRONG, FIRM = 700, 500


def blocks(dossier: Dossier, words: Words) -> list[Block]:
    """Each tie with its grounds: rule in words, values, file, row, hash."""
    made: list[Block] = [Heading(words("h-ties"))]
    if not dossier.ties:
        return [*made, Para(words("no-ties"))]
    made.append(Para(words("ties-lead"), "small"))
    for tie in dossier.ties:
        strength = words("strong" if tie.score >= STRONG else "firm" if tie.score >= FIRM else "weak")
        made.append(Heading(words(
            "tie", a=tie.case_a, b=tie.case_b, score=str(tie.score), strength=strength
        ), 3))  # fmt: skip
        if not tie.grounds:
            made.append(Para(words("no-ground"), "small"))
            continue
        made.append(Grid(
            (words("c-ground"), words("c-values"), words("c-place"), words("c-weight")),
            tuple(
                (
                    ground_rule(g, words), ground_values(g, words), places_text(g.places, dossier.sources, words),
                    str(g.weight),
                )
                for g in tie.grounds[:MOST_GROUNDS]
            ),
            "lllr", (24, 32, 35, 9),
        ))  # fmt: skip
        if len(tie.grounds) > MOST_GROUNDS:
            made.append(Para(words(
                "cut-rows", shown=words.count(MOST_GROUNDS), total=words.count(len(tie.grounds))
            ), "small"))  # fmt: skip
    if dossier.ties_total > len(dossier.ties):
        made.append(Para(words(
            "cut-rows", shown=words.count(len(dossier.ties)), total=words.count(dossier.ties_total)
        ), "small"))  # fmt: skip
    return made


def members(dossier: Dossier, words: Words) -> list[Block]:
    """The cases of a series."""
    made: list[Block] = [Heading(words("h-members"))]
    made.append(Grid(
        (words("c-case"), words("c-day"), words("f-region"), words("c-scheme"), words("f-damage"), words("f-status"),
         words("c-place")),
        tuple(
            (
                c.id, words.time(c.registered_at, day_only=True), words.of("region", c.region) if c.region else "",
                words.of("mo", c.mo) if c.mo else "", words.money(c.damage_tiyn),
                words.of("status", c.status) if c.status else "", places_text(c.places[:1], dossier.sources, words),
            )
            for c in dossier.cases
        ),
        "llllrll", (15, 10, 16, 14, 15, 12, 18),
    ))  # fmt: skip
    if dossier.masked:
        made.append(Para(words("masked"), "small"))
    return made
