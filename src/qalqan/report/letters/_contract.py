"""What a letter's file must have, and the legal text behind it.

A letter is a module with ``CARD``, ``TEMPLATE`` and ``blocks(letter, words)``: the part of the document that only it
has. Its words are ``report-letter-NAME-title``, ``-lead`` and ``-ask-1`` … ``-ask-N``; its articles, sanction and clock
stand in ``data/letters.toml`` under its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from qalqan import registry
from qalqan.report import workdays
from qalqan.report._data import table
from qalqan.report.blocks import Block
from qalqan.report.letters._facts import Letter
from qalqan.report.wording import Words

ROOM = "report.letters"
CLOCKS = ("hours", "working_days", "days", "none")


@dataclass(frozen=True, slots=True)
class Template:
    """What a letter is about and how it goes out.

    subject: ``series``, ``case``, ``site``, ``calls`` (numbers that called) or ``end`` (one end point); act: the act
    its approvals are of (see ``govern.policy``); addressees: kinds it may go to, the usual one first; asks: how many
    points it asks; ends: kinds of end point it is for; adverse: it touches a person's rights, so that limits and appeal
    are printed; needs: what a point (from 1) asks about, ``visits`` or ``watch`` (a camera's window): without it the
    point is not printed.
    """

    subject: str
    act: str
    addressees: tuple[str, ...]
    asks: int
    ends: tuple[str, ...] = ()
    adverse: bool = False
    needs: Mapping[int, str] = field(default_factory=dict)


class Part(Protocol):
    """A letter's module."""

    CARD: registry.Card
    TEMPLATE: Template

    def blocks(self, letter: Letter, words: Words) -> Sequence[Block]:
        """The part of the document that only this letter has."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article behind a letter; ``unsure`` until it is checked against the primary text."""

    code: str
    article: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class Law:
    """Articles, whose sanction is needed (empty: nobody's outside the unit), and the clock of the answer."""

    articles: tuple[Article, ...]
    sanction: str
    clock: str
    length: int


def law(kind: str) -> Law:
    """The legal text of a letter."""
    entry = table("letters")[kind]
    return Law(tuple(Article(**one) for one in entry["articles"]), entry["sanction"], entry["clock"], entry["length"])


def signed(lang: str) -> str:
    """Who signed the templates of a language, and when; empty while nobody has."""
    return str(table("letters")["signed"][lang])


def last_day(one: Law, start: date) -> tuple[date | None, bool]:
    """The day the answer is due when the letter goes out on ``start``, and whether that year's calendar is checked."""
    if one.clock == "working_days":
        last = workdays.add_working_days(start, one.length)
        return last, workdays.checked(start, last)
    if one.clock == "days":
        return start + timedelta(days=one.length), True
    return None, True
