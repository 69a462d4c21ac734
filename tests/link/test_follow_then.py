"""What was known at a moment, and a case replayed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.link.transfers import case, cover, iban, loss, minute, tables, transfer

from qalqan.engine.frames import Tables
from qalqan.errors import NotFound
from qalqan.link import ask_next, follow
from qalqan.link.follow_replay import replay
from qalqan.link.follow_then import known_by, pictured
from qalqan.settings import Settings

ONE = "250000000000001"
V, A, B = iban(1), iban(2), iban(3, "601")
ROWS = [
    transfer(1, 0, V, A, 100_000_00),
    transfer(2, 20, A, B, 60_000_00),
    transfer(3, 90, B, "unknown at 601", 60_000_00, operation="Снятие наличных"),
]


def world(covers: list[dict[str, Any]]) -> Tables:
    losses = [loss(ONE, 1, 100_000_00)]
    return tables(cases=[case(ONE, 300)], losses=losses, transactions=ROWS, coverage=covers)


ANSWERS = [
    cover(V, until=15, received_at=minute(16)),
    cover(A, until=40, received_at=minute(50)),
    cover(B, until=100, received_at=minute(170)),
]


def test_a_transfer_is_known_from_the_first_answer_that_tells_it() -> None:
    for at, rows in ((15, 0), (16, 1), (49, 1), (50, 2), (169, 2), (170, 3)):
        known, book = known_by(world(ANSWERS), minute(at))
        assert book.ledger.rows == rows
        assert known["coverage"].height == sum(one["received_at"] <= minute(at) for one in ANSWERS)


def test_an_answer_without_an_arrival_came_at_its_end() -> None:
    quiet = [one | {"received_at": None} for one in ANSWERS]
    assert [known_by(world(quiet), minute(at))[1].ledger.rows for at in (14, 15, 39, 40, 100)] == [0, 1, 1, 2, 3]
    assert known_by(world(quiet), minute(40))[0]["coverage"]["received_at"].to_list() == [None, None]


def test_what_no_answer_covers_was_told_otherwise() -> None:
    assert known_by(world([]), minute(0))[1].ledger.rows == 3


def test_the_trail_goes_on_when_the_answer_comes() -> None:
    known = world(ANSWERS)
    questions = []
    for at in (17, 55, 171):
        then = pictured(known, Settings(), minute(at), minute(at))
        made = ask_next.listed(then, Settings())
        questions.append([row for row in made.select("case_id", "bank", "accounts").rows() if row[0] == ONE])
    assert questions == [[(ONE, "722", A)], [(ONE, "601", B), (ONE, "722", A)], [(ONE, "722", A)]]


def test_a_replay_tells_what_was_known_and_what_was_there() -> None:
    told = replay(world(ANSWERS), Settings(), ONE, [minute(55)])
    assert [one.after.total_seconds() / 60 for one in told] == [30, 55, 60, 180, 1440]
    for one in told:
        assert one.lost == 100_000_00
        assert one.there + one.out + one.unnamed + one.back == one.lost
        assert one.held_first <= one.held <= one.there
        assert one.expected <= one.seen_there <= one.known
    half, fifty_five, _, three, _ = told
    assert (half.known, half.answers, half.there, half.held) == (100_000_00, 0, 100_000_00, 40_000_00)
    assert (fifty_five.answers, fifty_five.held) == (1, 100_000_00)
    assert (three.answers, three.there, three.out) == (2, 40_000_00, 60_000_00)
    assert half.could["account"].to_list() == [A]


def test_nobody_can_replay_a_case_without_a_loss() -> None:
    with pytest.raises(NotFound):
        replay(world(ANSWERS), Settings(), "250000000000009")


def test_a_trace_takes_the_same_answers() -> None:
    early = follow.trace(world(ANSWERS), Settings(), ONE, as_of=minute(200), known_at=minute(55))
    late = follow.trace(world(ANSWERS), Settings(), ONE, as_of=minute(200))
    assert early.trail["account"].to_list() == [A, B]
    assert late.trail.filter(late.trail["kind"] == "sink").height == 1
