"""Rule G5: new foreign prefixes on a trunk."""

from __future__ import annotations

from tests.detect.called import made, person, rows

from qalqan.detect import call_displacement as g5


def usual(hours: int = 120) -> list[dict[str, object]]:
    """Two calls an hour from the same four countries."""
    return [
        made(f"+{44 + n % 4}2071{h % 9}{n}2345", person(h % 50), h + n / 3, trunk="INTL_GW_01")
        for h in range(hours)
        for n in range(2)
    ]


def burst(hour: int, calls: int, trunk: str = "INTL_GW_01") -> list[dict[str, object]]:
    return [made(f"+25290{n:07}", person(n), hour + n / calls, trunk=trunk) for n in range(calls)]


def test_a_spike_of_new_prefixes_fires_once_for_its_trunk() -> None:
    (sign,) = g5.signs(rows(usual(), burst(100, 60), burst(101, 60)))
    assert (sign.kind, sign.subject, sign.detector) == ("trunk", "INTL_GW_01", "call_displacement")
    assert sign.values["calls"] == 60
    assert sign.values["usual_most"] == g5.FEWEST
    assert sign.numbers
    assert all(name.startswith("+25290") for name in sign.numbers)


def test_prefixes_long_there_national_trunks_and_few_calls_do_not() -> None:
    assert not g5.signs(rows(usual()))
    assert not g5.signs(rows(usual(), burst(100, 8)))
    assert not g5.signs(rows(usual(), burst(20, 2), burst(100, 60)))
    assert not g5.signs(rows(usual(), burst(100, 60, trunk="NAT_MSC_1")))
