"""A story of an old case: what arrives later ties it, a report is tied at once, and officers' words bind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from qalqan import clock
from qalqan.cli.main import app
from qalqan.desk import reopened, tables, verbs
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.errors import UsageError
from qalqan.settings import load
from qalqan.store.workspace import Workspace

PHONE, CARD = "+77017770001", "@kiyim_arzan"
OLD, NEW = "251500121000001", "252700121000999"
WORDS = "ұзақ құпиясөз"
HEAD = "Номер ЕРДР;Дата регистрации;Регион;Фабула;Потерпевший;Ущерб, тенге;Статус\n"


def _row(number: str, day: str, plot: str) -> str:
    return f"{number};{day} 10:00;KZ-15;{plot};Ахметова Сауле;150000;прервано\n"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace whose second file came in half a year after the first."""
    folder = tmp_path_factory.mktemp("always")
    old, new = folder / "old.csv", folder / "new.csv"
    lone = "".join(
        _row(f"2515001210001{n:02}", "2025-02-03", f"Звонили с +7701888{n:04}, представились банком") for n in range(20)
    )
    plot = f"звонил {PHONE}, деньги за куртку из магазина {CARD}"
    old.write_text(HEAD + _row(OLD, "2025-02-01", "Неизвестный " + plot) + lone, "utf-8")
    new.write_text(HEAD + _row(NEW, "2025-09-01", "Потерпевшей " + plot), "utf-8")
    ws, key = folder / "ws", folder / "key"
    key.write_bytes(b"a key for tests, thirty-two bytes")
    init(ws, key)
    settings = load(ws)[0]
    source = clock.now
    try:
        for day, file in ((datetime(2026, 1, 10, tzinfo=UTC), old), (datetime(2026, 7, 10, tzinfo=UTC), new)):
            clock.use(lambda day=day: day)  # type: ignore[misc]
            ingest(ws, [file], settings, basis="request=1", take_best=True)
        verbs.analyse(ws, settings)
        yield ws
    finally:
        clock.use(lambda: datetime.now(UTC))
        assert source is clock.now


def _links(ws: Path) -> list[tuple[str, str]]:
    with Workspace.open(ws) as opened:
        return tables.current(opened)["links"].select("case_a", "case_b").rows()


def test_what_came_later_reopens_the_old_case_and_says_what_is_new(told: Path) -> None:
    settings = load(told)[0]
    found = verbs.reopened(told, "2026-03-01", settings, purpose="test").links
    assert found.select("case", "other", "before", "status").rows() == [(OLD, NEW, 0, "interrupted")]
    assert set(found["fresh"][0].split(";")) == {PHONE, CARD}
    assert found["score"][0] >= settings.link.tie_score


def test_before_the_old_file_nothing_is_old_and_after_the_new_one_nothing_is_new(told: Path) -> None:
    settings = load(told)[0]
    assert verbs.reopened(told, "2026-08-01", settings).links.is_empty()
    with pytest.raises(UsageError):
        verbs.reopened(told, "вчера", settings)


def test_masked_reopened_cases_tell_no_values(told: Path) -> None:
    found = verbs.reopened(told, "2026-03-01", load(told)[0]).links
    assert PHONE not in str(found.to_dicts())


def test_a_report_is_tied_by_its_words_and_by_its_values(told: Path) -> None:
    by_words = verbs.tie(told, [], "мне звонили с 8 701 777 00 01", purpose="test")
    assert by_words.told.rows() == [("phone", PHONE)]
    assert set(by_words.cases["case_id"]) == {OLD, NEW}
    both = verbs.tie(told, [PHONE, CARD], purpose="test")
    assert both.cases["score"][0] > by_words.cases["score"][0]
    assert both.series["cases"].to_list() == [2]
    with pytest.raises(UsageError):
        verbs.tie(told, [], "здравствуйте")


def test_reopened_pages_do_not_change_the_index_order(told: Path) -> None:
    settings = load(told)[0]
    with Workspace.open(told) as opened:
        first, second = (reopened.reopened(opened, "2026-03-01", settings).links for _ in range(2))
    assert first.equals(second)


def test_the_commands_answer_in_json(told: Path) -> None:
    runner = CliRunner()
    tied = runner.invoke(app, ["tie", str(told), PHONE, "--json"])
    assert tied.exit_code == 0, tied.output
    assert {row["case_id"] for row in json.loads(tied.stdout)["cases"]} == {OLD, NEW}
    again = runner.invoke(app, ["reopened", str(told), "--since", "2026-03-01", "--json"])
    assert [row["case"] for row in json.loads(again.stdout)["links"]] == [OLD]
    assert PHONE not in again.stdout + tied.stdout


def test_an_officer_s_word_takes_the_tie_away_and_back(told: Path) -> None:
    settings = load(told)[0]
    verbs.add_officer(told, "А. Қасым", "analyst", WORDS)
    verbs.analyse(told, settings)
    assert _links(told) == [(OLD, NEW)]

    def say(subject: str, verdict: str) -> None:
        verbs.decide(told, subject, verdict, officer="А. Қасым", passphrase=WORDS, reason="checked by hand")
        verbs.analyse(told, settings)

    say(f"link:{NEW}|{OLD}", "reject")
    assert _links(told) == []
    say(f"link:{NEW}|{OLD}", "unsure")
    assert _links(told) == [(OLD, NEW)]
    say("service:phone/8 701 777 00 01", "approve")
    with Workspace.open(told) as opened:
        known = tables.current(opened)
        weight = known["identifier_weights"].filter(pl.col("value") == PHONE)
        assert weight.select("trust", "decided").rows() == [(0, "service")]
        role = known["numbers"].filter(pl.col("number") == PHONE)["role"].to_list()
    assert role == ["service"]
