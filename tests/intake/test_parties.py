"""Whose column it is: by neighbours, by the letter-head's account, by people's names."""

from __future__ import annotations

import polars as pl

from qalqan.intake.columns import study, understand
from qalqan.intake.parties import by_values

OWN = "KZ76722C586570115571"
OTHERS = ["KZ925515171864726337", "KZ14601A405123483542", "KZ949653760348941077"]
PEOPLE = ["Ткачуков Ержан Болатович", "Ракишева Гульнар Сериковна", "Шарипов Мейржан Серикович"]
DAYS = ["01.08.2023 17:22", "01.08.2023 08:08", "31.07.2023 16:04"]


def _named(headers: list[str], columns: list[list[str]], given: frozenset[str] = frozenset()) -> dict[str, str]:
    cells = pl.DataFrame({f"c{at}": one for at, one in enumerate(columns)})
    mapping = understand(study(headers, cells), "выписка", given)
    return {guess.header: guess.name for guess in mapping.guesses}


def test_an_account_that_is_not_the_letterheads_is_the_other_partys() -> None:
    headers = ["Дата", "Отправитель/получатель", "Счёт", "Сумма (расход с минусом)"]
    cells = pl.DataFrame({"c0": DAYS, "c1": PEOPLE, "c2": OTHERS, "c3": ["-10,00", "12,50", "-7,00"]})
    mapping = understand(study(headers, cells), "выписка", frozenset({"own_account"}))
    assert mapping.columns()["raw_amount"] == 3
    assert by_values(mapping, cells, OWN).columns()["other_account"] == 2
    same = cells.with_columns(pl.lit(OWN).alias("c2"))
    assert by_values(mapping, same, OWN).columns()["own_account"] == 2


def test_bare_identifiers_belong_to_the_party_beside_them() -> None:
    iins = ["881019301746", "650920409204", "480802302202"]
    names = _named(
        ["Value date", "Amount", "Ccy", "Ordering customer", "ID", "Debit account", "Beneficiary", "Benef. ID",
         "Credit account", "Reference"],
        [DAYS, ["759.44", "12.10", "5.00"], ["USD"] * 3, PEOPLE, iins, OTHERS, PEOPLE[::-1], iins[::-1], OTHERS[::-1],
         ["FT1", "FT2", "FT3"]],
    )  # fmt: skip
    assert names["ID"] == "payer_iin"
    assert names["Benef. ID"] == "payee_iin"
    assert names["Credit account"] == "payee_account"
    assert names["Reference"] == "reference"


def test_details_of_names_only_are_the_other_party() -> None:
    names = _named(
        ["Дата", "Сумма", "Операция", "Детали"],
        [DAYS, ["- 8 888,00 ₸", "+ 5,00 ₸", "- 1,00 ₸"], ["Перевод", "Поступление", "Перевод"], PEOPLE],
        frozenset({"own_account"}),
    )
    assert names["Детали"] == "other_name"
