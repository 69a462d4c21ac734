"""Entities in free text: found with their exact places, not found where they are not."""

from __future__ import annotations

import random

import polars as pl
import pytest

from qalqan.mentions.entities import find

IBAN = "KZ86125KZT5004100100"
TRON = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
PLOT = (
    "05.03.2025 года в 14:22 неизвестный позвонил с номера +7 701 123 45 67, представился сотрудником банка и убедил "
    f"перевести 1 250 000 тенге на счёт {IBAN}, затем на карту 4111 1111 1111 1111. ИИН получателя 850101300005."
)


def told(text: str) -> list[tuple[str, str]]:
    return [(kind, value) for _, kind, value, *_ in find(pl.Series([text])).iter_rows()]


def test_a_plot() -> None:
    assert told(PLOT) == [
        ("moment", "2025-03-05T09:22Z"),
        ("phone", "+77011234567"),
        ("money", "125000000"),
        ("iban", IBAN),
        ("card", "411111******1111"),
        ("iin", "850101300005"),
    ]


def test_places_are_those_of_the_original_and_cards_are_masked() -> None:
    texts = pl.Series(["ничего", None, "\u200bтел:\u00a0８７０１１２３４５６７ и " + PLOT])
    found = find(texts)
    assert found["index"].unique().to_list() == [2]
    for kind, written, start, end in found.select("kind", "as_written", "start", "end").iter_rows():
        original = texts[2][start:end]
        assert written == ("4111 11** **** 1111" if kind == "card" else original)
    assert found.filter(pl.col("kind") == "phone")["as_written"].to_list() == [
        "８７０１１２３４５６７",
        "+7 701 123 45 67",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "8(701)123-45-67",
        "8 701 123 45 67",
        "87011234567",
        "+77011234567",
        "8.701.123.45.67",
        "8 7 0 1 1 2 3 4 5 6 7",
        "8 7О1 123 45 67",
        "8\u200b701\u200b1234567",
        "8️⃣7️⃣0️⃣1️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣",
        "wa.me/77011234567",
        "тел 701 123 45 67",
        "https://wa.me/77011234567?text=a",
        "сегіз жеті жүз бір жүз жиырма үш қырық бес алпыс жеті",
        "восемь семьсот один сто двадцать три сорок пять шестьдесят семь",
    ],
)
def test_phones(text: str) -> None:
    assert told(f"Жазды: {text}, кейін өшірді") == [("phone", "+77011234567")]


def test_neighbours_do_not_hide_each_other() -> None:
    text = "87011234567 87021234567,87051234567\n87071234567; 2018 8 701 123 45 68; +380 50 123 45 67 15 чел"
    assert [value for kind, value in told(text) if kind == "phone"] == [
        "+77011234567",
        "+77021234567",
        "+77051234567",
        "+77071234567",
        "+77011234568",
        "+380501234567",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"USDT на {TRON}", [("wallet", TRON)]),
        ("пишите @some_name или t.me/Other_Name", [("handle", "@some_name"), ("handle", "@other_name")]),
        ("сайт kaspi-bonus.online/in.", [("domain", "kaspi-bonus.online"), ("url", "kaspi-bonus.online/in")]),
        ("https://olx-dostavka.xyz", [("domain", "olx-dostavka.xyz")]),
        ("почта a.b@mail.kz", [("email", "a.b@mail.kz")]),
        ("с адреса 185.12.13.14 вошли", [("ip", "185.12.13.14")]),
        ("карта **** 1234", [("card", "******1234")]),
        ("КZ86 125K ZT50 0410 0100", [("iban", IBAN)]),
        ("IMEI 352099001761481", [("imei", "352099001761481")]),
        ("БСН 990140000007", [("bin", "990140000007")]),
        ("KZ86.125K.ZT50.0410.0100", [("iban", IBAN)]),
        ("KZ сегіз алты бір екі бес KZT бес нөл нөл төрт бір нөл нөл бір нөл нөл", [("iban", IBAN)]),
        ("карта 4111.1111.1111.1111", [("card", "411111******1111")]),
        (" ".join(TRON), [("wallet", TRON)]),
        ("@ b o n u s _ k z", [("handle", "@bonus_kz")]),
        ("t.me/bonus_kz!", [("handle", "@bonus_kz")]),
        ("ivan собака mail точка ru", [("email", "ivan@mail.ru")]),
        ("185[.]12[.]13[.]14 адресінен", [("ip", "185.12.13.14")]),
        ("wa.mе/7701О123456", [("phone", "+77010123456")]),
    ],
)
def test_other_kinds(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    ("text", "tiyn"),
    [
        ("в 14:22 350 000 тенге", 35000000),
        ("100 000 (сто тысяч) тенге", 10000000),
        ("1,5 млн тенге", 150000000),
        ("₸ 5 000", 500000),
        ("350 мың теңге", 35000000),
        ("12 500,50 тг", 1250050),
        ("1 млн 200 тысяч тенге", 120000000),
        ("бір миллион жеті жүз мың теңге", 170000000),
        ("сто пятьдесят тысяч тенге", 15000000),
        ("350к тенге", 35000000),
        ("35О ООО тенге", 35000000),
    ],
)
def test_sums(text: str, tiyn: int) -> None:
    assert told(text) == [("money", str(tiyn))]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("В 14 часов 30 минут 05.03.2025 года", "2025-03-05T09:30Z"),
        ("05.03.2025 в 14 часов 30 минут", "2025-03-05T09:30Z"),
        ("5 марта 2025 года около 18:45", "2025-03-05T13:45Z"),
        ("2025 жылғы 5 наурызда сағат 14:30 шамасында", "2025-03-05T09:30Z"),
        ("2025 жылдың наурыз айының 5-інде", "2025-03-05"),
        ("2025-03-05 14:22:01", "2025-03-05T09:22:01Z"),
        ("05.02.2024 10:00", "2024-02-05T04:00Z"),
    ],
)
def test_moments(text: str, iso: str) -> None:
    assert told(text) == [("moment", iso)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "обычный текст",
        "ИИН 850101300006",
        "850101300005",
        "стоимость 78 000 112 345",
        "г.Алматы, ул.Абая 15",
        "родился 01.01.1985",
        "дело 257512031000123",
        "5.000 и 7.1.2",
        "352099001761481",
        "email a@b",
        "4111 1111 1111 1112",
        "+7 790 123 45 67",
    ],
)
def test_nothing_where_nothing_is(text: str) -> None:
    assert told(text) == []


def test_random_numbers_seldom_pass() -> None:
    random.seed(7)
    twelve = pl.Series([f"ИИН {random.randrange(10**12):012d}" for _ in range(2000)])
    cards = pl.Series([f"карта {random.randrange(10**16):016d}" for _ in range(2000)])
    assert find(twelve).height <= 2000 * 3 // 100
    assert find(cards).filter(pl.col("kind") == "card").height <= 2000 // 10
    assert (
        find(pl.Series([f"{random.randrange(10**16):016d}" for _ in range(2000)]))
        .filter(pl.col("kind") == "card")
        .height
        == 0
    )


def test_rows_do_not_touch_each_other() -> None:
    texts = pl.Series([PLOT, "8 701 123 45", "67", None, PLOT])
    alone = [find(texts[row : row + 1]).drop("index").rows() for row in range(5)]
    together = find(texts)
    assert [together.filter(pl.col("index") == row).drop("index").rows() for row in range(5)] == alone


def test_long_texts_are_quoted_by_their_places() -> None:
    text = "№1 " + "87011234567, " * 3000
    found = find(pl.Series([text, PLOT]))
    assert found.filter(pl.col("index") == 0).height == 3000
    assert all(text[a:b] == w for a, b, w in found[:3000].select("start", "end", "as_written").iter_rows())


def test_a_telling_word_serves_the_number_after_the_next() -> None:
    found = told("карты 4111 1111 1111 1111 и 5555555555554444")
    assert found == [("card", "411111******1111"), ("card", "555555******4444")]


@pytest.mark.parametrize(
    "text",
    [
        "8 " * 20000,
        "1.1." * 20000,
        "@a" * 20000,
        "a." * 20000 + "kz",
        "(" * 20000 + "1",
        "KZ" * 20000 + "1",
        "1 000 " * 20000,
        "a" * 20000 + " @ b.",
    ],
)
def test_hostile_texts_end(text: str) -> None:
    assert find(pl.Series([text])).height <= 1
