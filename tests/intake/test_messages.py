"""Tables of messages: advertisements in three languages, lists of a phone, channels and sides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.intake import make

from qalqan.intake.read import Request, read

LINK = "https://www.olx.kz/d/obyavlenie/prodam-telefon-IDo{}B.html"
HEADS = {
    "ru": ["№", "ID объявления", "Заголовок", "Описание", "Цена", "Продавец", "Телефон", "Ссылка", "Город",
           "Дата публикации"],
    "kk": ["№", "Хабарландыру нөмірі", "Тақырып", "Мәтін", "Бағасы", "Сатушы", "Телефон", "Сілтеме", "Қала", "Күні"],
    "en": ["No", "Listing ID", "Title", "Description", "Price", "Seller", "Phone", "URL", "City", "Date"],
}  # fmt: skip


def advertisement(number: int) -> list[object]:
    words = "Продаю телефон в хорошем состоянии, отправлю после полной предоплаты на карту"
    return [number, f"4071{number:05}", f"Продам телефон {number}", words, f"{100 + number} 000 ₸", "Айдос",
            f"8 701 111 {number:02} 22", LINK.format(f"{number:03}"), "Уральск", "12.03.2025 10:00"]  # fmt: skip


@pytest.mark.parametrize("language", HEADS)
def test_advertisements(language: str, tmp_path: Path) -> None:
    rows = [advertisement(number) for number in range(10, 30)]
    outcome = make.reading(make.csv_file(tmp_path / "ads.csv", [HEADS[language], *rows]))
    got = make.table(outcome, "message").sort("row")
    assert got.height == len(rows)
    assert got["channel"].unique().to_list() == ["ad"]
    first = got.row(0, named=True)
    assert first["from"] == "+77011111022"
    assert first["text"] == f"{rows[0][2]}\n\n{rows[0][3]}\n{rows[0][7]}"
    assert first["at"].isoformat() == "2025-03-12T05:00:00+00:00"
    assert json.loads(first["headers"]) == {
        "listing": "407100010", "title": "Продам телефон 10", "price": "110 000 ₸", "seller": "Айдос",
        "place": "Уральск", "url": rows[0][7],
    }  # fmt: skip
    assert make.balanced(outcome)


def test_advertisements_as_json(tmp_path: Path) -> None:
    path = tmp_path / "krisha.json"
    told = [
        {"id": 5000 + n, "title": f"Сдам квартиру {n}", "text": "Чистая квартира рядом с центром, задаток на карту",
         "price": {"value": 100_000 + n, "currency": "KZT"}, "seller": "Алия",
         "url": f"https://krisha.kz/a/show/6900{n:04}"} for n in range(10)
    ]  # fmt: skip
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    got = make.table(make.reading(path), "message").sort("row")
    assert got["from"].to_list() == ["Алия"] * 10
    assert json.loads(got["headers"][3])["url"] == "https://krisha.kz/a/show/69000003"
    assert json.loads(got["headers"][3])["price"] == "100003"


def test_a_title_that_begins_the_text_stands_once(tmp_path: Path) -> None:
    head = ["Заголовок объявления", "Описание", "Цена", "Ссылка"]
    rows = [["Сдам", "Сдам квартиру у моря всем желающим сегодня", 5000 + n, f"https://krisha.kz/a/show/6900{n:04}"]
            for n in range(10)]  # fmt: skip
    got = make.table(make.reading(make.csv_file(tmp_path / "a.csv", [head, *rows])), "message")
    assert got["text"].str.starts_with("Сдам квартиру").all()


def test_what_a_phone_sent_went_to_the_other_side(tmp_path: Path) -> None:
    head = ["Дата и время", "Номер телефона", "Тип сообщения", "Текст сообщения"]
    rows = [[f"0{1 + n}.03.2025 10:00:00", make.phone(n), "Исходящее" if n % 2 else "Входящее", f"слова {n} и ещё"]
            for n in range(8)]  # fmt: skip
    got = make.table(make.reading(make.csv_file(tmp_path / "s.csv", [head, *rows])), "message").sort("row")
    assert got["from"].to_list() == [None if n % 2 else make.phone(n) for n in range(8)]
    assert got["to"].to_list() == [make.phone(n) if n % 2 else None for n in range(8)]
    assert got["channel"].unique().to_list() == ["sms"]


def test_messages_of_one_table_may_come_by_several_ways(tmp_path: Path) -> None:
    head = ["Дата", "Отправитель", "Мессенджер", "Текст"]
    ways = ["WhatsApp", "телеграм", "СМС", "звонок", "объявление", "голубь"]
    rows = [["01.03.2025", make.phone(n), way, f"слова {n} и ещё"] for n, way in enumerate(ways)]
    got = make.table(make.reading(make.csv_file(tmp_path / "s.csv", [head, *rows])), "message").sort("row")
    assert got["channel"].to_list() == ["whatsapp", "telegram", "sms", "call", "ad", "sms"]


def test_formats_that_name_their_fields_keep_what_stands_beside(tmp_path: Path) -> None:
    path = tmp_path / "звонок.txt"
    path.write_text("[00:01] Алаяқ: Сәлеметсіз бе\n[00:04] Жәбірленуші: Иә\n[00:09] Алаяқ: Код?\n", "utf-8")
    outcome = read(Request(path, path.name, tmp_path / "out"))
    got = make.table(outcome, "message").sort("row")
    assert outcome.file["format"] == "transcript"
    assert got["channel"].unique().to_list() == ["call"]
    assert got.select("from", "headers").row(2) == ("Алаяқ", '{"offset_s":9,"side":"caller"}')
    assert make.balanced(outcome)
