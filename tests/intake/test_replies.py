"""Operators' replies, registers, holders, subscribers, messages, coverage lists: whole and typed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from tests.intake import make

from qalqan.clock import to_utc

COUNT = 12
TIMES = make.moments(COUNT, 9)
SECONDS = [3 + 311 * number for number in range(COUNT)]
OWN = make.phone(5)
DMY = "%d.%m.%Y %H:%M:%S"


def _hms(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _other(number: int) -> str:
    return make.phone(100 + number)


def _call(at: datetime, a: str, b: str, seconds: int) -> dict[str, object]:
    return {"at": to_utc(at), "a": a, "b": b, "duration_s": seconds}


def _by_sides() -> list[dict[str, object]]:
    return [_call(at, *((_other(n), OWN) if n % 2 else (OWN, _other(n))), SECONDS[n]) for n, at in enumerate(TIMES)]


def _local(number: str) -> str:
    return f"8 ({number[2:5]}) {number[5:8]}-{number[8:10]}-{number[10:]}"


def _subscriber_ru(path: Path) -> Path:
    head = ["Дата", "Время", "Тип", "Собеседник", "Длительность", "IMEI", "LAC", "CID", "Адрес базовой станции"]
    body = [
        [
            at.strftime("%d.%m.%Y"),
            at.strftime("%H:%M:%S"),
            "Входящий" if n % 2 else "Исходящий",
            _local(_other(n)),
            _hms(SECONDS[n]),
            make.imei(1),
            20001,
            30000 + n,
            "г. Уральск, ул. Абая 5",
        ]
        for n, at in enumerate(TIMES)
    ]
    return make.csv_file(path / "sub.csv", [[f"Детализация абонента {OWN}"], head, *body])


def _subscriber_a_constant(path: Path) -> Path:
    head = ["Номер А", "Направление", "Номер Б", "Начало соединения", "Длительность, сек", "IMEI", "LAC-CID"]
    body = [
        [OWN[1:], "вх" if n % 2 else "исх", _other(n)[1:], at, SECONDS[n], make.imei(1), f"20001-{30000 + n}"]
        for n, at in enumerate(TIMES)
    ]
    return make.xlsx_file(path / "a.xlsx", {"Детализация": [head, *body]})


def _subscriber_kk(path: Path) -> Path:
    head = ["Абонент нөмірі", "Екінші абонент", "Бағыты", "Басталу уақыты", "Ұзақтығы", "IMEI", "Ұяшық"]
    body = [
        [
            OWN,
            _other(n),
            "Кіріс" if n % 2 else "Шығыс",
            at.strftime("%Y-%m-%d %H:%M:%S"),
            f"{SECONDS[n] // 60} мин {SECONDS[n] % 60} с",
            make.imei(1),
            f"20001/{30000 + n}",
        ]
        for n, at in enumerate(TIMES)
    ]
    return make.csv_file(path / "kk.csv", [head, *body], sep="\t", encoding="utf-8-sig")


def _english(path: Path) -> Path:
    head = ["calling_number", "called_number", "start_time", "end_time", "call_type", "imei", "cell_id"]
    body = []
    for n, at in enumerate(TIMES):
        a, b = (_other(n), OWN) if n % 2 else (OWN, _other(n))
        end = at.fromtimestamp(at.timestamp() + SECONDS[n])
        body.append([a[1:], b[1:], at.isoformat(), end.isoformat(), "VOICE", make.imei(1), 30000 + n])
    return make.csv_file(path / "en.csv", [head, *body], sep=",")


def _headless(path: Path) -> Path:
    body = [
        [
            *(x[1:] for x in ((_other(n), OWN) if n % 2 else (OWN, _other(n)))),
            at.strftime(DMY),
            SECONDS[n],
            make.imei(1),
        ]
        for n, at in enumerate(TIMES)
    ]
    return make.csv_file(path / "bare.csv", body)


@pytest.mark.parametrize("write", [_subscriber_ru, _subscriber_a_constant, _subscriber_kk, _english, _headless])
def test_calls(write: object, tmp_path: Path) -> None:
    """Caller, called, start, duration and device in every layout."""
    outcome = make.reading(write(tmp_path))  # type: ignore[operator]
    assert outcome.status == "read"
    assert make.balanced(outcome)
    got = make.table(outcome, "call").sort("at")
    wanted = _by_sides()
    assert got.select([*wanted[0]]).to_dicts() == wanted
    assert got["imei"].to_list() == [make.imei(1)] * COUNT
    if "cell" in got.columns and got["cell"].null_count() == 0 and write is not _english:
        assert got["cell"].to_list() == [f"20001-{30000 + n}" for n in range(COUNT)]


def test_a_case_register(tmp_path: Path) -> None:
    """Numbers, times, region, victim, damage, status, and a plot of several lines."""
    plot = 'Неизвестное лицо позвонило с номера 8 701 111 22 33;\nпохитило "деньги" со счёта {}'
    head = [
        "№ п/п",
        "Номер ЕРДР",
        "КУИ",
        "Дата регистрации",
        "Регион",
        "Орган",
        "Квалификация",
        "Фабула",
        "Потерпевший (ФИО, ИИН)",
        "Телефон",
        "Место работы",
        "Сумма ущерба",
        "Принятое решение",
        "Дата решения",
    ]
    words = ["В производстве", "Прерван срок", "Направлено в суд", "Прекращено"]
    body = [
        [
            n + 1,
            f"2527000310{n:05d}",
            f"КУИ-{n}",
            at.strftime("%d.%m.%Y %H:%M"),
            "Западно-Казахстанская обл.",
            "УП г. Уральск",
            "ст.190 ч.3 УК РК",
            plot.format(make.iban("722", n)),
            f"{make.NAMES[n % 6]}, {make.iin(n)}",
            make.phone(n),
            "учитель",
            make.money(1_234_567 + n, "space_comma"),
            words[n % 4],
            "05.05.2025",
        ]
        for n, at in enumerate(TIMES)
    ]
    outcome = make.reading(
        make.csv_file(tmp_path / "r.csv", [["Реестр уголовных дел"], head, *body], encoding="cp1251")
    )
    assert outcome.status == "read"
    assert make.balanced(outcome)
    got = make.table(outcome, "case").sort("row").to_dicts()
    for n, row in enumerate(got):
        assert row["number"] == f"2527000310{n:05d}"
        assert row["kui_number"] == f"КУИ-{n}"
        assert row["registered_at"] == to_utc(TIMES[n].replace(second=0))
        assert row["region"] == "KZ-27"
        assert row["plot"] == plot.format(make.iban("722", n))
        assert row["victim_iin"] == make.iin(n)
        assert row["victim_name"] == make.NAMES[n % 6].encode("cp1251", "replace").decode("cp1251")
        assert row["victim_phone"] == make.phone(n)
        assert row["damage_tiyn"] == 1_234_567 + n
        assert row["status"] == ["investigated", "interrupted", "to_court", "terminated"][n % 4]
        assert row["occupation"] == "учитель"
    assert len(got) == COUNT


def test_card_holders_never_keep_a_whole_card(tmp_path: Path) -> None:
    """Card masked and hashed, account, holder, phone; the hash changes with the key."""
    head = ["Номер карты", "Номер счета (IBAN)", "ФИО держателя", "ИИН", "Номер телефона", "Дата открытия"]
    body = [
        [make.card(n), make.iban("722", n), make.NAMES[n % 6], make.iin(n), make.phone(n), "01.02.2024"]
        for n in range(COUNT)
    ]
    path = make.xlsx_file(tmp_path / "h.xlsx", {"Карты": [head, *body]})
    outcome = make.reading(path, key=b"one")
    got = make.table(outcome, "holder").sort("row")
    assert got["card"].to_list() == [f"{make.card(n)[:6]}******{make.card(n)[-4:]}" for n in range(COUNT)]
    assert got["account"].to_list() == [make.iban("722", n) for n in range(COUNT)]
    assert got["phone"].to_list() == [make.phone(n) for n in range(COUNT)]
    assert got["card_hash"].n_unique() == COUNT
    other = make.table(make.reading(path, key=b"two"), "holder").sort("row")
    assert not set(got["card_hash"]) & set(other["card_hash"])
    kept = b"".join(one.read_bytes() for one in outcome.tables.values())
    assert all(make.card(n).encode() not in kept for n in range(COUNT))


def test_subscribers(tmp_path: Path) -> None:
    """Number, holder, since, SIM."""
    head = ["Абонентский номер", "Владелец", "ИИН", "Дата подключения", "Дата отключения", "IMSI", "Адрес регистрации"]
    body = [
        [_local(make.phone(n)), make.NAMES[n % 6], make.iin(n), "01.02.2024", "", f"40101{n:010d}", "г. Уральск"]
        for n in range(COUNT)
    ]
    outcome = make.reading(make.csv_file(tmp_path / "s.csv", [head, *body]))
    got = make.table(outcome, "subscriber").sort("row")
    assert got["number"].to_list() == [make.phone(n) for n in range(COUNT)]
    assert got["iin"].to_list() == [make.iin(n) for n in range(COUNT)]
    assert got["imsi"].to_list() == [f"40101{n:010d}" for n in range(COUNT)]
    assert got["from"].unique().to_list() == [to_utc(datetime(2024, 2, 1))]
    assert got["to"].null_count() == COUNT


def test_sms_links_and_coverage(tmp_path: Path) -> None:
    """Messages keep their text; a bare list of links is messages; a coverage list says who covers what."""
    sms = make.csv_file(
        tmp_path / "sms.csv",
        [
            ["Дата и время", "Отправитель", "Получатель", "Текст СМС"],
            *([at.strftime(DMY), "1414", make.phone(n), f"Код {n}; никому!"] for n, at in enumerate(TIMES)),
        ],
    )
    got = make.table(make.reading(sms), "message").sort("row")
    assert got["text"].to_list() == [f"Код {n}; никому!" for n in range(COUNT)]
    assert got["to"].to_list() == [make.phone(n) for n in range(COUNT)]
    links = make.csv_file(tmp_path / "l.txt", [[f"https://egov-{n}.top/in"] for n in range(COUNT)])
    assert make.table(make.reading(links), "message")["text"].to_list() == [
        f"https://egov-{n}.top/in" for n in range(COUNT)
    ]
    cover = make.csv_file(
        tmp_path / "c.csv",
        [
            ["Счёт", "Период с", "Период по", "Получено", "Кем предоставлено", "Входящий остаток"],
            *(
                [make.iban("965", n), "01.03.2025", "31.03.2025", "05.04.2025 10:00", "965", "1 000,50"]
                for n in range(COUNT)
            ),
        ],
    )
    told = make.table(make.reading(cover), "coverage").sort("row")
    assert told["account"].to_list() == [make.iban("965", n) for n in range(COUNT)]
    assert told["opening_tiyn"].unique().to_list() == [100_050]
    assert told["to"].unique().to_list() == [to_utc(datetime(2025, 3, 31, 23, 59, 59))]


def test_a_reply_written_as_a_form(tmp_path: Path) -> None:
    """Labels down the side, values beside them, one holder after another; a cover letter stays a letter."""
    rows: list[list[object]] = [["Ответ на запрос № 5"], []]
    for n in range(3):
        rows += [
            ["ФИО клиента", make.NAMES[n]],
            ["ИИН", make.iin(n)],
            ["Номер счета", make.iban("722", n)],
            ["Телефон", make.phone(n)],
            [],
        ]
    outcome = make.reading(make.xlsx_file(tmp_path / "form.xlsx", {"Ответ": rows}))
    assert outcome.status == "read"
    assert make.balanced(outcome)
    got = make.table(outcome, "holder").sort("row")
    assert got["account"].to_list() == [make.iban("722", n) for n in range(3)]
    assert got["holder"].to_list() == make.NAMES[:3]
    assert got["iin"].to_list() == [make.iin(n) for n in range(3)]
    letter = make.xlsx_file(
        tmp_path / "letter.xlsx", {"Лист": [["Куда", "в полицию"], ["Тема", "ответ"], ["Вид", "письмо"]]}
    )
    assert make.reading(letter).file["records"] == 0


def test_a_number_with_its_date_in_one_cell(tmp_path: Path) -> None:
    head = ["№", "КУИ, дата", "Подразделение", "Краткая фабула", "Потерпевший", "Телефон потерпевшего", "Сумма ущерба"]
    told = ["202177 от 20.01.2024", "650538, 23.01.2024 г.", "№ 12/170198 от 2024-01-24", "358510"]
    phones = [make.phone(1), "8701", "не помнит", make.phone(2)]
    body = [
        [at + 1, number, "УП г. Павлодар", "Позвонили и представились сотрудником банка, перевел деньги на чужой счет",
         make.NAMES[at], phones[at], "100 000"]
        for at, number in enumerate(told)
    ]  # fmt: skip
    outcome = make.reading(make.csv_file(tmp_path / "a.csv", [head, *body]), region="KZ-27")
    got = make.table(outcome, "case")
    assert got["kui_number"].to_list() == ["202177", "650538", "№ 12/170198", "358510"]
    assert got["registered_at"].dt.to_string("%d %H").to_list()[:3] == ["19 19", "22 19", "23 19"]
    assert got["registered_at"][3] is None
    assert got["victim_phone"].to_list() == [make.phone(1), None, None, make.phone(2)]
