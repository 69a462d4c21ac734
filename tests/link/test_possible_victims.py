"""Hidden victims: who is listed for a voluntary contact, who never is, and why."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from tests.link import gang as g
from tests.link.tied import at, call, iban, phone

from qalqan.link import groups, possible_victims
from qalqan.settings import Settings

PAYER = iban(200)


def paid(number: int, hours: float, **more: Any) -> g.Row:
    """A transfer into the account the victims paid."""
    return {
        "tx_id": f"p:{number}",
        "from": PAYER,
        "to": g.FIRST,
        "at": at(hours),
        "amount_tiyn": 90_000_00,
        "from_kind": "iban",
        "to_kind": "iban",
        "from_name": "Сәуле Айтқали",
        "from_iin": "900101400009",
        "reversal": False,
        "locators": f"b::p{number}",
        **more,
    }


def listed(*moved: g.Row, **more: Any) -> dict[str, dict[str, Any]]:
    """Rows by payer's account."""
    tables = g.tables_of(g.gang(transactions=list(moved), **more))
    tables.put("groups", groups.run(tables, Settings())["groups"])
    rows = possible_victims.run(tables, Settings())["possible_victims"]
    assert set(rows["series_id"]) <= {"c1"}
    return {row["account"]: row for row in rows.to_dicts()}


def rules(row: dict[str, Any]) -> set[str]:
    return {ground["rule"] for ground in json.loads(row["grounds"])}


def test_a_payer_like_the_victims_is_listed_with_reasons() -> None:
    row = listed(paid(1, 2.4))[PAYER]
    assert (row["name"], row["iin"], row["paid_tiyn"], row["transfers"]) == (
        "Сәуле Айтқали",
        "900101400009",
        9_000_000,
        1,
    )
    assert row["first"] == row["last"] == at(2.4)
    assert {"hidden-paid", "hidden-sum", "hidden-hours", "hidden-once", "hidden-gone"} <= rules(row)
    assert 500 <= row["score"] <= 1000
    assert json.loads(row["grounds"])[0]["locators"] == ["b::p1"]


@pytest.mark.parametrize(
    "change",
    [
        {"from": g.own("c2")},  # a known victim's account
        {"from": g.SECOND},  # an account of the group
        {"from_iin": "901240000001"},  # an organisation
        {"knp": "311"},  # wages
        {"from_iin": "900101300001", "to_iin": "900101300001"},  # the holder's own money
        {"reversal": True},
        {"from_kind": "text"},
        {"amount_tiyn": 500_00},  # small change
    ],
)
def test_others_are_not_listed(change: dict[str, Any]) -> None:
    assert not listed(paid(1, 2.4, **change))


def test_a_victim_s_other_account_is_not_listed() -> None:
    cases = [{"case_id": "c8", "victim_iin": "900101400009", "registered_at": at(60)}]
    assert not listed(paid(1, 2.4), cases=cases)


def test_the_holder_s_other_account_is_not_listed() -> None:
    assert not listed(paid(1, 2.4), holders=[{"account": PAYER, "iin": "900101300001", "locators": "h::9"}])


def test_who_pays_by_long_habit_or_regularly_is_not_listed() -> None:
    assert not listed(paid(1, -24 * 20), paid(2, 2.4))
    assert not listed(*(paid(n, 3 + 24 * 8 * n) for n in range(4)))


def test_a_service_that_pays_accounts_of_many_series_is_not_listed() -> None:
    cases = [{"case_id": f"e{n}", "registered_at": at(50), "victim_account": iban(400 + n)} for n in range(3)]
    losses = [{"case_id": f"e{n}", "tx_id": f"e:{n}", "amount_tiyn": 1, "score": 900} for n in range(3)]
    moved = [paid(10 + n, 2, **{"from": iban(400 + n), "to": iban(410 + n), "tx_id": f"e:{n}"}) for n in range(3)]
    more: dict[str, Any] = {
        "cases": cases,
        "losses": losses,
        "series": [{"case_id": f"e{n}", "series_id": "", "score": 0} for n in range(3)],
        "accounts": [g.role(iban(410 + n), "dropper1") for n in range(3)],
    }
    service = [paid(20 + n, 2.2, to=iban(410 + n)) for n in range(3)]
    assert PAYER not in listed(paid(1, 2.4), *moved, *service, **more)


def test_a_lone_case_s_account_has_payers_too() -> None:
    more: dict[str, Any] = {
        "cases": [{"case_id": "e1", "registered_at": at(50), "victim_account": iban(400)}],
        "losses": [{"case_id": "e1", "tx_id": "e:1", "amount_tiyn": 100_000_00, "score": 900}],
        "series": [{"case_id": "e1", "series_id": "", "score": 0}],
        "accounts": [g.role(iban(410), "dropper1")],
        "transactions": [
            paid(10, 2, **{"from": iban(400), "to": iban(410), "tx_id": "e:1"}),
            paid(11, 3, to=iban(410)),
            paid(12, 3.5, **{"from": iban(410), "to": iban(420), "from_iin": "900101300009"}),
        ],
    }
    tables = g.tables_of(g.gang(**more))
    rows = possible_victims.run(tables, Settings())["possible_victims"]
    assert rows.select("series_id", "account").rows() == [("e1", PAYER)]


def test_an_acquaintance_counts_less() -> None:
    alone = listed(paid(1, 2.4))[PAYER]["score"]
    back = paid(2, 2.6, **{"from": g.FIRST, "to": PAYER, "from_iin": "900101300001"})
    both = listed(paid(1, 2.4), back)
    assert both.get(PAYER, {"score": 0})["score"] < alone


def test_a_talk_with_the_group_before_counts_more() -> None:
    holders = [{"account": PAYER, "phone": phone(66), "locators": "h::9"}]
    plain = listed(paid(1, 20), holders=holders)[PAYER]
    called = listed(paid(1, 20), holders=holders, calls=[call(g.CALLER, phone(66), 1, 999)])[PAYER]
    assert called["phone"] == phone(66)
    assert called["score"] > plain["score"]
    assert "hidden-called" in rules(called) - rules(plain)


def test_nothing_paid_gives_an_empty_table() -> None:
    assert not listed()


def test_the_order_of_rows_changes_nothing() -> None:
    rows = g.gang(transactions=[paid(n, 2 + n, **{"from": iban(200 + n % 3)}) for n in range(9)])
    first = possible_victims.run(g.tables_of(rows), Settings())["possible_victims"]
    assert first.height == 3
    mixed = {name: random.Random(name).sample(list(one), len(one)) for name, one in rows.items()}
    assert possible_victims.run(g.tables_of(mixed), Settings())["possible_victims"].equals(first)
