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


def way(number: str, first: int, late: float, cells: tuple[int, ...] = (0, 1, 2, 3)) -> list[Row]:
    """Eight strangers from each of some cells; called back by as many, as a person is."""
    rows = []
    for n in range(8 * len(cells)):
        other, told = person(100_000 + first + n), {"imei": f"{number[1:]}0000", "cell": f"100-{cells[n // 8]}"}
        rows += [
            made(number, other, 120 + n / 20 + late, **told),
            made(other, number, 120.01 + n / 20 + late, b_cell=told["cell"]),
        ]
    return rows


def test_a_card_that_goes_the_way_of_two_others() -> None:
    third, bounce = person(9003), (0, 1, 0, 1, 0, 1)
    cards = [way(BOX, 0, 0), way(SECOND, 500, 0.1), way(third, 900, 0.2)]
    told = seen(third, background(), *cards)
    assert (told["convoy"], told["together"]) == (1, 0), "they live as people do, and move as one"
    assert seen(SECOND, background(), *cards[:2])["convoy"] == 0, "two may be friends"
    assert seen(third, background(), *cards[:2], way(third, 900, 4))["convoy"] == 0, "hours later is another way"
    between = [way(one, 500 * n, n / 10, bounce) for n, one in enumerate((BOX, SECOND, third))]
    assert seen(third, background(), *between)["convoy"] == 0, "who stands between two masts goes nowhere"
