"""Spoofed numbers: national A-numbers that come over international trunks."""

from __future__ import annotations

from tests.link.tied import call, frame, phone

from qalqan.link.spoof import spoofed

LANDLINE, VICTIM = "+77172123456", "+77470000001"


def marked(*calls: dict[str, object]) -> list[str]:
    return spoofed(frame("calls", calls))["number"].to_list()


def test_a_fixed_line_from_abroad_is_marked_even_when_it_also_calls_at_home() -> None:
    assert marked(call(LANDLINE, VICTIM, 0, 1, trunk="INTL_GW_01"), call(LANDLINE, VICTIM, 1, 2, trunk="NAT_1")) == [
        LANDLINE
    ]


def test_a_mobile_is_marked_only_without_calls_of_its_own_at_home() -> None:
    away = call(phone(1), VICTIM, 0, 1, trunk="INT-MTT-3")
    assert marked(away) == [phone(1)]
    assert marked(away, call(phone(1), VICTIM, 9, 2, imei="350000000000001")) == []


def test_foreign_numbers_and_national_trunks_are_not_marked() -> None:
    assert (
        marked(
            call("+79161234567", VICTIM, 0, 1, trunk="INTL_GW_01"),
            call(phone(2), VICTIM, 0, 2, trunk="NAT_1"),
            call(phone(3), VICTIM, 0, 3),
        )
        == []
    )
