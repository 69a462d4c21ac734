"""Rule S1: crowds of strangers, hardly anybody twice, nobody calling, one place."""

from __future__ import annotations

from tests.detect.called import at, background, box, made, person, seen

BOX = person(9001)


def test_a_box_has_the_habits() -> None:
    told = seen(BOX, background(), box(BOX, 120, 30, 0))
    assert (told["crowd"], told["still"], told["unheard"]) == (30, 30, 30)
    assert (told["heard"], told["cells"], told["texts"]) == (0, 1, 0)
    assert told["repeats"] == 1000
    assert told["unanswered"] == 200
    assert told["crowd_hour"] == 30


def test_what_people_do_speaks_against() -> None:
    back = [made(person(100_000 + n), BOX, 122) for n in range(10)]
    again = [made(BOX, person(100_000 + n), 123 + n / 100, imei="1", cell=f"100-{n}") for n in range(10)]
    texts = [made(BOX, person(1), 122, 0, service="sms"), made(person(1), BOX, 122.5, 0, service="sms")]
    told = seen(BOX, background(), box(BOX, 120, 20, 0), back, again, texts)
    assert told["heard"] == 500
    assert told["repeats"] == 1500
    assert told["cells"] == 11
    assert told["texts"] == 2
    assert (told["still"], told["unheard"]) == (0, 0)


def test_acquaintances_are_no_crowd() -> None:
    friends = [made(person(50 + n), BOX, 10 + n) for n in range(20)]
    calls = [made(BOX, person(50 + n), 120 + n / 30) for n in range(20)]
    told = seen(BOX, background(), friends, calls, box(BOX, 130, 6, 0))
    assert told["crowd"] == 6
    assert at(130) > at(120)
