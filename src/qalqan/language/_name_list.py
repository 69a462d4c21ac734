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
CUE = 1 << 12  # above the flags of what follows a name inside the word
_CASES: Final = (
    "ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті да де та те дан ден тан тен нан нен мен бен пен "
    "нда нде ына іне ын ін сы сі ы і лар лер дар дер тар тер "
    "а у ом ем ым им е ю я ой ей ую юю ы и ого ому ых ами"
)
_SURE_SURNAMES: Final = "ов ова ев ева ский ская цкий цкая енко баев баева беков бекова ханов ханова галиев галиева"
_SURNAMES: Final = "ин ина ын ына ко ук юк ян дзе швили улин улина"  # everyday words end so too
_FATHERS: Final = "ұлы улы қызы кызы ович евич ич овна евна ична инична оглы қызының ұлының"
_CUES: Final = (  # a given name after them is a person's
    "зовут зовусь гр гражданин гражданина гражданину гражданином гражданка гражданке гражданки гражданку "
    "гражданкой азаматша есімім есімі атым менеджер менеджера менеджером специалист специалиста специалистом "
    "следователь следователя следователем оператор консультант консультанта куратор куратора брокер брокера "
    "адвокат капитан лейтенант майор тергеуші маман қызметкер қызметкері дознаватель менеджері маманы операторы "
    "консультанты потерпевший потерпевшая потерпевшего потерпевшей потерпевшему потерпевшую заявитель "
    "заявительница заявителя жәбірленуші жәбірленушінің жәбірленушіге беруші азаматшаның "
)
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
            for form in {form for spelling in _spellings(name) for form in (spelling, *_stems(spelling))}:
                told[form] = told.get(form, 0) | flag
    for word in _CUES.split():
        told[word] = told.get(word, 0) | CUE
    cases = ("", *_CASES.split())
    for words, flag in ((_SURE_SURNAMES, SURNAME | SURE), (_SURNAMES, SURNAME), (_FATHERS, FATHER)):
        for word in words.split():
            for case in cases:
                told[word + case] = told.get(word + case, 0) | flag
                told[word[:-1] + case] = told.get(word[:-1] + case, 0) | (flag if word.endswith("а") and case else 0)
    for case in cases[1:]:
        told[case] = told.get(case, 0) | CASE
    return told


def _spellings(name: str) -> tuple[str, ...]:
    """A name in Kazakh and as Russian writes it."""
    plain = bare(name)
    return (name, plain, plain + "ь") if plain.endswith("л") else (name, plain)


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


@cache
def given() -> dict[str, int]:
    """The given names of the list in small letters, also as a Russian keyboard writes them, with their flags."""
    data = tomllib.loads((files(__package__) / "data" / "names.toml").read_text("utf-8"))
    groups = {"kk_men": 0, "kk_women": WOMAN, "ru_men": 0, "ru_women": WOMAN, "world": 0}
    told: dict[str, int] = {}
    for group, flag in groups.items():
        for name in data[group].split():
            for form in _spellings(name):
                told.setdefault(form, NAME | flag)
    return told


@cache
def everyday() -> frozenset[str]:
    """Given names that are everyday words too, in capitals: alone they prove no person."""
    data = tomllib.loads((files(__package__) / "data" / "names.toml").read_text("utf-8"))
    return frozenset(form.upper() for word in data["everyday"].split() for form in _spellings(word))
