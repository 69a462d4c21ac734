"""Rule G2: what the owner's own operator does not know."""

from __future__ import annotations

from typing import Any

from tests.detect.called import at, made, person, rows
from tests.link.tied import frame

from qalqan.detect import call_owner
from qalqan.detect._call_signs import Sign

OWNER, STRANGER = person(1), person(2)


def answer(number: str, calls: list[tuple[str, float]], evidence: str = "e1", **more: Any) -> list[dict[str, Any]]:
    return [
        {"evidence": evidence, "part": "", "row": n, "at": at(hours), "a": number, "b": b, "own_number": number} | more
        for n, (b, hours) in enumerate(calls)
    ]


def signs(told: list[dict[str, Any]], *answers: list[dict[str, Any]]) -> list[Sign]:
    return call_owner.signs(rows(told), frame("observed_call", [row for one in answers for row in one]))


CUSTOM = [(person(10 + n), n * 5.0) for n in range(12)]


def test_a_call_that_the_owners_answer_does_not_know_fires() -> None:
    (sign,) = signs([made(OWNER, STRANGER, 20.5)], answer(OWNER, CUSTOM))
    assert (sign.subject, sign.rule, sign.values) == (OWNER, "owner-not-own", {"calls": 1})


def test_a_known_call_does_not_even_with_another_clock() -> None:
    assert not signs([made(OWNER, STRANGER, 20.5)], answer(OWNER, [*CUSTOM, (STRANGER, 20.55)]))


def test_outside_the_answer_and_where_it_is_not_whole_nothing_is_said() -> None:
    assert not signs([made(OWNER, STRANGER, 80)], answer(OWNER, CUSTOM))
    assert not signs([made(OWNER, STRANGER, 2)], answer(OWNER, CUSTOM[:4]))
    assert not signs([made(OWNER, STRANGER, 20.5)], answer(OWNER, CUSTOM), answer(person(7), CUSTOM))
    assert not signs([made(OWNER, STRANGER, 20.5)])
