"""The independent script: its FIFO against the kernel, its reading of sums, times and files."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels import csr, fifo
from qalqan.kernels.money import Limits, Losses
from qalqan.report.recompute import recompute

ACCOUNTS = 5


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[list[tuple[int, int, int, int]], list[tuple[int, int, int]], int, int]:
    """Rows (from, to, tiyn, takes back?), balances (before row, account, tiyn), number of losses, most hops."""
    account = st.integers(0, ACCOUNTS - 1)
    row = st.tuples(account, account, st.integers(1, 60), st.integers(0, 6).map(lambda n: int(n == 0)))
    rows = draw(st.lists(row, min_size=1, max_size=40))
    stated = draw(st.lists(st.tuples(st.integers(0, len(rows)), account, st.integers(0, 80)), max_size=4))
    return rows, sorted(stated), draw(st.integers(1, 3)), draw(st.sampled_from((2, 3, 12)))


def line(what: str, **told: object) -> dict[str, str]:
    empty = dict.fromkeys(("case", "no", "payer", "payee", "tiyn", "lost", "takes_back"), "")
    return empty | {"what": what} | {name: str(value) for name, value in told.items()}


@given(ledgers(), st.integers(1, 4))
def test_first_in_first_out_as_the_kernel_has_it(
    ledger: tuple[list[tuple[int, int, int, int]], list[tuple[int, int, int]], int, int], smallest: int
) -> None:
    rows, stated, losses, hops = ledger
    sender, receiver = (np.array([row[side] for row in rows], np.int32) for side in (0, 1))
    amount, back = np.array([row[2] for row in rows], np.int64), np.array([row[3] for row in rows], np.uint8)
    when, whose, what = ([one[at] for one in stated] for at in range(3))
    built = csr.build(
        np.arange(len(rows), dtype=np.int64), sender, receiver, amount, ACCOUNTS, back, np.array(when, np.int64),
        np.array(whose, np.int32), np.array(what, np.int64),
    )  # fmt: skip
    lost = list(range(min(losses, len(rows))))
    part = [int(amount[row]) - (row % 2 and int(amount[row]) // 3) for row in lost]
    end = np.array([len(rows)], np.int64)
    flow = fifo.trace(
        built, Losses(np.array([0, len(lost)], np.int64), np.array(lost, np.int32), np.array(part, np.int64), end, end),
        Limits(hops, smallest, np.zeros(ACCOUNTS, np.uint8)),
    )  # fmt: skip
    told = [line("limits", tiyn=hops, lost=smallest)]
    for row in range(len(rows) + 1):
        told += [line("balance", payer=account, tiyn=sum_) for at, account, sum_ in stated if at == row]
        if row < len(rows):
            told.append(line(
                "transfer", no=row, payer=sender[row], payee=receiver[row], tiyn=amount[row],
                lost=part[row] if row in lost else "",
                takes_back=built.original[row] if built.original[row] >= 0 else "",
            ))  # fmt: skip
    left = {str(account): int(sum_) for account, sum_ in zip(flow.place_account, flow.place_left, strict=True) if sum_}
    assert {account: sum_ for account, sum_ in recompute.follow(told).items() if sum_} == left
    assert sum(left.values()) == sum(part)


@pytest.mark.parametrize(("text", "tiyn"), [
    ("16530,00", 1_653_000), ("-1 250 000,50 ₸", 125_000_050), ("1,250,000.00", 125_000_000), ("31900.0", 3_190_000),
    ("174058.79999999999", 17_405_880), ("1\u00a0000", 100_000), ("0,1", 10), ("", 0), ("1.250.000", 125_000_000),
])  # fmt: skip
def test_sums_as_banks_write_them(text: str, tiyn: int) -> None:
    assert recompute.tiyn(text) == tiyn


@given(st.integers(0, 10**13))
def test_a_sum_written_out_is_read_back(tiyn: int) -> None:
    whole, rest = divmod(tiyn, 100)
    assert recompute.tiyn(f"{whole:,}.{rest:02}") == recompute.tiyn(f"{whole},{rest:02}") == tiyn


@given(st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1)).map(lambda at: at.replace(microsecond=0)))
def test_a_time_is_the_same_in_each_way_of_writing(at: datetime) -> None:
    days = (at - datetime(1899, 12, 30)) / timedelta(days=1)
    ways = [f"{at:%Y-%m-%d %H:%M:%S}", f"{at:%d.%m.%Y %H:%M:%S}", f"{at:%Y-%m-%dT%H:%M:%S}+05:00", f"{days:.9f}"]
    assert {tuple(recompute.digits(way)) for way in ways} == {tuple(recompute.digits(str(at)))}


def test_columns_are_called_as_a_spreadsheet_calls_them() -> None:
    assert [recompute.letters(at) for at in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("sign", [";", "\t", ","])
def test_text_tables(encoding: str, sign: str) -> None:
    text = f'Дата{sign}"на две\nстроки"{sign}Сумма\n01.03.2025{sign}перевод{sign}16530.00\n'
    table = recompute.cells(text.encode(encoding), {""})
    assert table["", 1] == {"A": "Дата", "B": "на две\nстроки", "C": "Сумма"}
    assert table["", 3] == {"A": "01.03.2025", "B": "перевод", "C": "16530.00"}


def test_a_workbook_by_sheet_row_and_cell(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name in ("Шот 1", "other"):
            sheet = book.add_worksheet(name)
            sheet.write("A3", "KZ00 <b>")
            sheet.write("AB3", 174058.8)
    table = recompute.cells((tmp_path / "a.xlsx").read_bytes(), {"Шот 1"})
    assert table == {("Шот 1", 3): {"A": "KZ00 <b>", "AB": "174058.8"}}
    assert recompute.cells((tmp_path / "a.xlsx").read_bytes(), {"#2"}) == {("#2", 3): table["Шот 1", 3]}


def test_entries_of_a_camt_statement() -> None:
    entry = "<Ntry><Amt>{}</Amt><BookgDt><DtTm>2025-03-02T20:28:44</DtTm></BookgDt><NtryDtls>{}</NtryDtls></Ntry>"
    details = "<TxDtls><Amt>10.00</Amt></TxDtls><TxDtls><Amt>2.50</Amt></TxDtls>"
    body = entry.format("12.50", details) + entry.format("7.00", "<TxDtls><Dbtr>x</Dbtr></TxDtls>")
    table = recompute.cells(f'<?xml version="1.0"?><D xmlns="urn:iso">{body}</D>'.encode(), {""})
    assert sorted(row for _, row in table) == [1, 2, 3]
    assert "2.50" in table["", 2].values()
    assert {"7.00", "2025-03-02T20:28:44", "x"} <= set(table["", 3].values())


@pytest.mark.parametrize("data", [b"%PDF-1.7\n\0\1\2", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
def test_other_kinds_are_not_guessed_at(data: bytes) -> None:
    assert recompute.cells(data, {""}) == {}


def test_a_word_document_has_no_sheets() -> None:
    import zipfile

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as book:
        book.writestr("word/document.xml", "<w/>")
    assert recompute.cells(held.getvalue(), {""}) == {}


def test_rows_of_a_kind_that_is_not_read_are_told_and_still_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "originals").mkdir()
    (tmp_path / "originals" / "reply.pdf").write_bytes(b"%PDF-1.7\n\0\1")
    where = {"sha256": hashlib.sha256(b"%PDF-1.7\n\0\1").hexdigest(), "file": "reply.pdf", "row": "4"}
    told = [
        line("word", no=key, file=key)
        for key in ("rows-read", "rows-told", "case", "total", "lost", "equal", "not-equal")
    ]
    told += [
        line("limits", case="7", tiyn=12, lost=1),
        line("stated", case="7", payer="1", tiyn=90_00),
        line("transfer", case="7", no=1, payee="1", tiyn=150_00, lost=100_00, **where),
        line("transfer", case="7", no=2, payer="1", payee="2", tiyn=10_00, **where),
        line("end", case="7", payer="2", tiyn=10_00),
    ]  # fmt: skip
    columns = list(dict.fromkeys(name for one in told for name in one))
    columns += ["sheet", "time", "tiyn_cell", "time_cell", "payer_cell", "payee_cell"]
    with (tmp_path / "rows.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(told)
    assert recompute.main(str(tmp_path / "rows.csv"), str(tmp_path / "originals"))
    said = capsys.readouterr().out
    assert "rows-read: 0\nrows-told: 2\n  reply.pdf  4\n  reply.pdf  4\n" in said
    assert "90.00" in said
    assert "10.00" in said
