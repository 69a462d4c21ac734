"""Long work holds the right to write for a commit alone: others write meanwhile, nothing old replaces a newer run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from qalqan.desk import ingest as ingest_
from qalqan.desk import mapping, outcomes, tables, verbs
from qalqan.desk.case_new import Form, new
from qalqan.desk.ingest import Done, ingest
from qalqan.desk.init import init
from qalqan.desk.verify import verify
from qalqan.errors import Conflict
from qalqan.intake import sandbox
from qalqan.settings import Settings
from qalqan.store import evidence, ledger
from qalqan.store.workspace import Workspace

SETTINGS = Settings()
PAY = (
    "Дата;Сумма;Счет отправителя;Счет получателя;Назначение\n"
    "01.03.2025 10:00:00;{sum}000,00;KZ86125KZT5004100100;KZ66125KZT5004100101;перевод\n"
)


def form(number: int) -> Form:
    """An invented report."""
    return Form(
        kui_number=f"25750000100{number:04}", registered_at="2025-03-02 09:00", region="KZ-75",
        calls=("2025-03-01 10:00 +77010000001",), transfers=("2025-03-01 10:30 150000 KZ86125KZT5004100100",),
        words="Позвонили из банка и сказали перевести на безопасный счет",
    )  # fmt: skip


def may_write(path: Path) -> None:
    """Raises when somebody holds the right to write."""
    with Workspace.open(path, write=True):
        pass


def acts(path: Path) -> list[str]:
    """What the ledger tells was done."""
    with Workspace.open(path) as ws, ws.reading() as connection:
        return [ledger.entry(connection, seq).act for seq in range(1, ledger.size(connection) + 1)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workspace with one report."""
    init(tmp_path / "ws", None)
    new(tmp_path / "ws", form(1), SETTINGS)
    return tmp_path / "ws"


def at_step(number: int, work: Callable[[], None]) -> Callable[[str, int, int], None]:
    """A progress that does ``work`` once, before the step of that number."""
    done = []

    def progress(_what: str, step: int, _total: int) -> None:
        if step == number and not done:
            done.append(work())

    return progress


def test_a_report_typed_in_during_an_analysis_is_in_the_next_run(path: Path) -> None:
    first = verbs.analyse(path, SETTINGS, at_step(2, lambda: (new(path, form(2), SETTINGS), None)[1]))
    assert first.fresh
    assert first.run.counts["cases"] == 1
    second = verbs.analyse(path, SETTINGS)
    assert second.fresh
    assert second.run.counts["cases"] == 2
    assert not verbs.analyse(path, SETTINGS).fresh
    assert verify(path).ok


def test_an_analysis_of_an_earlier_moment_does_not_replace_a_later_one(path: Path) -> None:
    def overtake() -> None:
        may_write(path)
        new(path, form(2), SETTINGS)
        assert verbs.analyse(path, SETTINGS).fresh

    slow = verbs.analyse(path, SETTINGS, at_step(5, overtake))
    assert not slow.fresh, "the later moment's run counts"
    assert slow.run.counts["cases"] == 2
    with Workspace.open(path) as ws:
        assert tables.current_run(ws).id == slow.run.id
    assert acts(path).count("analyse") == 1
    assert verify(path).ok


def test_an_analysis_of_a_later_moment_replaces_one_that_finished_meanwhile(path: Path) -> None:
    """The inner one begins later with the same evidence but is of the same moment: the last to finish counts."""
    other = Settings(link=SETTINGS.link.__class__(tie_score=400))
    slow = verbs.analyse(path, SETTINGS, at_step(5, lambda: (verbs.analyse(path, other), None)[1]))
    assert slow.fresh
    with Workspace.open(path) as ws:
        assert tables.current_run(ws).id == slow.run.id
        assert {name.split("/")[1] for name in ws.listed("runs/")} == {slow.run.id}
    assert acts(path).count("analyse") == 2
    assert verify(path).ok


def test_two_equal_analyses_at_once_leave_one(path: Path) -> None:
    slow = verbs.analyse(path, SETTINGS, at_step(5, lambda: (verbs.analyse(path, SETTINGS), None)[1]))
    assert not slow.fresh
    assert acts(path).count("analyse") == 1


def test_a_file_read_anew_during_an_analysis_lets_it_begin_anew(path: Path, tmp_path: Path) -> None:
    table = tmp_path / "pay.csv"
    table.write_text(PAY.format(sum=10), "utf-8")
    ingest(path, [table], SETTINGS, basis="case=257500001000001", take_best=True)
    with Workspace.open(path) as ws, ws.reading() as connection:
        id_ = next(one.evidence.id for one in evidence.everything(connection) if one.path == "pay.csv")
    corrected = tmp_path / "map.toml"
    told = mapping.proposal(path, id_)
    assert 'unit = "tenge"' in told
    corrected.write_text(told.replace('unit = "tenge"', 'unit = "tiyn"'), "utf-8")

    def correct() -> None:
        assert mapping.correct(path, id_, corrected, SETTINGS) == 1

    with Workspace.open(path) as ws:
        before = set(outcomes.names_of(ws, id_))
    made = verbs.analyse(path, SETTINGS, at_step(0, correct))
    assert made.fresh
    with Workspace.open(path) as ws:
        assert set(outcomes.names_of(ws, id_)) != before, "the reading did change"
    assert not verbs.analyse(path, SETTINGS).fresh, "what was read anew is in the run"
    assert verify(path).ok


def test_two_ingests_at_once_accept_each_content_once(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(6):
        (folder / f"pay{number}.csv").write_text(PAY.format(sum=10 + number), "utf-8")
    done: list[Done] = []
    both = [threading.Thread(target=lambda: done.append(ingest(path, [folder], SETTINGS))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sum(one.files for one in done) == 6
    assert sum(one.by_status["duplicate"] for one in done) == 6
    assert "reread" not in acts(path)
    assert acts(path).count("ingest") == 7
    assert verify(path).ok


def test_while_a_file_is_read_others_may_write(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "pay.csv"
    table.write_text(PAY.format(sum=7), "utf-8")
    real, looked = sandbox.Pool.read, []

    def read(*given: object, **named: object) -> object:
        looked.append(may_write(path))
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(sandbox.Pool, "read", read)
    assert ingest(path, [table], SETTINGS).files == 1
    assert len(looked) == 1


def test_an_ingest_that_is_stopped_keeps_what_it_had_accepted(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(4):
        (folder / f"pay{number}.csv").write_text(PAY.format(sum=10 + number), "utf-8")

    def stop(_what: str, done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(path, [folder], SETTINGS, progress=stop)
    again = ingest(path, [folder], SETTINGS, by="aidana")
    assert again.by_status["duplicate"] == 2
    assert again.files == 2
    with Workspace.open(path) as ws, ws.reading() as connection:
        last = ledger.entry(connection, ledger.size(connection))
    assert last.payload["by"] == "aidana"
    assert ingest_.Done().told()["files"] == 0


def test_tables_of_a_run_that_was_replaced_say_so(path: Path) -> None:
    verbs.analyse(path, SETTINGS)
    with Workspace.open(path) as ws:
        old = tables.current(ws)
        assert old["cases"].height == 1
        new(path, form(2), SETTINGS)
        verbs.analyse(path, SETTINGS)
        assert old["cases"].height == 1, "what was loaded stays"
        with pytest.raises(Conflict, match="error-run-replaced"):
            old["calls"]
        assert tables.current(ws)["cases"].height == 2
