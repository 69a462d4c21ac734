"""Rule C2: one ring from abroad."""

from __future__ import annotations

from tests.detect.called import at, made, person, rows

from qalqan.detect import wangiri

FAR = "+37066123456"


def rung(number: str, seconds: int = 2, gap: float = 0.02, **more: object) -> list[dict[str, object]]:
    return [made(number, person(n), 1 + n * gap, seconds, trunk="INTL_GW_01", **more) for n in range(30)]


def test_a_foreign_number_that_rings_strangers_fires_at_the_call_that_made_it_enough() -> None:
    (sign,) = wangiri.signs(rows(rung(FAR)))
    assert sign.subject == FAR
    assert sign.values == {"people": wangiri.RUNG, "share": 1000}
    assert sign.second == int((at(1 + (wangiri.RUNG - 1) * 0.02)).timestamp())


def test_talks_slow_rings_and_numbers_at_home_do_not() -> None:
    assert not wangiri.signs(rows(rung(FAR, seconds=60)))
    assert not wangiri.signs(rows(rung(FAR, gap=0.5)))
    assert not wangiri.signs(rows(rung("+77011234567")))
    assert not wangiri.signs(rows(rung(FAR, service="sms")))
    assert not wangiri.signs(rows([made(FAR, person(1), 1 + n / 50, 2, trunk="INTL_GW_01") for n in range(30)]))
