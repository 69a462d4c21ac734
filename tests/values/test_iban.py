"""IBANs: check digits, look-alike letters, columns."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.values import iban
from qalqan.values.base import Reject, Value

KNOWN = "KZ86125KZT5004100100"  # the example of the IBAN registry


def make(body: str) -> str:
    """An account with its own check digits, computed another way than the code does: letter by letter."""
    rest = 0
    for sign in body + "KZ00":
        for figure in str(int(sign, 36)):
            rest = (rest * 10 + int(figure)) % 97
    return f"KZ{98 - rest:02d}{body}"


BODY = st.builds(
    lambda bank, rest: bank + rest,
    st.sampled_from(["722", "601", "965", "070"]),
    st.text("0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ", min_size=13, max_size=13),
)


@pytest.mark.parametrize(
    "text",
    [
        KNOWN,
        KNOWN.lower(),
        "KZ86 125K ZT50 0410 0100",
        "КZ86125КZТ5004100100",
        "IBAN: KZ86125KZT5004100100",
        "KZ86-125K-ZT50-0410-0100",
        "ＫＺ86125KZT5004100100",
        "KZ86125KZT5ОО41ОО1ОО",
        "ИИК KZ86125KZT5004100100",
    ],
)
def test_one_account_in_many_writings(text: str) -> None:
    assert getattr(iban.parse(text), "canonical", None) == KNOWN
    assert iban.parse_column(pl.Series([text]))["value"].to_list() == [KNOWN]


def test_repair_is_noted() -> None:
    assert iban.parse("КZ86125KZT5004100100") == Value("iban", KNOWN, "repaired")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (KNOWN[:-1], "reason-iban-length"),
        (KNOWN[:-1] + "1", "reason-iban-check"),
        ("Kaspi Gold", "reason-iban-shape"),
        ("GB82WEST12345698765433", "reason-iban-check"),
        ("ZZ82WEST12345698765432", "reason-iban-country"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    assert iban.parse(text) == Reject(reason)


def test_foreign() -> None:
    assert iban.parse("GB82 WEST 1234 5698 7654 32") == Value("iban", "GB82WEST12345698765432")
    assert iban.bank("GB82WEST12345698765432") == ""


@given(BODY)
def test_check_digits(body: str) -> None:
    account = make(body)
    assert iban.parse(account) == Value("iban", account)
    assert iban.bank(account) == body[:3]
    assert iban.parse_column(pl.Series([iban.show(account).lower()]))["value"][0] == account


@given(BODY, st.integers(2, 19), st.sampled_from("0123456789"))
def test_a_changed_sign_is_found(body: str, place: int, sign: str) -> None:
    account = make(body)
    changed = account[:place] + sign + account[place + 1 :]
    if changed != account and place != 1:
        read = iban.parse_column(pl.Series([account, changed]))
        assert read["value"].to_list() == [account, None]
        assert read["reason"][1] in ("reason-iban-check", "reason-iban-shape")


def test_mask_hides_the_middle() -> None:
    assert iban.mask(KNOWN) == "KZ**125*********0100"
