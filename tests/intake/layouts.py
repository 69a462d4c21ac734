"""The same few facts told in many layouts: what banks, operators and registers write. Each layout gives a file."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.intake import make

DMY = "%d.%m.%Y %H:%M:%S"
COUNT = 14


@dataclass(frozen=True)
class Tx:
    """A transfer as it is."""

    at: datetime
    tiyn: int
    payer: int
    payee: int
    purpose: str

    def party(self, side: str) -> tuple[str, str, str, str]:
        """Name, IIN, bank, account of a side."""
        number = self.payer if side == "payer" else self.payee
        bank = "722" if side == "payer" else "601"
        return (make.NAMES[number], make.iin(number + (1 if side == "payer" else 11)), make.BANKS[bank],
                make.iban(bank, number + 1))  # fmt: skip


def _transfers() -> list[Tx]:
    rng = random.Random(7)
    return [
        Tx(at, rng.randrange(10_000, 90_000_000), rng.randrange(6), rng.randrange(6), f"Перевод за услуги {number}")
        for number, at in enumerate(make.moments(COUNT, 3))
    ]


TRANSFERS = _transfers()
OWN = make.iban("722", 77)
OFFICIAL = [
    "Дата и время операции", "Валюта операции", "Виды операции (категория документа)", "Наименование СДП",
    "Сумма в валюте ее проведения", "Сумма в тенге", "Наименование/ФИО плательщика", "ИИН/БИН плательщика",
    "Резидентство плательщика", "Банк плательщика", "Номер счета плательщика", "Наименование/ФИО получателя",
    "ИИН/БИН получателя", "Резидентство получателя", "Банк получателя", "Номер счета получателя",
    "Код назначения платежа", "Назначение платежа",
]  # fmt: skip


def official(tx: Tx, style: str = "space_comma", sign: int = 1) -> list[object]:
    """A row of the official form."""
    name, iin, bank, account = tx.party("payer")
    other, other_iin, other_bank, other_account = tx.party("payee")
    amount = make.money(sign * tx.tiyn, style)
    return [tx.at.strftime(DMY), "KZT", "Перевод", "Kaspi.kz", amount, amount, name, iin, "Резидент", bank, account,
            other, other_iin, "Резидент", other_bank, other_account, "119", tx.purpose]  # fmt: skip


Write = Callable[[Path], Path]
PAIRS: dict[str, Write] = {}
"""Layouts that name payer and payee."""
OWNS: dict[str, Write] = {}
"""Layouts of one own account: rows of even number are debits, of odd number credits."""


def pair(name: str) -> Callable[[Callable[[Path], None]], None]:
    """Register a layout that names both parties."""
    return lambda write: PAIRS.__setitem__(name, _named(name, write))


def own(name: str) -> Callable[[Callable[[Path], None]], None]:
    """Register a layout of an own account."""
    return lambda write: OWNS.__setitem__(name, _named(name, write))


def _named(name: str, write: Callable[[Path], None]) -> Write:
    def run(folder: Path) -> Path:
        write(folder / name)
        return folder / name

    return run


def _letterhead() -> list[list[object]]:
    return [["Ответ на запрос № 12-3 от 02.04.2025"], [],
            [f"Выписка по счету {OWN} за период с 01.03.2025 по 31.03.2025"], ["Входящий остаток: 150 000,00"]]  # fmt: skip  # noqa: E501


@pair("official_cp1251.csv")
def _(path: Path) -> None:
    make.csv_file(path, [OFFICIAL, *map(official, TRANSFERS)], encoding="cp1251")


@pair("official_utf16_tab.txt")
def _(path: Path) -> None:
    make.csv_file(path, [OFFICIAL, *map(official, TRANSFERS)], sep="\t", encoding="utf-16")


@pair("official_koi8_all_quoted.csv")
def _(path: Path) -> None:
    make.csv_file(path, [OFFICIAL, *(official(one, "plain_comma") for one in TRANSFERS)], encoding="koi8-r", quote=True)


@pair("official_numbered.xlsx")
def _(path: Path) -> None:
    body = [official(one, "plain_point") for one in TRANSFERS]
    total: list[list[object]] = [["Итого", None, None, None, "999 999,00"], ["Исходящий остаток: 1 000,00"]]
    make.xlsx_file(path, {"Лист1": [*_letterhead(), OFFICIAL, list(range(1, 19)), *body, *total]})


@pair("halyk_19.csv")
def _(path: Path) -> None:
    head = [*OFFICIAL[:4], "Сумма по дебету", "Сумма по кредиту", *OFFICIAL[5:]]
    rows = [official(one) for one in TRANSFERS]
    body = [[*row[:4], *(["0,00", row[4]] if at % 2 else [row[4], ""]), *row[5:]] for at, row in enumerate(rows)]
    make.csv_file(path, [head, *body])


_TOP = [
    "Дата операции",
    "Сумма",
    None,
    "Плательщик",
    None,
    None,
    None,
    "Получатель",
    None,
    None,
    None,
    "Назначение платежа",
]
_SUB = [
    None,
    "в валюте",
    "в тенге",
    "Наименование",
    "ИИН/БИН",
    "Банк",
    "Счет",
    "Наименование",
    "ИИН/БИН",
    "Банк",
    "Счет",
    None,
]


@pair("kaspi_two_rows.xlsx")
def _(path: Path) -> None:
    head: list[Sequence[object]] = [["АО «Kaspi Bank»"], ["БИК CASPKZKA"], ["Выписка по счёту"], ["Клиент:", None, "Иванов"],  # noqa: E501
            ["Счёт:", None, OWN], ["Валюта:", None, "KZT"], ["Период:", None, "с 01.03.2025 по 31.03.2025"],
            ["Остаток на начало:", None, "10 000,00"], []]  # fmt: skip
    body = [[one.at, one.tiyn / 100, one.tiyn / 100, *one.party("payer"), *one.party("payee"), one.purpose]
            for one in TRANSFERS]  # fmt: skip
    make.xlsx_file(path, {"Выписка": [*head, _TOP, _SUB, *body]}, merges=[(9, 1, 9, 2), (9, 3, 9, 6), (9, 7, 9, 10)])


@pair("two_rows_unmerged.csv")
def _(path: Path) -> None:
    body = [[one.at.strftime(DMY), make.money(one.tiyn, "plain_comma"), make.money(one.tiyn, "plain_comma"),
             *one.party("payer"), *one.party("payee"), one.purpose] for one in TRANSFERS]  # fmt: skip
    make.csv_file(path, [_TOP, _SUB, *body])


@pair("vtb_negative.xlsx")
def _(path: Path) -> None:
    head = [one.replace("Виды операции (категория документа)", "Вид операции (КД)").replace("Резидентство", "Резиденство")  # noqa: E501
            for one in OFFICIAL]  # fmt: skip
    body = [[row[0], "KZT - Тенге", *row[2:]] for row in (official(one, sign=-1) for one in TRANSFERS)]
    make.xlsx_file(path, {"VTB": [head, *body]})


@pair("two_sheets.xlsx")
def _(path: Path) -> None:
    body = [[row[0], *row[2:]] for row in map(official, TRANSFERS)]
    head = [OFFICIAL[0], *OFFICIAL[2:]]
    make.xlsx_file(path, {"KZT": [head, *body[:9]], "KZT (2)": [head, *body[9:]]})


@pair("us_dates.csv")
def _(path: Path) -> None:
    head = ["Date/Time", "Sender", "Sender ID (IIN)", "Sender Bank", "Sender IBAN", "Receiver", "Receiver IIN",
            "Receiver Bank", "Receiver IBAN", "Amount (KZT)", "Purpose"]  # fmt: skip
    body = [[one.at.strftime("%m/%d/%Y %I:%M:%S %p"), *one.party("payer"), *one.party("payee"),
             make.money(one.tiyn, "us"), one.purpose] for one in TRANSFERS]  # fmt: skip
    make.csv_file(path, [head, *body], sep=",")


@pair("kazakh.xlsx")
def _(path: Path) -> None:
    head = ["Операция күні мен уақыты", "Операция валютасы", "Операция түрі", "Теңгемен сомасы", "Төлеушінің атауы/ТАӘ",
            "Төлеушінің ЖСН/БСН", "Төлеушінің банкі", "Төлеушінің шот нөмірі", "Алушының атауы/ТАӘ", "Алушының ЖСН/БСН",
            "Алушының банкі", "Алушының шот нөмірі", "Төлем мақсатының коды", "Төлем мақсаты"]  # fmt: skip
    body = [[one.at, "KZT", "Аударым", one.tiyn / 100, *one.party("payer"), *one.party("payee"), "119", one.purpose]
            for one in TRANSFERS]  # fmt: skip
    make.xlsx_file(path, {"Парақ1": [head, *body, ["Барлығы:", None, None, 12345.5]]})


@pair("snake_case.csv")
def _(path: Path) -> None:
    head = ["operation_date", "operation_time", "payer_name", "payer_iin", "payer_bank", "payer_account", "payee_name",
            "payee_iin", "payee_bank", "payee_account", "amount", "ccy", "details"]  # fmt: skip
    body = [[one.at.strftime("%Y-%m-%d"), one.at.strftime("%H:%M:%S"), *one.party("payer"), *one.party("payee"),
             make.money(one.tiyn, "plain_point"), "KZT", one.purpose] for one in TRANSFERS]  # fmt: skip
    make.csv_file(path, [head, *body], sep=",", end="\n")


@pair("typing_errors.csv")
def _(path: Path) -> None:
    head = ["Дата опирации", "Сума", "Плательщтк", "ИИН плательшика", "Банк плательщика", "Счет плательщка", "Получатель",  # noqa: E501
            "ИИН получателя", "Банк получтеля", "Счет полкчателя", "Назначние платежа"]  # fmt: skip
    body = [[one.at.strftime(DMY), make.money(one.tiyn, "eu"), *one.party("payer"), *one.party("payee"), one.purpose]
            for one in TRANSFERS]  # fmt: skip
    make.csv_file(path, [head, *body], sep="|")


@pair("headless_official.csv")
def _(path: Path) -> None:
    make.csv_file(path, [official(one, "plain_point") for one in TRANSFERS])


@pair("page_breaks.xlsx")
def _(path: Path) -> None:
    body = list(map(official, TRANSFERS))
    rows = [OFFICIAL, *body[:5], [], ["Итого по странице", None, None, None, "1 000,00"], OFFICIAL, *body[5:10], [],
            OFFICIAL, *body[10:], ["Барлығы", None, None, None, "5,00"]]  # fmt: skip
    make.xlsx_file(path, {"Sheet1": rows})


def _own_rows(style: str) -> list[list[object]]:
    return [
        [one.at.strftime("%d.%m.%Y"), one.at.strftime("%H:%M:%S"), "" if at % 2 else make.money(one.tiyn, style),
         make.money(one.tiyn, style) if at % 2 else "", *_other(one), one.purpose, "1 000,00"]
        for at, one in enumerate(TRANSFERS)
    ]  # fmt: skip


def _other(one: Tx) -> list[object]:
    name, iin, _, account = one.party("payee")
    return [name, iin, account]


_OWN_KK = ["Күні", "Уақыты", "Дебет", "Кредит", "Контрагент", "Контрагенттің ЖСН/БСН", "Контрагент шоты", "Төлем мақсаты",  # noqa: E501
           "Қалдық"]  # fmt: skip


@own("own_kk.csv")
def _(path: Path) -> None:
    make.csv_file(path, [[f"Шот бойынша үзінді көшірме: {OWN}"], ["Кезең: 01.03.2025 - 31.03.2025"],
                         ["Кіріс қалдық: 5 000,00"], _OWN_KK, *_own_rows("nbsp_comma")])  # fmt: skip


@own("own_kk_letters_lost.csv")
def _(path: Path) -> None:
    make.csv_file(path, [[f"Шот бойынша үзінді көшірме: {OWN}"], _OWN_KK, *_own_rows("plain_comma")], encoding="cp1251")


@own("own_newest_first_signed.csv")
def _(path: Path) -> None:
    head = [
        "Transaction Date",
        "Amount",
        "Currency",
        "Counterparty",
        "Tax ID",
        "Counterparty Account",
        "Details",
        "Balance",
    ]
    body = [[one.at.isoformat(sep=" "), make.money(one.tiyn if at % 2 else -one.tiyn, "us"), "KZT", *_other(one), one.purpose,  # noqa: E501
             "10.00"] for at, one in enumerate(TRANSFERS)]  # fmt: skip
    make.csv_file(path, [["Account statement", OWN], head, *reversed(body)], sep=",")


@own("own_words.csv")
def _(path: Path) -> None:
    head = ["№ п/п", "Дата", "Тип операции", "Сумма", "Счет клиента", "ФИО контрагента", "ИИН контрагента",
            "Счет контрагента", "Комментарий"]  # fmt: skip
    body = [[at, one.at.strftime(DMY), "Пополнение" if at % 2 else "Списание", make.money(one.tiyn, "tenge"), OWN,
             *_other(one), one.purpose] for at, one in enumerate(TRANSFERS)]  # fmt: skip
    make.csv_file(path, [head, *body], sep=";")


@own("own_dtkt.xlsx")
def _(path: Path) -> None:
    head = ["Дата", "Д/К", "Сумма", "Корреспондент", "БИН/ИИН корр.", "Счет корреспондента", "Назначение"]
    body = [
        [one.at, "К" if at % 2 else "Д", one.tiyn / 100, *_other(one), one.purpose] for at, one in enumerate(TRANSFERS)
    ]
    make.xlsx_file(path, {"Выписка": [[None, f"ЛИЦЕВОЙ СЧЕТ {OWN}"], [], head, *body]})
