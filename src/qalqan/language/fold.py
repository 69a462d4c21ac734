"""The normal view of a text."""

from __future__ import annotations

from typing import Final

_LATIN_TO_CYRILLIC: Final = str.maketrans("ABCEHKMOPTXYIaceopxyiyhk", "АВСЕНКМОРТХУІасеорхуіуһк")
_CYRILLIC_TO_LATIN: Final = str.maketrans("АВСЕНКМОРТХУІЅЈасеорхуіѕјһ", "ABCEHKMOPTXYISJaceopxyisjh")


def one_script(word: str) -> str:
    """A word whose letters are of two scripts, with the look-alikes of the rarer script brought to the other."""
    latin = sum("a" <= sign <= "z" for sign in word.lower())
    cyrillic = sum("Ѐ" <= sign <= "ԯ" for sign in word)
    if not latin or not cyrillic:
        return word
    return word.translate(_LATIN_TO_CYRILLIC if cyrillic >= latin else _CYRILLIC_TO_LATIN)
