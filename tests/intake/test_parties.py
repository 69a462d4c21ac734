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


PHONES = ["8(702)346-04-01", "+7 700 240 68 95", "77761006651"]
CARDS = ["4400 43** **** 8376", "5169 49** **** 1241", "4405 63** **** 6173"]
SUMS = ["35327.55", "23278.94", "66953.27"]


def test_the_account_wins_over_phone_and_card_of_the_same_party() -> None:
    names = _named(
        ["№", "Дата перевода", "Отправитель", "Тел. отправителя", "Счет списания", "Карта получателя", "Получатель",
         "Тел. получателя", "Счет зачисления", "Сумма, тг", "Сообщение получателю"],
        [["1", "2", "3"], DAYS, PEOPLE, PHONES, OTHERS, CARDS, PEOPLE[::-1], PHONES[::-1], OTHERS[::-1], SUMS,
         ["Возврат долга", "за товар по объявлению", "на лечение мамы"]],
    )  # fmt: skip
    assert names["Счет списания"] == "payer_account"
    assert names["Счет зачисления"] == "payee_account"
    assert names["Отправитель"] == "payer_name"
    assert names["Получатель"] == "payee_name"
    assert names["Сообщение получателю"] == "purpose"
    assert {names[one] for one in ("№", "Тел. отправителя", "Тел. получателя", "Карта получателя")} <= {"", "unused"}


def test_a_phone_stands_for_a_party_that_no_column_gives_an_account() -> None:
    names = _named(
        ["Дата", "Телефон отправителя", "Счет получателя", "Сумма"], [DAYS, PHONES, OTHERS, SUMS]
    )  # fmt: skip
    assert names["Телефон отправителя"] == "payer_account"
    assert names["Счет получателя"] == "payee_account"


def test_a_bare_phone_column_is_no_party_beside_accounts() -> None:
    headers = ["Дата", "Направление", "Сумма", "Категория", "Имя получателя/отправителя", "Телефон", "Номер счета"]
    told = ["Приход", "Расход", "Приход"]
    kinds = ["Перевод входящий", "Снятие наличных", "Возврат/отмена перевода"]
    columns = [DAYS, told, SUMS, kinds, PEOPLE, PHONES, OTHERS]
    names = _named(headers, columns, frozenset({"own_account"}))
    assert (names["Телефон"], names["Категория"], names["Номер счета"]) == ("", "operation", "own_account")
    cells = pl.DataFrame({f"c{at}": one for at, one in enumerate(columns)})
    mapping = by_values(understand(study(headers, cells), "выписка", frozenset({"own_account"})), cells, OWN)
    assert mapping.columns()["other_account"] == 6


def test_to_whom_or_from_whom_is_the_other_party() -> None:
    names = _named(
        ["Дата и время", "Вид", "Сумма операции", "Кому / от кого", "IBAN"],
        [DAYS, ["Покупка", "Перевод", "Перевод"], ["−469 713,19 ₸", "+434 000,00 ₸", "-5,00 ₸"], PEOPLE, OTHERS],
        frozenset({"own_account"}),
    )  # fmt: skip
    assert names["Кому / от кого"] == "other_name"


def test_a_group_of_a_document_may_hold_kinds_of_operation() -> None:
    headers = ["Дата", "Дебет", "Кредит", "Корреспондент / ИИК", "Документ / Тип", "Документ / Основание"]
    columns = [DAYS, ["1 000,00", "", "5,00"], ["", "7,00", ""], OTHERS]
    deals = ["Перевод исходящий", "Возврат/отмена перевода", "Комиссия"]
    basis = ["Возврат долга", "Отмена операции", "Комиссия за перевод"]
    assert _named(headers, [*columns, deals, basis])["Документ / Тип"] == "operation"
    papers = ["Мемориальный ордер", "Платежное поручение", "Мемориальный ордер"]
    assert _named(headers, [*columns, papers, basis])["Документ / Тип"] == "unused"


def test_a_row_number_is_one_whatever_its_abbreviation_could_mean() -> None:
    """«Р/с» is the number in order in Kazakh and the settlement account in Russian."""
    rows = [[str(one) for one in range(1, 13)], DAYS * 4, ["кіріс", "шығыс", "кіріс"] * 4,
            ["450\u2009692,38", "213\u2009000,00", "93\u2009755,00"] * 4, OTHERS * 4]  # fmt: skip
    names = _named(["Р/с №", "Күні", "Кіріс/шығыс", "Сома (теңге)", "Корреспондент ЖСК"], rows)
    assert names["Р/с №"] == "unused"
    assert names["Сома (теңге)"] in {"raw_amount", "raw_amount_kzt"}
    assert _named(["Р/с №", "Күні", "Кіріс/шығыс", "Сома (теңге)", "Корреспондент ЖСК"],
                  [[OWN] * 12, *rows[1:]])["Р/с №"] == "own_account"  # fmt: skip


def test_a_nameless_column_takes_no_field_from_a_header() -> None:
    """What an unquoted separator pushes into a spare column is not the payer's account."""
    spare = pl.Series(["", "", "433133173354"])
    names = [["Дата", "Счет отправителя", "Счет получателя", "Сумма", "Назначение", ""], []]
    columns = [DAYS, OTHERS, OTHERS[::-1], SUMS, ["Возврат долга", "за товар", "По договору"], spare.to_list()]
    assert _named(names[0], columns)["Счет отправителя"] == "payer_account"


def test_two_halves_of_a_cell() -> None:
    cells = pl.DataFrame({
        "c0": DAYS, "c1": ["вх.", "исх.", "интернет"], "c2": PHONES, "c3": ["00:00:40", "00:01:10", "00:32:31"],
        "c4": ["32859", "26951", "54072"], "c5": ["34375", "1752", "46183"],
    })  # fmt: skip
    headers = [
        "Дата и время",
        "Тип",
        "Второй абонент / номер",
        "Длит.",
        "Базовая станция / LAC",
        "Базовая станция / CID",
    ]
    mapping = understand(study(headers, cells), "расшифровка услуг связи", frozenset({"own_number"}))
    assert (mapping.kind, mapping.columns()["raw_lac"], mapping.columns()["raw_cid"]) == ("call", 4, 5)
