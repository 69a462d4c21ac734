"""Rule S3: on calls much of the time with strangers; cells changed together."""

from __future__ import annotations

from tests.detect.called import Row, background, made, person, seen

BOX, SECOND = person(9001), person(9002)


def talks(number: str, seconds: int) -> list[Row]:
    return [made(number, person(100_000 + n), 120 + n / 12, seconds) for n in range(12)]


def test_a_busy_line_among_strangers() -> None:
    told = seen(BOX, background(), talks(BOX, 200))
    assert 600 < told["busy"] <= 700
    assert seen(BOX, background(), talks(BOX, 20))["busy"] < 100


def test_a_talkative_person_is_not_busy_with_strangers() -> None:
    friends = [made(person(70), BOX, 2), *(made(BOX, person(70), 120 + n / 12, 200) for n in range(40))]
    strangers = [made(BOX, person(100_000 + n), 110 + n / 100, 10) for n in range(8)]
    assert seen(BOX, background(), strangers, friends)["busy"] == 0


def moves(number: str, first: int, late: float) -> list[Row]:
    """Ten strangers from each of four cells, one cell after the other."""
    return [
        made(number, person(100_000 + first + n), 120 + n / 30 + late, imei=f"{number[1:]}0000", cell=f"100-{n // 10}")
        for n in range(40)
    ]


def test_numbers_that_move_together() -> None:
    assert seen(SECOND, background(), moves(BOX, 0, 0), moves(SECOND, 500, 0.02))["together"] >= 2
    assert seen(SECOND, background(), moves(BOX, 0, 0), moves(SECOND, 500, 20))["together"] == 0
