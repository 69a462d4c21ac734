"""Possible roles: droppers, the victim, end points, and honest accounts that look alike."""

from __future__ import annotations

import json

from tests.link.transfers import case, cover, iban, loss, tables, transfer

from qalqan.link import accounts, follow
from qalqan.settings import Settings

FIRST, SECOND = "250000000000001", "250000000000002"
V, W, D1, D2, TRADER, BUYER = (iban(number) for number in range(1, 7))


def test_roles_of_a_small_gang() -> None:
    rows = [
        transfer(1, 0, V, D1, 500_000_00),
        transfer(2, 3, D1, D2, 490_000_00),
        transfer(3, 9, D2, "ATM 12 Oral", 480_000_00, operation="Снятие наличных"),
        transfer(4, 60, W, D1, 200_000_00),
        transfer(5, 64, D1, D2, 200_000_00),
        transfer(6, 70, D2, "BINANCE P2P", 200_000_00),
        *(transfer(100 + n, n, iban(100 + n), TRADER, 300_000_00) for n in range(30)),
        transfer(7, 80, D2, TRADER, 10_000_00),
    ]
    world = tables(
        cases=[case(FIRST, 900), case(SECOND, 900)],
        transactions=rows,
        losses=[loss(FIRST, 1, 500_000_00), loss(SECOND, 4, 200_000_00)],
        coverage=[cover(one) for one in (V, W, D1, D2, TRADER)],
    )
    for name, made in follow.run(world, Settings()).items():
        world.put(name, made)
    made = accounts.run(world, Settings())["accounts"]
    roles = dict(made.select("account", "role").iter_rows())
    assert {one: roles[one] for one in (V, W, D1, D2, TRADER, "ATM 12 Oral", "BINANCE P2P", iban(100))} == {
        V: "victim",
        W: "victim",
        D1: "dropper1",
        D2: "dropper2",
        TRADER: "ordinary",
        "ATM 12 Oral": "cashout",
        "BINANCE P2P": "exchange",
        iban(100): "ordinary",
    }
    told = {account: json.loads(text) for account, text in made.select("account", "grounds").iter_rows()}
    assert [ground["rule"] for ground in told[TRADER]] == [
        "account-later",
        "account-little-stolen",
        "account-many-payers",
    ]
    assert told[D1][0]["locators"]


def test_a_person_who_trades_with_exchanges_is_no_dropper() -> None:
    rows = [
        transfer(1, 0, V, D1, 500_000_00),
        transfer(2, 3, D1, TRADER, 100_000_00),
        *(transfer(100 + n, n, iban(100 + n), TRADER, 300_000_00) for n in range(30)),
        *(transfer(200 + n, 40 + n, TRADER, iban(200 + n), 150_000_00) for n in range(30)),
        *(transfer(300 + n, 80 + n, TRADER, "BINANCE P2P", 300_000_00) for n in range(15)),
    ]
    world = tables(
        cases=[case(FIRST, 900)],
        transactions=rows,
        losses=[loss(FIRST, 1, 500_000_00)],
        coverage=[cover(one) for one in (V, D1, TRADER)],
    )
    for name, made in follow.run(world, Settings()).items():
        world.put(name, made)
    made = accounts.run(world, Settings())["accounts"].filter(account=TRADER).row(0, named=True)
    assert made["role"] == "exchange"
    ground = json.loads(made["grounds"])[0]
    assert ground["rule"] == "account-trades"
    assert ground["values"] == {"payers": 31, "payees": 31, "exchanged": 4_500_000_00, "paid": 9_000_000_00}
