"""ISO 20022 account reports: camt.052 (during the day), camt.053 (statement), camt.054 (notice).

A unit is a ``TxDtls`` of an entry, or the entry itself when it has none. The account of the statement pays
when ``CdtDbtInd`` is DBIT and receives when it is CRDT; the other party is the one that is not the account.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Skipped, Trouble
from qalqan.intake.formats._blocks import (
    COVER,
    COVERAGE,
    TENGE,
    TRANSACTION,
    Rows,
    lost,
    shielded,
    shielded_count,
    short,
)  # fmt: skip
from qalqan.intake.formats._camt_entry import Statement, period, transactions
from qalqan.intake.formats._iso20022 import account, agent, is_message, party
from qalqan.intake.formats._xml import elements, tags
from qalqan.registry import Card

CARD = Card(
    name="camt",
    title="format-camt",
    errors=("a batch entry whose details carry no sums cannot be divided and is rejected",),
    source="ISO 20022 camt.052, camt.053, camt.054, versions 02 to 13",
)
HINTS = {"dates": "ymd", "zone": "local", "decimal": "point"}
_STATEMENTS = frozenset({"Stmt", "Rpt", "Ntfctn"})
_ROOTS = ("BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn")


def sniff(head: bytes, name: str, size: int) -> int:
    """XML whose document is one of the three account reports."""
    return 980 if is_message(head, *_ROOTS) else 0


@shielded_count
def count(source: Path, context: Context) -> dict[str, int]:
    """Entries, or their details where there are any, counted by tags without parsing the XML."""
    units = inside = 0
    entry = False
    for opens, closes, name in tags(source, ("Ntry", "TxDtls")):
        if name == "Ntry":
            if opens:
                entry, inside = True, 0
            if closes and entry:
                entry, units = False, units + max(1, inside)
        elif name == "TxDtls" and opens and entry:
            inside += 1
    return {"": units + (max(1, inside) if entry else 0)}


@shielded
def read(source: Path, context: Context) -> Iterator[Block]:
    """Entries as transactions, statements as coverage. What a break in the XML cut off becomes troubles."""
    rows = Rows("transaction", TRANSACTION, HINTS)
    covers = Rows("coverage", COVER, HINTS, COVERAGE)
    statement = Statement()
    number = statements = 0
    broken: IntakeError | None = None
    stack = []
    try:
        for event, element, above in elements(source, context):
            if event == "start":
                stack.append(element)
                statement = Statement() if element.tag in _STATEMENTS else statement
                continue
            stack.pop()
            parent = above[-1] if above else ""
            if parent in _STATEMENTS and element.tag == "Ntry":
                for values in transactions(element, statement):
                    number += 1
                    yield from _put(rows, number, values)
                stack[-1].remove(element)
            elif parent in _STATEMENTS:
                _header(element, statement)
            elif element.tag in _STATEMENTS:
                statements += _cover(covers, statements + 1, statement)
                element.clear()
            if rows.full:
                yield from rows.flush()
    except IntakeError as error:
        if error.key == "reason-xml-hostile" or number == 0:
            raise
        broken = error
    yield from rows.flush()
    if broken is not None:
        _cover(covers, statements + 1, statement)
        yield Trouble("", 0, "", short(str(broken)), broken.key, "kept_flagged")
        yield from lost("", range(number + 1, count(source, context)[""] + 1), broken.key)
    yield from covers.flush()


def _put(rows: Rows, number: int, values: dict[str, str]) -> Iterator[Block]:
    if reason := values.get("rejected"):
        yield Trouble("", number, "Amt", short(values.get("value", "")), reason, "row_rejected")
    elif why := values.get("skipped"):
        yield Skipped("", (number,), why)
    else:
        rows.add(number, values)


def _header(element, statement: Statement) -> None:  # type: ignore[no-untyped-def]
    if element.tag == "Acct":
        statement.own = party(element.find("Ownr")) | account(element) | agent(element.find("Svcr"))
        statement.currency = element.findtext("Ccy") or ""
    elif element.tag == "FrToDt":
        statement.since = element.findtext("FrDtTm") or element.findtext("FrDt") or ""
        statement.until = element.findtext("ToDtTm") or element.findtext("ToDt") or ""
    elif element.tag == "Bal":
        statement.balance(element)


def _cover(covers: Rows, row: int, statement: Statement) -> int:
    """Write the statement's period and balances as coverage; 1 when there was something to write."""
    since, until = period(statement)
    if not statement.own.get("account") or not since:
        return 0
    tenge = statement.currency in TENGE
    covers.add(row, {
        "account": statement.own["account"],
        "from": since,
        "to": until,
        "by": statement.own.get("bank"),
        "raw_opening": statement.opening if tenge else None,
        "raw_closing": statement.closing if tenge else None,
    })  # fmt: skip
    return 1
