"""Cards of rules and models are read in the officer's language."""

from __future__ import annotations

import html

import pytest

from qalqan.console.house import House
from qalqan.console.pages.models import key_of
from qalqan.registry import parts
from qalqan.texts.say import has, say

from .conftest import Sign


@pytest.mark.parametrize("room", ["detect", "link"])
def test_what_detectors_and_links_say_of_themselves_is_translated(room: str) -> None:
    """Units, why a threshold stands there, known errors; changed English words need new ones (texts/*/cards.ftl)."""
    told = [words for one in parts(room).values() for words in one.CARD.errors]
    told += [words for one in parts(room).values() for t in one.CARD.thresholds.values() for words in (t.unit, t.why)]
    assert len(told) > 100
    assert {words for words in told for language in ("kk", "ru", "en") if not has(key_of(words), language)} == set()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_card_is_read_in_ones_language(house: House, sign: Sign, language: str) -> None:
    """Not a reason of it stays English; its source, a paper or a law, does."""
    card = parts("link")["holds"].CARD
    page = html.unescape(sign(house, "analyst").get(f"/{language}/models/link/holds").text)
    for words in (*card.errors, *(one.why for one in card.thresholds.values())):
        assert say(key_of(words), language) in page
        assert words not in page
    assert card.source in page
