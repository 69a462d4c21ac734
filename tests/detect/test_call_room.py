"""Rule C1: a room that calls by the list, at home in one cell or from abroad on one trunk."""

from __future__ import annotations

from tests.detect.called import Row, background, box, made, person, seen

ONE, TWO, THREE = (person(9001 + n) for n in range(3))


def lists(number: str, hours: float, first: int, **more: object) -> list[Row]:
    """Most hang up at once; one in ten believes and stays for long."""
    return [
        made(number, person(100_000 + first + n), hours + n / 30, 900 if n % 10 == 9 else 8, **more) for n in range(30)
    ]


def test_short_calls_with_a_long_tail() -> None:
    told = seen(ONE, background(), lists(ONE, 120, 0, cell="100-50", imei="350000000000010"))
    assert (told["short"], told["tail"]) == (900, 3)
    assert seen(ONE, background(), box(ONE, 120, 30, 0))["tail"] == 0


def test_others_in_the_same_cell_count_once_they_look_odd() -> None:
    parts = [lists(one, 120 + n, 100 * n, cell="100-50", imei=f"35000000000{n}010") for n, one in enumerate((ONE, TWO))]
    here = lists(THREE, 123, 300, cell="100-50", imei="350000000009010")
    assert seen(THREE, background(), *parts, here)["mates"] == 2
    there = [row | {"cell": "100-51"} for row in here]
    assert seen(THREE, background(), *parts, there)["mates"] == 0
    assert seen(ONE, background(), *parts, here)["mates"] == 0  # what came later does not count


def test_a_room_abroad_is_seen_by_its_trunk() -> None:
    rows = [lists(f"+38067000000{n}", 120 + n, 100 * n, trunk="INTL_GW_01") for n in range(3)]
    told = seen("+380670000002", background(), *rows)
    assert told["mates"] == 2
    assert told["prefix_new"] > 230
    other = [row | {"trunk": "INTL_GW_02"} for row in rows[2]]
    assert seen("+380670000002", background(), *rows[:2], other)["mates"] == 0
    rings = [row | {"duration_s": 2} for row in rows[0]]
    assert seen("+380670000000", background(), rings)["rings"] == 1000
