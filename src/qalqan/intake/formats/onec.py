"""1CClientBankExchange: the text by which banks and 1С exchange statements and payment orders.

A unit is a ``СекцияДокумент``; ``СекцияРасчСчет`` tells the period and the balances of an account.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import re2

from qalqan.intake.blocks import Block, Context, Trouble
from qalqan.intake.formats._blocks import COVER, COVERAGE, TRANSACTION, Rows, shielded, shielded_count
from qalqan.intake.formats._text import head_text, lines
from qalqan.registry import Card

CARD = Card(
    name="onec",
    title="format-onec",
    errors=("the format has days, no times",),
    source="1C: standard of exchange with client-bank systems, versions 1.01 to 2.00",
)
HINTS = {"dates": "dmy", "zone": "local", "decimal": "point"}
FIELDS = 200
_MAGIC = "1CClientBankExchange"
_SIDES = {"Плательщик": "payer", "Получатель": "payee"}
_PARTY = {
    "account": ("ИИК", "Счет", "Счёт", "РасчСчет", "РасчСчёт", "IBAN"),
    "iin": ("БИН_ИИН", "БИНИИН", "ИИН_БИН", "ИИНБИН", "БИН", "ИИН", "ИНН"),
    "name": ("Наименование", "1", ""),
    "bank": ("Банк1", "БанкНаименование", "Банк", "БИК", "БанкБИК"),
}
_NUMBER = ("КодНазначенияПлатежа", "КНП", "НазначениеПлатежаКод")
_MONEY = re2.compile(r"^[\s\d.,\x{a0}-]*\d[\s\d.,\x{a0}-]*$")
_TENGE = frozenset({"", "KZT", "398", "тенге", "теңге"})


def sniff(head: bytes, name: str, size: int) -> int:
    """The magic word on the first line, or the sections' names."""
    text = head_text(head)
    if text.lstrip("\ufeff \r\n\t").startswith(_MAGIC):
        return 990
    return 800 if "СекцияДокумент=" in text and "КонецДокумента" in text else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Lines that open a document."""
    return {"": sum(line.lstrip("\ufeff ").startswith("СекцияДокумент") for line in lines(source, context))}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Documents as transactions, account sections as coverage."""
    rows = Rows("transaction", TRANSACTION, HINTS)
    covers = Rows("coverage", COVER, HINTS, COVERAGE)
    header: dict[str, str] = {}
    section, inside = header, ""
    own: dict[str, None] = {}
    number = accounts = 0
    for line in lines(source, context):
        key, _sign, value = line.strip("\ufeff \t").partition("=")
        key, value = key.strip(), value.strip()
        if key == "СекцияДокумент":
            if inside == "document":
                yield from _document(rows, number, section, own)
            number += 1
            section, inside = {"вид": value}, "document"
        elif key == "КонецДокумента" and inside == "document":
            yield from _document(rows, number, section, own)
            section, inside = header, ""
        elif key == "СекцияРасчСчет":
            section, inside = {}, "account"
        elif key == "КонецРасчСчет" and inside == "account":
            accounts += _cover(covers, accounts + 1, section, header)
            section, inside = header, ""
        elif key and len(section) < FIELDS:
            section.setdefault(key, value)
            if key == "РасчСчет" and value:
                own[value] = None
        if rows.full:
            yield from rows.flush()
    if inside == "document":
        yield from _document(rows, number, section, own)
    if not accounts:
        _cover(covers, 1, header, header)
    yield from rows.flush()
    yield from covers.flush()


def _document(rows: Rows, number: int, told: Mapping[str, str], own: Mapping[str, None]) -> Iterator[Block]:
    """One document as a row; the account of the section decides which of its dates counts."""
    amount = _first(told, "Сумма", "СуммаСписано", "СуммаПоступило", "СуммаРасход", "СуммаПриход")
    if not _MONEY.match(amount):
        yield Trouble("", number, "Сумма", amount[:200], "reason-no-amount", "row_rejected")
        return
    values: dict[str, str] = {}
    for word, side in _SIDES.items():
        for name, ends in _PARTY.items():
            values[f"{side}_{name}"] = _first(told, *(word + end for end in ends))
    sides = (values["payer_account"], values["payee_account"])
    mine = next((one for one in sides if one and one in own), "")
    booked = ("ДатаСписано", "ДатаПоступило")
    booked = booked if mine == sides[0] else booked[::-1]
    day = _first(told, "ДатаОперации", *booked, "ДатаПроведения", "Дата", "ДатаДокумента")
    time = _first(told, "ВремяОперации", "Время")
    currency = _first(told, "ВалютаДокумента", "КодВалюты", "Валюта")
    rows.add(number, values | {
        "at": f"{day} {time}".strip(),
        "currency": "KZT" if currency.lower() in _TENGE or currency in _TENGE else currency,
        "raw_amount": amount,
        "operation": _first(told, "ВидДокумента", "вид", "ВидОплаты"),
        "knp": _first(told, *_NUMBER),
        "purpose": _purpose(told),
        "reference": _first(told, "НомерОперации", "Номер", "НомерДокумента"),
        "own_account": mine,
    })  # fmt: skip


def _purpose(told: Mapping[str, str]) -> str:
    whole = _first(told, "НазначениеПлатежа")
    pieces = [told.get(f"НазначениеПлатежа{index}", "") for index in range(1, 7)]
    return whole or " ".join(piece for piece in pieces if piece)


def _cover(covers: Rows, row: int, section: Mapping[str, str], header: Mapping[str, str]) -> int:
    """Write an account section as coverage; 1 when it names account and period."""
    both = {**header, **section}
    account, since = both.get("РасчСчет", ""), both.get("ДатаНачала", "")
    if not account or not since:
        return 0
    covers.add(row, {
        "account": account,
        "from": since,
        "to": both.get("ДатаКонца") or since,
        "by": both.get("Отправитель", ""),
        "raw_opening": section.get("НачальныйОстаток", ""),
        "raw_closing": section.get("КонечныйОстаток", ""),
    })  # fmt: skip
    return 1


def _first(told: Mapping[str, str], *names: str) -> str:
    return next((told[name] for name in names if told.get(name)), "")
