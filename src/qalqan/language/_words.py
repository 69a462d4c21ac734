"""Numbers told in words: runs of digit words in Kazakh, Russian and English, as digits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import re2

from qalqan.language import en, kk, ru

VALUES: Final[dict[str, int]] = {**en.NUMBERS, **ru.NUMBERS, **kk.NUMBERS}
PLUS: Final = frozenset({"плюс", "plus", "қосу"})
FEWEST: Final = 4  # words in a run: fewer are everyday speech

_ONE: Final = "(?:" + "|".join(sorted((*VALUES, *PLUS), key=lambda word: (-len(word), word))) + ")"
# a cheap test of a whole text, case and borders of words aside; `runs` looks closely
RUN: Final = _ONE + "(?:[ ,.\\-]{1,3}" + _ONE + "){" + str(FEWEST - 1) + ",}"
_WORD = re2.compile(r"[A-Za-z\x{0400}-\x{052f}]+")
_WIDEST_GAP = 3


def runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and digits of every run of digit words that tells a number of seven digits or more."""
    run: list[tuple[int, int, str]] = []
    for found in _WORD.finditer(text):
        word = found[0].lower()
        near = not run or (found.start() - run[-1][1] <= _WIDEST_GAP and word not in PLUS)
        if run and not (near and word in VALUES):
            yield from _told(run)
            run = []
        if word in VALUES or (word in PLUS and not run):
            run.append((found.start(), found.end(), word))
    yield from _told(run)


def _told(run: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    values = [VALUES[word] for _, _, word in run if word in VALUES]
    digits = spoken(values) if len(values) >= FEWEST else ""
    if len(digits) >= 7:
        yield run[0][0], run[-1][1], ("+" if run[0][2] in PLUS else "") + digits


def spoken(values: list[int]) -> str:
    """Values said one after another as digits: ``700, 1, 20, 3`` → ``70123``; zeros and units stand alone.

    A smaller value joins the one before it when it fits into its zeros, as in speech (seven hundred, one).
    """
    groups: list[int] = []
    room = 0  # the next value must be smaller than this to join
    for value in values:
        if value == 100 and groups and 1 < groups[-1] < 10 and room == 1:
            groups[-1] *= 100  # Kazakh and English: seven, hundred
            room = 100
        elif 0 < value < room:
            groups[-1] += value
            room = 10 if 20 <= value < 100 and value % 10 == 0 else 1
        else:
            groups.append(value)
            room = 100 if value >= 100 else 10 if value >= 20 else 1
    return "".join(str(group) for group in groups)
