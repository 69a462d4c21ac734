"""Names in their first form, and the words a tagger sees (invented names)."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from qalqan.language import name_tags
from qalqan.language.name_forms import nominative


@pytest.mark.parametrize(
    ("inflected", "first"),
    [
        ("Сынақов Ерланға", "сынақов ерлан"),
        ("Ерлан Сынақовтың", "ерлан сынақов"),
        ("Мысаловым Данияром Кайратовичем", "мысалов данияр кайратович"),
        ("Мысалову Данияру", "мысалов данияр"),
        ("Мысаловой Елене Викторовне", "мысалова елена викторовна"),
        ("Елены Викторовны", "елена викторовна"),
        ("Ерлана Мысалова", "ерлан мысалов"),
        ("Айгуль Мысалова", "айгуль мысалова"),
        ("Әсел Мысалқызымен", "әсел мысалқызы"),
        ("Мысалову И.И.", "мысалов и. и."),
        ("Серік Мысалұлына", "серік мысалұлы"),
    ],
)
def test_nominative(inflected: str, first: str) -> None:
    assert nominative(inflected) == first


def test_words_know_their_places() -> None:
    texts = pl.Series(["Серік-ау, 12-де", "", "ок"])
    read = name_tags.words(texts)
    told = [
        (int(row), texts[int(row)][start : start + end - begin])
        for row, start, begin, end in zip(
            read.row, read.places(np.arange(read.begin.size)), read.begin, read.end, strict=True
        )
    ]
    assert told == [(0, "Серік-ау"), (0, ","), (0, "12-де"), (2, "ок")]
    assert read.first.tolist() == [0, 3, 3, 4]


def test_spans_of_labels() -> None:
    labels = np.array([1, 2, 0, 2, 1, 1, 2], np.uint8)
    row = np.array([0, 0, 0, 0, 0, 0, 1], np.int32)
    starts, ends = name_tags.spans(labels, row)
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == [(0, 2), (3, 4), (4, 5), (5, 6), (6, 7)]


def test_the_tagger_knows_a_kazakh_sentence() -> None:
    read = name_tags.words(pl.Series(["Кеше Сынақов Ерлан Мысалұлы ауылға келді ."]))
    starts, ends = name_tags.spans(name_tags.labels(read), read.row)
    assert (starts.tolist(), ends.tolist()) == ([1], [4])
