"""A small column is read cell by cell, with the same answers as a large one."""

from __future__ import annotations

from types import ModuleType

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan import registry
from qalqan.values import base, moment

KINDS = {
    name: part
    for name, part in registry.parts("values").items()
    if name not in ("money", "moment", "duration")  # these read columns with a guess over all cells
}
TEXTS = [
    None, "", "-", "нет", "8 701 123 45 67", "+7(701)123-45-67", "KZ86125KZT5004100100", "КZ86 125K ZT50 0410 0100",
    "850101400123", "4400 4344 9145 9334", "440043******1234", "T" * 34, "@handle", "https://olx.kz/a", "каспи",
    "KZ-27", "04.03.2025 14:32", "4.3.25", "2025-03-04T14:32:10", "31.02.2025", "45720.5", "abc", "1414", "\u00a0 ",
]  # fmt: skip


def _both(read, texts: list[str | None]) -> tuple[pl.DataFrame, pl.DataFrame]:  # type: ignore[no-untyped-def]
    series = pl.Series(texts, dtype=pl.String)
    large = read(series)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "SMALL", 400)
        return large, read(series)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_both_ways_agree(kind: ModuleType) -> None:
    large, small = _both(kind.parse_column, TEXTS)
    assert large.select("value", "reason").equals(small.select("value", "reason"))


@given(st.lists(st.none() | st.sampled_from(TEXTS[1:]) | st.text(max_size=24), max_size=12))
def test_moments_agree(texts: list[str | None]) -> None:
    large, small = _both(moment.parse_column, texts)
    assert large.equals(small)


@given(st.lists(st.none() | st.text(alphabet="0123456789 +-()KZTx*.А", max_size=22), max_size=12))
def test_plain_writings_agree(texts: list[str | None]) -> None:
    for name in ("phone", "iban", "card", "iin"):
        large, small = _both(KINDS[name].parse_column, texts)
        assert large.equals(small), name
