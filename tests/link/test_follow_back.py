"""Whose money is on an account: by hand, and beside every case's own trail."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.transfers import case, cover, iban, loss, minute, tables, transfer

from qalqan.engine.frames import Tables
from qalqan.errors import NotFound
from qalqan.link import follow
from qalqan.link.follow_back import whose
from qalqan.settings import Settings

V, W, A, B, C = (iban(number) for number in range(1, 6))
ONE, TWO = "250000000000001", "250000000000002"


def world(rows: list[dict[str, Any]], losses: list[dict[str, Any]], covers: list[dict[str, Any]]) -> Tables:
    names = sorted({one["case_id"] for one in losses})
    return tables(cases=[case(one, 600) for one in names], losses=losses, transactions=rows, coverage=covers)


def test_two_victims_on_one_account() -> None:
    rows = [
        transfer(1, 0, V, A, 100_00),
        transfer(2, 1, W, A, 50_00),
        transfer(3, 2, C, A, 30_00, operation="Зачисление зарплаты", knp="311"),
        transfer(4, 3, A, B, 120_00),
    ]
    covers = [cover(V), cover(W), cover(A, opening_tiyn=7_00)]
    found = whose(world(rows, [loss(ONE, 1, 100_00), loss(TWO, 2, 50_00)], covers), Settings(), [A, B], None)
    claims = found.claims.select("account", "case_id", "still_tiyn", "came_tiyn", "hops").rows()
    assert claims == [
        (A, TWO, 37_00, 50_00, 1),
        (A, ONE, 0, 100_00, 1),
        (B, ONE, 100_00, 100_00, 2),
        (B, TWO, 13_00, 13_00, 2),
    ]
    assert found.origins.select("account", "kind", "still_tiyn", "came_tiyn").rows() == [
        (A, "income", 30_00, 30_00),
        (B, "else", 7_00, 7_00),
    ]
    sums = found.accounts.select("account", "balance_tiyn", "claimed_tiyn", "came_tiyn").rows()
    assert sums == [(A, 67_00, 37_00, 180_00), (B, 120_00, 113_00, 120_00)]
    steps = found.paths.filter((pl.col("account") == B) & (pl.col("case_id") == ONE))
    assert steps.select("step", "from", "to", "amount_tiyn").rows() == [(1, V, A, 100_00), (2, A, B, 100_00)]


def test_as_of_and_answers_bound_what_is_said() -> None:
    rows = [transfer(1, 0, V, A, 100_00), transfer(2, 10, A, B, 60_00)]
    known = world(rows, [loss(ONE, 1, 100_00)], [cover(V), cover(A, until=3)])
    early = whose(known, Settings(), [A], minute(5))
    assert early.claims.select("still_tiyn", "low_tiyn", "high_tiyn").rows() == [(100_00, 0, 100_00)]
    assert early.accounts["told_to"].to_list() == [minute(3)]
    assert whose(known, Settings(), [A], None).claims["still_tiyn"].to_list() == [40_00]


def test_an_account_nobody_names_is_told() -> None:
    with pytest.raises(NotFound):
        whose(world([transfer(1, 0, V, A, 1)], [loss(ONE, 1, 1)], []), Settings(), [C], None)


@st.composite
def worlds(draw: st.DrawFn) -> Tables:
    people = [V, W, A, B, C, "unknown at 722"]
    rows = []
    for number in range(1, draw(st.integers(2, 16)) + 1):
        payer, payee = draw(st.sampled_from(people[:5])), draw(st.sampled_from(people))
        back = draw(st.integers(0, 5)) == 0
        rows.append(transfer(number, draw(st.integers(0, 5)), payer, payee, draw(st.integers(1, 90)), reversal=back))
    picked = draw(st.lists(st.integers(1, len(rows)), min_size=1, max_size=3, unique=True))
    losses = [loss(draw(st.sampled_from([ONE, TWO])), number, rows[number - 1]["amount_tiyn"]) for number in picked]
    stated = draw(st.dictionaries(st.sampled_from(people[:5]), st.integers(0, 99)))
    return world(rows, losses, [cover(one, opening_tiyn=tiyn) for one, tiyn in stated.items()])


@given(worlds(), st.integers(0, 6))
@settings(max_examples=120 if os.environ.get("QALQAN_ACCEPTANCE") == "1" else 40, deadline=None)
def test_every_case_finds_its_own_trail(known: Tables, moment: int) -> None:
    accounts = known["transactions"].select(pl.concat_list("from", "to").explode().unique().sort()).to_series()
    found = whose(known, Settings(), accounts.to_list(), minute(moment))
    for one in known["losses"]["case_id"].unique().sort():
        try:
            made = follow.trace(known, Settings(), one, as_of=minute(moment))
        except NotFound:
            continue
        if made.cut["hops"]:  # round and round: forward it stays at the limit
            continue
        trail = made.trail.filter(pl.col("hop").is_not_null())
        mine = found.claims.filter((pl.col("case_id") == one) & pl.col("hops").is_not_null())
        both = trail.join(mine, on="account", how="full", coalesce=True).fill_null(0)
        assert (both["traced_in_tiyn"] == both["came_tiyn"]).all()
        more = (both["remaining_tiyn"] - both["still_tiyn"]).to_numpy()
        assert (more >= 0).all()
        assert int(np.sum(more)) == made.cut["returned"]
        low = both.filter(pl.col("came_tiyn") > 0)
        assert (low["low_tiyn"] == low["remaining_low_tiyn"]).all() or (trail["kind"] == "frontier").any()
