"""Advertisements: one number however the address is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.values import listing
from qalqan.values.base import Reject, Value


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("https://www.olx.kz/d/obyavlenie/prodam-iphone-13-IDoABc1.html?reason=hp#x", "olx.kz#IDoABc1"),
        ("olx.kz/d/kk/obyavlenie/satamyn-IDoABc1.html", "olx.kz#IDoABc1"),
        ("hxxps://m.olx[.]kz/obyavlenie/prodam-IDoABc1.html", "olx.kz#IDoABc1"),
        ("https://krisha.kz/a/show/69000001", "krisha.kz#69000001"),
        ("https://m.krisha.kz/a/show/69000001?srchid=1", "krisha.kz#69000001"),
        ("kolesa.kz/a/show/150000001/", "kolesa.kz#150000001"),
        ("https://www.avito.ru/moskva/telefony/iphone_13_2012345678", "avito.ru#2012345678"),
        ("https://www.instagram.com/reel/Cx12_-abcde/?igsh=1", "instagram.com#Cx12_-abcde"),
        ("https://t.me/s/zhumys_bar/15", "t.me#zhumys_bar/15"),
        ("olx.kz#IDoABc1", "olx.kz#IDoABc1"),
    ],
)
def test_addresses(address: str, canonical: str) -> None:
    assert listing.parse(address) == Value("listing", canonical)


@pytest.mark.parametrize(
    "text",
    [
        "https://olx.kz/",
        "https://krisha.kz/prodazha/kvartiry/",
        "https://olx-kz.top/a-IDoABc1.html",
        "krisha.kz#",
        "слово",
        "t.me/zhumys_bar",
        "unknown.kz#123456",
    ],
)
def test_what_is_no_advertisement(text: str) -> None:
    assert listing.parse(text) == Reject("reason-listing-shape")


@given(st.from_regex(r"[0-9A-Za-z]{5,6}", fullmatch=True))
def test_a_number_keeps_its_case_and_is_read_back(number: str) -> None:
    first = listing.parse(f"https://www.olx.kz/d/obyavlenie/x-ID{number}.html")
    assert isinstance(first, Value)
    assert first.canonical == f"olx.kz#ID{number}"
    assert listing.parse(first.canonical) == first
