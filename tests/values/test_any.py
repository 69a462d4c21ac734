"""Type repair: what a text is when its column is wrong."""

from __future__ import annotations

import polars as pl
import pytest

from qalqan.values import any as any_kind

IBAN = "KZ86125KZT5004100100"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("87011234567", "phone"),
        (IBAN, "iban"),
        ("4111 1111 1111 1111", "card"),
        ("1414", "short_code"),
        ("@some_name", "handle"),
        ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "wallet"),
        ("a@mail.kz", "email"),
        ("hxxps://kaspi-pay[.]kz/in", "url"),
        ("185.12.13.14", "ip"),
        ("850101300005", "iin"),
        ("990140000007", "bin"),
        ("401010123456789", "imsi"),
        ("Kaspi Gold", "text"),
    ],
)
def test_most_certain_first(text: str, kind: str) -> None:
    assert any_kind.identify(text)[0].kind == kind


def test_blank_is_nothing() -> None:
    assert any_kind.identify("  ") == ()


def test_account_column() -> None:
    texts = ["87011234567", IBAN.lower(), "*1234", "", "банкомат Halyk", "№ KZ-123/45", None]
    read = any_kind.identify_column(pl.Series(texts), "account")
    assert read["kind"].to_list() == ["phone", "iban", "card", None, "text", "contract", None]
    assert read["value"].to_list()[:3] == ["+77011234567", IBAN, "******1234"]
    assert read["reason"].is_null().to_list() == [True, True, True, True, False, True, True]


def test_phone_column_keeps_strangers_with_a_reason() -> None:
    read = any_kind.identify_column(pl.Series(["+77011234567", "1414", "KASPI.KZ", IBAN]), "phone")
    assert read["kind"].to_list() == ["phone", "short_code", "text", "iban"]
    assert read["reason"].to_list() == [None, "reason-phone-short-code", "reason-phone-letters", "reason-phone-letters"]


def test_iin_column_tells_organisations() -> None:
    read = any_kind.identify_column(pl.Series(["850101300005", "990140000007", "77011234567"]), "iin")
    assert read["kind"].to_list() == ["iin", "bin", "phone"]
    assert read["reason"].is_null().to_list() == [True, True, False]


def test_empty_column() -> None:
    assert any_kind.identify_column(pl.Series([], dtype=pl.String), "account").columns == ["kind", "value", "reason"]
