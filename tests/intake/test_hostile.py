"""Broken, odd and hostile files: nothing stops, nothing is lost silently."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake import make

from qalqan.intake.read import Request, read
from qalqan.settings import Intake

HEAD = [
    "Дата и время операции",
    "Плательщик",
    "Счет плательщика",
    "Получатель",
    "Счет получателя",
    "Сумма",
    "Назначение",
]


def _row(number: int) -> list[object]:
    return [
        f"{1 + number % 28:02d}.03.2025 10:00:{number % 60:02d}",
        make.NAMES[number % 6],
        make.iban("722", number),
        make.NAMES[(number + 1) % 6],
        make.iban("601", number),
        f"{100 + number},50",
        f"перевод {number}",
    ]


def _reasons(outcome: object) -> set[str]:
    frame = make.table(outcome, "rejected")  # type: ignore[arg-type]
    return set(frame["reason"]) if frame.height else set()


def test_an_unclosed_quote_takes_no_other_row_with_it(tmp_path: Path) -> None:
    """The row with the stray quote and all rows after it are read."""
    rows = [_row(number) for number in range(20)]
    path = make.csv_file(tmp_path / "q.csv", [HEAD, *rows])
    text = path.read_text("utf-8").replace("перевод 7\r", '"перевод 7\r')
    path.write_text(text, "utf-8")
    outcome = make.reading(path)
    assert outcome.file["records"] == 20
    assert make.balanced(outcome)


def test_nuls_giant_rows_and_ragged_rows(tmp_path: Path) -> None:
    """NULs are blanks; a giant row is rejected by name; missing cells are empty, extra ones are told."""
    rows = [_row(number) for number in range(20)]
    rows[3] = rows[3][:6]
    rows[5] = [*rows[5], "лишнее"]
    path = make.csv_file(tmp_path / "r.csv", [HEAD, *rows])
    lines = path.read_bytes().split(b"\r\n")
    lines.insert(9, b"x" * 30_000)
    lines[4] = lines[4].replace("перевод".encode(), b"\0")
    path.write_bytes(b"\r\n".join(lines))
    outcome = make.reading(path, limits=Intake(row_chars=20_000))
    assert outcome.file["records"] == 20
    assert outcome.file["rejected"] == 1
    assert make.balanced(outcome)
    assert {"reason-giant-row", "reason-no-header"} <= _reasons(outcome)


def test_rows_that_mean_nothing_are_rejected_with_reasons(tmp_path: Path) -> None:
    """No time, no sum, no parties, an impossible day: each says so."""
    rows = [_row(number) for number in range(12)]
    rows[1][0] = "скоро"
    rows[2][5] = "много"
    rows[3][1:5] = ["", "", "", ""]
    rows[4][0] = "31.02.2025 10:00"
    outcome = make.reading(make.csv_file(tmp_path / "n.csv", [HEAD, *rows]))
    assert outcome.file["records"] == 8
    assert outcome.file["rejected"] == 4
    assert {"reason-no-time", "reason-no-sum", "reason-no-parties", "reason-moment-no-such-day"} <= _reasons(outcome)
    assert make.balanced(outcome)


def test_equal_rows_stay_two(tmp_path: Path) -> None:
    """Two equal rows of one statement are two transfers."""
    outcome = make.reading(make.csv_file(tmp_path / "t.csv", [HEAD, _row(1), _row(1), _row(2)]))
    assert outcome.file["records"] == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\0" * 5000,
        b"PK\x03\x04broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        bytes(range(256)) * 40,
    ],
)
def test_files_that_are_nothing(data: bytes, tmp_path: Path) -> None:
    """Empty, zero, broken and random files have an outcome with a reason."""
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    outcome = make.reading(path)
    assert outcome.status in ("broken", "needs_person")
    assert outcome.file["note"].startswith("reason-")
    assert make.table(outcome, "rejected")["action"].to_list() == ["file_rejected"]


def test_formula_cells_are_never_run(tmp_path: Path) -> None:
    """A formula's saved value counts; a text that looks like one is a text."""
    rows = [_row(number) for number in range(6)]
    rows[2][6] = '=HYPERLINK("http://evil.example")'
    outcome = make.reading(make.xlsx_file(tmp_path / "f.xlsx", {"S": [HEAD, *rows]}))
    assert make.table(outcome, "transaction").sort("row")["purpose"][2] == '=HYPERLINK("http://evil.example")'


def test_a_doctype_in_a_workbook_is_refused(tmp_path: Path) -> None:
    """No entities are expanded."""
    path = make.xlsx_file(tmp_path / "e.xlsx", {"S": [HEAD, _row(1)]})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/workbook.xml"]
    members["xl/workbook.xml"] = sheet.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    outcome = make.reading(path)
    assert outcome.status == "broken"


@given(
    st.lists(st.lists(st.text(alphabet='ab1;"\n \x00,й0.', max_size=6), max_size=9), max_size=40),
    st.sampled_from([";", ",", "\t", "|"]),
)
def test_units_balance_for_any_text_table(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], sep: str
) -> None:
    """However ragged, quoted or broken: units are records, rejected or skipped, and nothing else."""
    folder = tmp_path_factory.mktemp("any")
    path = folder / "a.csv"
    body = "\n".join(sep.join(row) for row in rows)
    path.write_text(sep.join(HEAD) + "\n" + body, "utf-8", newline="")
    outcome = read(Request(path, path.name, folder / "out"))
    assert make.balanced(outcome)


@given(
    st.lists(st.integers(0, 10**12), min_size=2, max_size=30),
    st.sampled_from(["space_comma", "nbsp_comma", "us", "plain_point", "eu", "quote"]),
    st.sampled_from(["%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d/%m/%y %H:%M:%S", "%Y%m%d%H%M%S"]),
)
def test_money_and_dates_come_back(
    tmp_path_factory: pytest.TempPathFactory, sums: list[int], style: str, shape: str
) -> None:
    """Any sum in any style, any time in any shape."""
    folder = tmp_path_factory.mktemp("money")
    times = make.moments(len(sums), len(sums))
    rows = [
        [at.strftime(shape), *_row(n)[1:5], make.money(one, style), "x"]
        for n, (at, one) in enumerate(zip(times, sums, strict=True))
    ]
    outcome = read(Request(make.csv_file(folder / "m.csv", [HEAD, *rows]), "m.csv", folder / "out"))
    got = make.table(outcome, "transaction").sort("row")
    assert got["amount_tiyn"].to_list() == sums
    assert [one.replace(tzinfo=None) for one in got["at"].dt.offset_by("5h")] == times
