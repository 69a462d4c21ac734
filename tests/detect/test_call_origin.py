"""Rule G1: national numbers from abroad that were at home."""

from __future__ import annotations

import pytest
from tests.detect.called import made, person, rows

from qalqan.detect import call_origin
from qalqan.detect._call_signs import Sign

ABROAD, HOME = {"trunk": "INTL_GW_01"}, {"imei": "350000000000010", "cell": "100-1"}
FIXED, MOBILE = "+77172123456", "+77011234567"


def signs(*told: dict[str, object]) -> list[Sign]:
    return call_origin.signs(rows(list(told)))


def test_a_fixed_line_from_abroad_fires_at_its_first_call() -> None:
    (sign,) = signs(made(FIXED, person(1), 5, **ABROAD), made(FIXED, person(2), 3, **ABROAD))
    assert (sign.rule, sign.subject, len(sign.rows)) == ("origin-fixed", FIXED, 2)
    assert sign.values["trunk"] == "INTL_GW_01"


@pytest.mark.parametrize(("home", "told"), [(9.5, 10.0), (10.5, 10.5)], ids=["was at home", "comes home too soon"])
def test_a_mobile_fires_when_it_is_known_to_be_at_home(home: float, told: float) -> None:
    calls = rows([made(MOBILE, person(1), 10, **ABROAD), made(MOBILE, person(2), home, **HOME)])
    (sign,) = call_origin.signs(calls)
    assert (sign.rule, sign.subject, sign.values["minutes"]) == ("origin-home", MOBILE, 30)
    assert sign.second == int(calls.second.min()) + int((told - min(home, 10)) * 3600)


def test_a_call_to_its_cell_at_home_counts_too() -> None:
    assert signs(made(MOBILE, person(1), 10, **ABROAD), made(person(2), MOBILE, 9.5, b_cell="100-1"))
    assert not signs(made(MOBILE, person(1), 10, **ABROAD), made(person(2), MOBILE, 9.5))


def test_travellers_unknowns_and_foreigners_do_not() -> None:
    assert not signs(made(MOBILE, person(1), 10, **ABROAD), made(MOBILE, person(2), 2, **HOME))
    assert not signs(made(MOBILE, person(1), 10, **ABROAD))
    assert not signs(made("+79161234567", person(1), 10, **ABROAD))
    assert not signs(made(FIXED, person(1), 10, trunk="NAT_MSC_1"))
    assert not signs(made(FIXED, person(1), 10))
