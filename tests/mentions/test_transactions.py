"""Transfers: one-to-one matching of double reports, whatever the order of rows and files."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from tests.mentions.observed import ANNA, BEK, DANA, frame, observed, tables, transfer

from qalqan.mentions import transactions
from qalqan.settings import Settings


def facts(rows: list[dict[str, Any]], aliases: list[dict[str, Any]] | None = None) -> pl.DataFrame:
    known = frame("aliases", aliases or [])
    return transactions.run(tables(observed_transaction=observed("transaction", rows), aliases=known), Settings())[
        "transactions"
    ]


def test_two_banks_tell_one_transfer() -> None:
    made = facts(
        [
            transfer(ANNA, BEK, 500, 0, evidence="a", row=7, payer_name="Анна"),
            transfer(ANNA, BEK, 500, 4, evidence="b", row=3, own_account=BEK, payee_name="Бек", purpose="за товар"),
        ]
    )
    assert made.height == 1
    one = made.row(0, named=True)
    assert one["tx_id"] == "a::7"
    assert one["locators"] == "a::7;b::3"
    assert (one["from_name"], one["to_name"], one["purpose"]) == ("Анна", "Бек", "за товар")


def test_equal_rows_of_one_statement_stay_two() -> None:
    made = facts([transfer(ANNA, BEK, 500, 0, evidence="a"), transfer(ANNA, BEK, 500, 0, evidence="a", row=9)])
    assert made.height == 2


def test_k_equal_rows_pair_up_in_order() -> None:
    near = [transfer(ANNA, BEK, 500, s, evidence="a", row=n) for n, s in enumerate((0, 60, 120), 1)]
    far = [
        transfer(ANNA, BEK, 500, s + 100, evidence="b", row=n, own_account=BEK) for n, s in enumerate((0, 60, 120), 1)
    ]
    made = facts(near + far)
    assert made["locators"].to_list() == ["a::1;b::1", "a::2;b::2", "a::3;b::3"]


def test_the_leftover_of_unequal_sides_stays() -> None:
    made = facts(
        [
            transfer(ANNA, BEK, 500, 0, evidence="a", row=1),
            transfer(ANNA, BEK, 500, 50, evidence="a", row=2),
            transfer(ANNA, BEK, 500, 51, evidence="b", own_account=BEK),
        ]
    )
    assert sorted(made["locators"].to_list()) == ["a::1", "a::2;b::3"]


def test_a_date_only_row_matches_on_its_date() -> None:
    midnight = -9 * 3600 - 5 * 3600 + 24 * 3600  # 19:00 UTC before: local midnight of the next day
    day = transfer(ANNA, BEK, 500, midnight, evidence="a", at_precision="day")
    same = transfer(ANNA, BEK, 500, midnight + 40_000, evidence="b", own_account=BEK)
    later = transfer(ANNA, BEK, 500, midnight + 90_000, evidence="c", own_account=BEK)
    made = facts([day, same])
    assert made.height == 1
    assert made["at"][0] == same["at"]
    assert made["at_precision"][0] == "second"
    assert facts([day, later]).height == 2


def test_parties_that_contradict_are_two_transfers() -> None:
    assert (
        facts(
            [
                transfer(ANNA, BEK, 500, 0, evidence="a"),
                transfer(ANNA, DANA, 500, 2, evidence="b", own_account=DANA),
            ]
        ).height
        == 2
    )


def test_no_shared_party_is_no_match() -> None:
    assert (
        facts(
            [
                transfer(ANNA, None, 500, 0, evidence="a"),
                transfer(None, BEK, 500, 2, evidence="b", own_account=BEK),
            ]
        ).height
        == 2
    )


def test_clocks_too_far_apart_are_two_transfers() -> None:
    assert (
        facts(
            [
                transfer(ANNA, BEK, 500, 0, evidence="a"),
                transfer(ANNA, BEK, 500, 181, evidence="b", own_account=BEK),
            ]
        ).height
        == 2
    )


def test_a_phone_resolves_to_the_account_at_the_bank() -> None:
    phone = "+77011112233"
    aliases = [
        {"alias": phone, "kind": "phone", "account": account, "locators": "h::1"}
        for account in (BEK, BEK.replace("722", "601", 1))
    ]
    row = transfer(ANNA, phone, 500, 0, evidence="a", payee_bank="722")
    one = facts([row], aliases).row(0, named=True)
    assert (one["to"], one["to_as"], one["to_kind"]) == (BEK, phone, "iban")
    unresolved = facts([transfer(ANNA, phone, 500, 0, evidence="a")], aliases).row(0, named=True)
    assert (unresolved["to"], unresolved["to_kind"]) == (phone, "phone")


def test_a_card_never_resolves_against_the_bank() -> None:
    aliases = [{"alias": "440043******1234", "kind": "card", "account": BEK, "locators": "h::1"}]
    right = facts([transfer(ANNA, "440043******1234", 500, 0, payee_bank="722")], aliases)
    wrong = facts([transfer(ANNA, "440043******1234", 500, 0, payee_bank="601")], aliases)
    assert right["to"][0] == BEK
    assert wrong["to"][0] == "440043******1234"


def test_a_payee_without_account_is_a_frontier() -> None:
    made = facts(
        [
            transfer(ANNA, None, 500, 0, payee_bank="601"),
            transfer(ANNA, "ATM ALMATY 12", 600, 1),
            transfer(ANNA, None, 700, 2),
        ]
    )
    assert made["to"].to_list() == ["unknown at 601", "ATM ALMATY 12", "unknown"]
    assert made["to_kind"].to_list() == ["text", "text", "text"]


PEOPLE = (ANNA, BEK, DANA)


@st.composite
def statements(draw: st.DrawFn) -> list[dict[str, Any]]:
    """True transfers told in one or both parties' statements, some told twice by overlapping answers."""
    rows: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 12))):
        payer, payee = draw(st.sampled_from([(a, b) for a in PEOPLE for b in PEOPLE if a != b]))
        seconds, tenge = draw(st.integers(0, 6)) * 90, draw(st.sampled_from((100, 200)))
        told = draw(st.sampled_from(((payer,), (payee,), (payer, payee))))
        for own in told:
            lag = draw(st.integers(0, 40)) if own == payee else 0
            rows.append(
                transfer(
                    payer,
                    payee,
                    tenge,
                    seconds + lag,
                    own_account=own,
                    evidence=f"own{PEOPLE.index(own)}",
                    row=number + 1,
                    seq=number + 1,
                )
            )
    return rows


@given(statements(), st.randoms())
def test_matching_is_one_to_one_and_blind_to_order(rows: list[dict[str, Any]], random: Any) -> None:
    made = facts(rows)
    places = [place for cell in made["locators"] for place in cell.split(";")]
    assert Counter(places) == Counter(f"{row['evidence']}::{row['row']}" for row in rows)
    for cell in made["locators"]:
        files = [place.split(":")[0] for place in cell.split(";")]
        assert len(files) == len(set(files)), "two rows of one statement became one transfer"
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert facts(shuffled).equals(made)


@given(st.integers(1, 8), st.integers(1, 8), st.integers(0, 179))
def test_equal_rows_leave_as_many_as_the_longer_side(left: int, right: int, lag: int) -> None:
    rows = [transfer(ANNA, BEK, 100, 0, evidence="a", row=n) for n in range(1, left + 1)]
    rows += [transfer(ANNA, BEK, 100, lag, evidence="b", row=n, own_account=BEK) for n in range(1, right + 1)]
    assert facts(rows).height == max(left, right)


CARL, FAR = "KZ44722C000000000044", "KZ55601C000000000055"


def sheet(rows: list[tuple[str, str, int, int]]) -> list[dict[str, Any]]:
    """One sheet of bank 722 that does not say whose statement a row stands in."""
    return [
        transfer(payer, payee, tenge, seconds, evidence="a", part="KZT", row=number, own_account=None)
        for number, (payer, payee, tenge, seconds) in enumerate(rows, 1)
    ]


def test_a_transfer_between_two_accounts_of_one_sheet_is_told_twice() -> None:
    made = facts(
        sheet(
            [
                (ANNA, FAR, 10, 0),
                (ANNA, BEK, 500, 60),
                (FAR, BEK, 70, 5),
                (ANNA, BEK, 500, 60),
                (ANNA, CARL, 9, 90),
            ]
        )
    )
    assert sorted(made["locators"].to_list()) == ["a:KZT:1", "a:KZT:2;a:KZT:4", "a:KZT:3", "a:KZT:5"]


def test_equal_rows_stay_two_where_the_payee_is_not_of_the_sheet() -> None:
    made = facts(sheet([(ANNA, FAR, 10, 0), (ANNA, BEK, 500, 60), (ANNA, BEK, 500, 60)]))
    assert made.height == 3


def test_two_equal_transfers_told_twice_are_two() -> None:
    made = facts(sheet([(ANNA, FAR, 10, 0), (FAR, BEK, 70, 5), *[(ANNA, BEK, 500, 60)] * 4]))
    assert made.height == 4


def test_a_sheet_that_tells_each_transfer_once_is_left_alone() -> None:
    alone = [(ANNA, BEK, tenge, tenge) for tenge in (1, 2, 3)]
    made = facts(sheet([(ANNA, FAR, 10, 0), (FAR, BEK, 70, 5), *alone, (ANNA, BEK, 500, 60), (ANNA, BEK, 500, 60)]))
    assert made.height == 7


def test_transfers_of_tokens_are_told_apart_by_their_hash() -> None:
    wallets = {"payer_account_kind": "wallet", "payee_account_kind": "wallet", "currency": "USDT", "own_account": None}

    def told(evidence: str, sign: str, second: int) -> dict[str, Any]:
        return transfer("TA", "TB", 500, second, evidence=evidence, reference=sign * 64, **wallets)

    assert facts([told("a", "1", 0), told("b", "1", 0)]).height == 1
    assert facts([told("a", "1", 0), told("b", "2", 3)]).height == 2
