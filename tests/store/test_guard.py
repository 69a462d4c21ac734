"""No clear personal data gets into the log."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.errors import UsageError
from qalqan.store import guard

IIN_WEIGHTS = [(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)]


def iin(first: str) -> str:
    for weights in IIN_WEIGHTS:
        check = sum(int(one) * weight for one, weight in zip(first, weights, strict=True)) % 11
        if check < 10:
            return first + str(check)
    return ""


def luhn(first: str) -> str:
    total = 0
    for place, one in enumerate(reversed(first)):
        value = int(one) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return first + str(-total % 10)


@given(st.integers(0, 10**9 - 1), st.sampled_from(["+7{}", "8{}", "7{}", "8 ({}", "+7 {}", "{}"]))
def test_phones_are_seen_in_every_writing(number: int, shape: str) -> None:
    digits = f"7{number:09d}"
    assert guard.personal("call " + shape.format(digits) + ".")
    spaced = f"{digits[:3]}) {digits[3:6]}-{digits[6:8]}-{digits[8:]}"
    assert guard.personal(f"8 ({spaced}") == "phone"


@given(st.text("0123456789", min_size=11, max_size=11))
def test_every_iin_is_seen(first: str) -> None:
    if whole := iin(first):
        assert guard.personal(f"ЖСН {whole}")


@given(st.text("0123456789", min_size=15, max_size=15), st.sampled_from("23456"))
def test_every_card_is_seen(rest: str, first: str) -> None:
    whole = luhn(first + rest[1:])
    assert guard.personal(whole) == "card"
    assert guard.personal(" ".join(whole[at : at + 4] for at in range(0, 16, 4))) == "card"


def test_accounts_are_seen() -> None:
    assert guard.personal("to kz86125KZT5004100100") == "iban"


@given(st.binary())
def test_hashes_are_no_personal_data(content: bytes) -> None:
    assert guard.personal(sha256(content).hexdigest()) == ""


@pytest.mark.parametrize("text", [
    "2026-11-22T02:13:06.365079+00:00", "ЕРДР 257100031000123", "4000", "hold", "", "12 345 678",
])  # fmt: skip
def test_what_a_log_needs_passes(text: str) -> None:
    guard.check({"told": text, "list": [text, {"deep": text}]})


@pytest.mark.parametrize("payload", [
    {"a": {"b": ["x", "+7 701 123 45 67"]}}, {"87011234567": 1}, {"a": ("KZ86125KZT5004100100",)},
])  # fmt: skip
def test_the_place_is_named(payload: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="error-ledger-personal") as caught:
        guard.check(payload)
    assert caught.value.where.startswith(".")
