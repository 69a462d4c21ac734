"""Jobs: taken once, told of, cancelled, tried again, taken over from the dead."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from qalqan import clock
from qalqan.clock import UTC
from qalqan.errors import NotFound
from qalqan.store import jobs
from qalqan.store.jobs import Job
from qalqan.store.workspace import Workspace

START = datetime(2026, 11, 1, 9, tzinfo=UTC)
KINDS = ("upload", "analyse")


class Clock:
    at = START

    def pass_(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def time() -> Iterator[Clock]:
    told = Clock()
    clock.use(lambda: told.at)
    yield told
    clock.use(lambda: datetime.now(UTC))


def take(ws: Workspace, kinds: tuple[str, ...] = KINDS) -> Job | None:
    with ws.beside() as connection:
        return jobs.claim(connection, kinds)


def test_a_job_from_beginning_to_end(ws: Workspace, time: Clock) -> None:
    with ws.beside() as connection:
        first = jobs.add(connection, "upload", {"path": "a.csv"}, "o1")
        time.pass_(1)
        jobs.add(connection, "analyse", {}, "o2")
        jobs.add(connection, "unknown", {}, "o2")
    job = take(ws)
    assert job is not None
    assert (job.id, job.state, job.arguments, job.tries, job.officer) == (first, "running", {"path": "a.csv"}, 1, "o1")
    with ws.beside() as connection:
        assert jobs.beat(connection, job, 5, 10, "rows")
        assert jobs.finish(connection, job, jobs.DONE, result={"rows": 10})
        assert not jobs.finish(connection, job, jobs.FAILED), "what is over stays as it is"
        assert not jobs.beat(connection, job, 6, 10)
        done = jobs.get(connection, first)
        assert (done.state, done.progress, done.total, done.result, done.ended) == (
            "done",
            5,
            10,
            {"rows": 10},
            time.at,
        )
        assert [one.id for one in jobs.listed(connection, states=jobs.OVER)] == [first]
    again = take(ws)
    assert again is not None
    assert again.kind == "analyse"
    assert take(ws) is None


def test_each_job_is_taken_once_by_many_workers(ws: Workspace) -> None:
    with ws.beside() as connection:
        made = {jobs.add(connection, "upload", {}, "o1") for _ in range(6)}
    taken: list[str] = []

    def work() -> None:
        while (job := take(ws)) is not None:
            taken.append(job.id)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(taken) == sorted(made)


def test_cancelling_and_trying_again(ws: Workspace) -> None:
    with ws.beside() as connection:
        waits, runs = (jobs.add(connection, "upload", {}, "o1") for _ in range(2))
        assert jobs.cancel(connection, waits).state == "cancelled"
    job = take(ws)
    assert job is not None
    assert job.id == runs
    with ws.beside() as connection:
        assert jobs.beat(connection, job, 1, 2)
        assert jobs.cancel(connection, runs).state == "running"
        assert not jobs.beat(connection, job, 2, 2), "the worker hears of it at its next beat"
        assert jobs.finish(connection, job, jobs.CANCELLED)
        assert jobs.retry(connection, runs).state == "queued"
        assert jobs.retry(connection, waits).state == "queued"
    with pytest.raises(NotFound), ws.beside() as connection:
        jobs.cancel(connection, "nothing")


def test_a_dead_worker_s_job_is_taken_over_and_its_ghost_changes_nothing(ws: Workspace, time: Clock) -> None:
    with ws.beside() as connection:
        id_ = jobs.add(connection, "upload", {}, "o1")
    ghost = take(ws)
    assert ghost is not None
    time.pass_(jobs.STALE_SECONDS - 1)
    assert take(ws) is None
    time.pass_(2)
    heir = take(ws)
    assert heir is not None
    assert (heir.id, heir.tries) == (id_, 2)
    with ws.beside() as connection:
        assert not jobs.beat(connection, ghost, 9, 9)
        assert not jobs.finish(connection, ghost, jobs.DONE)
        assert jobs.get(connection, id_).state == "running"
    time.pass_(jobs.STALE_SECONDS + 1)
    assert take(ws) is not None
    time.pass_(jobs.STALE_SECONDS + 1)
    assert take(ws) is None, "what killed three workers is not given to a fourth"
    with ws.beside() as connection:
        assert (jobs.get(connection, id_).state, jobs.get(connection, id_).note) == ("failed", "job-died")
        time.pass_(10)
        assert jobs.forget(connection, time.at) == 1
        assert jobs.listed(connection) == []
