"""Groups: who may play which part, on what grounds; never a victim; what cuts a group; phones changed."""

from __future__ import annotations

import json
import random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.link import gang as g
from tests.link.tied import at, call, iban, phone, victim

from qalqan.link import groups
from qalqan.link._groups_of import grouped
from qalqan.settings import Settings


def made(**more: Any) -> tuple[dict[str, dict[str, Any]], pl.DataFrame]:
    """Members of the only group by name, and the ties."""
    found = groups.run(g.tables_of(g.gang(**more)), Settings())
    rows = found["groups"]
    assert set(rows["group_id"]) == {"c1"}
    return {row["member"]: row for row in rows.to_dicts()}, found["group_ties"]


def rules(row: dict[str, Any]) -> set[str]:
    return {ground["rule"] for ground in json.loads(row["grounds"])}


@pytest.mark.parametrize(
    ("member", "kind", "role", "rule"),
    [
        (g.FIRST, "account", "dropper", "group-paid"),
        (g.SECOND, "account", "cashout", "group-paid-out"),
        (g.THIRD, "account", "dropper", "group-passed-on"),
        (g.OPEN, "account", "unclear", "group-reached"),
        (g.CHIEF, "account", "organiser", "group-collects"),
        (g.WALLET, "account", "cashout", "group-wallet"),
        (g.CALLER, "number", "caller", "group-called"),
        (g.AGAIN, "number", "caller", "group-same-device"),
        (g.UNHEARD, "number", "dropper", "group-unheard"),
        (g.DROPPER, "number", "dropper", "group-tied-number"),
        (g.HANDLER, "number", "handler", "group-calls-droppers"),
        (g.ORGANISER, "number", "organiser", "group-reported-to"),
        (g.IMEI, "imei", "tool", "group-device"),
        ("@shop", "web", "front", "group-told"),
        ("c2", "case", "victim", "group-case"),
    ],
)
def test_each_part_has_its_ground(member: str, kind: str, role: str, rule: str) -> None:
    members, _ = made()
    row = members[member]
    assert (row["kind"], row["role"]) == (kind, role)
    assert rule in rules(row)
    assert 0 < row["score"] <= 1000
    assert row["first"] <= row["last"]
    assert all(
        isinstance(one["weight"], int) and isinstance(one["locators"], list) for one in json.loads(row["grounds"])
    )


def test_only_what_has_a_ground_is_listed() -> None:
    members, _ = made()
    told = {g.FIRST, g.SECOND, g.THIRD, g.OPEN, g.CHIEF, g.WALLET, g.CALLER, g.AGAIN, g.UNHEARD, g.DROPPER}
    told |= {g.OTHER_DROPPER, g.HANDLER, g.ORGANISER, g.IMEI, "@shop", *g.CASES}
    assert set(members) == told


def test_a_victim_is_its_case_and_nothing_else() -> None:
    """Even where a victim's number looks like a caller's and a victim's account took and passed on money."""
    more: dict[str, Any] = {
        "numbers": [g.number(phone(77), "caller")],
        "cases": [{"case_id": "c9", "victim_phone": phone(77), "victim_account": iban(77), "registered_at": at(9)}],
        "identifiers": [g.identifier("c1", "phone", phone(77), "tie-called")],
        "accounts": [g.role(iban(77), "dropper1")],
        "hops": [g.hop("c1", 9, g.own("c1"), iban(77), 3)],
        "trails": [g.trail("c1", iban(77), 1)],
        "persons": [
            {"person_id": "iin:1", "kind": "case", "value": "c1", "roles": "victim", "score": 1000},
            {"person_id": "iin:1", "kind": "account", "value": g.THIRD, "roles": "holder", "score": 1000},
        ],
    }
    members, ties = made(**more)
    assert not {phone(77), iban(77), "iin:1", *(g.own(case) for case in g.CASES)} & set(members)
    assert not {phone(77), iban(77), *(victim(case) for case in g.CASES)} & {*ties["a"], *ties["b"]}
    assert {row["member"] for row in members.values() if row["role"] == "victim"} == set(g.CASES)


def test_a_trader_paid_by_many_collects_nothing() -> None:
    many = [
        {"tx_id": f"m{n}", "from": iban(500 + n), "to": g.CHIEF, "at": at(n), "amount_tiyn": 1000, "from_kind": "iban"}
        for n in range(25)
    ]
    assert made(transactions=many)[0][g.CHIEF]["role"] != "organiser"


def test_the_holder_of_an_account_may_play_its_part_and_whose_name_a_number_is_in_stays_open() -> None:
    persons = [
        {
            "person_id": "iin:2",
            "kind": "account",
            "value": g.FIRST,
            "roles": "holder",
            "score": 1000,
            "locators": "h::1",
        },
        {"person_id": "iin:3", "kind": "phone", "value": g.CALLER, "roles": "subscriber", "score": 1000},
    ]
    members, ties = made(persons=persons)
    assert (members["iin:2"]["kind"], members["iin:2"]["role"]) == ("person", "dropper")
    assert members["iin:2"]["score"] < members[g.FIRST]["score"]
    assert members["iin:3"]["role"] == "unclear"
    assert ties.filter((pl.col("a") == g.FIRST) & (pl.col("b") == "iin:2"))["rule"].to_list() == ["group-person"]


def test_strangers_met_by_chance_are_no_chiefs() -> None:
    """Two callers' numbers that call crowds meet some of the same people."""
    crowd = [
        call(caller, phone(5000 + n), 6 + n / 50, 2000 + 200 * k + n)
        for k, caller in enumerate((g.CALLER, g.AGAIN))
        for n in range(150)
    ]
    members, _ = made(calls=crowd)
    assert not {phone(5000 + n) for n in range(150)} & set(members)


def test_ties_tell_what_cuts_the_group() -> None:
    members, ties = made()
    assert set(ties["a"]) | set(ties["b"]) <= set(members)
    assert (ties["a"] < ties["b"]).all()
    cut: dict[tuple[str, ...], int] = {(a, b): n for a, b, n in ties.select("a", "b", "cuts_off").rows()}
    assert cut[g.FIRST, g.OPEN] == 1
    assert cut[tuple(sorted((g.CALLER, g.IMEI)))] == 0  # the other number in it holds it, too
    assert cut[g.FIRST, "c1"] == 0


def test_one_device_later_is_perhaps_one_person() -> None:
    _, ties = made()
    pairs = ties.filter(pl.col("rule") == "group-changed-phone").select("a", "b").rows()
    assert tuple(sorted((g.CALLER, g.AGAIN))) in pairs
    at_once = [call(g.AGAIN, phone(950), 1.2, 700, imei=g.IMEI), call(g.AGAIN, phone(951), -5, 701, imei=g.IMEI)]
    _, ties = made(calls=at_once)
    assert ties.filter(pl.col("rule") == "group-changed-phone").is_empty()


def test_the_same_rare_contacts_later_are_perhaps_one_person() -> None:
    """A dropper's number falls silent, and another that speaks with the same three people begins."""
    circle = [call(g.DROPPER, phone(7000 + n), 3 + n, 800 + n) for n in range(3)]
    circle += [call(g.OTHER_DROPPER, phone(7000 + n), 90 + n, 810 + n) for n in range(3)]
    rows = g.gang(calls=circle)
    rows["calls"] = [row for row in rows["calls"] if not {g.HANDLER, g.ORGANISER} & {row["a"], row["b"]}]
    ties = groups.run(g.tables_of(rows), Settings())["group_ties"]
    pair = ties.filter((pl.col("rule") == "group-changed-phone") & (pl.col("a") == g.DROPPER))
    assert pair["b"].to_list() == [g.OTHER_DROPPER]


def test_what_stands_in_two_groups_is_doubted() -> None:
    more: dict[str, Any] = {
        "cases": [{"case_id": f"d{n}", "registered_at": at(50), "source": f"r::d{n}"} for n in (1, 2)],
        "series": [{"case_id": f"d{n}", "series_id": "d1", "score": 800} for n in (1, 2)],
        "hops": [g.hop(f"d{n}", 0, iban(300 + n), g.FIRST, 60) for n in (1, 2)],
        "trails": [g.trail(f"d{n}", g.FIRST, 1) for n in (1, 2)],
    }
    rows = groups.run(g.tables_of(g.gang(**more)), Settings())["groups"].filter(pl.col("member") == g.FIRST)
    assert rows["group_id"].to_list() == ["c1", "d1"]
    assert all("group-elsewhere" in told for told in rows["grounds"])
    assert rows["score"].to_list()[0] < made()[0][g.FIRST]["score"]


@pytest.mark.parametrize(("cases", "one"), [(2, True), (1, False)])
def test_series_are_one_group_only_through_cases_of_their_own(cases: int, one: bool) -> None:
    rows: dict[str, Any] = {
        "series": [{"case_id": f"{s}{n}", "series_id": f"{s}1", "score": 900} for s in "ab" for n in (1, 2, 3)],
        "identifiers": [
            g.identifier(f"{s}{n}", "imei", value, "tie-device")
            for s in "ab" for n in (1, 2, 3) if s == "a" or n <= cases for value in ("1", "2")
        ],
        "identifier_weights": [
            {"kind": "imei", "value": value, "cases": 5, "rarity_bits": 6000, "trust": 900} for value in ("1", "2")
        ],
    }  # fmt: skip
    found = grouped(g.tables_of(rows))
    assert found["group_id"].unique().sort().to_list() == (["a1"] if one else ["a1", "b1"])


def test_a_shared_account_joins_no_series() -> None:
    rows: dict[str, Any] = {
        "series": [{"case_id": f"{s}{n}", "series_id": f"{s}1", "score": 900} for s in "ab" for n in (1, 2)],
        "identifiers": [g.identifier(f"{s}{n}", "iban", iban(1), "tie-paid") for s in "ab" for n in (1, 2)],
        "identifier_weights": [{"kind": "iban", "value": iban(1), "cases": 4, "rarity_bits": 9000, "trust": 1000}],
    }
    assert grouped(g.tables_of(rows))["group_id"].unique().sort().to_list() == ["a1", "b1"]


def test_the_order_of_rows_changes_nothing() -> None:
    rows = g.gang()
    first = groups.run(g.tables_of(rows), Settings())
    for seed in range(3):
        mixed = {name: random.Random(f"{seed}{name}").sample(list(one), len(one)) for name, one in rows.items()}
        again = groups.run(g.tables_of(mixed), Settings())
        assert all(again[name].equals(first[name]) for name in first)


def test_without_series_there_is_no_group() -> None:
    rows = g.gang()
    rows["series"] = [{"case_id": "c1", "series_id": "", "score": 0}]
    assert all(frame.is_empty() for frame in groups.run(g.tables_of(rows), Settings()).values())


def test_a_number_an_officer_called_a_service_is_in_no_group() -> None:
    rows = g.gang()
    rows["numbers"] = [row for row in rows["numbers"] if row["number"] != g.CALLER] + [g.number(g.CALLER, "service")]
    found = groups.run(g.tables_of(rows), Settings())["groups"]
    assert g.CALLER not in set(found["member"])


ACCOUNTS = [iban(n) for n in range(8)]
MOVES = st.lists(st.tuples(st.sampled_from(g.CASES), st.integers(0, 7), st.integers(0, 7)), max_size=25)
ROLES = st.lists(st.sampled_from(["victim", "dropper1", "dropper2", "ordinary", "exchange"]), min_size=8, max_size=8)


@given(MOVES, ROLES)
def test_whatever_the_money_does_victims_are_only_cases_and_ties_hold_members(
    moves: list[tuple[str, int, int]], roles: list[str]
) -> None:
    rows: dict[str, Any] = {
        "cases": [{"case_id": case, "registered_at": at(48), "source": "r::1"} for case in g.CASES],
        "series": [{"case_id": case, "series_id": "c1", "score": 900} for case in g.CASES],
        "accounts": [g.role(account, role) for account, role in zip(ACCOUNTS, roles, strict=True)],
        "hops": [g.hop(case, n, ACCOUNTS[a], ACCOUNTS[b], n) for n, (case, a, b) in enumerate(moves)],
        "trails": [g.trail(case, ACCOUNTS[b], 1 + b % 3) for case, b in {(case, b) for case, _, b in moves}],
    }
    found = groups.run(g.tables_of(rows), Settings())
    members, ties = found["groups"], found["group_ties"]
    barred = {account for account, role in zip(ACCOUNTS, roles, strict=True) if role == "victim"}
    assert not barred & set(members["member"])
    assert set(members.filter(pl.col("role") == "victim")["kind"]) == {"case"}
    assert members.select("kind", "member").is_unique().all()
    assert members["score"].is_between(1, 1000).all()
    assert {*ties["a"], *ties["b"]} <= set(members["member"])
    assert (ties["cuts_off"] * 2 <= members.height).all()


def test_a_number_that_money_was_sent_to_is_a_number_of_the_group_too() -> None:
    more: dict[str, Any] = {
        "accounts": [g.role(phone(55), "dropper1")],
        "hops": [g.hop("c1", 9, g.own("c1"), phone(55), 3)],
        "trails": [g.trail("c1", phone(55), 1)],
    }
    rows = groups.run(g.tables_of(g.gang(**more)), Settings())["groups"].filter(pl.col("member") == phone(55))
    assert rows.select("kind", "role").rows() == [("account", "dropper"), ("number", "dropper")]


def test_first_and_last_tell_when_a_thing_was_used() -> None:
    members, _ = made()
    assert (members[g.CALLER]["first"], members[g.CALLER]["last"]) == (at(1), at(9))
    assert (members[g.IMEI]["first"], members[g.IMEI]["last"]) == (at(1), at(103))
    assert (members[g.FIRST]["first"], members[g.FIRST]["last"]) == (at(2), at(2))
