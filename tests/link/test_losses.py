"""Losses: found from the victim's accounts, the plot and the damage; ordinary payments left alone."""

from __future__ import annotations

import json
from typing import Any

from tests.link.transfers import case, iban, minute, tables, transfer

from qalqan.link import losses
from qalqan.settings import Settings

CASE = "250000000000001"
V, D1, D2, SHOP, FRIEND, V2 = (iban(number) for number in range(1, 7))
IIN = "900101300017"


def said(kind: str, value: str, role: str = "other", start: int = 0) -> dict[str, Any]:
    return {
        "evidence": "a" * 16,
        "part": "",
        "row": 1,
        "kind": kind,
        "value": value,
        "as_written": value,
        "column": "plot",
        "start": start,
        "end": start + 5,
        "case_id": CASE,
        "role": role,
    }


def found(world: dict[str, list[dict[str, Any]]]) -> dict[int, int]:
    made = losses.run(tables(**world), Settings())["losses"]
    for grounds in made["grounds"]:
        assert json.dumps(json.loads(grounds), ensure_ascii=False, sort_keys=True, separators=(",", ":")) == grounds
    return {int(tx.split(":")[-1]): score for tx, score in made.select("tx_id", "score").iter_rows()}


def world(**more: Any) -> dict[str, list[dict[str, Any]]]:
    return {
        "cases": [case(CASE, 600, victim_account=V, victim_iin=IIN, damage_tiyn=500_000_00)],
        "transactions": [
            transfer(1, -30 * 1440, V, FRIEND, 20_000_00),
            transfer(2, 5, V, SHOP, 3_500_00, operation="Покупка"),
            transfer(3, 10, V, D1, 300_000_00),
            transfer(4, 22, V, D2, 200_000_00),
            transfer(5, 40, V, FRIEND, 20_000_00),
            transfer(6, 50, V, V2, 70_000_00, to_iin=IIN),
            transfer(7, 700, V, D1, 11_000_00),
            transfer(8, 12, FRIEND, SHOP, 300_000_00, operation="Покупка"),
        ],
    } | more


def test_sums_that_make_the_damage() -> None:
    assert set(found(world())) == {3, 4}


def test_plot_makes_them_firm() -> None:
    told = [said("iban", D1), said("money", "30000000", start=9), said("moment", minute(11).isoformat(), start=20)]
    scores = found(world(mentions=told))
    assert scores[3] == 1000
    assert scores[4] >= 500
    assert set(scores) == {3, 4}


def test_without_the_victims_account_payee_and_sum_lead_to_it() -> None:
    told = [said("iban", D1), said("money", "30000000", start=9)]
    cases = [case(CASE, 600, damage_tiyn=300_000_00)]
    assert set(found(world(mentions=told, cases=cases))) == {3}


def test_two_equal_transfers_stay_open() -> None:
    rows = [transfer(1, 10, V, D1, 100_000_00), transfer(2, 11, V, D2, 100_000_00)]
    cases = [case(CASE, 600, victim_account=V, damage_tiyn=100_000_00)]
    assert all(score < 500 for score in found({"cases": cases, "transactions": rows}).values())


def test_a_person_may_name_the_transfer() -> None:
    told = [said("transfer", f"{'e' * 16}:s:5", role="victim")]
    assert found(world(mentions=told))[5] >= 500


def test_weeks_of_payments_to_one_stranger_are_no_habit() -> None:
    """An invented broker is paid again and again; what a victim paid for months stays a habit."""
    days = (-11, -9, -5, -1)
    rows = [transfer(10 + n, day * 1440, V, D1, 50_000_00 + n * 100) for n, day in enumerate(days)]
    rent = [transfer(20 + n, day * 1440, V, FRIEND, 70_000_00) for n, day in enumerate((-61, -31, -2))]
    told = [said("moment", minute(-5 * 1440).isoformat())]
    cases = [case(CASE, 600, victim_account=V, damage_tiyn=4 * 50_000_00 + 600)]
    scores = found({"cases": cases, "transactions": rows + rent, "mentions": told})
    assert set(scores) == {10, 11, 12, 13}
    assert min(scores.values()) >= 500


def test_only_one_set_makes_the_damage() -> None:
    rows = [
        transfer(1, -3 * 1440, V, D1, 110_000_00),
        transfer(2, -2 * 1440, V, D2, 90_500_00),
        transfer(3, -1440, V, FRIEND, 60_000_00),
    ]
    cases = [case(CASE, 600, victim_account=V, damage_tiyn=200_500_00)]
    scores = found({"cases": cases, "transactions": rows})
    assert {number for number, score in scores.items() if score >= 500} == {1, 2}


def test_another_persons_payment_of_the_same_sum_stays_open() -> None:
    told = [said("iban", D1)]
    cases = [case(CASE, 600, victim_account=V, victim_iin=IIN, damage_tiyn=230_000_00)]
    rows = [
        transfer(1, 10, V, D1, 70_000_00, from_iin=IIN),
        transfer(2, 20, V, D1, 160_000_00, from_iin=IIN),
        transfer(3, 15, FRIEND, D1, 230_000_00, from_iin="851111400011"),
    ]
    scores = found({"cases": cases, "transactions": rows, "mentions": told})
    assert {number for number, score in scores.items() if score >= 500} == {1, 2}
