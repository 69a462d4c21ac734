"""Bank replies as they arrive: batches of accounts, each bank in its own layout, with coverage lists."""

from __future__ import annotations

from collections.abc import Iterator

from qalqan.simulate import bank_sheets, bank_texts
from qalqan.simulate.answers import Answers, Statement
from qalqan.simulate.cases import Case
from qalqan.simulate.rows import Row, Teller
from qalqan.simulate.shelf import Shelf, csv_bytes
from qalqan.simulate.when import stamp

_BATCH = {"722": 24, "601": 18, "432": 14, "551": 16, "965": 20, "856": 12}  # accounts in one reply
_NAMES = {
    "722": "банки/Kaspi/Ответ Kaspi Bank исх {n}.xlsx",
    "601": "банки/Halyk/halyk_{n}.xlsx",
    "432": "банки/ВТБ/ВТБ_выписка_{n}.xlsx",
    "551": "банки/Freedom/Freedom {n}.xlsx",
    "965": "банки/Forte/forte-{n}.csv",
    "856": "банки/BCC/camt053_{n}.xml",
}
_COVERED = frozenset(("432", "551", "965"))  # their layouts do not state the period: a list comes along


def write_banks(shelf: Shelf, teller: Teller, answers: Answers, cases: list[Case]) -> None:
    """All replies with statements."""
    by_bank: dict[str, list[Statement]] = {bank: [] for bank in _BATCH}
    for statements in answers.statements.values():
        for statement in statements:
            by_bank[statement.bank].append(statement)
    for bank, statements in by_bank.items():
        statements.sort(key=lambda s: (s.received, s.node))
        for number, batch in enumerate(_batches(statements, _BATCH[bank]), 1):
            told = [(statement, teller.rows(statement)) for statement in batch]
            name = _NAMES[bank].format(n=f"{3000 + number * 17}")
            case = cases[batch[0].case].id
            _write(shelf, name, told, teller, case=case, newest_first=number % 2 == 0)
            for _, rows in told:
                teller.count(rows)
            if bank in _COVERED:
                _coverage(shelf, name.rsplit(".", 1)[0] + "_периоды.csv", batch, teller)


def _batches(statements: list[Statement], size: int) -> Iterator[list[Statement]]:
    """Batches in which no account stands twice."""
    batch: list[Statement] = []
    for statement in statements:
        if len(batch) >= size or any(one.node == statement.node for one in batch):
            yield batch
            batch = []
        batch.append(statement)
    if batch:
        yield batch


def _write(
    shelf: Shelf,
    name: str,
    told: list[tuple[Statement, list[Row]]],
    teller: Teller,
    *,
    case: str,
    newest_first: bool,
) -> None:
    book, bank = teller.book, told[0][0].bank
    count = sum(len(rows) for _, rows in told)
    if bank == "965":
        shelf.write(name, bank_texts.forte(told, newest_first=newest_first), count, case=case)
    elif bank == "856":
        shelf.write(name, bank_texts.camt(told, book), count, case=case)
    else:
        path = shelf.place(name, count, case=case)
        if bank == "551":
            bank_sheets.freedom(path, told)
        else:
            layout = {"722": bank_sheets.kaspi, "601": bank_sheets.halyk, "432": bank_sheets.vtb}
            layout[bank](path, told, book)


def _coverage(shelf: Shelf, name: str, batch: list[Statement], teller: Teller) -> None:
    """The list of accounts and periods that comes with a reply; opening balances where stated."""
    header = ("Счёт", "Период с", "Период по", "Получено", "Кем предоставлено", "Входящий остаток", "Счёт открыт")
    rows: list[tuple[object, ...]] = []
    for one in batch:
        node = teller.book.nodes[one.node]
        opening = "" if one.opening is None else f"{one.opening // 100},{one.opening % 100:02d}"
        opened = stamp(node.opened * 86_400, "%d.%m.%Y") if node.opened >= 0 else ""
        rows.append(
            (
                node.text,
                stamp(one.since),
                stamp(one.until - 1),
                stamp(one.received),
                one.bank,
                opening,
                opened,
            )
        )
    shelf.write(name, csv_bytes(header, rows, delimiter=";"), len(rows))
