"""Whole folders sent by a browser: paths kept, duplicates told before they are sent, read as soon as they are whole."""

from __future__ import annotations

import threading
from hashlib import sha256
from pathlib import Path

import pytest

from qalqan.desk import jobs, uploads, worker
from qalqan.errors import NotFound, UsageError
from qalqan.settings import Settings
from qalqan.store import evidence
from qalqan.store.workspace import Workspace

SETTINGS = Settings()
PAY = (
    "Дата;Сумма;Счет отправителя;Счет получателя;Назначение\n"
    "01.03.2025 10:00:00;{sum}000,00;KZ86125KZT5004100100;KZ66125KZT5004100101;перевод\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Workspace.init(tmp_path / "ws").close()
    return tmp_path / "ws"


def sent(path: Path, name: str, text: str, *, region: str = "", basis: str = "case=257500001000001") -> str:
    words = text.encode()
    one = uploads.begin(
        path, SETTINGS, officer="aidana", name=name, size=len(words), basis=basis, region=region, read=True
    )
    uploads.append(path, one.id, 0, words, officer="aidana")
    return one.id


@pytest.mark.parametrize(
    ("name", "label"),
    [("жауап/шоттар/выписка 1.csv", "жауап/шоттар/выписка 1.csv"), ("a//./b.csv", "a/b.csv"), ("/etc/passwd", "passwd"),
     ("a/../../etc/passwd", "passwd"), ("D:\\дело\\a.csv", "a.csv"), ("дело\\a.csv", "дело/a.csv"), ("a/...", "a"),
     ("п" * 150 + "/" + "а" * 100 + ".csv", "п" * 95 + "/" + "а" * 100 + ".csv")],
)  # fmt: skip
def test_a_path_below_a_folder_is_kept_and_no_other(path: Path, name: str, label: str) -> None:
    one = uploads.begin(path, SETTINGS, officer="aidana", name=name, size=1)
    assert one.name == label
    assert len(one.name) <= uploads.MOST_NAME
    assert not (path / "tmp/uploads" / one.id / label).exists(), "it names nothing on the disk"


def test_files_of_a_folder_are_read_together_each_outcome_told(path: Path) -> None:
    """One waiting job takes all that came meanwhile; what became of each file is its result, paths are provenance."""
    pay, bare = PAY.format(sum=1), PAY.format(sum=2)
    ids = [sent(path, "жауап/1.csv", pay), sent(path, "жауап/2.csv", pay), sent(path, "хат.bin", "\x00\x01\x02")]
    with Workspace.open(path) as ws:
        made = [jobs.add_received(ws, id_, "aidana") for id_ in ids]
        assert len({one.id for one in made}) == 1
        other = jobs.add_received(ws, sent(path, "өңір.csv", bare, region="KZ-27"), "aidana")
        assert other.id != made[0].id, "another region's clock is read by its own job"
        with pytest.raises(NotFound):
            jobs.add_received(ws, ids[0], "berik")
        assert jobs.unread(ws, "aidana") == []
        assert worker.work(path, once=True).done == 2
        result = jobs.get(ws, made[0].id).result or {}
        assert [(name, status, records) for name, _, status, records, _ in result["each"]] == [
            ("жауап/1.csv", "read", 1), ("жауап/2.csv", "duplicate", 0), ("хат.bin", result["each"][2][2], 0),
        ]  # fmt: skip
        assert jobs.add_received(ws, ids[0], "aidana").id == made[0].id, "asked once more it is the same job"
        with ws.reading() as connection:
            assert "жауап/1.csv" in {one.path for one in evidence.everything(connection)}


def test_duplicates_are_told_before_they_are_sent(path: Path) -> None:
    """By size, then by hash: known, known but on no basis, another of the same size, new."""
    based, bare, other = PAY.format(sum=1), PAY.format(sum=2), PAY.format(sum=3)
    with Workspace.open(path) as ws:
        for name, text, basis in (("a", based, "case=257500001000001"), ("b", bare, "")):
            jobs.add_received(ws, sent(path, name, text, basis=basis), "aidana")
        worker.work(path, once=True)
        size, hashes = len(based.encode()), [sha256(one.encode()).hexdigest() for one in (based, bare, other)]
        told = uploads.met(ws, [(size, ""), (size + 1, ""), *((size, one) for one in hashes)])
    assert [one.state for one in told] == ["maybe", "new", "known", "unbased", "new"]
    assert [bool(one.evidence) for one in told] == [False, False, True, True, False]


def test_what_nobody_asked_to_read_is_found_again(path: Path) -> None:
    """After a reload the page shows it: whole ones without a job, those cut off, those whose job was cancelled."""
    whole = sent(path, "a.csv", PAY.format(sum=1))
    cut = uploads.begin(path, SETTINGS, officer="aidana", name="b.csv", size=10, read=True)
    with Workspace.open(path) as ws:
        assert {one.id for one in jobs.unread(ws, "aidana")} == {whole, cut.id}
        with pytest.raises(UsageError):
            jobs.add_received(ws, cut.id, "aidana")
        job = jobs.add_received(ws, whole, "aidana")
        assert [one.id for one in jobs.unread(ws, "aidana")] == [cut.id]
        jobs.cancel(ws, job.id)
        assert {one.id for one in jobs.unread(ws, "aidana")} == {whole, cut.id}
        assert jobs.add_received(ws, whole, "aidana").id != job.id


def test_many_files_at_once_each_in_exactly_one_job(path: Path) -> None:
    ids = [sent(path, f"{number}.csv", PAY.format(sum=number)) for number in range(12)]

    def ask(some: list[str]) -> None:
        with Workspace.open(path) as ws:
            for id_ in some:
                jobs.add_received(ws, id_, "aidana")

    several = [threading.Thread(target=ask, args=(ids[at::3],)) for at in range(3)]
    for each in several:
        each.start()
    for each in several:
        each.join()
    with Workspace.open(path) as ws:
        read = [id_ for job in jobs.listed(ws) for id_ in job.arguments["uploads"]]
    assert sorted(read) == sorted(ids)
