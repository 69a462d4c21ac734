"""SWIFT MT940 and MT942: statements of account as banks send them to one another and to their clients.

A unit is a ``:61:`` line. The account is ``:25:``; marks D and RC take money from it, C and RD bring it.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import re2

from qalqan.intake.blocks import Block, Context, Trouble
from qalqan.intake.formats._blocks import (
    COVER,
    COVERAGE,
    REVERSED,
    TENGE,
    TRANSACTION,
    Rows,
    shielded,
    shielded_count,
    short,
)  # fmt: skip
from qalqan.intake.formats._mt940_details import details
from qalqan.intake.formats._mt940_tags import Balance, Field, balance, century, entry, fields, plain
from qalqan.intake.formats._text import head_text, lines
from qalqan.registry import Card

CARD = Card(
    name="mt940",
    title="format-mt940",
    errors=("day of the operation only: the format has no time",),
    source="SWIFT Standards MT, category 9: MT940, MT942",
)
HINTS = {"dates": "ymd", "zone": "local", "decimal": "comma"}
_START = re2.compile(r"(?m)^\s*:(20|25|28C?|34F|60[FM]?|61|62[FM]?|64|86|90[DC]|13D?|NS):")
_MISLABELLED = re2.compile(r"^\d{3}[?>]\d\d")
_ACCOUNT = re2.compile(r"(KZ\d{2}[0-9A-Z]{16})|([A-Z]{2}\d{2}[0-9A-Z]{11,30})")
_CURRENCY = re2.compile(r"^(.*\d)/?([A-Z]{3})$")


@dataclass(slots=True)
class _Statement:
    """What is known of the statement at hand.

    ``opens_between`` and ``closes_between`` say that a balance is one between two pages of a statement.
    """

    account: str = ""
    bank: str = ""
    currency: str = ""
    opening: Balance | None = None
    closing: Balance | None = None
    number: str = ""
    page: int = 0
    opens_between: bool = False
    closes_between: bool = False
    days: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Entry:
    """A ``:61:`` line waiting for its ``:86:``."""

    number: int
    line: str
    told: list[str] = field(default_factory=list)


def sniff(head: bytes, name: str, size: int) -> int:
    """Tags at the start of lines: sure with a statement line or a balance, likely with others."""
    found = set(_START.findall(head_text(head)[:100_000]))
    kinds = {one[:2] for one in found}
    if "61" in kinds or "60" in kinds or "62" in kinds:
        return 960 if len(kinds) > 1 else 900
    ending = name.lower().endswith((".sta", ".mt940", ".940", ".mt942", ".942"))
    return 880 if len(kinds) > 1 else (700 + 100 * ending if kinds else 0)


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """The lines that begin with ``:61:``, counted without the reader's cutting into tags."""
    found, colon = 0, False
    for line in lines(source, context):
        text = line.lstrip("\x01\x03 \t")
        found += text.startswith(":61:") or (colon and text.startswith("61:"))
        colon = text.strip() == ":"
    return {"": found}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Entries as transactions, balances as coverage; a line that cannot be read is a trouble of its own."""
    rows = Rows("transaction", TRANSACTION, HINTS)
    covers = Rows("coverage", COVER, HINTS, COVERAGE)
    statement, waiting = _Statement(), None
    whole: _Statement | None = None
    number = statements = 0
    for one in fields(lines(source, context)):
        mislabelled = one.tag == "25" and waiting is not None and _MISLABELLED.match(one.lines[0])
        if waiting is not None and (one.tag == "86" or mislabelled):
            waiting.told.extend(one.lines)
            continue
        if one.tag == "NS" and waiting is not None:
            waiting.told.extend(_non_swift(one))
            continue
        if waiting is not None:
            yield from _finish(waiting, statement, rows)
            waiting = None
        if one.tag == "61":
            number += 1
            waiting = _Entry(number, one.value)
        elif one.tag == "20" or (one.tag == "25" and statement.account):
            if whole is not None and not _goes_on(whole, statement):
                statements += _cover(whole, statements + 1, covers)
                whole = None
            whole, statement = _bound(whole, statement), _Statement()
        _header(one, statement)
        if rows.full:
            yield from rows.flush()
    if waiting is not None:
        yield from _finish(waiting, statement, rows)
    if whole is not None and not _goes_on(whole, statement):
        statements += _cover(whole, statements + 1, covers)
        whole = None
    _cover(_bound(whole, statement), statements + 1, covers)
    yield from rows.flush()
    yield from covers.flush()


def _header(one: Field, statement: _Statement) -> None:
    if one.tag == "25":
        statement.account, statement.bank, currency = _account(one.lines[0])
        statement.currency = statement.currency or currency
    elif one.tag in ("60", "62") and (found := balance(one.value)):
        if one.tag == "60" and statement.opening is None:
            statement.opening, statement.opens_between = found, one.letter == "M"
        elif one.tag == "62":
            statement.closing, statement.closes_between = found, one.letter == "M"
        statement.currency = statement.currency or found.currency
    elif one.tag == "28":
        statement.number, _slash, page = one.lines[0].strip().partition("/")
        statement.page = int(page) if page.isdecimal() and len(page) < 9 else 0
    elif one.tag == "34" and not statement.currency:
        statement.currency = one.lines[0][:3]


def _goes_on(before: _Statement, page: _Statement) -> bool:
    """Whether a message is the next page of the statement before it (``:28C:417/2``, ``:60M:``)."""
    if not page.account or page.account != before.account or page.number != before.number:
        return False
    bare = before.closing is None and page.opening is None
    return (before.closes_between and page.opens_between) or (bare and 0 < before.page == page.page - 1)


def _bound(before: _Statement | None, page: _Statement) -> _Statement:
    """The pages so far as one statement: opening of the first, closing of the last."""
    if before is None:
        return page
    return replace(
        page, bank=page.bank or before.bank, currency=page.currency or before.currency, opening=before.opening,
        opens_between=before.opens_between, days=[*before.days, *page.days],
    )  # fmt: skip


def _account(text: str) -> tuple[str, str, str]:
    """Account, bank and currency of ``:25:``: an IBAN where there is one, else what follows the slash."""
    text, currency = text.strip(), ""
    if found := _ACCOUNT.search(text.replace(" ", "")):
        iban = str(found.group(0))
        bare = iban[:-3] if found.group(2) and iban[-3:].isalpha() else iban
        return bare, "", iban[len(bare) :]
    if found := _CURRENCY.match(text):
        text, currency = found.group(1).rstrip("/"), found.group(2)
    bank, _slash, account = text.rpartition("/")
    return account, bank, currency


def _non_swift(one: Field) -> list[str]:
    """Bank's own lines ``NNtext`` without their numbers; they tell what ``:86:`` would."""
    return [line[2:] + " " if line[:2].isdigit() else line for line in one.lines if len(line) > 2]


def _finish(waiting: _Entry, statement: _Statement, rows: Rows) -> Iterator[Trouble]:
    """Write the waiting entry as a row, or as a trouble when its sum, mark or date cannot be read."""
    parts = entry(waiting.line)
    amount = plain(parts["amount"]) if parts else ""
    day, doubt = _day(parts) if parts else ("", "")
    if parts is None or not amount or not day:
        yield Trouble("", waiting.number, ":61:", short(waiting.line), "reason-mt940-entry", "row_rejected")
        return
    if doubt:
        yield Trouble("", waiting.number, ":61:", doubt, "reason-date-impossible", "kept_flagged")
    statement.days.append(day)
    mark = parts["status"].upper()
    pays = mark in ("D", "RC", "ED")
    told = details(waiting.told)
    own = {"account": statement.account, "bank": statement.bank}
    payer, payee = (own, told) if pays else (told, own)
    extra = parts.get("extra_details", "").strip()
    values = {f"payer_{key}": payer.get(key) for key in ("name", "iin", "bank", "account")}
    values |= {f"payee_{key}": payee.get(key) for key in ("name", "iin", "bank", "account")}
    rows.add(waiting.number, values | {
        "at": day,
        "currency": statement.currency,
        "raw_amount": amount,
        "operation": told.get("operation") or parts.get("id", "").strip(),
        "knp": told.get("knp"),
        "purpose": told.get("purpose") or extra,
        "reference": _reference(parts, told.get("reference", "")),
        "own_account": statement.account,
        "raw_reversal": REVERSED if mark.startswith("R") else None,
    })  # fmt: skip


def _reference(parts: dict[str, str], told: str) -> str:
    """The payment's own reference, which both banks know; the bank's number of the entry where there is none."""
    known = (parts.get("customer_reference", ""), told, parts.get("bank_reference", ""))
    return next((text.strip() for text in known if text.strip() not in ("", "NONREF", "N")), "")


def _day(parts: dict[str, str]) -> tuple[str, str]:
    """Booking day (ISO), and the impossible day as written when one was moved to its month's last.

    Banks that count 30 days a month write 30 February. The entry date has no year: it is the one nearest to
    the value date.
    """
    year, month, day = int(century(parts["year"])), int(parts["month"]), int(parts["day"])
    entry_month, entry_day = parts.get("entry_month", "").strip(), parts.get("entry_day", "").strip()
    if entry_month and entry_day and 1 <= int(entry_month) <= 12:
        away = int(entry_month) - month
        booked = year + (1 if away < -6 else -1 if away > 6 else 0)
        if 1 <= int(entry_day) <= calendar.monthrange(booked, int(entry_month))[1]:
            return f"{booked}-{entry_month}-{entry_day}", ""
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return "", ""
    last = calendar.monthrange(year, month)[1]
    doubt = "" if day <= last else f"{year}-{month:02}-{day:02}"
    return f"{year}-{month:02}-{min(day, last):02}", doubt


def _cover(statement: _Statement, row: int, covers: Rows) -> int:
    """Write the statement's period and balances as a row of coverage; 1 when there was something to write."""
    opening, closing = statement.opening, statement.closing
    days = sorted(statement.days)
    ends = [one.day for one in (opening, closing) if one] or days
    if not statement.account or not ends:
        return 0
    first, last = min(ends), max(ends[-1], days[-1] if days else "") if closing is None else max(ends)
    tenge = statement.currency in TENGE
    covers.add(row, {
        "account": statement.account,
        "from": first,
        "to": last,
        "by": statement.bank,
        "raw_opening": opening.amount if opening and tenge else None,
        "raw_closing": closing.amount if closing and tenge else None,
    })  # fmt: skip
    return 1
