"""Every registered kind keeps the contract of the room."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from qalqan import values
from qalqan.registry import Card, parts
from qalqan.texts.say import has, languages
from qalqan.values.base import Reject, Value

KINDS = parts("values")
GOOD = {
    "bank": "АО «Kaspi Bank»",
    "bin": "990140000007",
    "card": "4111 1111 1111 1111",
    "contract": "№ KZ-123/45",
    "currency": "тенге",
    "domain": "www.Kaspi-Pay.KZ",
    "duration": "1:05",
    "email": "A.B@mail.kz",
    "handle": "t.me/some_name",
    "iban": "kz86 125k zt50 0410 0100",
    "iccid": "8999701000000000007",
    "iin": "850101300005",
    "imei": "35209900176148",
    "imsi": "401010123456789",
    "ip": "185.12.13.14",
    "listing": "https://m.olx.kz/d/obyavlenie/prodam-stol-IDabc12.html",
    "moment": "05.03.2025 14:22",
    "money": "1 250 000,00",
    "occupation": "мұғалім",
    "organisation": "Kaspi  Bank",
    "person": "гр. Сынақов Б.Б.",
    "phone": "8 (701) 123-45-67",
    "picture": "dct1-" + "0af1" * 16,
    "place": "БҚО",
    "short_code": "1414",
    "text": "банкомат  №5",
    "url": "hxxps://kaspi-pay[.]kz/login/",
    "wallet": "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
}
BAD = {
    "bank": "неведомо что",
    "bin": "850101300005",
    "card": "4111 1111 1111 1112",
    "contract": "без номера",
    "currency": "ракушки",
    "domain": "нет сайта",
    "duration": "долго",
    "email": "a@b",
    "handle": "имя",
    "iban": "KZ86125KZT5004100101",
    "iccid": "8999701000000000001",
    "iin": "850101300006",
    "imei": "123",
    "imsi": "12",
    "ip": "300.1.1.1",
    "listing": "https://olx.kz/d/obyavlenie/",
    "moment": "31.02.2025",
    "money": "много",
    "occupation": "космонавт",
    "organisation": "12345",
    "person": "12345",
    "phone": "KASPI.KZ",
    "picture": "0af1" * 16,
    "place": "Лондон",
    "short_code": "77011234567",
    "url": "просто слова",
    "wallet": "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u",
}
BLANK = [None, "", "  ", "-", "нет", "жоқ", "N/A"]


def column(kind: ModuleType, texts: list[str | None]) -> pl.DataFrame:
    frame: pl.DataFrame = kind.parse_column(pl.Series(texts, dtype=pl.String))
    return frame


def test_every_kind_has_examples() -> None:
    assert set(GOOD) == set(KINDS)
    assert set(BAD) == set(KINDS) - {"text"}


@pytest.mark.parametrize("name", KINDS)
def test_declares_itself(name: str) -> None:
    kind = KINDS[name]
    assert isinstance(kind.CARD, Card)
    assert kind.CARD.name == name
    assert kind.CARD.source
    assert isinstance(kind.PIVOT, bool)
    assert kind.__doc__
    assert all(has(kind.CARD.title, language) for language in languages())


@pytest.mark.parametrize("name", KINDS)
def test_takes_its_example_and_shows_it(name: str) -> None:
    kind = KINDS[name]
    value = kind.parse(GOOD[name])
    assert isinstance(value, Value)
    assert value.kind == name
    assert kind.show(value.canonical)
    assert kind.mask(value.canonical)
    assert 0 <= kind.specificity(value.canonical) <= 1000
    assert column(kind, [GOOD[name]])["reason"].to_list() == [None]


@pytest.mark.parametrize("name", sorted(BAD))
def test_refuses_with_a_reason_said_in_every_language(name: str) -> None:
    kind = KINDS[name]
    refused = kind.parse(BAD[name])
    assert isinstance(refused, Reject)
    frame = column(kind, [BAD[name]])
    assert frame["value"].to_list() == [None]
    assert frame["reason"].to_list() == [refused.reason]
    assert all(has(refused.reason, language) for language in languages())


@pytest.mark.parametrize("name", KINDS)
def test_canonical_is_read_as_itself(name: str) -> None:
    if name in ("money", "duration"):  # canonical in hundredths or seconds: a number, not a writing
        return
    kind = KINDS[name]
    canonical = kind.parse(GOOD[name]).canonical
    assert kind.parse(canonical).canonical == canonical


@pytest.mark.parametrize("name", KINDS)
def test_blank_cells_have_neither_value_nor_reason(name: str) -> None:
    frame = column(KINDS[name], [*BLANK, GOOD[name]])
    assert frame["value"].is_null().to_list() == [True] * len(BLANK) + [False]
    assert frame["reason"].is_null().all()


@pytest.mark.parametrize("name", KINDS)
def test_column_agrees_with_single_and_keeps_order(name: str) -> None:
    texts = [GOOD[name], BAD.get(name, ""), None, GOOD[name]]
    frame = column(KINDS[name], texts)
    alone = [column(KINDS[name], [text]) for text in texts]
    for place, one in enumerate(alone):
        assert frame["reason"][place] == one["reason"][0]
        assert (frame["value"][place] is None) == (one["value"][0] is None)
    assert frame["value"][0] == frame["value"][3]


@pytest.mark.parametrize("name", KINDS)
def test_empty_column(name: str) -> None:
    assert column(KINDS[name], []).height == 0


def test_every_reason_in_the_code_is_said_in_every_language() -> None:
    folder = Path(values.__file__).parent
    texts = [file.read_text("utf-8") for file in folder.glob("*.py")]
    told = {key for text in texts for key in re.findall(r'"(reason-[a-z0-9-]+)"', text)}
    missing = [(key, language) for key in sorted(told) for language in languages() if not has(key, language)]
    assert told
    assert missing == []
