"""Campaigns of calls: what ties two numbers, what does not, whom a box reached, and that order changes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from tests.link.tied import at, call, frame, phone

from qalqan.engine.frames import Tables
from qalqan.link import call_campaigns
from qalqan.settings import Settings

BOX, OTHER_BOX = "860016247921385", "860032802038952"
VICTIMS = [f"+7747{n:07}" for n in range(1, 6)]
POSED = "+77172132361"


def role(number: str, what: str, score: int = 800) -> dict[str, Any]:
    return {"number": number, "role": what, "score": score, "grounds": '[{"rule":"role-simbox"}]'}


def case(number: int, hours: float) -> dict[str, Any]:
    return {
        "case_id": f"C{number}",
        "mo": "safe_account",
        "victim_phone": VICTIMS[number - 1],
        "registered_at": at(hours),
    }


def run(**frames: Sequence[Mapping[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    tables = Tables.of({name: frame(name, rows) for name, rows in frames.items()})
    made = call_campaigns.run(tables, Settings())
    return made["call_campaigns"], made["call_campaign_members"]


def box_calls(number: str, imei: str, people: int, first: int, start: float = 0) -> list[dict[str, Any]]:
    return [
        call(
            number, f"+7778{first + n:07}", start + n / 10, first + n, imei=imei, cell="10-20", imsi=f"401{number[2:]}"
        )
        for n in range(people)
    ]


def in_campaigns(members: pl.DataFrame) -> list[list[str]]:
    phones = members.filter(pl.col("kind") == "phone")
    return sorted(sorted(one) for one in phones.group_by("campaign_id").agg("member")["member"].to_list())


def test_a_box_tells_whom_it_called_and_who_reported() -> None:
    calls = [
        *box_calls(phone(1), BOX, 39, 100),
        call(phone(2), VICTIMS[0], 2, 1, imei=BOX, duration_s=300),
        call(phone(2), VICTIMS[1], 3, 2, imei=BOX, duration_s=300),
        call(phone(2), VICTIMS[2], 3.5, 3, imei=BOX, duration_s=10),
    ]
    roles = [role(phone(1), "simbox"), role(phone(2), "caller")]
    campaigns, members = run(calls=calls, numbers=roles, cases=[case(1, 9), case(2, 500), case(3, 9)])
    assert campaigns.select("numbers", "devices", "calls", "called", "reported", "cases").rows() == [
        (2, 1, 42, 42, 1, "C1")
    ]  # the second registered too late, the third was hardly spoken to
    device = members.filter(pl.col("kind") == "imei").row(0, named=True)
    assert (device["member"], device["called"], device["reported"], device["cases"]) == (BOX, 42, 1, "C1")
    assert device["locators"].split(";")[0].startswith("c::")
    assert json.loads(campaigns["grounds"][0])[0]["rule"] == "campaign-device"


def test_a_number_beside_a_box_belongs_to_it_unless_it_is_a_victims() -> None:
    calls = [*box_calls(phone(1), BOX, 5, 100), *box_calls(phone(2), BOX, 1, 200), *box_calls(phone(3), BOX, 1, 300)]
    roles = [role(phone(1), "simbox"), role(phone(2), "ordinary", 0), role(phone(3), "victim", 1000)]
    assert in_campaigns(run(calls=calls, numbers=roles)[1]) == [[phone(1), phone(2)]]


def test_one_weak_thing_ties_nobody_and_two_do() -> None:
    callers = [role(phone(1), "caller"), role(phone(2), "caller")]
    still = [*box_calls(phone(1), BOX, 4, 100), *box_calls(phone(2), OTHER_BOX, 4, 200, 1)]
    assert run(calls=still, numbers=callers)[0].is_empty()
    holder = [{"number": phone(n), "iin": "850101300123", "locators": f"s::{n}"} for n in (1, 2)]
    assert in_campaigns(run(calls=still, numbers=callers, subscribers=holder)[1]) == [[phone(1), phone(2)]]


def test_two_boxes_still_in_one_cell_are_tied() -> None:
    still = [*box_calls(phone(1), BOX, 4, 100), *box_calls(phone(2), OTHER_BOX, 4, 200, 1)]
    boxes = [role(phone(1), "simbox"), role(phone(2), "simbox")]
    assert in_campaigns(run(calls=still, numbers=boxes)[1]) == [[phone(1), phone(2)]]
    late = [*still[:4], *box_calls(phone(2), OTHER_BOX, 4, 200, 24 * 9)]
    assert in_campaigns(run(calls=late, numbers=boxes)[1]) == [[phone(1)], [phone(2)]]


def test_two_callers_of_one_victim_named_by_its_case_are_tied() -> None:
    calls = [call(phone(1), VICTIMS[0], 0, 1), call(phone(2), VICTIMS[0], 1, 2)]
    callers = [role(phone(1), "caller"), role(phone(2), "caller")]
    known: dict[str, Any] = {"calls": calls, "numbers": callers, "cases": [case(1, 9)]}
    assert run(**known)[0].is_empty()  # an acquaintance may have called as well
    named = [
        {"evidence": "r", "part": "", "row": n, "kind": "phone", "value": phone(n), "case_id": "C1", "role": "other"}
        for n in (1, 2)
    ]
    campaigns, _ = run(**known, mentions=named)
    assert {one["rule"] for one in json.loads(campaigns["grounds"][0])} == {"campaign-named", "campaign-victims"}
    late = [calls[0], calls[1] | {"at": at(3)}]
    assert run(**(known | {"calls": late}), mentions=named)[0].is_empty()


def test_neighbouring_cards_of_one_day_are_tied() -> None:
    calls = [call(phone(1), "+77780000001", 0, 1), call(phone(2), "+77780000002", 0, 2)]
    callers = [role(phone(1), "caller"), role(phone(2), "caller")]
    cards = [
        {"number": phone(1), "iccid": "8997027554730757287", "from": at(-40), "locators": "s::1"},
        {"number": phone(2), "iccid": "8997027554730757295", "from": at(-40), "locators": "s::2"},
    ]
    assert run(calls=calls, numbers=callers, subscribers=cards)[0].height == 1
    far = [cards[0], cards[1] | {"iccid": "8997027554730799999"}]
    assert run(calls=calls, numbers=callers, subscribers=far)[0].is_empty()


def test_the_two_strangers_of_one_talk_are_tied() -> None:
    calls = [call(phone(1), VICTIMS[0], 0, 1), call(phone(2), VICTIMS[0], 5, 2)]
    callers = [role(phone(1), "caller"), role(phone(2), "caller")]
    talk = {"victim_id": "c::2", "first_from": phone(2), "second_from": phone(1), "at": at(5), "locators": "c::2;c::1"}
    assert run(calls=calls, numbers=callers)[0].is_empty()
    campaigns, _ = run(calls=calls, numbers=callers, victims_in_progress=[talk])
    assert [one["rule"] for one in json.loads(campaigns["grounds"][0])] == ["campaign-talk"]


def test_numbers_behind_one_alert_are_tied() -> None:
    calls = [call(phone(n), f"+7778000000{n}", n, n) for n in (1, 2, 3)]
    callers = [role(phone(n), "caller") for n in (1, 2)]
    alert = {"alert_id": "ab", "subject_kind": "trunk", "subject": "INT-1", "at": at(5),
             "numbers": ";".join(phone(n) for n in (3, 2, 1))}  # fmt: skip
    assert in_campaigns(run(calls=calls, numbers=callers, alerts=[alert])[1]) == [[phone(1), phone(2)]]
    assert run(calls=calls, numbers=callers, alerts=[alert | {"subject_kind": "number"}])[0].is_empty()


def test_a_trunk_adds_to_a_tie_and_makes_none() -> None:
    callers = [role(phone(1), "caller"), role(phone(2), "caller")]
    apart = [call(phone(n), f"+7778000000{n}", n, n, trunk="INT-VOX-4") for n in (1, 2)]
    assert run(calls=apart, numbers=callers)[0].is_empty()
    shared = [call(phone(n), "+77780000009", n / 2, n, trunk="INT-VOX-4") for n in (1, 2)]
    more = [call(phone(n), "+77780000008", 9 + n / 2, 5 + n, trunk="INT-VOX-4") for n in (1, 2)]
    campaigns, _ = run(calls=[*shared, *more], numbers=callers)
    assert {one["rule"] for one in json.loads(campaigns["grounds"][0])} == {"campaign-people", "campaign-trunk"}
    assert run(calls=[one | {"trunk": None} for one in (*shared, *more)], numbers=callers)[0].is_empty()


def posed(victim: str, hours: float, number: int) -> dict[str, Any]:
    return call(POSED, victim, hours, number, trunk="INTL_GW_01")


def test_a_number_posed_with_ties_no_two_groups() -> None:
    calls = [
        *box_calls(phone(1), BOX, 4, 100), *box_calls(phone(2), OTHER_BOX, 4, 200),
        call(phone(1), VICTIMS[0], 0, 1, imei=BOX), posed(VICTIMS[0], 1, 2),
        call(phone(2), VICTIMS[1], 0, 3, imei=OTHER_BOX), posed(VICTIMS[1], 1, 4),
        call(phone(2), VICTIMS[2], 0, 5, imei=OTHER_BOX), posed(VICTIMS[2], 1, 6),
    ]  # fmt: skip
    calls = [one | ({"cell": None} if one["a"] == phone(2) else {}) for one in calls]
    roles = [role(phone(1), "simbox"), role(phone(2), "simbox"), role(POSED, "spoofed")]
    _, members = run(calls=calls, numbers=roles, cases=[case(n, 9) for n in (1, 2, 3)])
    assert in_campaigns(members) == [[phone(1)], sorted([phone(2), POSED])]


def test_its_owners_calls_at_home_are_no_campaigns() -> None:
    calls = [call(POSED, VICTIMS[0], 1, 1, trunk="NAT_MSC_1"), posed(VICTIMS[1], 2, 2), posed(VICTIMS[2], 9, 3)]
    campaigns, _ = run(calls=calls, numbers=[role(POSED, "spoofed")], cases=[case(n, 20) for n in (1, 2, 3)])
    assert campaigns.select("numbers", "calls", "reported").rows() == [(1, 2, 2)]


def test_the_series_of_the_cases_and_their_scheme_are_told() -> None:
    calls = [call(phone(1), VICTIMS[n], n, n + 1, imei=BOX) for n in range(2)]
    series = [{"case_id": "C1", "series_id": "C1", "score": 900}, {"case_id": "C2", "series_id": "", "score": 0}]
    campaigns, _ = run(calls=calls, numbers=[role(phone(1), "simbox")], cases=[case(1, 9), case(2, 9)], series=series)
    assert campaigns.select("cases", "series", "mo", "score").rows() == [("C1;C2", "C1", "safe_account", 800)]


@given(st.permutations(range(10)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    calls = [*box_calls(phone(1), BOX, 4, 100), *box_calls(phone(2), BOX, 4, 200, 3), call(phone(1), VICTIMS[0], 0, 1),
             call(phone(2), VICTIMS[0], 1, 2)]  # fmt: skip
    known: dict[str, Any] = {"numbers": [role(phone(1), "simbox"), role(phone(2), "caller")], "cases": [case(1, 9)]}
    told = run(calls=calls, **known)
    mixed = run(calls=[calls[n] for n in order], **known)
    assert all(a.equals(b) for a, b in zip(told, mixed, strict=True))


def test_nothing_gives_nothing() -> None:
    campaigns, members = run()
    assert campaigns.is_empty()
    assert members.is_empty()
