"""Letters: what is drawn alike has one skeleton, slips are named, Cyrillic is said in Latin."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.scam import _links_names as names
from qalqan.scam._links_letters import drawn, latin, one_step, slip, sound

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=12)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("kaspі", "kaspi"),
        ("kasp1", "kaspi"),
        ("hornebank", "homebank"),
        ("0lx", "olx"),
        ("қаspi", "kaspi"),
        ("kāspi", "kaspi"),
    ],
)
def test_look_alikes_have_one_skeleton(word: str, name: str) -> None:
    assert drawn(word) == drawn(name)


@given(WORDS)
def test_a_latin_word_is_its_own_drawing(word: str) -> None:
    assert latin(word) == word
    assert sound(word) == word
    assert drawn(drawn(word)) == drawn(word) or "rn" in drawn(word) or "cl" in drawn(word) or "vv" in drawn(word)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("kapsi", "swapped"),
        ("kasspi", "doubled"),
        ("kspi", "dropped"),
        ("kaapi", "key"),
        ("kaspu", "sound"),
        ("kaspy", "sound"),
        ("kaspib", "added"),
        ("kaspm", "changed"),
        ("kaspa", "sound"),
    ],
)
def test_slips_are_named(word: str, kind: str) -> None:
    assert one_step(word, "kaspi")
    assert slip(word, "kaspi") == kind


@given(WORDS, st.integers(0, 11))
def test_a_dropped_letter_is_one_step(word: str, at: int) -> None:
    shorter = word[: at % len(word)] + word[at % len(word) + 1 :]
    assert one_step(shorter, word)
    assert slip(shorter, word) in ("dropped", "doubled")


def test_kinds_of_match() -> None:
    words = ["kaspi", "mykaspibank", "olxpay", "beelline", "kasp1", "krishna", "restoran"]
    found = dict(names.match(pl.Series(words)).select("word", "how").rows())
    assert found == {
        "kaspi": names.EXACT,
        "mykaspibank": names.HOLDS,
        "olxpay": names.EXACT,
        "beelline": names.NEAR,
        "kasp1": names.DRAWN,
    }
