"""Holders and aliases: the same row twice is one; an ambiguous alias is listed and resolves nothing."""

from __future__ import annotations

import polars as pl
from tests.mentions.observed import ANNA, BEK, frame, observed, tables

from qalqan.mentions import accounts
from qalqan.settings import Settings

CARD = "440043******1234"


def test_the_same_reply_twice_is_one_holder_with_both_places() -> None:
    row = {"account": ANNA, "card": CARD, "holder": "А. Б.", "phone": "+77010000001"}
    made = accounts.run(
        tables(observed_holder=observed("holder", [{**row, "evidence": "b"}, {**row, "evidence": "a"}])), Settings()
    )
    assert made["holders"]["locators"].to_list() == ["a::2;b::1"]
    assert made["holders"]["bank"].to_list() == ["722"]
    assert sorted(made["aliases"].select("alias", "kind", "account").rows()) == [
        ("+77010000001", "phone", ANNA),
        (CARD, "card", ANNA),
    ]


def test_a_card_of_two_accounts_is_listed_twice_and_resolves_to_none() -> None:
    made = accounts.run(
        tables(observed_holder=observed("holder", [{"account": ANNA, "card": CARD}, {"account": BEK, "card": CARD}])),
        Settings(),
    )["aliases"]
    assert made["account"].to_list() == [ANNA, BEK]
    told = pl.DataFrame({"id": [CARD], "kind": ["card"], "bank": [None]}, schema_overrides={"bank": pl.String})
    assert accounts.resolved(told, made).to_list() == [None]


def test_masks_of_one_card_meet() -> None:
    known = frame("aliases", [{"alias": CARD, "kind": "card", "account": ANNA}])
    told = pl.DataFrame(
        {"id": ["4400 43XX XXXX 1234", "440043*1234", "******1234"], "kind": ["card"] * 3, "bank": ["722"] * 3}
    )
    assert accounts.resolved(told, known).to_list() == [ANNA, ANNA, None]
