"""Sketches estimate the resemblance; groups hang together and are named by their smallest row."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels import minhash, words


def sketch(*texts: str) -> np.ndarray:
    bounds = np.cumsum([0, *map(len, texts)]).astype(np.int32)
    keys, at, _, _, _, units = words.split(np.frombuffer("".join(texts).encode("utf-32-le"), np.int32), bounds)
    return minhash.sketch(keys, at, units)


def test_one_word_changed_and_all_changed() -> None:
    text = "бүгін кешке бәріміз алаңда жиналамыз балаларды да ала келіңіздер ән айтамыз би билейміз"
    one, two, other = sketch(
        text, text.replace("кешке", "таңда"), "завтра утром привезём новые окна и двери для школы и сада"
    )
    assert minhash.alike(one[None], one[None])[0] == minhash.SIZE
    assert minhash.alike(one[None], two[None])[0] > minhash.SIZE // 3
    assert minhash.alike(one[None], other[None])[0] < minhash.SIZE // 10


def test_figures_do_not_part_a_template() -> None:
    one, two = sketch("сізге 150 000 теңге түсті алу үшін жазыңыз", "сізге 9 000 теңге түсті алу үшін жазыңыз")
    assert (one == two).all()


@given(st.lists(st.integers(0, 4), min_size=1, max_size=12))
def test_equal_texts_are_one_group(chosen: list[int]) -> None:
    texts = [" ".join(f"{sign}{n}сөз{sign}" for n in "абвгдежз") for sign in "киолт"]
    found = minhash.groups(sketch(*(texts[i] for i in chosen)), 32)
    assert found.tolist() == [chosen.index(i) for i in chosen]


def test_short_texts_are_alone() -> None:
    assert minhash.groups(sketch("иә", "иә", "жоқ"), 32).tolist() == [0, 1, 2]
