"""Rule G1: national numbers from abroad that were at home."""

from __future__ import annotations

import pytest
from tests.detect.called import at, made, person, rows

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


@pytest.mark.parametrize(
    ("home", "told", "minutes"),
    [((9.9,), 10.0, 6), ((10.1,), 10.1, 6), ((7.0, 13.0), 13.0, 360)],
    ids=["just was at home", "is at home too soon", "was and is at home"],
)
def test_a_mobile_fires_when_it_is_known_to_be_at_home(home: tuple[float, ...], told: float, minutes: int) -> None:
    calls = rows([made(MOBILE, person(1), 10, **ABROAD), *(made(MOBILE, person(2), one, **HOME) for one in home)])
    (sign,) = call_origin.signs(calls)
    assert (sign.rule, sign.subject, sign.values["minutes"]) == ("origin-home", MOBILE, minutes)
    assert sign.second == int(at(told).timestamp())


def test_a_call_to_its_cell_at_home_counts_too() -> None:
    assert signs(made(MOBILE, person(1), 10, **ABROAD), made(person(2), MOBILE, 9.9, b_cell="100-1"))
    assert not signs(made(MOBILE, person(1), 10, **ABROAD), made(person(2), MOBILE, 9.9))


def test_travellers_unknowns_and_foreigners_do_not() -> None:
    assert not signs(made(MOBILE, person(1), 10, **ABROAD), made(MOBILE, person(2), 2, **HOME))
    assert not signs(made(MOBILE, person(1), 10, **ABROAD), made(MOBILE, person(2), 9, **HOME))
    assert not signs(made(MOBILE, person(1), 10, **ABROAD))
    assert not signs(made("+79161234567", person(1), 10, **ABROAD))
    assert not signs(made(FIXED, person(1), 10, trunk="NAT_MSC_1"))
    assert not signs(made(FIXED, person(1), 10))
