"""A story of a first hour and the days after: whom to ask, what to hold, whose money it is, what was known when."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qalqan import clock
from qalqan.cli.main import app
from qalqan.desk import verbs
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.settings import load
from qalqan.simulate.checks import iban

CASE, OTHER = "252700121000417", "252700121000418"
VICTIM, ELSE, FIRST, SECOND = (iban(bank, f"{n:013d}") for n, bank in enumerate(("722", "722", "601", "965"), 1))
HEAD = (
    "Дата и время операции;Валюта операции;Виды операции (категория документа);Наименование СДП;"
    "Сумма в валюте ее проведения;Сумма в тенге;Наименование/ФИО плательщика;ИИН/БИН плательщика;"
    "Резидентство плательщика;Банк плательщика;Номер счета плательщика;Наименование/ФИО получателя;"
    "ИИН/БИН получателя;Резидентство получателя;Банк получателя;Номер счета получателя;"
    "Код назначения платежа;Назначение платежа\n"
)
BANKS = {"722": "АО «Kaspi Bank»", "601": "АО «Народный Банк Казахстана»", "965": "АО «ForteBank»"}
COVER = "Счёт;Период с;Период по;Получено;Кем предоставлено;Входящий остаток;Счёт открыт\n"
REGISTER = "Номер ЕРДР;Дата регистрации;Регион;Фабула;Потерпевший;Счёт потерпевшего;Ущерб, тенге;Статус\n"


def _row(at: str, payer: str, payee: str, tenge: int, kind: str = "Перевод клиенту банка") -> str:
    sides = (f"Сынақ Адам;;1;{BANKS[one[4:7]]};{one}" for one in (payer, payee))
    return f"{at};KZT;{kind};;{tenge},00;{tenge},00;{';'.join(sides)};119;\n"


def _answer(folder: Path, name: str, rows: str, account: str, until: str, received: str, opening: str = "0,00") -> None:
    (folder / f"{name}.csv").write_text(HEAD + rows, "utf-8")
    told = f"{account};01.03.2025 00:00:00;{until};{received};{account[4:7]};{opening};\n"
    (folder / f"{name}_периоды.csv").write_text(COVER + told, "utf-8")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A workspace with two reports and the victims' bank's answer; the folder of the next bank's answer beside it."""
    folder = tmp_path_factory.mktemp("partial")
    now, later = folder / "now", folder / "later"
    now.mkdir()
    later.mkdir()
    plot = "перевёл деньги на счёт {to}, 04.03.2025 в {at}"
    (now / "erdr.csv").write_text(
        REGISTER
        + f"{CASE};04.03.2025 14:00;KZ-27;{plot.format(to=FIRST, at='12:00')};Ахметова Сауле;{VICTIM};500000;начато\n"
        + f"{OTHER};04.03.2025 15:00;KZ-27;{plot.format(to=FIRST, at='12:05')};Оспанов Данияр;{ELSE};300000;начато\n",
        "utf-8",
    )
    _answer(now, "one", _row("04.03.2025 12:00:10", VICTIM, FIRST, 500_000), VICTIM, "04.03.2025 12:40:00",
            "04.03.2025 12:45:00", "900000,00")  # fmt: skip
    _answer(now, "two", _row("04.03.2025 12:05:20", ELSE, FIRST, 300_000), ELSE, "04.03.2025 12:40:00",
            "04.03.2025 12:45:00", "400000,00")  # fmt: skip
    moved = _row("04.03.2025 12:00:10", VICTIM, FIRST, 500_000) + _row("04.03.2025 12:05:20", ELSE, FIRST, 300_000)
    moved += _row("04.03.2025 12:20:00", FIRST, SECOND, 600_000)
    _answer(later, "three", moved, FIRST, "04.03.2025 18:00:00", "04.03.2025 18:30:00")
    ws, key = folder / "ws", folder / "key"
    key.write_bytes(b"a key for tests, thirty-two bytes")
    clock.use(lambda: datetime(2025, 3, 5, tzinfo=UTC))
    try:
        init(ws, key)
        ingest(ws, [now], load(ws)[0], basis="request=1", take_best=True)
        verbs.analyse(ws, load(ws)[0])
        yield ws, later
    finally:
        clock.use(lambda: datetime.now(UTC))


def _json(*words: str) -> dict[str, object]:
    ended = CliRunner().invoke(app, [*words, "--json"])
    assert ended.exit_code == 0, ended.output
    told: dict[str, object] = json.loads(ended.output)
    return told


def test_the_trail_goes_on_when_the_bank_has_answered(story: tuple[Path, Path]) -> None:
    ws, later = story
    settings = load(ws)[0]
    asked = verbs.ask_next(ws, settings, purpose="story").rows
    assert [(row["bank"], row["accounts"], row["cases"]) for row in asked] == [("601", [FIRST], 2)]
    held = verbs.holds(ws, settings, purpose="story")
    assert [(row["account"], row["amount_tiyn"]) for row in held.rows] == [
        (FIRST, 500_000_00),
        (FIRST, 300_000_00),
    ]
    ingest(ws, [later], settings, basis="request=2", take_best=True)
    verbs.analyse(ws, settings)
    asked = verbs.ask_next(ws, settings, case=CASE, purpose="story").rows
    assert [(row["bank"], row["accounts"]) for row in asked] == [("965", [SECOND])]
    held = verbs.holds(ws, settings, purpose="story")
    assert {(row["case_id"], row["account"], row["amount_tiyn"]) for row in held.rows} >= {
        (OTHER, FIRST, 200_000_00),
        (CASE, SECOND, 500_000_00),
        (OTHER, SECOND, 100_000_00),
    }
    assert held.rows[0]["chance"] in {"sure", "likely"}
    told = verbs.whose(ws, [SECOND], settings, purpose="story")
    assert [(row["case_id"], row["still_tiyn"], row["hops"]) for row in told.claims] == [
        (CASE, 500_000_00, 2),
        (OTHER, 100_000_00, 2),
    ]
    assert told.accounts[0]["claimed_tiyn"] == told.accounts[0]["balance_tiyn"] == 600_000_00
    replayed = verbs.replay(ws, CASE, settings, purpose="story").moments
    assert [(one["minutes"], one["known_tiyn"], one["held_tiyn"]) for one in replayed] == [
        (30, 0, 0),
        (60, 500_000_00, 0),
        (180, 500_000_00, 0),
        (1440, 500_000_00, 500_000_00),
    ]
    assert {one["there_tiyn"] for one in replayed} == {500_000_00}


def test_the_commands_answer_masked(story: tuple[Path, Path]) -> None:
    ws, _ = story
    for words in (
        ["whose", str(ws), FIRST],
        ["holds", str(ws)],
        ["ask-next", str(ws)],
        ["replay", str(ws), "--case", CASE],
    ):
        shown = CliRunner().invoke(app, words)
        assert shown.exit_code == 0, shown.output
        assert FIRST not in shown.output
        assert "cli-" not in shown.output
        told = json.dumps(_json(*words))
        assert FIRST not in told
        assert SECOND not in told


def test_an_unknown_account_and_a_wrong_moment_are_said(story: tuple[Path, Path]) -> None:
    ws, _ = story
    for words in (
        ["whose", str(ws), "KZ000000000000000000"],
        ["holds", str(ws), "--at", "soon"],
        ["replay", str(ws), "--case", "1"],
    ):
        assert CliRunner().invoke(app, words).exit_code != 0
