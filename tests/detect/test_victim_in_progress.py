"""Victims in progress: the whole sign fires, what only looks like it does not, and when somebody could be told."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.detect import victim_in_progress
from qalqan.engine.frames import Tables, schema, table
from qalqan.settings import Settings

T0 = datetime(2025, 4, 8, 6, 0, tzinfo=UTC)
PERSON, FRIEND, FIRST, SECOND = "+77470000001", "+77470000002", "+77010000101", "+77010000202"
BANK_DESK = "+77010000303"


def frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    columns = schema(table(name))
    return pl.DataFrame({one: [row.get(one) for row in rows] for one in columns}, schema=columns)


def call(a: str, b: str, minute: float, number: int, seconds: int = 120, **more: Any) -> dict[str, Any]:
    base = {"call_id": f"c::{number}", "at": T0 + timedelta(minutes=minute), "a": a, "b": b, "duration_s": seconds,
            "service": "voice", "locators": f"c::{number}"}  # fmt: skip
    return base | more


def sms(sender: str, minute: float, number: int) -> dict[str, Any]:
    return call(sender, PERSON, minute, number, 0, service="sms")


def talk(code: float = 2, second: float = 12, seconds: int = 2400, caller: str = SECOND) -> list[dict[str, Any]]:
    """A stranger's call of four minutes, a code two minutes into it, a long call; and a friend known for weeks."""
    return [
        call(FRIEND, PERSON, -30 * 24 * 60, 1),
        call(FIRST, PERSON, 0, 2, 240),
        sms("1414", code, 3),
        call(caller, PERSON, second, 4, seconds),
    ]


def run(calls: Sequence[Mapping[str, Any]], **more: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    frames = {"calls": calls, **more}
    tables = Tables.of({name: frame(name, rows) for name, rows in frames.items()})
    return victim_in_progress.run(tables, Settings())["victims_in_progress"]


def rules(found: pl.DataFrame) -> dict[str, int]:
    return {one["rule"]: one["weight"] for one in json.loads(found["grounds"][0])}


def test_the_whole_sign_is_told_with_every_row_that_makes_it() -> None:
    found = run(talk())
    assert found.select("number", "rule", "tell", "code_from", "first_from", "second_from", "talk_s").rows() == [
        (PERSON, "code", "operator", "1414", FIRST, SECOND, 2400)
    ]
    assert found["locators"][0].split(";") == ["c::2", "c::3", "c::4"]
    assert set(rules(found)) == {
        "victim-code", "victim-second-call", "victim-code-during-call", "victim-state-code", "victim-long-talk",
        "victim-soon", "victim-other-caller",
    }  # fmt: skip
    assert found["score"][0] == sum(rules(found).values())


def test_somebody_can_be_told_once_the_second_call_is_long() -> None:
    assert run(talk())["at"][0] == T0 + timedelta(minutes=12 + 10)


@pytest.mark.parametrize(
    "calls",
    [
        [one for one in talk() if one["service"] != "sms"],
        [one for one in talk() if one["a"] != FIRST],
        talk(seconds=500),
        talk(second=40),
        talk(code=20, second=22),
    ],
    ids=["no code", "no first call", "second call short", "second call late", "code long after the first call"],
)
def test_a_part_of_the_sign_is_no_sign(calls: list[dict[str, Any]]) -> None:
    assert run(calls).is_empty()


def test_somebody_known_before_is_no_stranger() -> None:
    met = call(PERSON, SECOND, -5 * 24 * 60, 9)
    assert run([*talk(), met]).is_empty()
    assert run([*talk(), met | {"b": FIRST}]).is_empty()


def test_a_desk_that_many_people_call_is_no_stranger() -> None:
    others = [call(f"+7747000{n:04}", BANK_DESK, -n, 100 + n) for n in range(1, 9)]
    assert run([*talk(caller=BANK_DESK), *others]).is_empty()
    assert run([*talk(caller=BANK_DESK), *others[1:]]).height == 1


def test_a_room_that_people_call_back_is_no_desk() -> None:
    others = [f"+7747001{n:04}" for n in range(30)]
    rung = [call(SECOND, other, -300 - n, 100 + n) for n, other in enumerate(others)]
    back = [call(other, SECOND, -200 - n, 200 + n) for n, other in enumerate(others[:8])]
    assert run([*talk(), *rung, *back]).height == 1
    assert run([*talk(), *back]).is_empty()


def test_strangers_who_call_crowds_weigh_and_those_with_a_life_of_their_own_do_not() -> None:
    def lives(called: int, heard: int) -> list[dict[str, Any]]:
        made = []
        for side, who in enumerate((FIRST, SECOND)):
            made += [call(who, f"+7778{side}{n:06}", -60 - n, 300 + 50 * side + n) for n in range(called)]
            made += [call(f"+7778{side}{n:06}", who, -30 - n, 500 + 50 * side + n) for n in range(heard)]
        return made

    assert "victim-crowd" in rules(run([*talk(), *lives(6, 0)]))
    assert "victim-crowd" not in rules(run([*talk(), *lives(4, 0)]))
    assert rules(run([*talk(), *lives(4, 3)]))["victim-sociable"] < 0
    assert "victim-sociable" not in rules(run([*talk(), *lives(12, 3)]))
    posed = [one | ({"trunk": "INTL_GW_01"} if one["a"] in (FIRST, SECOND) else {}) for one in talk()]
    assert "victim-sociable" not in rules(run([*posed, *lives(4, 3)])), "the life is that of the number's owner"


@pytest.mark.parametrize("sender", ["Kaspi.kz", "eGov", "7111"])
def test_a_code_comes_from_a_short_number_or_a_name(sender: str) -> None:
    calls = [one | ({"a": sender} if one["service"] == "sms" else {}) for one in talk()]
    assert run(calls)["code_from"].to_list() == [sender]


def test_a_person_of_two_days_speaks_against() -> None:
    young = [one for one in talk() if one["a"] != FRIEND]
    assert rules(run(young))["victim-hardly-known"] < 0
    assert run(young)["score"][0] < run(talk())["score"][0]


def test_a_national_number_from_abroad_weighs() -> None:
    calls = talk()
    calls[3]["trunk"] = "INTL_GW_01"
    assert run(calls)["score"][0] > run(talk())["score"][0]
    assert rules(run(calls))["victim-from-abroad"] > 0


BURST = {
    "burst_id": "t::1", "account": "KZ127220000000001001", "case_id": "C1", "loans": 3, "lenders": 3, "score": 700,
    "first": T0 + timedelta(minutes=40), "last": T0 + timedelta(minutes=70), "locators": "t::1;t::2;t::3",
}  # fmt: skip
CASE = {"case_id": "C1", "victim_phone": PERSON, "registered_at": T0 + timedelta(hours=9)}


def test_loans_in_an_hour_alone_are_for_the_bank() -> None:
    found = run([], loan_bursts=[BURST], cases=[CASE])
    assert found.select("number", "rule", "tell", "lenders", "case_id", "score").rows() == [
        (PERSON, "loans", "bank", 3, "C1", 700)
    ]
    assert found["at"][0] == BURST["last"]


def test_talk_and_loans_of_one_person_are_one_row() -> None:
    found = run(talk(), loan_bursts=[BURST], cases=[CASE])
    assert found.select("rule", "tell", "lenders", "case_id").rows() == [("both", "both", 3, "C1")]
    assert found["at"][0] == T0 + timedelta(minutes=22)
    assert found["locators"][0] == "c::2;c::3;c::4;t::1;t::2;t::3"


def test_a_code_in_the_victims_own_messages_counts() -> None:
    calls = [one for one in talk() if one["service"] != "sms"]
    code = {"message_id": "m::1", "at": T0 + timedelta(minutes=2), "from": "eGov", "text": "Құпия код: 482913",
            "channel": "sms", "case_id": "C1", "source": "m::1"}  # fmt: skip
    found = run(calls, messages=[code], cases=[CASE])
    assert found["code_from"].to_list() == ["eGov"]
    assert run(calls, messages=[code | {"text": "Тапсырысыңыз жолда"}], cases=[CASE]).is_empty()
    assert run(calls, messages=[code | {"from": "+77010000999"}], cases=[CASE]).is_empty()


@given(st.permutations(range(4)), st.integers(0, 3))
def test_the_order_of_rows_does_not_matter(order: list[int], twice: int) -> None:
    calls = talk()
    more = [one | {"at": one["at"] + timedelta(days=9), "call_id": f"d{one['call_id']}"} for one in calls[:twice]]
    assert run([calls[n] for n in order] + more).equals(run(calls + more))


def test_nothing_gives_nothing() -> None:
    assert run([]).is_empty()
