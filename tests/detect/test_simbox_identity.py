"""Rule S2: cards in one device, changing devices, neighbours by IMEI and ICCID."""

from __future__ import annotations

from typing import Any

from tests.detect.called import Row, at, background, box, made, person, seen

CARDS = [person(9001 + n) for n in range(4)]


def boxes(**step: Any) -> list[Row]:
    """Four cards one after the other, each from a neighbouring device with a card of its own."""
    rows: list[Row] = []
    for n, card in enumerate(CARDS):
        own = {"imei": f"8630110200001{n}0", "imsi": f"40101900000000{n}"} | step
        rows += box(card, 120 + n, 20, 100 * n, **own)
    return rows


def contracts(step: int) -> list[Row]:
    return [
        {"number": card, "from": at(100), "iccid": f"89970279201519{n * step:04}0", "locators": "s::1"}
        for n, card in enumerate(CARDS)
    ]


def test_cards_that_share_a_device_are_counted() -> None:
    told = seen(CARDS[3], background(), boxes(imei="863011020000010"))
    assert told["sims"] == 4


def test_a_cloned_imei_all_over_the_country_is_no_box() -> None:
    rows = [row | {"cell": f"200-{CARDS.index(row['a'])}"} for row in boxes(imei="863011020000010")]
    assert seen(CARDS[3], background(), rows)["sims"] == 1


def test_neighbours_by_imei_and_iccid_count_when_they_are_odd_too() -> None:
    told = seen(CARDS[3], background(), boxes(), subscribers=contracts(step=1))
    assert (told["kin"], told["batch"]) == (3, 3)
    quiet = [made(card, person(1), 121, imei=f"8630110200001{n}0") for n, card in enumerate(CARDS[:3])]
    told = seen(CARDS[3], background(), quiet, box(CARDS[3], 123, 20, 0, imei="863011020000130"))
    assert (told["kin"], told["batch"]) == (0, 0)


def test_far_numbers_are_no_neighbours() -> None:
    rows = [row | {"imei": f"8630{CARDS.index(row['a'])}1020000010"} for row in boxes()]
    told = seen(CARDS[3], background(), rows, subscribers=contracts(step=100))
    assert (told["kin"], told["batch"]) == (0, 0)


def test_a_card_that_changes_devices() -> None:
    rows = [made(CARDS[0], person(100_000 + n), 120 + n / 20, imei=f"86{n // 5}011020000010") for n in range(20)]
    assert seen(CARDS[0], background(), rows)["imeis"] == 4
