"""Numbers: the first possible role of each."""

from __future__ import annotations

import json
from typing import Any

from tests.link.tied import call, phone, victim, world

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
