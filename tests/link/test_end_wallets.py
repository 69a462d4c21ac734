"""Conversions are proposed by time and value, never forced; tokens go on by FIFO in their own units."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.link.transfers import case, cover, iban, loss, minute, tables, transfer

from qalqan.engine.frames import Tables
from qalqan.errors import SettingsError
from qalqan.intake.typed import sums
from qalqan.link import end_points, end_wallets, follow
from qalqan.link._end_convert import rates
from qalqan.settings import Settings, load
from qalqan.values import wallet

CASE = "250000000000001"
V, A, X = iban(1), iban(2), iban(3, "551")
SETTINGS = load(None, {}, {"trace.rates": "USDT=500; BTC=50000000; ETH=1500000"})[0]
EXCHANGE = {"to_name": "ТОО «Binance Kazakhstan»", "operation": "Пополнение криптобиржи"}


def coin(number: int, at: float, payer: str, payee: str, minor: int, code: str = "USDT", **more: Any) -> dict[str, Any]:
    """A transfer of tokens as an explorer tells it."""
    bare = {"amount_tiyn": None, "amount_minor": minor, "currency": code, "from_kind": "wallet", "to_kind": "wallet",
            "from_bank": None, "to_bank": None}  # fmt: skip
    return transfer(number, at, payer, payee, 0) | bare | more


def world(rows: list[dict[str, Any]], settings: Settings = SETTINGS) -> Tables:
    """A case that lost 100,000 tenge at once, and all that follows from its transfers."""
    made = tables(
        cases=[case(CASE, 6000)], losses=[loss(CASE, 1, 100_000_00)],
        transactions=[transfer(1, 0, V, A, 100_000_00), *rows], coverage=[cover(V), cover(A)],
    )  # fmt: skip
    for step in (follow, end_points, end_wallets):
        for name, frame in step.run(made, settings).items():
            made.put(name, frame)
    return made


def paid(at: float = 5, tenge: int = 100_000, payee: str = X, **more: Any) -> dict[str, Any]:
    return transfer(2, at, A, payee, tenge * 100, **(EXCHANGE | more))


def test_a_near_transfer_of_equal_value_is_proposed() -> None:
    made = world([paid(), coin(3, 12, "Tx", "Ty", 200_000_000)])
    (row,) = made["conversions"].iter_rows(named=True)
    assert (row["degree"], row["case_minor"], row["value_tiyn"], row["gap_s"]) == (
        "likely",
        200_000_000,
        100_000_00,
        420,
    )
    assert row["score"] <= 900, "a coincidence is never excluded"
    rules = [one["rule"] for one in json.loads(row["grounds"])]
    assert rules == ["conversion-near", "conversion-alone"]
    assert made["wallet_hops"].select("from", "to", "amount_minor").rows() == [("Tx", "Ty", 200_000_000)]


@pytest.mark.parametrize(
    "other",
    [
        coin(3, 200, "Tx", "Ty", 200_000_000),  # too late
        coin(3, -10, "Tx", "Ty", 200_000_000),  # before
        coin(3, 12, "Tx", "Ty", 230_000_000),  # another value
        coin(3, 12, "Tx", "Ty", 200_000_000, "TRX"),  # no rate given
    ],
)
def test_what_does_not_fit_is_not_proposed(other: dict[str, Any]) -> None:
    made = world([paid(), other])
    assert made["conversions"].is_empty()
    assert made["wallet_trails"].is_empty()


def test_nothing_is_proposed_without_a_rate() -> None:
    made = world([paid(), coin(3, 12, "Tx", "Ty", 200_000_000)], Settings())
    assert made["conversions"].is_empty()


def test_a_named_wallet_says_more_than_a_near_one() -> None:
    rows = [paid(payee="Ty", to_kind="wallet", operation="Вывод на криптокошелёк", to_name=None)]
    made = world([*rows, coin(3, 60, "Tx", "Tz", 200_000_000), coin(4, 70, "Tx", "Ty", 201_000_000)])
    told = made["conversions"].select("wallet", "degree").rows()
    assert sorted(told) == [("Ty", "likely"), ("Tz", "low")]
    assert made["wallet_trails"]["wallet"].to_list() == ["Ty"]


def test_two_that_fit_alike_are_less_sure_and_one_is_followed() -> None:
    made = world([paid(), coin(3, 40, "Tx", "Ty", 203_000_000), coin(4, 41, "Tu", "Tv", 203_000_000)])
    scores = made["conversions"].sort("coin_tx_id")
    alone = world([paid(), coin(3, 40, "Tx", "Ty", 203_000_000)])["conversions"]
    assert scores["score"].max() < alone["score"][0]
    assert (scores["degree"] == "likely").sum() <= 1


def test_only_the_case_s_part_of_the_tokens_is_followed() -> None:
    other = transfer(9, 1, iban(8), A, 100_000_00)
    pays = [other, transfer(2, 5, A, X, 150_000_00, **EXCHANGE)]
    made = world([*pays, coin(3, 12, "Tx", "Ty", 300_000_000)])
    assert made["conversions"]["case_minor"].to_list() == [200_000_000]


def test_tokens_go_on_by_fifo_and_stop_at_an_exchange() -> None:
    hub = "0x28C6c06298d514Db089934071355E5743bf21d60"
    rows = [
        paid(),
        coin(3, 12, "Tx", "Ty", 200_000_000),
        coin(4, 20, "Ta", "Ty", 50_000_000),
        coin(5, 30, "Ty", "Tz", 150_000_000),
        coin(6, 40, "Ty", hub, 100_000_000),
        coin(7, 50, hub, "Tq", 100_000_000),
    ]
    made = world(rows)
    trail = {row["wallet"]: row for row in made["wallet_trails"].iter_rows(named=True)}
    assert {name: row["remaining_minor"] for name, row in trail.items()} == {
        "Ty": 0, "Tz": 150_000_000, hub: 50_000_000,
    }  # fmt: skip
    assert trail[hub]["end_point"] == "exchange"
    assert "Tq" not in trail
    assert made["end_points"].filter(pl.col("node") == hub)["kind"].to_list() == ["exchange"]


def test_a_deposit_address_before_a_hub() -> None:
    hub = "Thub"
    rows = [coin(10 + n, n, f"Tin{n}", hub, 1_000_000) for n in range(45)]
    rows += [coin(100 + n, 50 + n, hub, f"Tout{n}", 1_000_000) for n in range(45)]
    rows += [coin(200, 60, "Tme", "Tdep", 7_000_000), coin(201, 90, "Tdep", hub, 7_000_000)]
    found = dict(world(rows)["end_points"].select("node", "kind").iter_rows())
    assert found[hub] == "exchange"
    assert found["Tdep"] == "exchange"
    assert found["Tout1"] == "wallet"
    assert "Tin1" not in found, "nothing is told of what comes to it"


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 400)), max_size=20))
def test_no_token_is_made_or_lost(moves: list[tuple[int, int, int]]) -> None:
    rows = [coin(10 + n, 13 + n, f"T{a}", f"T{b}", v * 1_000_000) for n, (a, b, v) in enumerate(moves) if a != b]
    made = world([paid(), coin(3, 12, "Tx", "T0", 200_000_000), *rows])
    started = made["conversions"].filter(pl.col("degree") == "likely")["case_minor"].sum()
    assert made["wallet_trails"]["remaining_minor"].sum() == started


def test_rates_are_dated_and_checked() -> None:
    told = rates("usdt=500; USDT@2025-03-22=498,10; BTC=1")
    assert told.rows() == [("USDT", None, 50_000), ("USDT", date(2025, 3, 22), 49_810), ("BTC", None, 100)]
    assert rates("").is_empty()
    for wrong in ("USDT", "DOGE=5", "USDT@soon=5", "USDT=5.123", "USDT=-5", "USDT="):
        with pytest.raises(SettingsError):
            rates(wrong)


def test_the_latest_rate_not_after_the_day_counts() -> None:
    day = minute(12).date()
    text = f"USDT=900; USDT@{day.isoformat()}=500; USDT@2099-01-01=1"
    made = world([paid(), coin(3, 12, "Tx", "Ty", 200_000_000)], load(None, {}, {"trace.rates": text})[0])
    assert made["conversions"]["value_tiyn"].to_list() == [100_000_00]


def test_minor_units_are_the_same_everywhere() -> None:
    assert {code: sums.DIGITS[code] for code in wallet.DIGITS} == wallet.DIGITS


def test_ether_of_any_size_fits() -> None:
    made = world([paid(tenge=100_000), coin(3, 12, "0xa", "0xb", 66_666_666, "ETH")])
    assert made["conversions"]["value_tiyn"].to_list() == [9_999_999]
    huge = world([paid(), coin(3, 12, "0xa", "0xb", 9 * 10**18, "ETH")])
    assert huge["conversions"].is_empty()
