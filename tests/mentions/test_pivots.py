"""Pivots behind links and beside messages; copies of one picture."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mentions.observed import frame, observed, tables

from qalqan.mentions import _pictures, mentions
from qalqan.settings import Settings
from qalqan.values import picture

CASE = [{"number": "1", "plot": "х"}]


def found(rows: list[dict[str, object]], *kinds: str) -> list[tuple[object, ...]]:
    told = [{"evidence": "m", **row} for row in rows]
    made = mentions.run(
        tables(
            observed_case=observed("case", CASE),
            observed_message=observed("message", told),
            evidence=frame("evidence", [{"evidence": "m", "case": "1"}]),
        ),
        Settings(),
    )["mentions"]
    return made.filter(pl.col("kind").is_in(kinds)).select("kind", "value", "column", "case_id", "role").rows()


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("пиши https://t.me/arman_shop", "handle", "@arman_shop"),
        ("https://t.me/s/arman_shop/15 пост", "handle", "@arman_shop"),
        ("https://www.instagram.com/arman.shop/p/Cx12abcdef/", "handle", "@arman.shop"),
        ("https://wa.me/77081112233?text=hi", "phone", "+77081112233"),
        ("https://api.whatsapp.com/send?phone=77081112233", "phone", "+77081112233"),
        ("https://t.me/+77081112233", "phone", "+77081112233"),
        ("сатамын https://www.olx.kz/d/obyavlenie/x-IDabc12.html", "listing", "olx.kz#IDabc12"),
        ("https://t.me/arman_shop/15", "listing", "t.me#arman_shop/15"),
    ],
)
def test_what_a_link_stands_for(text: str, kind: str, value: str) -> None:
    assert found([{"text": text}], kind) == [(kind, value, "text", "1", "other")]


def test_an_invitation_is_no_handle() -> None:
    assert found([{"text": "https://t.me/+AbCdEfGhIj12345"}], "handle", "phone") == []
    assert found([{"text": "https://t.me/+AbCdEfGhIj12345"}], "url") == [
        ("url", "t.me/+AbCdEfGhIj12345", "text", "1", "other")
    ]


def test_what_stands_beside_a_letter() -> None:
    beside = {"reply_to": "Help <Help@evil.example.top>", "return_path": "<>", "origin_ip": "185.12.13.14"}
    told = found([{"text": "x", "from": "a@evil.example.top", "headers": json.dumps(beside)}], "email", "ip")
    assert sorted(told, key=str) == [
        ("email", "a@evil.example.top", "from", "1", None),
        ("email", "help@evil.example.top", "headers", "1", "other"),
        ("ip", "185.12.13.14", "headers", "1", "other"),
    ]


def flipped(canonical: str, places: list[int]) -> str:
    bits = int(canonical[5:], 16)
    for place in places:
        bits ^= 1 << place
    return f"dct1-{bits:064x}"


HASH = "dct1-" + "0123456789abcdef" * 4


def test_copies_of_a_picture_have_one_name() -> None:
    copy = flipped(HASH, [1, 50, 99])
    rows = [{"channel": "screenshot", "headers": json.dumps({"picture": one})} for one in (HASH, copy)]
    names = {value for _kind, value, *_rest in found(rows, "picture")}
    assert names == {min(HASH, copy)}


@given(st.sets(st.integers(0, 255), max_size=picture.NEAR))
def test_every_copy_is_found(places: set[int]) -> None:
    other = flipped(HASH, sorted(places))
    assert _pictures.one_name(pl.Series([HASH, other])).n_unique() == 1


@given(st.sets(st.integers(0, 255), min_size=picture.NEAR + 1))
def test_what_is_no_copy_is_not_taken_for_one(places: set[int]) -> None:
    other = flipped(HASH, sorted(places))
    assert _pictures.one_name(pl.Series([HASH, None, other])).n_unique() == 3


def test_order_does_not_matter() -> None:
    chance = np.random.default_rng(3)
    hashes = ["dct1-" + chance.bytes(32).hex() for _ in range(50)]
    hashes += [flipped(one, [n, n + 9]) for n, one in enumerate(hashes)]
    forward = dict(zip(hashes, _pictures.one_name(pl.Series(hashes)), strict=True))
    back = dict(zip(hashes[::-1], _pictures.one_name(pl.Series(hashes[::-1])), strict=True))
    assert forward == back
    assert len(set(forward.values())) == 50


def test_one_form_filled_in_differently_is_two_pictures() -> None:
    told = pl.DataFrame(
        {
            "value": [HASH, flipped(HASH, [3]), HASH, HASH],
            "text": ["чек № 12 345 678 90", "Чек №1234567890 ₸", "чек 9999999999", None],
        }
    )
    first, second, third, fourth = _pictures.named(told)
    assert first == second
    assert len({first, third, fourth}) == 3
    assert fourth == min(HASH, flipped(HASH, [3]))
