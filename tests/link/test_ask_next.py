"""Whom to ask next: which bank, for which accounts, and what waiting costs."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
from tests.link.transfers import case, cover, iban, loss, minute, tables, transfer

from qalqan.engine.frames import Tables
from qalqan.link import ask_next, follow
from qalqan.link._ask_speed import USUAL, answer_minutes
from qalqan.settings import Settings

ONE, TWO = "250000000000001", "250000000000002"
V, W, A = iban(1), iban(2), iban(3)
B, C, D = iban(4, "601"), iban(5, "601"), iban(6, "856")


def world(rows: list[dict[str, Any]], covers: list[dict[str, Any]], registered: float = 60) -> Tables:
    losses = [loss(ONE, 1, 100_000_00), *([loss(TWO, 2, 50_000_00)] if len(rows) > 1 and rows[1]["from"] == W else [])]
    cases = [case(one, registered) for one in sorted({one["case_id"] for one in losses})]
    known = tables(cases=cases, losses=losses, transactions=rows, coverage=covers)
    for name, made in follow.run(known, Settings()).items():
        known.put(name, made)
    return known


def asked(rows: list[dict[str, Any]], covers: list[dict[str, Any]], registered: float = 60) -> pl.DataFrame:
    return ask_next.run(world(rows, covers, registered), Settings())["ask_next"]


def test_the_silent_bank_with_most_to_save_comes_first() -> None:
    rows = [
        transfer(1, 0, V, A, 100_000_00),
        transfer(2, 0, W, A, 50_000_00),
        transfer(3, 5, A, B, 90_000_00),
        transfer(4, 6, A, D, 30_000_00),
    ]
    made = asked(rows, [cover(V), cover(W), cover(A, opening_tiyn=0)])
    every = made.filter(pl.col("case_id") == "")
    assert every.select("rank", "bank", "accounts", "cases", "likely_tiyn").rows() == [
        (1, "601", B, 1, 90_000_00),
        (2, "856", D, 2, 30_000_00),
    ]
    assert made.filter(pl.col("case_id") == TWO)["bank"].to_list() == ["856"]
    assert every["from"].to_list() == [minute(5), minute(6)]
    assert (every["recoverable_tiyn"] < every["likely_tiyn"]).all()
    assert (every["drain_tiyn"] >= 0).all()


def test_an_answer_moves_the_question_on() -> None:
    rows = [transfer(1, 0, V, A, 100_000_00)]
    first = asked(rows, [cover(V)])
    assert first.filter(pl.col("case_id") == ONE)["accounts"].to_list() == [A]
    rows.append(transfer(2, 7, A, B, 100_000_00))
    second = asked(rows, [cover(V), cover(A)])
    assert second.filter(pl.col("case_id") == ONE)["accounts"].to_list() == [B]
    rows.append(transfer(3, 9, B, "unknown at 601", 100_000_00, operation="Снятие наличных"))
    assert asked(rows, [cover(V), cover(A), cover(B)]).is_empty()


def test_a_payee_without_an_account_is_asked_about() -> None:
    rows = [transfer(1, 0, V, A, 100_000_00), transfer(2, 7, A, "unknown at 856", 100_000_00, to_bank="856")]
    made = asked(rows, [cover(V), cover(A)])
    assert made.filter(pl.col("case_id") == ONE).select("bank", "accounts").rows() == [("856", "unknown at 856")]
    assert "ask-unnamed" in [one["rule"] for one in json.loads(made["grounds"][0])]


def test_the_faster_bank_goes_first() -> None:
    rows = [transfer(1, 0, V, A, 100_000_00), transfer(2, 5, A, B, 50_000_00), transfer(3, 5, A, D, 50_000_00)]
    slow = [cover(iban(70 + n, "601"), until=1, received_at=minute(3000)) for n in range(3)]
    fast = [cover(iban(80 + n, "856"), until=1, received_at=minute(31)) for n in range(3)]
    strangers = [transfer(10 + n, -9, iban(70 + n, "601"), iban(80 + n, "856"), 1) for n in range(3)]
    made = asked([*rows, *strangers], [cover(V), cover(A), *slow, *fast])
    mine = made.filter(pl.col("case_id") == ONE)
    assert mine.select("bank", "answer_minutes").rows() == [("856", 30), ("601", 2999)]


def test_speed_falls_back_to_what_is_usual() -> None:
    banks = pl.Series(["601", "722"])
    frame = tables(coverage=[cover(B, until=0, received_at=minute(60))])["coverage"]
    assert answer_minutes(frame, banks)["minutes"].to_list() == [USUAL, USUAL]
    more = [cover(iban(70 + n, "601"), until=0, received_at=minute(60)) for n in range(3)]
    assert answer_minutes(tables(coverage=more)["coverage"], banks)["minutes"].to_list() == [60, 60]


def test_nothing_to_ask_gives_an_empty_table() -> None:
    rows = [transfer(1, 0, V, A, 100_000_00)]
    assert asked(rows, [cover(V), cover(A)]).is_empty()


def test_a_case_whose_loss_nobody_shows_begins_with_the_victims_bank() -> None:
    rows = [transfer(1, 0, V, A, 100_000_00)]
    known = world(rows, [cover(V), cover(A)])
    late = case("250000000000009", 30, victim_account="440043******1234", damage_tiyn=70_000_00)
    known.put("aliases", tables(aliases=[{"alias": "440043******1234", "kind": "card", "account": D}])["aliases"])
    known.put("cases", pl.concat([known["cases"], tables(cases=[late])["cases"]]))
    made = ask_next.run(known, Settings())["ask_next"]
    mine = made.filter(pl.col("case_id") == "250000000000009")
    assert mine.select("bank", "accounts", "likely_tiyn", "to").rows() == [("856", D, 70_000_00, minute(30))]
    assert "ask-first" in [one["rule"] for one in json.loads(mine["grounds"][0])]
    assert made.filter(pl.col("case_id") == "")["recoverable_tiyn"].to_list() == mine["recoverable_tiyn"].to_list()
