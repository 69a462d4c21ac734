"""From a run to a book that two officers approved, and from the spool into the ledger."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import polars as pl
import pytest
from tests.desk.paper_frames import frames, make
from tests.gate import made

from qalqan.desk import decisions, officers
from qalqan.desk.tables import current_run
from qalqan.desk.verify import verify
from qalqan.errors import UsageError
from qalqan.gate import book as books
from qalqan.gate import feed
from qalqan.gate.collect import collect
from qalqan.gate.orders import give, make_key, write_report
from qalqan.gate.publish import SUBJECT, publish
from qalqan.gate.replay import calls_of, prepared, replay
from qalqan.gate.serve import Place, Running
from qalqan.gate.spool import Spool, segments
from qalqan.settings import Settings
from qalqan.store import ledger
from qalqan.store.workspace import Workspace

WORDS = "three invented words"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gate") / "ws"
    make(path, frames())
    return path


@pytest.fixture
def ws(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once, tmp_path / "ws"))


def approve(ws: Path, shown: str, *names: str) -> None:
    with Workspace.open(ws, write=True) as one:
        for name in names:
            officers.add(one, name, "head", WORDS)
            decisions.decide(one, name, WORDS, SUBJECT, "block", "approve", "looked at it", "prevention", "", shown)


def test_a_book_needs_two_officers(ws: Path, tmp_path: Path) -> None:
    never = tmp_path / "never.csv"
    never.write_text("# banks\n8 (7172) 55-55-00\n1414\n", "utf-8")
    first = publish(ws, tmp_path / "out", extra={"never": [never]})
    assert first.draft
    assert [one.name for one in first.paths if one.suffix == ".json"] == ["book.draft.json"]
    approve(ws, first.shown, "Aidana", "Berik")
    second = publish(ws, tmp_path / "out", extra={"never": [never]})
    assert (second.draft, second.shown, second.approved_by) == ("", first.shown, ("Aidana", "Berik"))
    assert not (tmp_path / "out" / "book.draft.json").exists()  # nobody takes it for the book
    book = books.load(tmp_path / "out" / "book.json", second.public_key)
    assert set(second.rows) == set(second_lists(tmp_path / "out" / "book.json"))
    assert set(book.lists["never"]) == {made.HOME_LINE, "1414"}
    with Workspace.open(ws) as one:
        assert book.made == current_run(one).at.isoformat(timespec="microseconds")
    third = publish(ws, tmp_path / "out")
    assert third.draft, "another content needs its own approval"


def second_lists(path: Path) -> dict[str, Any]:
    """The lists that stand in a book's file."""
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))["body"]["lists"]
    return told


def test_lists_by_hand_are_named(ws: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="error-gate-list"):
        publish(ws, tmp_path / "out", extra={"callers": []})
    with pytest.raises(UsageError, match="error-gate-file"):
        publish(ws, tmp_path / "out", extra={"never": [tmp_path / "missing.csv"]})


def test_the_spool_reaches_the_ledger_once(ws: Path, tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    with Spool(folder) as spool:
        for one in range(5):
            spool.put(
                {"action": "label", "rule": "L-number", "subject": f"caller:+7701555{one:04d}", "what": "decision"}
            )
    with Workspace.open(ws, write=True) as one:
        assert (collect(one, folder).records, collect(one, folder).records) == (5, 0)
        (segments(folder)[0].with_suffix(".taken")).unlink()  # killed between the commit and its mark
        assert collect(one, folder).records == 0
        with segments(folder)[0].open("ab") as file:  # and the gate went on meanwhile
            text = b'{"what":"decision"}'
            file.write(b"%08x\t%s\n" % (crc32(text), text))
        (segments(folder)[0].with_suffix(".taken")).unlink()
        assert collect(one, folder).records == 1
        with one.reading() as connection:
            last = ledger.entry(connection, ledger.size(connection))
        assert (last.act, last.payload["records"]) == ("gate", 1)
        assert "7701555" not in last.body
    assert verify(ws).ok


def test_a_busy_workspace_leaves_the_spool(ws: Path, tmp_path: Path) -> None:
    with Spool(tmp_path / "spool") as spool:
        spool.put({"what": "decision"})
    with Workspace.open(ws) as held:
        with Workspace.open(ws, write=True):
            assert feed.turn(held, tmp_path / "spool") is None
        done = feed.turn(held, tmp_path / "spool")
        assert done is not None
        assert done.records == 1


def test_an_order_rests_on_a_replay(tmp_path: Path) -> None:
    rows = ["A;B;Начало;Длительность;Транк"]
    rows += [f"77172555500;7701555{n:04d};02.03.2026 10:{n:02d}:00;{20 + n};MN-INT-1" for n in range(30)]
    rows += [f"7701555{n:04d};77172555500;02.03.2026 09:{n:02d}:00;30;KZ-1" for n in range(3)]
    file = tmp_path / "calls.csv"
    file.write_text("\n".join(rows) + "\n", "utf-8")
    calls = calls_of(file, Settings())
    done = replay(calls, made.book(), ordered=frozenset({"G1-fixed"}), daily=33_000)
    (row,) = done.told["rules"]
    assert (row["blocked"], row["contradicted"], row["wrong_a_day"], row["fired_a_day"]) == (30, 3, 3000, 30_000)
    assert 3000 < row["wrong_a_day_most"] < 33_000
    write_report(tmp_path / "report.json", done.report)
    public = make_key(tmp_path / "key")
    give_it: Callable[[str], object] = lambda rule: give(  # noqa: E731 - one call, twice
        rule, tmp_path / "order.json", key_file=tmp_path / "key", replay=tmp_path / "report.json", by="Operator",
        number="17", days=10,
    )  # fmt: skip
    give_it("G1-fixed")
    assert books.order(tmp_path / "order.json", frozenset({public})).replay == done.sha256
    with pytest.raises(UsageError, match="error-gate-order-replay"):
        give_it("G1-home")
    with pytest.raises(UsageError, match="error-gate-key-exists"):
        make_key(tmp_path / "key")
    quiet = replay(calls, made.book(), ordered=frozenset({"G1-fixed", "G1-home"}), daily=33_000)
    write_report(tmp_path / "report.json", quiet.report)
    with pytest.raises(UsageError, match="error-gate-order-unfired"):  # G1-home was tried and never fired
        give_it("G1-home")
    give("G1-home", tmp_path / "order.json", key_file=tmp_path / "key", replay=tmp_path / "report.json", by="Operator",
         number="18", days=10, though_unfired="regulator's letter 5")  # fmt: skip
    body, _, _ = books.opened("order", tmp_path / "order.json")
    assert body["though_unfired"] == "regulator's letter 5"
    assert books.order(tmp_path / "order.json", frozenset({public})).replay == quiet.sha256


def test_a_replay_does_not_depend_on_the_order_of_rows() -> None:
    at = [made.NOW + minute * 60_000_000 for minute in range(20)]
    calls = pl.DataFrame(
        {
            "at": pl.Series(at).cast(pl.Datetime("us", "UTC")),
            "a": [made.HOME_LINE, made.VICTIM] * 10,
            "b": [made.VICTIM, made.HOME_LINE] * 10,
            "service": ["voice"] * 19 + ["sms"],
            "trunk": ["MN-INT-1", None] * 10,
            "imei": [None] * 20,
            "cell": [None] * 20,
        },
        schema_overrides={"imei": pl.String, "cell": pl.String},
    )
    one, two = (replay(prepared(told), made.book(), ordered=frozenset(), daily=1) for told in (calls, calls.reverse()))
    assert one.sha256 == two.sha256
    assert (one.told["calls"], one.told["labelled"]) == (19, 10)
    assert one.told["rules"][0]["contradicted"] == 9


def test_running_takes_a_new_book_and_keeps_its_memory(tmp_path: Path) -> None:
    book = made.written(tmp_path, callers=[(made.BOX, 800, made.LATER, "simbox")])
    place = Place(book, tmp_path / "spool", made.public(made.KEY))
    with Running(place) as running:
        assert not running.restored
        running.gate.event({"kind": "loan", "b": made.VICTIM, "lender": "A"})
        made.written(tmp_path)
        running.reload()
        assert not running.gate.book.lists["callers"]
    with Running(place) as running:
        assert running.restored
        running.gate.event({"kind": "loan", "b": made.VICTIM, "lender": "B"})
        assert running.gate.decide("payment", {"to": "KZ1", "phone": made.VICTIM})["rule"] == "P-victim"


def _ledgered(ws: Path) -> int:
    """Records of the gate that the ledger tells of."""
    with Workspace.open(ws) as one, one.reading() as connection:
        entries = [ledger.entry(connection, place) for place in range(1, ledger.size(connection) + 1)]
    return sum(one.payload["records"] for one in entries if one.act == "gate")


def _soon(done: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60
    while not done() and time.monotonic() < until:
        time.sleep(0.1)
    return done()


def test_a_killed_feeder_is_begun_anew_and_nothing_is_lost(ws: Path, tmp_path: Path) -> None:
    place = Place(made.written(tmp_path), tmp_path / "spool", made.public(made.KEY), ws=ws)
    with Running(place) as running:
        feeder = running.feeder
        assert feeder is not None
        asked = {"a": made.VICTIM, "b": made.VICTIM}  # an impossible caller
        assert running.gate.decide("call", asked)["action"] == "label"
        assert _soon(lambda: _ledgered(ws) == 1)
        first = feeder.pid
        os.kill(first, signal.SIGKILL)
        assert running.gate.decide("call", asked)["action"] == "label"
        assert _soon(lambda: feeder.pid != first)
    assert _ledgered(ws) == 3, "two decisions and the feeder's death"
    assert verify(ws).ok


def test_the_network_wants_a_token(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="error-gate-token"):
        Running(Place(made.written(tmp_path), tmp_path / "spool", host="0.0.0.0"))  # noqa: S104 - it must be refused


def test_a_report_is_written_as_it_is_hashed(tmp_path: Path) -> None:
    write_report(tmp_path / "deep" / "report.json", '{"a":1}')
    assert json.loads((tmp_path / "deep" / "report.json").read_text("utf-8")) == {"a": 1}
