"""Sharing to the tiyn, and what of whose money lies on an account: never more than is there, income left alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.transfers import START, cover, frame, iban, loss, transfer

from qalqan.link._fair import shared, shared_answer
from qalqan.link._fair_parcels import Standing, shares_of, standing
from qalqan.link._fair_protected import kind
from qalqan.link.follow_book import book_of
from qalqan.settings import Settings

SUMS = st.integers(0, 10**15)
CLAIMS = st.dictionaries(st.text("0123456789/", min_size=1, max_size=6), SUMS, min_size=1, max_size=8)


@given(whole=SUMS, claims=CLAIMS)
def test_all_of_it_is_given_out_and_nobody_gets_more_than_they_claim(whole: int, claims: dict[str, int]) -> None:
    given_out = shared(whole, claims)
    total = sum(claims.values())
    assert sum(given_out.values()) == min(whole, total)
    assert all(0 <= given_out[name] <= claim for name, claim in claims.items())
    if total:
        for name, claim in claims.items():  # within one tiyn of the exact proportion
            assert abs(given_out[name] * total - min(whole, total) * claim) < total
    assert shared(whole, dict(reversed(claims.items()))) == given_out, "no order of asking changes it"


def test_the_tiyn_left_over_go_to_the_largest_remainders_then_by_number() -> None:
    assert shared(100, {"c": 1, "a": 1, "b": 1}) == {"a": 1, "b": 1, "c": 1}
    assert shared(2, {"c": 1, "a": 1, "b": 1}) == {"a": 1, "b": 1, "c": 0}
    assert shared(10, {"a": 1, "b": 20}) == {"a": 0, "b": 10}  # .476 and 9.524: the larger remainder
    for wrong in ((-1, {"a": 1}), (1, {"a": -1})):
        with pytest.raises(ValueError, match="not negative"):
            shared(*wrong)


@given(claims=CLAIMS, data=st.data())
def test_a_banks_answer_is_shared_whole(claims: dict[str, int], data: st.DataObject) -> None:
    held = {name: data.draw(st.integers(0, claim)) for name, claim in claims.items()}
    parted = frozenset(data.draw(st.sets(st.sampled_from(sorted(claims)))))
    given_out = shared_answer(held, claims, parted)
    assert sum(given_out.values()) == sum(held.values())
    assert all(given_out[name] == held[name] for name in parted)
    assert all(0 <= given_out[name] <= claim for name, claim in claims.items())


def test_what_was_answered_by_parcels_is_kept() -> None:
    held, claims = {"a": 60, "b": 0, "c": 40}, {"a": 100, "b": 100, "c": 100}
    assert shared_answer(held, claims) == {"a": 34, "b": 33, "c": 33}
    assert shared_answer(held, claims, frozenset({"a"})) == {"a": 60, "b": 20, "c": 20}


def test_parts_claimed_twice_are_halved() -> None:
    assert shares_of({"a": [(1, 0, 100)], "b": [(1, 50, 101)], "c": [(2, 0, 7)]}) == {"a": 75, "b": 26, "c": 7}


V, W, A, B, JOB = iban(1), iban(2), iban(3), iban(4, "601"), iban(5)
FIRST, SECOND = "250000000000001", "250000000000002"
WAGE = {"knp": "311", "purpose": "Заработная плата", "from_name": "ТОО «Үлгі»", "from_iin": "970140000001"}


def stand(
    rows: list[dict[str, Any]], losses: list[dict[str, Any]], minutes: float = 600, accounts: tuple[str, ...] = (A,)
) -> dict[str, Standing]:
    transactions, lost = frame("transactions", rows), frame("losses", losses)
    book = book_of(transactions, frame("coverage", [cover(A)]), frame("holders", []))
    moment = int(START.timestamp() * 1_000_000) + int(minutes * 60_000_000)
    return standing(book, transactions, lost, accounts, moment, Settings().trace)


def test_two_victims_and_a_wage_on_one_account_are_told_apart() -> None:
    rows = [
        transfer(1, 0, V, A, 100_00), transfer(2, 5, JOB, A, 50_00, **WAGE), transfer(3, 9, W, A, 30_00),
        transfer(4, 20, A, B, 80_00),
    ]  # fmt: skip
    made = stand(rows, [loss(FIRST, 1, 100_00), loss(SECOND, 3, 30_00)])[A]
    assert made.cases == made.shares == {FIRST: 20_00, SECOND: 30_00}
    assert made.protected == {"salary": 50_00}
    assert made.balance == 100_00
    before = stand(rows, [loss(FIRST, 1, 100_00), loss(SECOND, 3, 30_00)], minutes=7)[A]
    assert (before.cases, before.balance) == ({FIRST: 100_00}, 150_00)


def test_money_claimed_by_two_cases_is_asked_for_once() -> None:
    rows = [transfer(1, 0, V, W, 100_00), transfer(2, 5, W, A, 100_00)]
    made = stand(rows, [loss(FIRST, 1, 100_00), loss(SECOND, 2, 100_00)])[A]
    assert made.cases == {FIRST: 100_00, SECOND: 100_00}
    assert made.shares == {FIRST: 50_00, SECOND: 50_00}
    assert made.balance == 100_00


def test_a_word_in_a_private_transfer_protects_nothing_and_stolen_money_is_no_wage() -> None:
    told = frame("transactions", [
        transfer(1, 0, V, A, 1, purpose="зарплата", from_iin="850101300123"),
        transfer(2, 0, V, A, 1, purpose="Жалақы", from_iin="850101300123", from_name="ЖК Оспанов"),
        transfer(3, 0, V, A, 1, purpose="ЗЕЙНЕТАҚЫ төлемі"),
        transfer(4, 0, V, A, 1, knp="046"),
        transfer(5, 0, V, A, 1, purpose="Шәкіртақы", from_name="«Университет» КеАҚ"),
        transfer(6, 0, V, A, 1, operation="Зачисление пособия", purpose=None),
        transfer(7, 0, V, A, 1, purpose="за товар", knp="861"),
        transfer(8, 0, V, A, 1, purpose="Заработная плата", reversal=True),
    ])  # fmt: skip
    found = dict(told.select("seq", kind()).rows())
    assert found == {1: None, 2: "salary", 3: "pension", 4: "pension", 5: "stipend", 6: "benefit", 7: None, 8: None}
    stolen = transfer(1, 0, V, A, 100_00, purpose="Заработная плата", from_name="ТОО «Алдау»")
    made = stand([stolen], [loss(FIRST, 1, 60_00)])[A]
    assert (made.cases, made.protected) == ({FIRST: 60_00}, {"salary": 40_00})


ROWS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 60), st.booleans(), st.integers(0, 9)),
    min_size=1, max_size=14,
)  # fmt: skip


@given(rows=ROWS, data=st.data())
@settings(max_examples=150, deadline=None)
def test_sums_never_exceed_what_is_on_the_account(
    rows: list[tuple[int, int, int, bool, int]], data: st.DataObject
) -> None:
    accounts = [V, W, A, B, JOB]
    told = []
    for number, (payer, payee, tiyn, wage, back) in enumerate(rows, 1):
        if payer != payee:
            more = WAGE if wage else {"reversal": back == 0}
            told.append(transfer(number, number, accounts[payer], accounts[payee], tiyn, **more))
    if not told:
        return
    lost = [
        loss(case_id, int(str(row["tx_id"]).rsplit(":", 1)[1]), data.draw(st.integers(1, int(row["amount_tiyn"]))))
        for row in told
        for case_id in (FIRST, SECOND)
        if data.draw(st.booleans())
    ]
    made = stand(told, lost, data.draw(st.integers(0, 15)), tuple(accounts))
    for one in made.values():
        assert one.shares.keys() == one.cases.keys()
        assert all(0 <= one.shares[name] <= one.cases[name] for name in one.cases)
        assert sum(one.shares.values()) + sum(one.protected.values()) <= one.balance


def test_all_cases_are_looked_at_as_of_one_moment() -> None:
    rows = [transfer(1, 0, V, A, 100_00), transfer(2, 60, W, A, 40_00), transfer(3, 70, A, B, 120_00)]
    lost = [loss(FIRST, 1, 100_00), loss(SECOND, 2, 40_00)]
    assert stand(rows, lost, 65)[A].shares == {FIRST: 100_00, SECOND: 40_00}
    assert stand(rows, lost, 600)[A].shares == {SECOND: 20_00}
