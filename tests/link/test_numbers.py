"""Numbers: the first possible role of each."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
from tests.link.tied import at, call, phone, victim, world

from qalqan.link import numbers
from qalqan.settings import Settings

LANDLINE = "+77172123456"


def roles(told: dict[str, list[str]], calls: list[dict[str, Any]]) -> dict[str, str]:
    made = numbers.run(world(told, calls=calls), Settings())["numbers"]
    assert made["number"].is_unique().all()
    for grounds in made["grounds"]:
        assert isinstance(json.loads(grounds), list)
    return dict(made.select("number", "role").rows())


def test_victim_spoofed_caller_and_ordinary() -> None:
    found = roles(
        {"c1": [phone(1)]},
        [
            call(LANDLINE, victim("c1"), 45, 1, trunk="INTL_GW_01"),
            call(phone(1), victim("c1"), 46, 2),
            call(phone(2), phone(3), 1, 3),
        ],
    )
    assert found == {
        victim("c1"): "victim",
        LANDLINE: "spoofed",
        phone(1): "caller",
        phone(2): "ordinary",
        phone(3): "ordinary",
    }


def test_crowds_called_in_a_day_are_a_simbox() -> None:
    crowd = [call(phone(1), phone(1000 + n), n / 60, n) for n in range(60)]
    assert roles({"c1": []}, crowd)[phone(1)] == "simbox"


def test_a_number_that_strangers_call_too_is_a_service() -> None:
    crowd = [call(phone(1), phone(1000 + n), n / 60, n) for n in range(60)]
    back = [call(phone(2000 + n), phone(1), n / 50, 100 + n) for n in range(30)]
    found = roles({"c1": []}, [*crowd, *back, call("1414", phone(5), 1, 300)])
    assert found[phone(1)] == "service"
    assert found["1414"] == "service"


def test_a_short_code_that_only_sends_is_a_service_and_a_talkative_person_is_none() -> None:
    often = [call(phone(1), phone(100 + n % 35), n, n) for n in range(140)]
    back = [call(phone(200 + n), phone(1), n, 1000 + n) for n in range(40)]
    found = roles({"c1": []}, [*often, *back, call("9999", phone(5), 1, 2000, service="sms")])
    assert found[phone(1)] == "ordinary"
    assert found["9999"] == "service"


def alert(number: str, detector: str, score: int) -> dict[str, Any]:
    return {
        "alert_id": f"{detector}{number}", "detector": detector, "subject_kind": "number", "subject": number,
        "at": at(1), "score": score, "numbers": number,
        "grounds": '[{"locators":[],"rule":"x","values":{},"weight":1}]',
    }  # fmt: skip


def test_an_alert_names_the_role_of_a_number_that_nothing_else_does() -> None:
    told = {"call_room": "caller", "wangiri": "caller", "simbox_habits": "simbox", "young_sim": "simbox"}
    told |= {"call_origin": "spoofed", "call_impossible": "spoofed"}
    alerts = [alert(phone(n), detector, 900) for n, detector in enumerate(told)]
    calls = [call(phone(n), phone(50 + n), n, n) for n in range(len(told))]
    made = numbers.run(world({"c1": []}, calls=calls, alerts=alerts), Settings())["numbers"]
    found = {number: (role, score) for number, role, score, _ in made.rows()}
    assert {number: found[number] for number in map(phone, range(len(told)))} == {
        phone(n): (role, 900) for n, role in enumerate(told.values())
    }


def test_a_caller_with_an_alert_keeps_the_role_with_both_grounds_and_the_greater_score() -> None:
    rows = [call(phone(1), victim("c1"), 46, 2)]
    told = {"c1": [phone(1)]}
    (before,) = (
        numbers.run(world(told, calls=rows), Settings())["numbers"].filter(pl.col("number") == phone(1)).to_dicts()
    )
    alerts = [alert(phone(1), "simbox_habits", 990)]
    made = numbers.run(world(told, calls=rows, alerts=alerts), Settings())["numbers"]
    (after,) = made.filter(pl.col("number") == phone(1)).to_dicts()
    assert (after["role"], after["score"]) == ("caller", 990)
    assert [one["rule"] for one in json.loads(after["grounds"])] == ["role-caller", "x"]
    assert before["score"] < 990


def test_a_victim_and_a_service_stay_what_they_are() -> None:
    alerts = [alert(victim("c1"), "simbox_habits", 990), alert("1414", "simbox_habits", 990)]
    calls = [call("1414", phone(5), 1, 300), call(victim("c1"), phone(5), 1, 301)]
    made = numbers.run(world({"c1": []}, calls=calls, alerts=alerts), Settings())["numbers"]
    found = dict(made.select("number", "role").rows())
    assert (found[victim("c1")], found["1414"]) == ("victim", "service")
