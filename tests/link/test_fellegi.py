"""Record linkage: what is learned without labels, blocking that drops nothing in silence, scores (invented people)."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.link import _fellegi as fellegi
from qalqan.link import _fellegi_block as block
from qalqan.link import _fellegi_fields as fields

PEOPLE = 400


def _register(seed: int = 5) -> tuple[pl.DataFrame, np.ndarray]:
    """Records of invented people: three each, with errors; and whose they are."""
    draw = np.random.Generator(np.random.PCG64(seed))
    names = [f"{a}{b}ай" for a in ("Мысал", "Сынақ", "Үлгі", "Байқау", "Көрнек") for b in "абвгдежзиклмнопрсту"]
    whose = np.repeat(np.arange(PEOPLE), 3)
    name, town = draw.integers(0, len(names), PEOPLE), draw.zipf(1.5, PEOPLE) % 20
    born = draw.integers(0, 3000, PEOPLE)
    wrong = draw.random((3, whose.size)) < 0.04
    return pl.DataFrame(
        {
            "name": [names[draw.integers(len(names)) if w else name[p]] for p, w in zip(whose, wrong[0], strict=True)],
            "born": [
                str(19700000 + (draw.integers(3000) if w else born[p])) for p, w in zip(whose, wrong[1], strict=True)
            ],
            "town": [None if w else f"қала{town[p]}" for p, w in zip(whose, wrong[2], strict=True)],
        }
    ), whose


def _fields(rows: pl.DataFrame) -> list[fields.Field]:
    return [
        fields.alike("name", rows["name"], (880,)),
        fields.misprint("born", rows["born"], 1),
        fields.equal("town", rows["town"]),
    ]


def test_it_learns_the_errors_it_was_not_told_and_finds_the_people() -> None:
    rows, whose = _register()
    met = block.pairs(rows, [("name", "town"), ("born",), ("name",)], cap=100)
    what = _fields(rows)
    known = fellegi.learn(what, len(rows), met.left, met.right)
    assert known.share == pytest.approx(PEOPLE * 3 / (len(rows) * (len(rows) - 1) / 2), rel=0.25)
    assert known.m[1][-1] == pytest.approx(0.92, abs=0.12)  # both records without an error
    assert known.u[1][-1] < 0.01
    found = fellegi.resolve(what, known, len(rows), met.left, met.right)
    together = found[:, None] == found[None, :]
    truth = whose[:, None] == whose[None, :]
    off = ~np.eye(len(rows), dtype=bool)
    assert (together & truth & off).sum() / (truth & off).sum() > 0.85
    assert (together & truth & off).sum() / (together & off).sum() > 0.97


def test_what_is_said_is_so() -> None:
    rows, whose = _register(6)
    met = block.pairs(rows, [("born",), ("name",)], cap=200)
    what = _fields(rows)
    known = fellegi.learn(what, len(rows), met.left, met.right)
    chance = 1 / (1 + np.exp2(-fellegi.score(what, known, met.left, met.right) / 1000))
    assert chance.mean() == pytest.approx((whose[met.left] == whose[met.right]).mean(), abs=0.03)


def test_a_rare_value_weighs_more_than_a_common_one() -> None:
    rows = pl.DataFrame({"name": ["Сирек", "Сирек", *["Жиі"] * 60, *[f"Басқа{n}" for n in range(200)]]})
    what = [fields.equal("name", rows["name"])]
    left, right = np.array([0, 2]), np.array([1, 3])
    known = fellegi.learn(what, len(rows), left, right)
    rare, common = fellegi.score(what, known, left, right)
    assert rare > common + 3000


def test_few_rows_change_a_firm_prior_little() -> None:
    rows = pl.DataFrame({"name": ["а", "б", "а"]})
    what = [fields.equal("name", rows["name"])]
    prior = fellegi.Prior([np.array([0.1, 0.9])], [np.array([0.99, 0.01])], firm=50)
    known = fellegi.learn(what, 3, np.array([0]), np.array([2]), prior)
    assert known.m[0][1] == pytest.approx(0.9, abs=0.02)
    assert known.u[0][1] == pytest.approx(0.01, abs=0.03)


def test_silence_says_nothing() -> None:
    rows = pl.DataFrame({"name": ["а", None, "б", "а"], "town": ["қ", "қ", "қ", "қ"]})
    for what in (*_some(rows["name"]),):
        assert what.compare(np.array([0, 1, 0, 0]), np.array([1, 2, 3, 2])).tolist() == [0, 0, what.top, 1]
    assert fellegi.worth(np.array([0.5, 0.5]), np.array([0.9, 0.1]))[0] == 0


def _some(column: pl.Series) -> list[fields.Field]:
    return [fields.equal("n", column), fields.alike("n", column, (900,)), fields.misprint("n", column, 0)]


def test_parts_of_a_value_and_crossed_fields() -> None:
    code = pl.Series(["AB1 2CD", "AB1 2CE", "AB1 9XX", "AB9 9XX", "ZZ9 9XX", None])
    one = fields.parted("code", code, [code.str.slice(0, 2), code.str.slice(0, 3)])
    left = np.zeros(6, np.int64)
    assert one.compare(left, np.arange(6)).tolist() == [5, 4, 3, 2, 1, 0]
    both = fields.crossed("both", one, fields.equal("e", code))
    assert both.compare(left, np.arange(6)).tolist() == [5 * 3 + 2, 4 * 3 + 1, 3 * 3 + 1, 2 * 3 + 1, 1 * 3 + 1, 0]
    assert both.top == 17


@given(st.lists(st.tuples(st.sampled_from("абв"), st.sampled_from(["x", "y", None])), min_size=0, max_size=40))
def test_blocks_under_the_cap_give_exactly_their_pairs(rows: list[tuple[str, str | None]]) -> None:
    frame = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String}, orient="row")
    met = block.pairs(frame, [("a",), ("b",)], cap=100)
    wanted = {
        (i, j)
        for i in range(len(rows))
        for j in range(i + 1, len(rows))
        if rows[i][0] == rows[j][0] or (rows[i][1] is not None and rows[i][1] == rows[j][1])
    }
    assert set(zip(met.left.tolist(), met.right.tolist(), strict=True)) == wanted
    assert met.left.size == len(wanted)
    assert met.thinned == []


def test_a_block_above_the_cap_is_split_and_what_stays_large_is_told() -> None:
    frame = pl.DataFrame({"a": ["к"] * 300, "b": ["бір"] * 60 + ["екі"] * 240})
    met = block.pairs(frame, [("a",)], ("b",), cap=100)
    assert met.thinned == [("a", 240)]
    inside = met.right < 60
    assert inside.sum() == 60 * 59 // 2  # the part that fits is compared whole
    assert not ((met.left < 60) & (met.right >= 60)).any()
    assert (met.right[~inside] - met.left[~inside]).max() == block.WINDOW


def test_patterns_are_the_levels() -> None:
    rows, _ = _register()
    what = _fields(rows)
    left, right = fellegi.strangers(len(rows), 5000)
    assert (left < right).all()
    found = fellegi.patterns(what, left, right)
    for at, one in enumerate(what):
        assert (found.levels[found.of, at] == one.compare(left, right)).all()
