"""The trained part: integer arithmetic that does not depend on company, and a card that is true of the file."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from qalqan.scam import _links_grams as grams
from qalqan.scam import _links_model as model
from qalqan.scam import _links_parts as parts
from qalqan.scam._links_rules import rules

TEXTS = st.lists(st.text(alphabet="abкі/.-?=1", max_size=30), min_size=1, max_size=5)


def margins(*texts: str) -> list[int]:
    split = parts.split(pl.Series(list(texts))).drop_nulls("url")
    return [int(one) for one in model.margin(model.shipped(), split, rules(split))]


@given(TEXTS)
def test_grams_of_a_text_do_not_depend_on_its_neighbours(texts: list[str]) -> None:
    row, bucket = grams.grams(pl.Series(texts), 1)
    for number, text in enumerate(texts):
        alone = grams.grams(pl.Series([text]), 1)[1]
        assert bucket[row == number].tolist() == alone.tolist()


@given(TEXTS)
def test_two_spaces_give_other_buckets(texts: list[str]) -> None:
    first, second = (grams.grams(pl.Series(texts), space)[1].tolist() for space in (0, 1))
    assert first != second


def test_forest_walks_as_a_tree_is_read() -> None:
    feature, threshold = np.array([[0, -1, 1, -1, -1]], np.int16), np.array([[5, 0, 2, 0, 0]], np.int32)
    left, right = np.array([[1, 0, 3, 0, 0]], np.int16), np.array([[2, 0, 4, 0, 0]], np.int16)
    value, base = np.array([[0, 10, 0, 20, 30]], np.int32), np.array([7], np.int64)
    empty = np.zeros(1, np.int16)
    one = model.Model(empty, empty, empty, feature, threshold, left, right, value, base, base)
    seen = np.array([[5, 9], [6, 2], [6, 3]], np.int64)
    assert model.trees(one, seen).tolist() == [17, 27, 37]


def test_margin_is_the_same_alone_and_in_company() -> None:
    texts = ("nurly-zhol.kz/about", "secure-login-verify.tk/account/update.php", "bit.ly/Ab3dE")
    assert margins(*texts) == [margins(text)[0] for text in texts]
    assert margins(*texts)[1] > margins(*texts)[0]


def test_natural_words_score_above_random_signs() -> None:
    words, signs = grams.natural(pl.Series(["kitchen/garden", "xqzjv/wkqx"]), model.shipped().pairs)
    assert words > signs + 20


def test_card_is_true_of_the_weights() -> None:
    data = files("qalqan.scam") / "data"
    card = json.loads((data / "links_card.json").read_text("utf-8"))
    assert card["sha256"] == hashlib.sha256((data / model.FILE).read_bytes()).hexdigest()
    assert min(card["addresses"].values()) >= 1500
    corpora = files("qalqan.learn") / "corpora" / "links"
    for name, digest in card["corpora"].items():
        assert digest == hashlib.sha256((corpora / name).read_bytes()).hexdigest()
