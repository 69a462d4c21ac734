"""What a case has and how it came by it: chains of one physical thing, and how sure a call makes it."""

from __future__ import annotations

from typing import Any

from tests.link.tied import at, call, iban, phone, victim, world

from qalqan.engine.frames import Tables
from qalqan.link._seen import seen
from qalqan.settings import Settings


def paid(*ways: tuple[str, str], case: str = "c1") -> dict[str, list[dict[str, Any]]]:
    """Transfers one after another: the first is the case's loss, the others are followed hops."""
    transfers = [
        {"tx_id": f"t::{n}", "at": at(40 + n), "from": a, "to": b, "to_kind": "iban", "locators": f"t::{n}"}
        for n, (a, b) in enumerate(ways)
    ]
    hops = [
        {"case_id": case, "seq": n, "from": a, "to": b, "locator": f"t::{n}", "rule": "fifo"}
        for n, (a, b) in enumerate(ways)
    ]
    trails = [
        {"case_id": case, "account": b, "kind": "account", "hop": n + 1, "rule": "fifo"}
        for n, (_, b) in enumerate(ways)
    ]
    return {
        "transactions": transfers,
        "hops": hops,
        "trails": trails,
        "losses": [{"case_id": case, "tx_id": "t::0", "amount_tiyn": 100, "score": 1000}],
    }


def chains(tables: Tables) -> dict[tuple[str, str], str]:
    made = seen(tables, Settings())
    return {(case, value): chain for case, value, chain in made.select("case_id", "value", "chain").rows()}


def test_accounts_after_a_paid_one_hang_on_it() -> None:
    found = chains(world({"c1": []}, **paid((iban(1), iban(2)), (iban(2), iban(3)), (iban(3), iban(4)))))
    assert {found["c1", iban(n)] for n in (2, 3, 4)} == {iban(2)}


def test_a_told_phone_of_a_paid_account_and_its_device_hang_on_the_account() -> None:
    tables = world(
        {"c1": [phone(7)], "c2": [phone(7)]},
        **paid((iban(1), iban(2))),
        aliases=[{"alias": phone(7), "kind": "phone", "account": iban(2), "locators": "h::1"}],
        calls=[call(phone(7), phone(8), 1, 1, imei="350000000000001")],
    )
    found = chains(tables)
    assert found["c1", phone(7)] == found["c1", "350000000000001"] == iban(2)
    assert found["c2", phone(7)] == phone(7)  # a case without that account has the phone alone


def test_a_call_says_more_the_longer_and_the_nearer_to_the_loss() -> None:
    def sure(hours: float, **more: Any) -> int:
        tables = world({"c1": []}, calls=[call(phone(1), victim("c1"), hours, 1, **more)], **paid((iban(1), iban(2))))
        made = seen(tables, Settings())
        return int(made.filter(made["value"] == phone(1))["sure"].sum())

    assert sure(39) > sure(39, duration_s=60) > sure(39, duration_s=5) > 0
    assert sure(39) > sure(30) > sure(1)
    assert sure(41) == 0  # after the loss
