"""Invented people, accounts and files in many layouts. Check digits are computed here, apart from the product."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import xlsxwriter

from qalqan.intake.read import Outcome, Request, read

NAMES = ["Серікбаев Нұрлан Қайратұлы", "Әбдірова Гүлнәр Сағатқызы", "Петров Алексей Викторович",
         "Ким Ольга Сергеевна", "Өтеген Дәурен", "Жұмабаева Ләззат Ерланқызы"]  # fmt: skip
BANKS = {"722": "АО «Kaspi Bank»", "601": "АО «Народный Банк Казахстана»", "965": "АО «ForteBank»"}


def iin(number: int) -> str:
    """A valid IIN of an invented person."""
    serial = number
    while True:
        body = f"{60 + number % 40:02d}{1 + number % 12:02d}{1 + number % 28:02d}3{serial % 10000:04d}"
        digits = [int(one) for one in body]
        check = sum(d * w for d, w in zip(digits, range(1, 12), strict=True)) % 11
        if check == 10:
            check = sum(d * w for d, w in zip(digits, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2], strict=True)) % 11
        if check < 10:
            return body + str(check)
        serial += 1


def iban(bank: str, number: int) -> str:
    """A valid Kazakhstan IBAN."""
    body = f"{bank}{number:013d}"
    return f"KZ{98 - int(body + '203500') % 97:02d}{body}"


def luhn(body: str) -> str:
    """The body with its Luhn digit."""
    total = 0
    for at, sign in enumerate(reversed(body)):
        one = int(sign) * (2 if at % 2 == 0 else 1)
        total += one - 9 * (one > 9)
    return body + str(-total % 10)


def card(number: int) -> str:
    """A whole card number that passes Luhn's check."""
    return luhn(f"440043{number:09d}")


def phone(number: int) -> str:
    """A mobile number, E.164."""
    return f"+77{'01' if number % 2 else '77'}{1000000 + number % 9000000:07d}"


def imei(number: int) -> str:
    """A valid IMEI."""
    return luhn(f"35693803{number:06d}")


def moments(count: int, seed: int = 1, start: datetime = datetime(2025, 3, 1, 9)) -> list[datetime]:
    """Times going forward, to the second."""
    rng = random.Random(seed)
    found, at = [], start
    for _ in range(count):
        at += timedelta(seconds=rng.randrange(40, 9000))
        found.append(at)
    return found


def money(tiyn: int, style: str) -> str:
    """A sum in one of the styles statements use."""
    whole, part = divmod(abs(tiyn), 100)
    sign = "-" if tiyn < 0 else ""
    grouped = f"{whole:,}"
    return (
        sign
        + {
            "space_comma": f"{grouped.replace(',', ' ')},{part:02d}",
            "nbsp_comma": f"{grouped.replace(',', chr(160))},{part:02d}",
            "us": f"{grouped}.{part:02d}",
            "plain_point": f"{whole}.{part:02d}",
            "plain_comma": f"{whole},{part:02d}",
            "eu": f"{grouped.replace(',', '.')},{part:02d}",
            "tenge": f"{grouped.replace(',', ' ')},{part:02d} ₸",
            "quote": f"{grouped.replace(',', chr(39))}.{part:02d}",
        }[style]
    )


def csv_file(path: Path, rows: Sequence[Sequence[object]], sep: str = ";", encoding: str = "utf-8",
             end: str = "\r\n", quote: bool = False) -> Path:  # fmt: skip
    """A delimited file; fields are quoted where they need it, or all of them."""

    def cell(value: object) -> str:
        text = "" if value is None else str(value)
        if quote or sep in text or '"' in text or "\n" in text:
            return '"' + text.replace('"', '""') + '"'
        return text

    text = end.join(sep.join(cell(one) for one in row) for row in rows) + end
    path.write_bytes(text.encode(encoding, "replace"))
    return path


def xlsx_file(path: Path, sheets: dict[str, Sequence[Sequence[object]]],
              merges: Sequence[tuple[int, int, int, int]] = ()) -> Path:  # fmt: skip
    """A workbook; datetimes become date cells, strings and numbers stay. Merges apply to the first sheet."""
    book = xlsxwriter.Workbook(str(path))
    dated = book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(at, column, value, dated)
                elif isinstance(value, str):
                    sheet.write_string(at, column, value)
                elif value is not None:
                    sheet.write(at, column, value)
        for top, left, bottom, right in merges if number == 0 else ():
            sheet.merge_range(top, left, bottom, right, rows[top][left])
    book.close()
    return path


def reading(path: Path, **told: object) -> Outcome:
    """Read a file into a folder beside it."""
    return read(Request(path, path.name, path.parent / f"{path.name}.out", **told))  # type: ignore[arg-type]


def table(outcome: Outcome, name: str) -> pl.DataFrame:
    """One of the outcome's tables; empty when there is none."""
    return pl.read_parquet(outcome.tables[name]) if name in outcome.tables else pl.DataFrame()


def balanced(outcome: Outcome) -> bool:
    """Whether every unit is accounted for, part by part, and nothing says otherwise."""
    file = outcome.file
    whole = file["units"] == sum(file[one] for one in ("records", "duplicates", "rejected", "skipped"))
    reasons = table(outcome, "rejected")
    told = reasons.height and (reasons["reason"] == "reason-unit-mismatch").any()
    return bool(whole and not told)
