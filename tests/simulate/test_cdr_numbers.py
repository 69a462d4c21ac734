"""Made numbers, devices and SIM cards are well-formed, distinct and of the block they were asked from."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from qalqan.simulate.cdr_numbers import ABROAD, BOX_TACS, PREFIXES, Mint, bins, iins
from qalqan.values import iccid, iin, imei, imsi, phone
from qalqan.values.base import Value

SEEDS = st.integers(0, 2**32)


def _mint(seed: int) -> Mint:
    return Mint(np.random.default_rng(seed))


@given(SEEDS, st.integers(1, 400))
@settings(max_examples=25, deadline=None)
def test_everything_made_is_well_formed_and_distinct(seed: int, count: int) -> None:
    mint = _mint(seed)
    made = {
        imei: pl.concat([mint.imei(count), mint.imei(count), mint.imei(min(count, 50), BOX_TACS, in_row=True)]),
        imsi: pl.concat([mint.imsi(count, "40102"), mint.imsi(count, "40102")]),
        iccid: pl.concat([mint.iccid(count), mint.iccid(count)]),
        phone: pl.concat([mint.mobile(count, "kcell"), mint.mobile(count, "tele2"), mint.fixed(count)]),
    }
    for kind, values in made.items():
        assert values.n_unique() == len(values)
        for value in values.gather_every(max(1, count // 10)):
            parsed = kind.parse(value)  # type: ignore[attr-defined]
            assert isinstance(parsed, Value), value
            assert parsed.canonical == value


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_state_numbers_pass_their_check(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for numbers, kind in ((iins(rng, 60), "iin"), (bins(rng, 60), "bin")):
        for number in numbers:
            parsed = iin.parse(number)
            assert isinstance(parsed, Value), number
            assert parsed.kind == kind


def test_blocks_tell_who_is_who() -> None:
    mint = _mint(1)
    assert not any(phone.assigned(number) for number in mint.unassigned(300))
    assert all(phone.assigned(number) for number in mint.mobile(300, "beeline"))
    moved = mint.mobile(5_000, "kcell")
    kept = moved.str.slice(2, 3).cast(pl.Int64).is_in(PREFIXES["kcell"]).mean()
    assert 0.9 < kept < 0.96  # type: ignore[operator]
    for name in ABROAD:
        assert phone.country(mint.foreign(1, name)[0]) != "KZ"


def test_cards_in_a_row_follow_each_other() -> None:
    cards = _mint(4).iccid(20, in_row=True).str.head(18).cast(pl.Int64)
    assert cards.diff().drop_nulls().to_list() == [1] * 19
