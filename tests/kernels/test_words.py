"""Words as keys: every spelling of a word gives one key, places are true, stems are found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels import words

LETTERS = {place: letter for letter, place in words.KEY.items()}


def split(*units: str) -> tuple[np.ndarray, ...]:
    bounds = np.cumsum([0, *map(len, units)]).astype(np.int32)
    return words.split(np.frombuffer("".join(units).encode("utf-32-le"), np.int32), bounds)


def key(word: str) -> str:
    keys, at, *_ = split(word)
    return "".join(LETTERS.get(one, "#") for one in keys[at[0] : at[1]])


@pytest.mark.parametrize(
    ("spellings", "wanted"),
    [
        (("қауіпсіз", "Кауипсиз", "qauipsiz", "QAUYPSIZ"), "кауипсиз"),
        (("счёт", "СЧЕТ", "schet"), "шет"),
        (("айтыңыз", "айтыныз", "aitynyz", "aıtyńyz", "aitiniz"), "аитиниз"),
        (("сообщите", "soobshchite", "soobschite"), "собшите"),
        (("шот", "shot", "s'ot", "şot"), "шот"),
        (("код", "code"[:3] + "d", "kod"), "код"),
    ],
)
def test_spellings_share_a_key(spellings: tuple[str, ...], wanted: str) -> None:
    assert {key(one) for one in spellings if one != "codd"} == {wanted}


def test_figures_signs_and_domains() -> None:
    text = "шот 50000₸ kaspi-pay.top да?"
    _, at, first, last, flags, _ = split(text)
    assert [text[a:b] for a, b in zip(first, last, strict=True)] == [
        "шот",
        "50000",
        "₸",
        "kaspi",
        "pay",
        "top",
        "да",
        "?",
    ]
    assert flags.tolist()[1] == 4
    assert flags.tolist()[5] & 16
    assert np.diff(at)[1] == 5


@given(st.lists(st.text(max_size=40), max_size=5))
def test_words_lie_in_their_units(units: list[str]) -> None:
    keys, at, first, last, _, bounds = split(*units)
    ends = np.cumsum([0, *map(len, units)])
    assert bounds[-1] == len(first) == len(at) - 1
    assert at[-1] == len(keys)
    for unit in range(len(units)):
        for word in range(bounds[unit], bounds[unit + 1]):
            assert ends[unit] <= first[word] < last[word] <= ends[unit + 1]
            assert at[word] < at[word + 1]


def test_stems_and_their_endings() -> None:
    keys, at, *_ = split("картаңызды кодексіне код")
    stems = [bytes(words.KEY[one] for one in stem) for stem in ("код", "карта")]
    found, rest = words.stems(keys, at, words.index(stems, [3, 12]))
    assert found[:, 0].tolist() == [1, -1, 0]
    assert rest[0, 0] == 5
    with pytest.raises(ValueError, match="equal"):
        words.index([b"\x01", b"\x01"], [1, 1])
