"""Check digits against examples known from elsewhere."""

from __future__ import annotations

import pytest

from qalqan.simulate.checks import iban, iin_check, luhn, tron


@pytest.mark.parametrize("number", ["971240001315", "940140000385", "980740000057"])
def test_iin_check_of_known_organisations(number: str) -> None:
    assert iin_check(number[:11]) == int(number[11])


def test_iin_check_by_hand() -> None:
    # 1·1 + 1·11 = 12, 12 mod 11 = 1
    assert iin_check("10000000001") == 1
    # 1·10 = 10 → second weights: tenth is 1 → 1
    assert iin_check("00000000010") == 1


@pytest.mark.parametrize("number", ["4111111111111111", "79927398713", "490154203237518"])
def test_luhn_of_known_numbers(number: str) -> None:
    assert luhn(number[:-1]) == number


def test_iban_of_the_standard_example() -> None:
    assert iban("125", "KZT5004100100") == "KZ86125KZT5004100100"


def test_tron_address_has_its_shape() -> None:
    text = tron(b"any")
    assert text.startswith("T")
    assert len(text) == 34
    assert not set(text) & set("0OIl")
