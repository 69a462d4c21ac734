"""Banks from codes, names old and new, BICs, accounts."""

from __future__ import annotations

import pytest

from qalqan.values import bank
from qalqan.values.base import Reject, Value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("АО «Kaspi Bank»", "722"),
        ("Каспи", "722"),
        ("CASPKZKA", "722"),
        ("722", "722"),
        ("KZ86125KZT5004100100", "125"),
        ("«Қазақстан Халық банкі» АҚ", "601"),
        ("Народный Банк Казахстана", "601"),
        ("ForteBank", "965"),
        ("Евразийский банк", "948"),
        ("Цеснабанк", "998"),
        ("ДБ АО Сбербанк", "914"),
        ("Нурбанк", "849"),
        ("Ұлттық банк", "125"),
        ("Жусан банк", "998"),
    ],
)
def test_names(text: str, code: str) -> None:
    assert bank.parse(text) == Value("bank", code)


def test_unknown() -> None:
    assert bank.parse("Первый сельский") == Reject("reason-bank-unknown")
