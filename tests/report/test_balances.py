"""Balances over time as a picture: the broken axis, the shapes, the words."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.sample import T0

from qalqan.report import balances, pictures
from qalqan.report.balances import Balance, Balances, Range, Step
from qalqan.report.balances_axis import BREAK, HOUR, MOST_BREAKS, axis
from qalqan.report.wording import Words

SPACE = "{http://www.w3.org/2000/svg}"
MOMENTS = st.lists(st.integers(0, 40 * 24 * HOUR), min_size=1, max_size=40)


@given(MOMENTS)
def test_time_never_runs_backwards_and_stays_inside(moments: list[int]) -> None:
    line = axis(moments, 100, 700)
    places = [line.x(at) for at in sorted(moments)]
    assert places == sorted(places)
    assert 100 <= places[0] <= places[-1] <= 700
    assert line.x(max(moments)) == 700
    assert line.x(min(moments) - 1) <= places[0]


@given(MOMENTS)
def test_only_empty_time_is_broken_out(moments: list[int]) -> None:
    line = axis(moments, 100, 700)
    assert len(line.stretches) <= MOST_BREAKS + 1
    for one, after in zip(line.stretches, line.stretches[1:], strict=False):
        assert after.x1 - one.x2 >= BREAK
        assert not [at for at in moments if one.until < at < after.since]
        assert after.since - one.until > HOUR


def told(*accounts: Balance, more: int = 0) -> Balances:
    return Balances(T0, T0 + timedelta(hours=30), accounts, more)


def account(**changes: object) -> Balance:
    one = {
        "number": 3, "account": "KZ12•••345", "bank": "Halyk",
        "steps": (Step(T0, 50_000_00, 10_000_00), Step(T0 + timedelta(hours=2), 20_000_00, 9_000_000_00)),
        "ranges": (Range(T0 + timedelta(hours=3), 10_000_00, 20_000_00),),
        "known": ((T0 - timedelta(days=3), T0 + timedelta(hours=5)),),
    } | changes  # fmt: skip
    return Balance(**one)  # type: ignore[arg-type]


def shapes(svg: str, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(SPACE + tag))  # noqa: S314


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_picture_is_whole_and_says_what_it_is(lang: str) -> None:
    svg = balances.svg(told(account(), account(number=4, known=())), lang, "Тақырып & <атау>", "сипаттама")
    assert shapes(svg, "title")[0].text == "Тақырып & <атау>"
    assert shapes(svg, "desc")[0].text == "сипаттама"
    said = " ".join(one.text or "" for one in shapes(svg, "text"))
    assert "№3" in said
    assert Words(lang)("balances-unknown") in said
    assert not [word for word in said.split() if word.startswith("report-")]


def test_unknown_time_is_hatched_only_where_no_answer_tells() -> None:
    def hatched(one: Balance) -> int:
        return sum(int(r.get("width", "0")) for r in shapes(balances.svg(told(one), "en"), "rect")
                   if r.get("fill") == "url(#unknown)") - 20  # fmt: skip

    whole = ((T0 - timedelta(days=1), T0 + timedelta(days=9)),)
    assert hatched(account(known=whole)) == 0
    assert 0 < hatched(account()) < hatched(account(known=()))


def test_what_does_not_fit_the_scale_has_a_tip() -> None:
    tips = [p for p in shapes(balances.svg(told(account()), "en"), "path") if (p.get("d") or "").endswith("Z")]
    assert len(tips) == 1
    assert not [
        p for p in shapes(balances.svg(told(account(steps=(Step(T0, 500, 100),))), "en"), "path")
        if (p.get("d") or "").endswith("Z")
    ]  # fmt: skip


def test_a_sure_sum_has_no_bar() -> None:
    def bars(one: Balance) -> int:
        return sum(p.get("stroke-width") == "4" for p in shapes(balances.svg(told(one), "en"), "path"))

    assert bars(account()) == 1
    assert bars(account(ranges=(Range(T0, 5, 5),))) == 0


def test_a_range_beyond_the_scale_has_no_closed_end() -> None:
    def ends(high: int) -> list[str]:
        svg = balances.svg(told(account(ranges=(Range(T0 + timedelta(hours=3), 0, high),))), "en")
        return [p.get("d") or "" for p in shapes(svg, "path") if p.get("stroke-width") == "4"]

    assert ["L" in shape for shape in ends(50_000_00)] == [False]
    assert ["L" in shape for shape in ends(900_000_00)] == [True]


def test_nothing_traced_is_said() -> None:
    said = " ".join(one.text or "" for one in shapes(balances.svg(told(), "ru"), "text"))
    assert said == Words("ru")("picture-empty")
    assert pictures.balances(told(), "1", Words("ru")) == []


def test_the_table_says_what_the_picture_shows() -> None:
    grid = pictures.balances_grid(told(account()).accounts, Words("en"))
    assert grid.rows[0][:5] == (
        "№3 KZ12•••345", "50,000.00\u00a0₸", "20,000.00\u00a0₸", "10,000.00\u00a0₸ … 20,000.00\u00a0₸",
        "9,000,000.00\u00a0₸",
    )  # fmt: skip
    assert len(grid.head) == len(grid.align) == len(grid.rows[0])


def test_equal_facts_give_equal_bytes() -> None:
    assert balances.svg(told(account()), "kk") == balances.svg(told(account()), "kk")
