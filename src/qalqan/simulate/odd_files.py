"""The odd part of every delivery: broken, empty and locked files, and statements victims printed themselves."""

from __future__ import annotations

import io
import zipfile
from random import Random

from qalqan.simulate.answers import Statement
from qalqan.simulate.book import Book
from qalqan.simulate.cases import Case
from qalqan.simulate.rows import Row, Teller
from qalqan.simulate.shelf import Shelf, csv_bytes
from qalqan.simulate.when import DAY, stamp

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def write_broken(shelf: Shelf, rng: Random) -> None:
    """Files that nobody can read, or only a person: each must be listed, none may stop the rest."""
    shelf.write("прочее/ответ банка.xlsx", b"", 0)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as cut:
        cut.writestr(zipfile.ZipInfo("xl/workbook.xml", (2025, 7, 1, 0, 0, 0)), "<workbook/>" * 50)
    shelf.write("прочее/halyk_обрыв.xlsx", buffer.getvalue()[:-40], 0)
    shelf.write("прочее/детализация.csv", rng.randbytes(3000), 0)
    locked = _OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + rng.randbytes(2000)
    shelf.write("прочее/выписка_пароль.xlsx", locked, 0)
    xml = '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">'
    shelf.write("прочее/camt_обрыв.xml", (xml + "<BkToCstmrStmt><GrpHdr><MsgId>1").encode(), 0)
    shelf.write("прочее/прочти.txt", "Ответ на запрос будет направлен дополнительно.\n".encode("cp1251"), 0)


def write_own_statements(shelf: Shelf, rng: Random, teller: Teller, cases: list[Case], share: float) -> None:
    """Statements some victims printed from the bank's app: dates only, short names, signed sums."""
    for case in cases:
        if teller.book.nodes[case.account].bank != "722" or rng.random() > share:
            continue
        first = max(0, case.at // DAY - 10) * DAY
        mine = Statement(
            case.account,
            "722",
            case.index,
            first,
            case.registered // DAY * DAY,
            case.registered,
            None,
            complete=False,
            coarse=True,
        )
        rows = teller.rows(mine)
        if rows:
            teller.count(rows)
            data = _own_statement(mine, rows, teller.book)
            shelf.write(f"от потерпевших/gold_{case.index}.csv", data, len(rows), case=case.id)


def _own_statement(statement: Statement, rows: list[Row], book: Book) -> bytes:
    head: list[tuple[object, ...]] = [
        ("ВЫПИСКА по Kaspi Gold",),
        (f"за период с {stamp(statement.since, '%d.%m.%y')} по {stamp(statement.until - 1, '%d.%m.%y')}",),
        (book.holder(statement.node, "ru"),),
        (f"Номер счета: {book.nodes[statement.node].text}",),
        (),
        ("Дата", "Сумма", "Операция", "Детали"),
    ]
    lines: list[tuple[object, ...]] = []
    for row in reversed(rows):
        other = row.payee if row.out else row.payer
        name = other.name.split()
        person = len(name) == 3 and other.name.isupper() and "«" not in other.name
        short = f"{name[1].title()} {name[0][0]}." if person else other.name
        word = "Перевод" if row.out else "Пополнение"
        sign = "-" if row.out else "+"
        tenge = f"{row.tiyn // 100:,}".replace(",", " ") + f",{row.tiyn % 100:02d} ₸"
        lines.append((stamp(row.at, "%d.%m.%y"), f"{sign} {tenge}", word, short))
    return csv_bytes((), head + lines, delimiter=";", encoding="utf-8-sig")
