"""The latest traces: the same question is answered once, another one anew; tables that change are never kept."""

from __future__ import annotations

from tests.desk.test_timeline import world
from tests.link.tied import at

from qalqan.desk.traced import traced
from qalqan.link import follow
from qalqan.settings import Settings


def test_the_same_question_is_answered_once() -> None:
    known, settings = world(), Settings()
    known.stamp = "a run"
    first = traced(known, settings, "C1", "fifo", at(9))
    assert traced(known, settings, "C1", "fifo", at(9)) is first
    plain = follow.trace(known, settings, "C1", "fifo", at(9))
    assert (first.loss_tiyn, first.cut, first.as_of) == (plain.loss_tiyn, plain.cut, plain.as_of)
    assert first.trail.equals(plain.trail)
    assert first.hops.equals(plain.hops)
    others = [traced(known, settings, "C1", "lifo", at(9)), traced(known, settings, "C1", "fifo", at(10))]
    assert [one is first for one in others] == [False, False]


def test_tables_that_change_are_traced_anew() -> None:
    known, settings = world(), Settings()
    assert traced(known, settings, "C1") is not traced(known, settings, "C1")
