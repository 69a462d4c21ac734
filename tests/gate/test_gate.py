"""The gate as a whole: records, cancels, fails open, reloads, remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.gate import made

from qalqan.errors import NotFound, UsageError
from qalqan.gate import gate as gates
from qalqan.gate.decide import DECIDE
from qalqan.gate.gate import Gate
from qalqan.gate.spool import Spool, lines, segments

BOX = {"a": made.BOX, "b": made.VICTIM}


def records(folder: Path) -> list[dict[str, object]]:
    return [record for one in segments(folder) for _, record in lines(one) if record is not None]


def gate(folder: Path, *ordered: str) -> Gate:
    book = made.book(*ordered, callers=[(made.BOX, 800, made.LATER, "simbox")])
    return Gate(book, Spool(folder), orders=book.orders, clock=lambda: made.NOW)


def test_a_label_is_recorded_and_an_allow_is_not(tmp_path: Path) -> None:
    one = gate(tmp_path)
    assert one.decide("call", {"a": "+77015550909", "b": made.VICTIM}) == {"action": "allow", "book": one.book.id[:16]}
    told = one.decide("call", BOX)
    assert (told["action"], told["rule"], told["until"]) == ("label", "L-number", "2026-03-03T10:00:00.000+00:00")
    (record,) = records(tmp_path)
    assert (record["appeal"], record["subject"]) == (told["appeal"], f"caller:{made.BOX}")


def test_cancelled_by_one_call_even_after_a_restart(tmp_path: Path) -> None:
    appeal = gate(tmp_path).decide("call", BOX)["appeal"]
    again = gate(tmp_path)
    assert again.decide("call", BOX)["action"] == "label"
    assert again.cancel(appeal, "Officer", "our own test line")["subject"] == f"caller:{made.BOX}"
    assert again.decide("call", BOX)["action"] == "allow"
    assert records(tmp_path)[-1]["what"] == "cancel"
    with pytest.raises(NotFound):
        again.cancel("none", "Officer", "x")
    with pytest.raises(UsageError):
        again.cancel(appeal, "", "x")


def test_whatever_fails_lets_through_and_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = gate(tmp_path)
    monkeypatch.setitem(DECIDE, "call", lambda *_: 1 // 0)
    assert one.decide("call", BOX)["rule"] == gates.OPEN
    assert records(tmp_path)[-1]["error"] == "ZeroDivisionError"
    assert one.counts.failed == 1
    assert one.decide("payment", {"to": None})["action"] == "allow"
    with pytest.raises(UsageError):
        one.decide("visit", {})


def test_strange_values_do_not_stop_it(tmp_path: Path) -> None:
    one = gate(tmp_path)
    for told in ({}, {"a": 7}, {"a": None, "b": []}, {"a": "x" * 10_000, "b": "y"}, {"passport": 1}):
        assert one.decide("call", told)["action"] in ("allow", "label")


def test_a_full_disk_lets_people_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = gate(tmp_path)

    def full(_record: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(one.spool, "write", full)
    assert one.decide("call", BOX)["action"] == "label"
    assert one.counts.unrecorded == 1


def test_another_book_is_taken_over(tmp_path: Path) -> None:
    one = gate(tmp_path)
    one.publish(made.book())
    assert one.decide("call", BOX)["action"] == "allow"
    assert records(tmp_path)[-1] == {"at": made.NOW, "book": one.book.id, "orders": [], "what": "book"}


def test_an_order_blocks(tmp_path: Path) -> None:
    assert gate(tmp_path, "L-number").decide("call", BOX)["action"] == "block"


def test_memory_is_kept_and_damage_is_told(tmp_path: Path) -> None:
    one, kept = gate(tmp_path), tmp_path / "memory.npz"
    one.event({"kind": "loan", "b": made.VICTIM, "lender": "A"})
    one.event({"kind": "loan", "b": made.VICTIM, "lender": "B"})
    one.save(kept)
    again = gate(tmp_path)
    assert again.restore(kept)
    assert again.decide("payment", {"to": "KZ1", "phone": made.VICTIM})["rule"] == "P-victim"
    kept.write_text("{", "utf-8")
    assert not gate(tmp_path).restore(kept)
    assert records(tmp_path)[-1]["what"] == "snapshot"
    with pytest.raises(UsageError):
        one.event({"kind": "visit"})
