"""Devices and SIMs: imei, imsi, iccid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.values import iccid, imei, imsi
from qalqan.values._write import luhn, luhn_digit
from qalqan.values.base import Reject, Value

BODY = (
    st.text("0123456789", min_size=12, max_size=12)
    .map(lambda rest: "35" + rest)
    .filter(lambda body: len(set(body)) > 2)
)


@given(BODY, st.text("0123456789", min_size=2, max_size=2))
def test_one_device_in_its_writings(body: str, version: str) -> None:
    full = body + luhn_digit(body)
    assert luhn(full)
    for text in (full, body, body + "0", body + version, imei.show(full), f"IMEI: {full}"):
        assert getattr(imei.parse(text), "canonical", None) == full


def test_imei_refused() -> None:
    assert imei.parse("352099001761489") == Reject("reason-imei-luhn")
    assert imei.parse("000000000000000") == Reject("reason-imei-dummy")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("401010123456789", Value("imsi", "401010123456789")),
        ("250010123456789", Value("imsi", "250010123456789", "foreign")),
        ("4.0101E+14", Reject("reason-digits-lost")),
        ("101010123456789", Reject("reason-imsi-shape")),
    ],
)
def test_imsi(text: str, result: Value | Reject) -> None:
    assert imsi.parse(text) == result


def test_iccid() -> None:
    assert iccid.parse("8999701000000000007F") == Value("iccid", "8999701000000000007")
    assert iccid.parse("8999701000000000008") == Reject("reason-iccid-luhn")
