"""A name as a text inflects it, back in its first form: Назарбаевқа → Назарбаев, Сериковой Айгуль → Серикова Айгуль."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import re2

from qalqan.language._name_list import WOMAN, given

_KAZAKH: Final = r"(?:[нтд][ыі]ң|[ғқгк][ае]|[нтд][ыі]|[дтн][ае]н|[мбп]ен|[дт][ае]|н[дт][ае])"
_MAN: Final = re2.compile(r"^(.+?(?:[оеё]в|[иы]н|ск|цк))(?:а|у|ым|е)$")
_WOMAN: Final = re2.compile(r"^(.+?(?:[оеё]в|[иы]н))(?:ой|ою|у|ы)$")
_SURNAME_CASE: Final = re2.compile(r"^(.+?(?:[оеё]ва?|[иы]на?))" + _KAZAKH + "$")
_FATHER: Final = re2.compile(r"^(.+(?:[оеё]вич|ич))(?:а|у|ем|е)$")
_MOTHERS: Final = re2.compile(r"^(.+(?:[оеё]вн|ичн))(?:а|ы|е|у|ой|ою)$")
_KAZAKH_FATHER: Final = re2.compile(r"^(.+(?:ұлы|улы|қызы|кызы))(?:н(?:ың|а|ы|ан|да)|мен)$")
_OF_WOMAN: Final = re2.compile(r"(?:[оеё]вн|ичн|қызы|кызы)")
_OF_MAN: Final = re2.compile(r"(?:[оеё]вич|ұлы|улы$)")
_LONG_CASE: Final = re2.compile(r"^(.{3,}?)(?:[нтд][ыі]ң|[мбп]ен|[дтн][ае]н)$")
_RUSSIAN_CASES: Final = frozenset(("а", "у", "ом", "ем", "е", "ы", "и", "ой", "ей", "ю", "я", "ью"))
_KAZAKH_CASE: Final = re2.compile("^" + _KAZAKH + "$")


@cache
def _stems() -> dict[str, str]:
    """Given names without the last vowel that Russian cases replace."""
    return {name[:-1]: name for name in sorted(given(), reverse=True) if name[-1] in "аяйь"}


def _given(word: str) -> str:
    """A listed given name without its case; empty for another word."""
    names = given()
    if word in names:
        return word
    for cut in range(1, min(4, len(word) - 2)):
        stem, ending = word[:-cut], word[-cut:]
        if stem in names and (ending in _RUSSIAN_CASES or _KAZAKH_CASE.match(ending)):
            return stem
        if stem in _stems() and ending in _RUSSIAN_CASES:
            return _stems()[stem]
    return ""


@lru_cache(maxsize=50_000)
def nominative(name: str) -> str:
    """The name with each word in its first form, small letters; initials and unknown words stay as written."""
    words = [word.lower() for word in name.replace(".", ". ").split()]
    listed = [_given(word) for word in words]
    woman = bool(_OF_WOMAN.search(name.lower())) or any(given().get(word, 0) & WOMAN for word in listed)
    man = not woman and (bool(_OF_MAN.search(name.lower())) or any(listed))
    first = [known or _other(word, man, woman) for word, known in zip(words, listed, strict=True)]
    if first and first[-1] == words[-1] and not listed[-1] and (found := _LONG_CASE.match(words[-1])):
        first[-1] = found[1]
    return " ".join(first)


def _other(word: str, man: bool, woman: bool) -> str:
    """A surname or father's name without its case."""
    if found := _MOTHERS.match(word):
        return f"{found[1]}а"
    for pattern in (_FATHER, _KAZAKH_FATHER, _SURNAME_CASE):
        if found := pattern.match(word):
            return str(found[1])
    if not man and (found := _WOMAN.match(word)) and (woman or word.endswith(("ой", "ою"))):
        return f"{found[1]}а"
    if (man or (not woman and not word.endswith("а"))) and (found := _MAN.match(word)):
        return str(found[1])
    return word
