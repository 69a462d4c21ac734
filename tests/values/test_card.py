"""Cards: never whole outside the keyed hash."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.values import any as any_kind
from qalqan.values import card, contract, text
from qalqan.values._write import luhn_digit, veil
from qalqan.values.base import Reject, Value

WHOLE = st.builds(
    lambda head, tail: head + tail,
    st.sampled_from(["440043", "516949", "220000"]),
    st.text("0123456789", min_size=9, max_size=9),
).map(lambda body: body + luhn_digit(body))


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("4111 1111 1111 1111", "411111******1111"),
        ("4111-1111-1111-1111", "411111******1111"),
        ("4111111111111111.0", "411111******1111"),
        ("440043******1234", "440043******1234"),
        ("4400 43** **** 1234", "440043******1234"),
        ("440043XXXXXX1234", "440043******1234"),
        ("**** 1234", "******1234"),
        ("*1234", "******1234"),
        ("•• 1234", "******1234"),
        ("44004312****1234", "440043******1234"),
        ("карта 4400 **** **** 1234", "4400********1234"),
    ],
)
def test_writings(written: str, canonical: str) -> None:
    assert getattr(card.parse(written), "canonical", None) == canonical
    assert card.parse_column(pl.Series([written]))["value"].to_list() == [canonical]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("4111 1111 1111 1112", "reason-card-luhn"),
        ("4.1111E+15", "reason-digits-lost"),
        ("0000000000000000", "reason-card-scheme"),
        ("12345", "reason-card-length"),
        ("карта", "reason-card-shape"),
    ],
)
def test_refused(written: str, reason: str) -> None:
    assert card.parse(written) == Reject(reason)


@given(WHOLE)
def test_a_whole_number_shows_nowhere(number: str) -> None:
    assert card.parse(number) == Value("card", f"{number[:6]}******{number[-4:]}", "whole")
    assert [value.kind for value in any_kind.identify(number)] == ["card"]
    assert isinstance(contract.parse(number), Reject)
    told = text.parse(f"карта {number[:4]} {number[4:8]} {number[8:12]} {number[12:]} Сынақ")
    assert isinstance(told, Value)
    assert number[6:12] not in told.canonical.replace(" ", "")
    assert len(veil(f"x {number} y")) == len(f"x {number} y")


@given(WHOLE)
def test_keyed_meets_itself_in_any_writing(number: str) -> None:
    spaced = " ".join(number[i : i + 4] for i in range(0, 16, 4))
    assert card.keyed(number, b"k") == card.keyed(spaced, b"k") != card.keyed(number, b"other")
    assert len(card.keyed(number, b"k")) == 64


def test_keyed_column_only_for_whole_numbers() -> None:
    told = card.keyed_column(pl.Series(["4111111111111111", "**** 1234", None, "4111111111111112"]), b"k")
    assert told.is_null().to_list() == [False, True, True, True]
