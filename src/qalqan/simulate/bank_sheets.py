"""Bank replies in XLSX: the official 18-column form with each bank's deviations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qalqan.simulate.answers import Statement
from qalqan.simulate.book import Book
from qalqan.simulate.rows import Party, Row
from qalqan.simulate.when import excel_serial, stamp
from qalqan.simulate.xlsx import Cell, Date, Sheet, write_xlsx

Told = Sequence[tuple[Statement, list[Row]]]
OFFICIAL = (
    "Дата и время операции",
    "Валюта операции",
    "Виды операции (категория документа)",
    "Наименование СДП",
    "Сумма в валюте ее проведения",
    "Сумма в тенге",
    "Наименование/ФИО плательщика",
    "ИИН/БИН плательщика",
    "Резидентство плательщика",
    "Банк плательщика",
    "Номер счета плательщика",
    "Наименование/ФИО получателя",
    "ИИН/БИН получателя",
    "Резидентство получателя",
    "Банк получателя",
    "Номер счета получателя",
    "Код назначения платежа",
    "Назначение платежа",
)


def party_cells(party: Party) -> tuple[str, str, str, str, str]:
    """The five cells of a party."""
    return party.name, party.iin, party.residency, party.bank, party.account


def grouped(tiyn: int) -> str:
    """A sum with spaces between thousands and a decimal comma."""
    return f"{tiyn // 100:,}".replace(",", "\u00a0") + f",{tiyn % 100:02d}"


def period(statement: Statement) -> str:
    """The covered days, as a letter-head states them."""
    return f"{stamp(statement.since, '%d.%m.%Y')} по {stamp(statement.until - 1, '%d.%m.%Y')}"


def kaspi(path: Path, told: Told, book: Book) -> None:
    """A sheet an account: ten letter-head rows, a two-row merged header, dates as text."""
    sheets = []
    for number, (statement, rows) in enumerate(told, 1):
        sheet = Sheet(f"Счет {number}")
        node = statement.node
        opening = f"{grouped(statement.opening)} KZT" if statement.opening is not None else "не указан"
        opened = stamp(book.nodes[node].opened * 86_400, "%d.%m.%Y") if book.nodes[node].opened >= 0 else ""
        for text in (
            "АО «Kaspi Bank»",
            "050013, г. Алматы, ул. Наурызбай батыра, 154А",
            "БИН 971240001315, БИК CASPKZKA",
            "",
            f"Выписка по счету {book.nodes[node].text}",
            f"за период с {period(statement)}",
            f"Клиент: {book.holder(node)}, ИИН {book.holder_iin(node)}",
            f"Входящий остаток: {opening}",
            f"Дата открытия счета: {opened}" if opened else "",
            f"Дата формирования: {stamp(statement.received)}",
        ):
            sheet.rows.append((text,))
        sheet.rows += _two_row_header(sheet)
        day_only = "%d.%m.%Y" if statement.coarse else "%d.%m.%Y %H:%M:%S"
        for row in rows:
            sheet.rows.append(
                (
                    stamp(row.at, day_only),
                    "KZT",
                    row.kind,
                    row.sdp,
                    row.tiyn / 100,
                    row.tiyn / 100,
                    *party_cells(row.payer),
                    *party_cells(row.payee),
                    row.knp,
                    row.purpose,
                )
            )
        sheets.append(sheet)
    write_xlsx(path, sheets)


def _two_row_header(sheet: Sheet) -> list[tuple[Cell, ...]]:
    gap = ("",) * 4
    top: list[Cell] = [*OFFICIAL[:6], "Плательщик", *gap, "Получатель", *gap, *OFFICIAL[16:]]
    five = ("Наименование/ФИО", "ИИН/БИН", "Резидентство", "Банк", "Номер счета")
    below: list[Cell] = ["", "", "", "", "", "", *five, *five, "", ""]
    sheet.merged += [f"{letter}11:{letter}12" for letter in "ABCDEFQR"] + ["G11:K11", "L11:P11"]
    return [tuple(top), tuple(below)]


def halyk(path: Path, told: Told, book: Book) -> None:
    """A sheet an account: debit and credit apart (19 columns), true dates, a row 1…19, a total."""
    sheets = []
    header: tuple[Cell, ...] = (
        *OFFICIAL[:4],
        "Сумма в валюте ее проведения",
        "Сумма по дебету",
        "Сумма по кредиту",
        *OFFICIAL[6:],
    )
    for statement, rows in told:
        text = book.nodes[statement.node].text
        sheet = Sheet(text)
        sheet.rows += [
            ("АО «Народный Банк Казахстана»",),
            (f"Выписка по счёту {text} за период с {period(statement)}",),
            (f"Владелец: {book.holder(statement.node)} ИИН {book.holder_iin(statement.node)}",),
        ]
        if statement.opening is not None:
            sheet.rows.append(("Остаток на начало периода", "", "", "", "", statement.opening / 100))
        opened = book.nodes[statement.node].opened
        if opened >= 0:
            sheet.rows.append((f"Счёт открыт {stamp(opened * 86_400, '%d.%m.%Y')}",))
        sheet.rows += [header, tuple(range(1, 20))]
        for row in rows:
            date = Date(float(int(excel_serial(row.at))) if statement.coarse else excel_serial(row.at))
            tenge = row.tiyn / 100
            sheet.rows.append(
                (
                    date,
                    "KZT",
                    row.kind,
                    row.sdp,
                    tenge,
                    tenge if row.out else None,
                    None if row.out else tenge,
                    *party_cells(row.payer),
                    *party_cells(row.payee),
                    row.knp,
                    row.purpose,
                )
            )
        debit = sum(row.tiyn for row in rows if row.out) / 100
        credit = sum(row.tiyn for row in rows if not row.out) / 100
        sheet.rows.append(("Итого", "", "", "", "", debit, credit))
        sheets.append(sheet)
    write_xlsx(path, sheets)


def vtb(path: Path, told: Told, book: Book) -> None:
    """One sheet of all accounts, newest first; misspelt headers, negative sums, «KZT - Тенге»."""
    header = list(OFFICIAL)
    header[2], header[8], header[13] = "Вид операции (КД)", "Резиденство плательщика", "Резиденство получателя"
    sheet = Sheet("Лист1", [("Счет выписки", *header)])
    rows = [(row.at, statement, row) for statement, told_rows in told for row in told_rows]
    for _, statement, row in sorted(rows, key=lambda item: (item[0], item[2].row), reverse=True):
        tenge = (-row.tiyn if row.out else row.tiyn) / 100
        sheet.rows.append(
            (
                book.nodes[statement.node].text,
                stamp(row.at, "%Y-%m-%d" if statement.coarse else "%Y-%m-%d %H:%M:%S"),
                "KZT - Тенге",
                row.kind,
                row.sdp,
                tenge,
                tenge,
                *party_cells(row.payer),
                *party_cells(row.payee),
                row.knp,
                row.purpose,
            )
        )
    write_xlsx(path, [sheet])


def freedom(path: Path, told: Told) -> None:
    """Seventeen columns (no СДП), a sheet a currency; the sheet of dollars holds unrelated exchanges."""
    header = OFFICIAL[:3] + OFFICIAL[4:]
    tenge, dollars = Sheet("KZT", [header]), Sheet("USD", [header])
    for statement, rows in told:
        for row in rows:
            tenge.rows.append(
                (
                    stamp(row.at, "%d.%m.%Y" if statement.coarse else "%d.%m.%Y %H:%M:%S"),
                    "KZT",
                    row.kind,
                    f"{row.tiyn / 100:.2f}",
                    f"{row.tiyn / 100:.2f}",
                    *party_cells(row.payer),
                    *party_cells(row.payee),
                    row.knp,
                    row.purpose,
                )
            )
        if statement.node % 4 == 0 and rows:
            party = party_cells(rows[0].payer if rows[0].out else rows[0].payee)
            own = (*party[:4], party[4][:-3] + "USD")
            shop = ("BOOKING.COM AMSTERDAM", "", "2", "ABN AMRO", "NL91ABNA0417164300")
            dollars.rows.append(
                (
                    stamp(rows[0].at + 77),
                    "USD",
                    "Оплата товаров и услуг",
                    "45.90",
                    f"{45.90 * 512.4:.2f}",
                    *own,
                    *shop,
                    "861",
                    "Card payment",
                )
            )
    write_xlsx(path, [tenge, dollars])
