"""Chats that some victims handed over: WhatsApp text exports (Android, iOS) and Telegram JSON."""

from __future__ import annotations

import json
from random import Random
from typing import Final

from qalqan.simulate import mess
from qalqan.simulate.book import Book
from qalqan.simulate.cases import Case
from qalqan.simulate.fronts import Front
from qalqan.simulate.schemes import BY_ID
from qalqan.simulate.shelf import Shelf
from qalqan.simulate.when import moment, stamp

Line = tuple[int, bool, str]  # second, whether the victim writes, text

_RU: Final = (
    (True, "Здравствуйте, объявление ещё актуально?"),
    (False, "Да, здравствуйте, актуально"),
    (False, "Желающих много, бронь только по предоплате"),
    (True, "а гарантия есть?"),
    (False, "Конечно, работаем официально, вот страница {handle}"),
    (False, "{site}"),
    (False, "Переводите на {acc}"),
    (True, "перевел {sum}"),
    (False, "Чек скиньте"),
    (True, "<Без медиафайлов>"),
    (False, "Нужно ещё доплатить за страховку, вернём при получении"),
    (True, "когда отправите?"),
    (True, "Алло"),
    (True, "Вы мошенник? Верните деньги!!!"),
)
_KK: Final = (
    (True, "Сәлеметсіз бе, хабарландыру бойынша жазып тұрмын"),
    (False, "Сәлем, иә, бар"),
    (False, "Алдын ала төлем керек, кезек көп"),
    (True, "сенімді ме?"),
    (False, "Әрине, парақшамыз {handle}"),
    (False, "{site}"),
    (False, "Мына жерге аударыңыз: {acc}"),
    (True, "{sum} салдым"),
    (False, "Чегін жіберіңіз"),
    (True, "<Медиа қосылмаған>"),
    (False, "Тағы төлеу керек"),
    (True, "қашан жібересіз?"),
    (True, "Ақшамды қайтарыңыз"),
)


def write_chats(shelf: Shelf, rng: Random, book: Book, cases: list[Case], share: float = 0.12) -> set[int]:
    """Chats of a share of the victims who were written to; the indexes of their cases."""
    written = set()
    for case in cases:
        family = BY_ID[case.scheme].family
        front = case.front
        if family == "call" or front is None or rng.random() > share:
            continue
        lines = _lines(rng, book, case, front)
        number = case.callers[0] if case.callers else ""
        if family == "invest" or rng.random() < 0.3:
            data = _telegram(case, lines, book, front)
            shelf.write(f"чаты/telegram_{case.index}/result.json", data, len(lines), case=case.id)
        elif rng.random() < 0.5:
            text = _android(rng, lines, number, book.people.name(case.victim, "short"))
            name = f"чаты/Чат WhatsApp с {_spaced(number)}.txt"
            shelf.write(name, text.encode(), len(lines), case=case.id)
        else:
            text = _ios(lines, number, book.people.name(case.victim, "short"))
            shelf.write(f"чаты/_chat {case.index}.txt", text.encode(), len(lines), case=case.id)
        case.told |= {number, front.handle, front.domain, book.nodes[case.losses[0].dst].text}
        written.add(case.index)
    return written


def _lines(rng: Random, book: Book, case: Case, front: Front) -> list[Line]:
    loss = case.losses[0]
    slots = {
        "handle": "@" + front.handle,
        "site": f"https://{front.domain}/",
        "sum": mess.tenge(rng, loss.tiyn, case.kazakh),
        "acc": f"{mess.iban(rng, book.nodes[loss.dst].text)} {book.holder(loss.dst, 'short')}",
    }
    script = _KK if case.kazakh else _RU
    at = max(0, loss.at - 60 * len(script) * 4)
    lines: list[Line] = []
    for own, text in script:
        if "{sum}" in text:
            at = max(at + 20, loss.at + 40)
        lines.append((at, own, text.format(**slots)))
        at += rng.randint(8, 240)
    return lines


def _spaced(number: str) -> str:
    return f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"


def _android(rng: Random, lines: list[Line], number: str, own: str) -> str:
    head = stamp(lines[0][0], "%d.%m.%Y, %H:%M")
    text = f"{head} - Сообщения и звонки защищены сквозным шифрованием.\n"
    for at, mine, line in lines:
        more = "\n👍" if rng.random() < 0.1 else ""
        text += f"{stamp(at, '%d.%m.%Y, %H:%M')} - {own if mine else _spaced(number)}: {line}{more}\n"
    return text


def _ios(lines: list[Line], number: str, own: str) -> str:
    text = ""
    for at, mine, line in lines:
        mark = "\u200e" if line.startswith("<") else ""
        text += f"{mark}[{stamp(at, '%d.%m.%Y, %H:%M:%S')}] {own if mine else _spaced(number)}: {mark}{line}\n"
    return text


def _telegram(case: Case, lines: list[Line], book: Book, front: Front) -> bytes:
    other = f"user{1_000_000_000 + case.index * 7_919}"
    messages = [
        {
            "id": 100 + n,
            "type": "message",
            "date": moment(at).isoformat(),
            "date_unixtime": str(_unix(at)),
            "from": book.people.name(case.victim, "short") if mine else front.contact,
            "from_id": f"user{500_000_000 + case.victim}" if mine else other,
            "text": text,
            "text_entities": [],
        }
        for n, (at, mine, text) in enumerate(lines)
    ]
    chat = {"name": front.contact, "type": "personal_chat", "id": int(other[4:]), "messages": messages}
    return json.dumps(chat, ensure_ascii=False, indent=1).encode()


def _unix(second: int) -> int:
    """Unix time of a second of the world (2025-03-01T00:00+05:00 is 1740769200)."""
    return 1_740_769_200 + second
