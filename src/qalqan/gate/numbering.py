"""A calling number as the network gives it: its E.164 form, and why nobody can have it.

Method: ITU-T E.164 and the dated numbering plan that `values.phone` reads. Rule G3 of the reference: unassigned range,
wrong length, a short code as the caller, and the look-alike with one figure too many (``+77 7…``).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from qalqan.values.phone import FIXED, MOBILE, SERVICE, VOIP, assigned

LENGTH, LOOKALIKE, UNASSIGNED, SHORT = "length", "lookalike", "unassigned", "short-code"
_KEPT: Final = 65_536
_NATIONAL_SIZE: Final = 10
_HOME: Final = ("0", "6", "7")  # what follows +7 in Kazakhstan
_GIVEN: Final = frozenset((*MOBILE, *VOIP, *SERVICE))
_FIXED: Final = tuple(FIXED)


def number(told: str) -> tuple[str, str]:
    """The number as ``+…`` and its fault (empty when somebody may have it).

    A number that cannot be brought into the form keeps its figures; withheld numbers are empty, without a fault.
    """
    plain = len(told) == _NATIONAL_SIZE + 2 and told[:2] == "+7" and told[2:5] in _GIVEN
    if plain and told.isascii() and told[1:].isdecimal():
        return told, ""  # nearly every call: not worth remembering
    return _number(told)


@lru_cache(_KEPT)
def _number(told: str) -> tuple[str, str]:
    plus = told[:1] == "+"
    if plus and told[1:].isdecimal() and told.isascii():
        return told, _fault(told[1:])
    figures = "".join(sign for sign in told if sign.isascii() and sign.isdigit())
    plus = told.lstrip().startswith("+")
    if not figures:
        return "", ""
    if not plus and figures.startswith("00"):
        figures, plus = figures[2:], True
    elif not plus and figures.startswith("810") and len(figures) > _NATIONAL_SIZE + 1:
        figures, plus = figures[3:], True
    if not plus and len(figures) <= 6:
        return figures, SHORT
    if not plus and len(figures) == _NATIONAL_SIZE and figures[0] == "7":
        figures = "7" + figures
    elif not plus and len(figures) == _NATIONAL_SIZE + 1 and figures[0] == "8":
        figures = "7" + figures[1:]
    return "+" + figures, _fault(figures)


def _fault(figures: str) -> str:
    if not figures:
        return LENGTH
    if figures[0] != "7":
        if not 7 <= len(figures) <= 15:
            return LENGTH
        return "" if assigned("+" + figures) else UNASSIGNED
    if len(figures) != _NATIONAL_SIZE + 1:
        return LOOKALIKE if figures.startswith("777") and len(figures) == _NATIONAL_SIZE + 2 else LENGTH
    if figures[1] not in _HOME:
        return ""  # Russia's part of the code
    return "" if figures[1:4] in _GIVEN or figures.startswith(_FIXED, 1) else UNASSIGNED


def national(canonical: str) -> bool:
    """Whether the number is Kazakhstan's own."""
    return len(canonical) == _NATIONAL_SIZE + 2 and canonical.startswith("+7") and canonical[2] in _HOME


def fixed(canonical: str) -> bool:
    """Whether a national number is a fixed line, which never roams."""
    return canonical.startswith(_FIXED, 2)
