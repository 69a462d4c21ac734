"""End points: words, codes, behaviour, the look-alikes that must be left alone, and where trails end."""

from __future__ import annotations

import json
import random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.link.transfers import case, cover, frame, iban, loss, tables, transfer

from qalqan.engine.frames import Tables
from qalqan.link import end_points, follow
from qalqan.settings import Settings

CASE = "250000000000001"
V, A, B = iban(1), iban(2), iban(3, "601")
WALLET = "TAs3b3QWsfB2W4KCMyHqMwtAfwJXwdB8Rb"
BIN = "170940012345"


def found(rows: list[dict[str, object]], **more: list[dict[str, object]]) -> dict[str, tuple[str, int, bool]]:
    made = end_points.run(tables(transactions=rows, **more), Settings())["end_points"]
    return {row["node"]: (row["kind"], row["score"], row["sink"]) for row in made.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("payee", "more", "kind"),
    [
        ("ATM270001", {"to_kind": "contract"}, "atm"),
        ("Банкомат 12", {}, "atm"),
        (B, {"operation": "Снятие наличных"}, "atm"),
        (B, {"operation": "Покупка MCC 6011"}, "atm"),
        (B, {"to_name": "ТОО «Binance Kazakhstan»"}, "exchange"),
        (B, {"operation": "Покупка MCC: 6051"}, "exchange"),
        (WALLET, {"to_kind": "wallet"}, "wallet"),
        ("RU0204452560040702810412345678901", {"to_kind": "iban"}, "foreign"),
        ("40817810099910004312", {"to_kind": "contract"}, "foreign"),
        (B, {"to_bank": "SABRRUMM"}, "foreign"),
        (B, {"to_name": "Транзитный счет"}, "bank"),
        (B, {"knp": "861", "to_iin": BIN}, "merchant"),
        (B, {"operation": "POS терминал"}, "merchant"),
        (B, {"to_name": "ТОО CloudPayments Kazakhstan", "operation": "Оплата товаров"}, "aggregator"),
    ],
)
def test_kinds_by_words_and_codes(payee: str, more: dict[str, object], kind: str) -> None:
    told = found([transfer(1, 0, A, payee, 500_000, **more)])
    assert [one[0] for one in told.values()] == [kind]
    assert all(one[1] >= 400 for one in told.values())


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("operation", "Deposit transfer"),  # holds "pos"
        ("operation", "Treatment fee"),  # holds "atm"
        ("to_name", "ATMOSFERA INVEST"),
        ("to_name", "Bishop Askar"),
        ("to_name", "Озонов Озат"),
        ("to_name", "МАГАЗИНОВА АЙГУЛЬ"[:6]),
        ("operation", "Перевод клиенту банка"),
    ],
)
def test_a_word_inside_another_says_nothing(column: str, text: str) -> None:
    assert found([transfer(1, 0, A, B, 500_000, **{column: text})]) == {}


def test_one_odd_word_makes_no_end_point() -> None:
    rows = [transfer(n, n, iban(10 + n), B, 700_000 + n) for n in range(9)]
    rows.append(transfer(20, 20, A, B, 50_000, operation="Снятие наличных"))
    assert found(rows) == {}


def test_a_bank_s_answer_names_the_holder() -> None:
    rows = [transfer(1, 0, A, B, 500_000)]
    assert found(rows) == {}
    told = found(rows, holders=[{"account": B, "holder": "ТОО «ATAIX Eurasia»", "locators": f"{'b' * 16}::3"}])
    assert told == {B: ("exchange", 850, False)}, "the trail does not stop at what no transfer says"


def test_agreeing_ways_are_surer_and_grounds_are_told() -> None:
    one = [transfer(1, 0, A, B, 5_000, operation="Пополнение криптобиржи")]
    two = [transfer(1, 0, A, B, 5_000, operation="Пополнение криптобиржи", to_name="Bybit Kazakhstan")]
    assert found(one)[B] == ("exchange", 800, True)
    assert found(two)[B] == ("exchange", 970, True)
    made = end_points.run(tables(transactions=two), Settings())["end_points"]
    grounds = json.loads(made["grounds"][0])
    assert {one["rule"] for one in grounds} == {"end-by-name", "end-by-operation"}
    assert all(one["locators"] == [f"{'e' * 16}:s:1"] for one in grounds)
    assert grounds[0]["values"] == {"of": 1, "rows": 1, "told": "Bybit Kazakhstan"}


def test_cash_put_in() -> None:
    told = found([transfer(1, 0, "unknown", A, 100_000_00, operation="Взнос наличных через терминал", from_as=None)])
    assert told == {"cash_in at 722": ("cash_in", 800, False)}


def _people(kind: str, seed: int = 1) -> list[dict[str, object]]:
    """One account X of a kind and those it deals with, over thirty days."""
    rng, x, rows = random.Random(seed), iban(7), []

    def pay(at: float, payer: str, payee: str, tenge: int, **more: object) -> None:
        rows.append(transfer(len(rows) + 1, at, payer, payee, tenge * 100, **more))

    shop = {"operation": "Оплата товаров и услуг", "to_iin": BIN}
    for n in range(60):
        at, other = n * 720.0, iban(100 + n)
        if kind == "exchanger":
            sum_ = rng.randint(20, 900) * 500
            pay(at, other, x, sum_)
            pay(at + 30, x, iban(300 + n), sum_ * 97 // 100)
        elif kind == "shop owner":
            pay(at, other, x, rng.randint(8, 60) * 1_000)
            pay(at + 30, x, iban(900 + n % 9), 20_000, **shop)
        elif kind == "landlord":
            pay(at, iban(100 + n % 4), x, 150_000)
            pay(at + 60, x, iban(300 + n), 60_000)
        elif kind == "treasurer":
            pay(at, other, x, 30_000)
            pay(at + 60, x, iban(300 + n % 12), 29_000)
        elif kind == "taxi park":
            pay(at, other, x, rng.randint(30, 90) * 1_000)
            pay(at + 60, x, iban(300 + n % 12), rng.randint(30, 80) * 1_000)
        elif kind == "saver":
            pay(at, other, x, rng.randint(30, 90) * 1_000)
            pay(at + 60, x, iban(300 + n), 1_000)
    return rows


def test_an_exchanger_for_many_is_proposed_and_the_trail_goes_on() -> None:
    told = found(_people("exchanger"))
    assert set(told) == {iban(7)}
    kind, score, sink = told[iban(7)]
    assert (kind, sink) == ("p2p", False)
    assert score >= 600


@pytest.mark.parametrize("kind", ["shop owner", "landlord", "treasurer", "taxi park", "saver"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_look_alikes_are_left_alone(kind: str, seed: int) -> None:
    assert iban(7) not in found(_people(kind, seed))


def test_an_account_of_stolen_money_is_rather_a_dropper() -> None:
    rows = _people("exchanger")
    came = sum(int(str(row["amount_tiyn"])) for row in rows if row["to"] == iban(7))
    trail = {"case_id": CASE, "account": iban(7), "kind": "account", "rule": "fifo", "traced_in_tiyn": came}
    assert found(rows, trails=[trail]) == {}
    assert found(rows, trails=[trail | {"traced_in_tiyn": came // 3}])[iban(7)][0] == "p2p"


def test_a_machine_told_by_a_number() -> None:
    rows = [transfer(n, n, iban(10 + n), "77120045", 20_000_00 * (n + 1), to_kind="contract") for n in range(5)]
    assert found(rows) == {"77120045": ("atm", 600, False)}
    rows[2]["amount_tiyn"] = 20_000_50
    assert found(rows) == {}


def test_an_agent_that_collects() -> None:
    rows = [transfer(n, n, iban(100 + n), B, 3_000_00 + n, to_iin=BIN) for n in range(70)]
    rows += [transfer(200 + n, 200 + n, B, iban(500 + n), 9_000_00, to_iin=BIN) for n in range(12)]
    assert found(rows)[B][0] == "aggregator"


def test_an_organisation_paid_prices_is_a_shop_and_one_paid_fees_is_not() -> None:
    prices = [transfer(n, n, iban(100 + n), B, 4_350_00 + 137_00 * n, to_iin=BIN) for n in range(14)]
    assert found(prices) == {B: ("merchant", 520, False)}
    fees = [transfer(n, n, iban(100 + n), B, 15_000_00, to_iin=BIN) for n in range(14)]
    assert found(fees) == {}
    person = [row | {"to_iin": "900101300123"} for row in prices]
    assert found(person) == {}


def _trail(rows: list[dict[str, object]]) -> pl.DataFrame:
    world = tables(
        cases=[case(CASE, 6000)], losses=[loss(CASE, 1, 100_000_00)], transactions=rows, coverage=[cover(V), cover(A)]
    )
    for name, made in follow.run(world, Settings()).items():
        world.put(name, made)
    return end_points.run(world, Settings())["trail_ends"]


def test_visits_to_a_machine_have_each_their_window() -> None:
    rows = [
        transfer(1, 0, V, A, 100_000_00),
        *(
            transfer(2 + n, at, A, "ATM1", 20_000_00, operation="Снятие наличных", from_as="440043******1234")
            for n, at in enumerate((5, 6, 90))
        ),
        transfer(5, 95, A, WALLET, 30_000_00, to_kind="wallet"),
    ]
    made = _trail(rows)
    machine = made.filter(pl.col("kind") == "atm")
    assert machine.select("amount_tiyn", "transfers", "payer_as").rows() == [
        (40_000_00, 2, "440043******1234"),
        (20_000_00, 1, "440043******1234"),
    ]
    assert ((machine["first"] - machine["watch_from"]).dt.total_minutes() == 10).all()
    assert ((machine["watch_to"] - machine["last"]).dt.total_minutes() == 10).all()
    wallet = made.filter(pl.col("kind") == "wallet")
    assert wallet["watch_from"].is_null().all()
    assert wallet["amount_tiyn"].to_list() == [30_000_00]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 6), st.integers(1, 40)), min_size=1, max_size=25))
def test_ends_hold_what_the_hops_carried_there(payments: list[tuple[int, int, int]]) -> None:
    rows = [transfer(1, 0, V, A, 100_000_00)]
    for n, (at, machine, thousands) in enumerate(payments):
        rows.append(transfer(2 + n, 1 + at, A, f"ATM{machine}", thousands * 100_000, operation="Снятие наличных"))
    world = tables(
        cases=[case(CASE, 6000)], losses=[loss(CASE, 1, 100_000_00)], transactions=rows, coverage=[cover(V), cover(A)]
    )
    for name, made in follow.run(world, Settings()).items():
        world.put(name, made)
    ends = end_points.run(world, Settings())["trail_ends"]
    sinks = world["trails"].filter(pl.col("kind") == "sink")
    assert ends["amount_tiyn"].sum() == sinks["traced_in_tiyn"].sum()
    assert (ends["amount_tiyn"] <= ends["paid_tiyn"]).all()


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [*_people("exchanger"), transfer(900, 1, A, "ATM1", 5_000_00, operation="Снятие наличных")]
    one = end_points.run(tables(transactions=rows), Settings())["end_points"]
    shuffled = Tables.of({"transactions": frame("transactions", rows).sample(fraction=1.0, shuffle=True, seed=5)})
    assert end_points.run(shuffled, Settings())["end_points"].equals(one)
