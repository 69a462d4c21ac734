"""Several loans within an hour: what counts, and what only looks like it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.clock import UTC
from qalqan.detect import loans
from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.settings import Settings

T0 = datetime(2025, 4, 8, 6, 0, tzinfo=UTC)
PERSON, FRIEND, FIRM = "850101300123", "900202400456", "110240255970"
LENDERS = ("100140000111", "120340000222", "150540000333")
ACCOUNT = "KZ127220000000001001"


def row(minute: float, lender: int | None = 0, **changes: Any) -> dict[str, Any]:
    """A payout by a lender at a minute; without a lender an ordinary transfer out of the account."""
    paid = {
        "from": f"KZ00LENDER{lender}", "from_iin": LENDERS[lender or 0], "from_name": f"ТОО «МФО {lender}»",
        "to": ACCOUNT, "to_iin": PERSON, "operation": "Выдача займа", "knp": "411", "purpose": "Выдача онлайн-займа",
    }  # fmt: skip
    out = {
        "from": ACCOUNT,
        "from_iin": PERSON,
        "to": "KZ00DROP",
        "to_iin": FRIEND,
        "operation": "Перевод клиенту банка",
    }
    base = {"at": T0 + timedelta(minutes=minute), "amount_tiyn": 50_000_000, "reversal": False, "currency": "KZT"}
    return base | (out if lender is None else paid) | changes


def run(*rows: dict[str, Any], holders: Any = (), cases: Any = ()) -> pl.DataFrame:
    told = []
    for n, one in enumerate(rows):
        told.append({"tx_id": f"e::{n:03}", "locators": f"e::{n}", "seq": n, **one})

    def frame(name: str, given: Any) -> pl.DataFrame:
        if not given:
            return empty(table(name))
        return conform(pl.DataFrame(list(given)).cast({pl.Datetime: pl.Datetime("us", "UTC")}), table(name))

    frames = {"transactions": frame("transactions", told), "holders": frame("holders", holders),
              "cases": frame("cases", cases)}  # fmt: skip
    return loans.run(Tables(frames.get), Settings())["loan_bursts"]


def rules(found: pl.DataFrame) -> set[str]:
    return {one["rule"] for one in json.loads(found["grounds"][0])}


def test_two_lenders_within_the_hour() -> None:
    found = run(row(0, 0), row(40, 1))
    assert found.select("iin", "account", "loans", "lenders", "amount_tiyn").row(0) == (
        PERSON,
        ACCOUNT,
        2,
        2,
        100_000_000,
    )
    assert found["score"][0] == loans.TWO
    assert found["locators"][0] == "e::0;e::1"


def test_more_lenders_and_money_sent_on_weigh_more() -> None:
    found = run(row(0, 0), row(15, 1), row(50, 2), row(90, None, amount_tiyn=100_000_000))
    assert found.select("loans", "lenders", "passed_tiyn").row(0) == (3, 3, 100_000_000)
    assert found["score"][0] == loans.MORE + loans.PASSED
    assert "loan-passed" in rules(found)


def test_an_hour_between_them_is_no_burst() -> None:
    assert run(row(0, 0), row(60, 1)).height == 1
    assert run(row(0, 0), row(60.1, 1)).height == 0


@pytest.mark.parametrize("words", [
    {"operation": "Несие беру", "purpose": "Онлайн несие шарты бойынша"},
    {"operation": "Loan disbursement", "purpose": None},
    {"operation": "Зачисление кредитных средств", "purpose": "Выдача кредита по договору банковского займа"},
    {"operation": "Платёж", "purpose": "Микрокредит беру", "knp": "413"},
    {"operation": None, "purpose": None, "knp": "411", "from_name": "ТОО «Микрофинансовая организация Самал»"},
])  # fmt: skip
def test_payouts_as_statements_word_them(words: dict[str, Any]) -> None:
    assert run(row(0, 0, **words), row(10, 1, **words)).height == 1


@pytest.mark.parametrize("rows", [
    pytest.param([row(0, 0), row(20, 0), row(40, 0)], id="one lender's tranches"),
    pytest.param([row(0, 0), row(20, 0, from_iin=None)], id="one lender, once without its BIN"),
    pytest.param([row(0, 0), row(20, 1, purpose="Рефинансирование займа")], id="refinancing told as such"),
    pytest.param([row(0, 0), row(20, 1, purpose="Выдача ипотечного займа")], id="mortgage and consumer loan"),
    pytest.param([row(0, 0), row(20, 1, purpose="Тұрғын үй несиесі")], id="mortgage in Kazakh"),
    pytest.param([row(0, 0), row(20, 1, operation="Рассрочка", purpose="Бөліп төлеу")], id="instalments of a purchase"),
    pytest.param([row(0, 0), row(20, 1, to_iin=FIRM)], id="loan of a firm"),
    pytest.param([row(0, 0), row(20, 1, to="KZ00OTHER", to_iin=FRIEND)], id="two persons"),
    pytest.param(
        [row(0, 0, from_iin=FRIEND, operation="Перевод", purpose="қарыз қайтару"),
         row(20, 1, from_iin=PERSON, operation="Перевод", purpose="возвращаю займ")], id="debts between people"),
    pytest.param([row(0, 0), row(20, 1, from_iin=FRIEND)], id="a person lends"),
    pytest.param([row(0, 0), row(20, 1, reversal=True)], id="taken back"),
    pytest.param([row(0, 0), row(20, 1, operation="Погашение займа", purpose="өтеу")], id="repayment"),
    pytest.param([row(0, 0), row(20, 1, operation="Перевод", purpose="подарок", knp="119")], id="no loan at all"),
    pytest.param([row(0, 0), row(20, 1, operation="Перевод", purpose="", knp="411", from_name="ТОО Дом")], id="code"),
    pytest.param([], id="nothing"),
])  # fmt: skip
def test_look_alikes(rows: list[dict[str, Any]]) -> None:
    assert run(*rows).height == 0


def test_a_change_of_lender_is_told_and_weighs_little() -> None:
    repaid = row(50, None, to_iin=LENDERS[2], operation="Погашение кредита", amount_tiyn=90_000_000)
    found = run(row(0, 0), row(30, 1), repaid)
    assert rules(found) >= {"loan-repaid"}
    assert found["score"][0] == loans.TWO + loans.REPAID


def test_accounts_of_one_person_count_together() -> None:
    held = [{"account": account, "iin": PERSON, "locators": "h::1"} for account in (ACCOUNT, "KZ00SECOND")]
    found = run(row(0, 0, to_iin=None), row(20, 1, to_iin=None, to="KZ00SECOND"), holders=held)
    assert found.select("iin", "loans").row(0) == (PERSON, 2)


def test_the_victims_case_is_named() -> None:
    case = {"case_id": "255", "registered_at": T0 + timedelta(days=1), "victim_iin": PERSON}
    found = run(row(0, 0), row(20, 1), cases=[case])
    assert found.select("case_id", "score").row(0) == ("255", loans.TWO + loans.OF_CASE)
    earlier = case | {"registered_at": T0 - timedelta(days=1)}
    assert run(row(0, 0), row(20, 1), cases=[earlier])["case_id"][0] is None


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 2)), max_size=9), st.randoms(use_true_random=False))
def test_a_burst_is_two_lenders_within_one_hour(told: list[tuple[int, int]], random: Any) -> None:
    """Against the words of the rule, pair by pair; and the order of rows does not matter."""
    rows = [row(minute, lender) for minute, lender in told]
    found = run(*rows)
    near = any(a[1] != b[1] and abs(a[0] - b[0]) <= 60 for a in told for b in told)
    assert (found.height > 0) == near
    assert found["loans"].sum() <= len(told)
    shuffled = list(rows)
    random.shuffle(shuffled)
    keep = ["first", "last", "loans", "lenders", "amount_tiyn", "score"]
    assert run(*shuffled).select(keep).equals(found.select(keep))


def test_a_payer_that_may_be_a_person_is_not_named() -> None:
    plain = {"from_iin": None, "from_name": "СЕРІКОВ АСҚАР", "from_bank": "722"}
    assert run(row(0, 0, **plain), row(20, 1))["lender_names"][0] == "722; ТОО «МФО 1» · KZ00LENDER1"


def test_lenders_whose_account_is_not_told_stay_apart() -> None:
    """Extracts of a payee's account often leave the payer's account out."""
    bare: dict[str, Any] = {"from": None}
    assert run(row(0, 0, **bare), row(20, 1, **bare))["lenders"].to_list() == [2]
    nameless = bare | {"from_iin": None}
    named = run(row(0, 0, **nameless), row(20, 1, **nameless))
    assert named["lenders"].to_list() == [2]


@pytest.mark.parametrize("second", [
    pytest.param({"from": None, "from_iin": None}, id="BIN and account once, then the name only"),
    pytest.param({"from": None, "from_iin": None, "from_name": 'тоо "мфо  0"'}, id="written otherwise"),
    pytest.param({"from": None}, id="the account once"),
    pytest.param({"from": None, "from_iin": None, "from_name": None}, id="no lender told"),
])  # fmt: skip
def test_one_lender_told_in_two_ways_is_one(second: dict[str, Any]) -> None:
    assert run(row(0, 0), row(20, 0, **second)).height == 0
    without_bin = {"from_iin": None}
    assert run(row(0, 0, **without_bin), row(20, 0, **(second | without_bin))).height == 0


def test_rows_without_a_payee_are_nobodys() -> None:
    nobody: dict[str, Any] = {"to": None, "to_iin": None}
    assert run(row(0, 0, **nobody), row(20, 1, **nobody)).height == 0
    assert run(row(0, 0, **nobody), row(20, 0), row(40, 1))["loans"].to_list() == [2]
