"""Several statements or replies one below another: each table has its own account, period, balances or station."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest
from tests.intake import make

ACCOUNTS = [make.iban("601", number) for number in (501, 502, 503)]
HEAD = ["Дата операции", "Операция", "Списание", "Поступление", "Контрагент", "Счет контрагента", "Назначение"]
COUNTS = (5, 9, 4)
Row = Sequence[object]


def _rows(count: int, seed: int) -> list[Row]:
    return [
        [at.strftime("%d.%m.%Y %H:%M:%S"), "Перевод", "" if n % 2 else "1 500,00", "2 700,50" if n % 2 else "",
         make.NAMES[n % 6], make.iban("722", 40 + n), "Возврат долга"]
        for n, at in enumerate(make.moments(count, seed))
    ]  # fmt: skip


def _colons(at: int) -> list[Row]:
    return [
        ["Счет:", ACCOUNTS[at], "Клиент:", make.NAMES[at], "ИИН:", make.iin(at + 3)],
        ["Период:", "01.03.2025 - 31.03.2025", "Остаток на начало:", f"{at}1 000,00",
         "Остаток на конец:", f"{at}2 000,00"],
        HEAD, *_rows(COUNTS[at], at), ["Итого по счету", "", "7 500,00", "5 401,00"], [],
    ]  # fmt: skip


def _bare(at: int) -> list[Row]:
    return [
        ["ИИК", ACCOUNTS[at], "", "Владелец", make.NAMES[at]],
        ["Начало периода", "01.03.2025", "", "Конец периода", "31.03.2025"],
        ["Входящий остаток", f"{at}1 000,00"], [],
        HEAD, *_rows(COUNTS[at], at), ["Исходящий остаток", "", "", f"{at}2 000,00"], [],
    ]  # fmt: skip


def _line(at: int) -> list[Row]:
    return [
        [f"Выписка по счету {ACCOUNTS[at]} за период с 01.03.2025 по 31.03.2025"],
        [f"Остаток на 01.03.2025: {at}1 000,00"], [f"Остаток на 31.03.2025: {at}2 000,00"],
        HEAD, *_rows(COUNTS[at], at), [],
    ]  # fmt: skip


def _kazakh(at: int) -> list[Row]:
    return [
        ["ЖСК", ACCOUNTS[at], "Шот иесі", make.NAMES[at]],
        ["Басталуы", "2025-03-01", "Аяқталуы", "2025-03-31"],
        ["Кіріс қалдығы", f"{at}1 000,00", "Шығыс қалдығы", f"{at}2 000,00"], [],
        HEAD, *_rows(COUNTS[at], at), [],
    ]  # fmt: skip


def _once(at: int) -> list[Row]:
    return [
        ["Счет", ACCOUNTS[at], "Период", "01.03.2025-31.03.2025"],
        ["Входящий остаток:", f"{at}1 000,00", "Исходящий остаток:", f"{at}2 000,00"],
        *([HEAD] if not at else []), *_rows(COUNTS[at], at),
    ]  # fmt: skip


@pytest.mark.parametrize("section", [_colons, _bare, _line, _kazakh, _once])
def test_each_statement_keeps_its_account(section: Callable[[int], list[Row]], tmp_path: Path) -> None:
    """Rows, period and balances belong to the account above them, not to the first of the sheet."""
    rows: list[Row] = [["АО «Банк»"], ["Ответ на запрос"], []]
    for at in range(3):
        rows += section(at)
    outcome = make.reading(make.xlsx_file(tmp_path / "a.xlsx", {"Лист1": rows}))
    assert make.balanced(outcome)
    got = make.table(outcome, "transaction").sort("row")
    assert got["own_account"].to_list() == [ACCOUNTS[at] for at in range(3) for _ in range(COUNTS[at])]
    sides = got.select(pl.when(pl.col("amount_tiyn") == 150_000).then("payer_account").otherwise("payee_account"))
    assert sides.to_series().to_list() == got["own_account"].to_list()
    cover = make.table(outcome, "coverage").sort(pl.col("account").replace_strict(ACCOUNTS, [0, 1, 2]))
    assert cover["account"].to_list() == ACCOUNTS
    assert cover["opening_tiyn"].to_list() == [(at * 10_000 + 1_000) * 100 for at in range(3)]
    assert cover["closing_tiyn"].to_list() == [(at * 10_000 + 2_000) * 100 for at in range(3)]
    assert cover["from"].dt.to_string("%Y-%m-%d").unique().to_list() == ["2025-02-28"]
    assert not cover["to"].null_count()


def test_a_second_statement_far_down_a_long_sheet(tmp_path: Path) -> None:
    """The look at few rows of a large piece does not miss a letter-head in its middle."""
    rows: list[Row] = [["Счет:", ACCOUNTS[0]], HEAD, *_rows(2_600, 1)]
    rows += [["Счет:", ACCOUNTS[1], "Период:", "01.03.2025 - 31.03.2025"], HEAD, *_rows(30, 2)]
    rows += [["Счет", ACCOUNTS[2], "Клиент", make.NAMES[1]], *_rows(20, 3)]
    outcome = make.reading(make.csv_file(tmp_path / "a.csv", rows))
    counted = make.table(outcome, "transaction").group_by("own_account").len().sort("len", descending=True)
    assert counted.rows() == [(ACCOUNTS[0], 2_600), (ACCOUNTS[1], 30), (ACCOUNTS[2], 20)]


CALLS = ["Номер А", "Номер Б", "Начало", "Длительность", "Услуга"]


def _calls(count: int, seed: int) -> list[list[object]]:
    return [
        [make.phone(seed * 50 + n), make.phone(900 + n), at.strftime("%Y-%m-%d %H:%M:%S"), "00:00:41", "Голос"]
        for n, at in enumerate(make.moments(count, seed))
    ]


@pytest.mark.parametrize(
    "head",
    [
        lambda at: [["Базовая станция:", f"г. Актау, ул. Сатпаева, {at}"], ["LAC", 101 + at, "CID", 2000 + at]],
        lambda at: [[f"Адрес БС: г. Актау, ул. Сатпаева, {at}"], [f"LAC/CID: {101 + at}/{2000 + at}"]],
        lambda at: [[f"LAC: {101 + at}, CID: {2000 + at}"], ["Base station", f"г. Актау, ул. Сатпаева, {at}"]],
    ],
)
def test_a_reply_by_stations(head: Callable[[int], list[Row]], tmp_path: Path) -> None:
    """Cell and address of a letter-head are those of all rows below it, until the next."""
    rows: list[Row] = []
    for at in range(1, 3):
        rows += [*head(at), [], CALLS, *_calls(6, at), []]
    got = make.table(make.reading(make.xlsx_file(tmp_path / "a.xlsx", {"БС": rows})), "call").sort("row")
    assert got["cell"].to_list() == ["102-2001"] * 6 + ["103-2002"] * 6
    assert got["cell_address"].to_list() == ["г. Актау, ул. Сатпаева, 1"] * 6 + ["г. Актау, ул. Сатпаева, 2"] * 6


def test_the_sim_of_a_letterhead(tmp_path: Path) -> None:
    rows: list[Row] = [["Абонентский номер:", make.phone(3)], ["IMSI:", "401771234567890"], ["IMEI", make.imei(4)]]
    head = ["№", "Вид связи", "Дата", "Время", "Номер собеседника", "Длительность, мин:сек"]
    kinds = ["Входящий вызов", "Исходящий вызов", "Входящее SMS", "голос вх", "голос исх"]
    body = [
        [n + 1, kinds[n % 5], f"{at:%d.%m.%Y}", f"{at:%H:%M:%S}", make.phone(70 + n), "01:05"]
        for n, at in enumerate(make.moments(10, 4))
    ]
    got = make.table(make.reading(make.csv_file(tmp_path / "a.csv", [*rows, head, *body])), "call")
    assert got["imsi"].unique().to_list() == ["401771234567890"]
    assert got["imei"].unique().to_list() == [make.imei(4)]
    assert got["direction"].to_list() == ["in", "out", "in", "in", "out"] * 2
    assert got["service"].to_list() == ["voice", "voice", "sms", "voice", "voice"] * 2


@pytest.mark.parametrize("word", ["аноним", "UNKNOWN", "номер скрыт", "жасырын", "8(7", "+7 70", "701", "87019999"])
def test_a_side_that_nobody_can_read_is_listed(word: str, tmp_path: Path) -> None:
    body = _calls(6, 2)
    body[3][1] = word
    outcome = make.reading(make.csv_file(tmp_path / "a.csv", [CALLS, *body]))
    assert make.table(outcome, "call")["row"].to_list() == [2, 3, 4, 6, 7]
    refused = make.table(outcome, "rejected").filter(pl.col("row") == 5)
    assert "row_rejected" in refused["action"].to_list()
