"""The list of given names and the endings of names, as a table of hashes for the kernel."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from qalqan.language._signs import SIZE
from qalqan.language.kk import bare

NAME, WOMAN, RUSSIAN, WORLD = 1, 2, 4, 8
CASE, SURNAME, FATHER, SURE = 1 << 4, 1 << 5, 1 << 6, 1 << 7
_CASES: Final = (
    "ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті да де та те дан ден тан тен нан нен мен бен пен "
    "нда нде ына іне ын ін сы сі ы і лар лер дар дер тар тер "
    "а у ом ем ым им е ю я ой ей ую юю ы и ого ому ых ами"
)
_SURE_SURNAMES: Final = "ов ова ев ева ский ская цкий цкая енко баев баева беков бекова ханов ханова галиев галиева"
_SURNAMES: Final = "ин ина ын ына ко ук юк ян дзе швили улин улина"  # everyday words end so too
_FATHERS: Final = "ұлы улы қызы кызы ович евич ич овна евна ична инична оглы қызының ұлының"
_ROOM: Final = 1 << 17
_FNV, _PRIME, _WIDE = 0xCBF29CE484222325, 0x100000001B3, (1 << 64) - 1


@cache
def lower() -> npt.NDArray[np.uint32]:
    """Small letters by code point; ё as е."""
    table = np.arange(SIZE, dtype=np.uint32)
    for code in range(0x41, 0x2000):
        small = chr(code).lower()
        table[code] = ord(small) if len(small) == 1 else code
    table[[ord("ё"), ord("Ё")]] = ord("е")
    return table


def _hash(word: str) -> int:
    found = _FNV
    for sign in word.replace("ё", "е"):
        found = ((found ^ ord(sign)) * _PRIME) & _WIDE
    return found


def _told() -> dict[str, int]:
    told: dict[str, int] = {}
    data = tomllib.loads((files(__package__) / "data" / "names.toml").read_text("utf-8"))
    flags = {"kk_men": NAME, "kk_women": NAME | WOMAN, "ru_men": NAME | RUSSIAN, "ru_women": NAME | RUSSIAN | WOMAN}
    for group, flag in {**flags, "world": NAME | WORLD}.items():
        for name in data[group].split():
            for form in {name, bare(name), *_stems(name)}:
                told[form] = told.get(form, 0) | flag
    cases = ("", *_CASES.split())
    for words, flag in ((_SURE_SURNAMES, SURNAME | SURE), (_SURNAMES, SURNAME), (_FATHERS, FATHER)):
        for word in words.split():
            for case in cases:
                told[word + case] = told.get(word + case, 0) | flag
                told[word[:-1] + case] = told.get(word[:-1] + case, 0) | (flag if word.endswith("а") and case else 0)
    for case in cases[1:]:
        told[case] = told.get(case, 0) | CASE
    return told


def _stems(name: str) -> set[str]:
    """Forms to which surnames and Russian cases are added: without a last vowel or й."""
    return {name[:-1]} if name[-1] in "йаяеь" and len(name) > 4 else set()


@cache
def name_list() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32]]:
    """An open table of hashes (0: free) and what each form is."""
    keys, told = np.zeros(_ROOM, np.uint64), np.zeros(_ROOM, np.int32)
    for form, code in sorted(_told().items()):
        if not code or not form:
            continue
        found = _hash(form)
        at = found & (_ROOM - 1)
        while keys[at]:
            at = (at + 1) & (_ROOM - 1)
        keys[at], told[at] = found, code
    return keys, told
