"""Company of accounts and the payers' own history beside plain loops."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernels.test_account_features import ACCOUNTS, ROWS, Row, ledger_of, marks

from qalqan.kernels import account_history as kernel
from qalqan.kernels.account_company import company, pairs
from qalqan.kernels.account_history import DAY, HOUR, history


@given(ROWS, st.sets(st.integers(0, ACCOUNTS - 1)))
def test_company_is_that_of_a_walk_over_distinct_pairs(rows: list[Row], marked: set[int]) -> None:
    ledger = ledger_of(rows)
    of = pairs(ledger.sender, ledger.receiver, ACCOUNTS)
    found = company(of, marks(marked).astype(float))
    told = {(row[1], row[2]) for row in rows}
    assert list(zip(of.payer.tolist(), of.payee.tolist(), strict=True)) == sorted(told)
    ahead = behind = [float(one in marked) for one in range(ACCOUNTS)]
    for step in range(3):
        ahead = [
            sum(ahead[a] / len({y for x, y in told if x == a}) for a, b in told if b == one) for one in range(ACCOUNTS)
        ]
        behind = [
            sum(behind[b] / len({x for x, y in told if y == b}) for a, b in told if a == one) for one in range(ACCOUNTS)
        ]
        assert found.forward[step].tolist() == pytest.approx(ahead)
        assert found.backward[step].tolist() == pytest.approx(behind)
    for one in range(ACCOUNTS):
        assert found.payers[one] == len({a for a, b in told if b == one} & marked)
        assert found.payees[one] == len({b for a, b in told if a == one} & marked)


@given(ROWS)
def test_history_is_that_of_the_payers_earlier_rows(rows: list[Row]) -> None:
    unit = HOUR * 5 // 2
    was, kernel.MEMORY = kernel.MEMORY, 200
    try:
        found = history(ledger_of(rows, unit))
    finally:
        kernel.MEMORY = was
    for place, (at, payer, _, tiyn) in enumerate(rows):
        now, own = at * unit, [row for row in rows[:place] if row[1] == payer]
        sums = sorted(row[3] for row in own)
        assert found["before"][place] == len(own)
        assert found["burst"][place] == 1 + sum(now - row[0] * unit < HOUR for row in own)
        came = [row for row in rows[:place] if row[2] == payer and now - row[0] * unit < DAY]
        assert found["came"][place] == sum(row[3] for row in came)
        balance = 0
        for _, a, b, sum_ in rows[:place]:
            balance += sum_ * (b == payer) - (min(sum_, balance) if a == payer else 0)
        assert found["left"][place] == (1000 * min(tiyn, balance) // balance if balance else 0)
        if own:
            median = sums[(len(sums) - 1) // 2]
            away = sorted(round(100 * abs(log2(one) - log2(median))) for one in sums)
            assert found["median"][place] == median
            assert found["most"][place] == sums[-1]
            assert abs(found["spread"][place] - away[(len(away) - 1) // 2]) <= 1
            hours = [(now - row[0] * unit) % DAY for row in own if now - row[0] * unit >= 12 * HOUR]
            assert found["near"][place] == sum(min(one, DAY - one) <= 2 * HOUR for one in hours)


def test_only_the_last_payments_are_remembered() -> None:
    many = kernel.MEMORY + 50
    rows = [(i, 0, 1, 900 if i < 40 else 10 + i % 3) for i in range(many)]
    found = history(ledger_of(rows))
    assert found["before"].max() == kernel.MEMORY
    assert found["most"][kernel.MEMORY] == 900
    assert found["most"][kernel.MEMORY + 39] == 900
    assert found["most"][kernel.MEMORY + 40] == 12
    assert found["median"][many - 1] == 11
