"""Pairs to learn from and the scale of chances."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels.alike import Traits
from qalqan.link import _alike_pairs as pairs

EMPTY = np.zeros(0)


def labels(*homes: int) -> np.ndarray:
    return np.array([[home, -1] for home in homes], np.int32)


def schemes(*which: int) -> Traits:
    n, nothing = len(which), np.zeros(0, np.int32)
    return Traits(
        np.array(which, np.int32), np.zeros((n, 0), np.int32), np.zeros((n, 0), np.int32), nothing, nothing,
        np.zeros(n + 1, np.int64), np.full(n, -1, np.int32),
    )  # fmt: skip


def test_each_case_of_a_series_counts_once() -> None:
    made = pairs.tied(labels(0, 0, 0, 0, 1, 1, -1))
    assert set(zip(made.a.tolist(), made.b.tolist(), strict=True)) == {
        (0, 1),
        (0, 2),
        (0, 3),
        (1, 2),
        (1, 3),
        (2, 3),
        (4, 5),
    }
    weight = {(a, b): w for a, b, w in zip(made.a.tolist(), made.b.tolist(), made.weight.tolist(), strict=True)}
    assert abs(sum(w for (a, _), w in weight.items() if a < 4) - 2) < 1e-9  # half of its cases
    assert weight[4, 5] == 1.0


def test_no_series_has_no_pairs() -> None:
    assert pairs.tied(labels(-1, -1)).a.size == 0


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 2)), min_size=2, max_size=40))
def test_others_are_distinct_pairs_of_no_common_series(cases: list[tuple[int, int]]) -> None:
    series = labels(*(home for home, _ in cases))
    made = pairs.others(schemes(*(scheme for _, scheme in cases)), series)
    assert not pairs.together(made.a, made.b, series).any()
    assert (made.a < made.b).all()
    assert len(set(zip(made.a.tolist(), made.b.tolist(), strict=True))) == made.a.size
    assert abs(made.weight.sum() - made.a.size) < 1e-6 * max(made.a.size, 1)


def test_the_base_rate_is_the_share_of_pairs_of_one_series() -> None:
    series = labels(*([0] * 200 + [-1] * 800))
    assert abs(pairs.base_rate(series) - 200 * 199 / (1000 * 999)) < 0.002
    assert pairs.base_rate(labels(*[-1] * 100)) < 0.01


@given(st.floats(0.4, 1.4), st.integers(0, 100))
def test_calibration_finds_how_much_weights_are_worth(slope: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    bits = rng.normal(0, 3000, 60_000)
    rate = 0.02
    odds = np.log(rate / (1 - rate)) + slope * bits * np.log(2) / 1000
    same = rng.random(bits.size) < 1 / (1 + np.exp(-odds))
    share = float(same.mean())
    made = pairs.calibrate(bits[same], np.ones(same.sum()), bits[~same], np.ones((~same).sum()), share)
    assert abs(made.slope - 1000 * slope) < 120
    told = 1 / (1 + np.exp2(-made.odds(np.rint(bits).astype(np.int64)) / 1000))
    assert abs(told.mean() - share) < 0.15 * share


def test_without_series_the_scale_is_what_is_held_beforehand() -> None:
    made = pairs.calibrate(EMPTY, EMPTY, EMPTY, EMPTY, 0.01)
    assert made.slope == 800
    assert made.base == round(1000 * np.log2(0.01 / 0.99))


def _seen(chains: dict[str, list[str]]) -> int:
    rows = [{"case_id": case, "chain": chain} for case, of in chains.items() for chain in of]
    homes = pl.DataFrame({"case_id": list(chains), "series_id": ["s"] * len(chains)})
    return pairs.unseen(pl.DataFrame(rows, schema={"case_id": pl.String(), "chain": pl.String()}), homes).odds


def test_cases_that_hang_by_one_thing_tell_of_unseen_ones() -> None:
    thin = _seen({f"c{n}": ["x"] for n in range(40)})
    thick = _seen({f"c{n}": ["x", "y", "z"] for n in range(40)})
    assert thin > thick
    assert thick < -1500  # most pairs are tied already


def test_without_series_half_of_the_pairs_are_taken_to_be_tied() -> None:
    nothing = pl.DataFrame(schema={"case_id": pl.String(), "chain": pl.String()})
    homes = pl.DataFrame(schema={"case_id": pl.String(), "series_id": pl.String()})
    made = pairs.unseen(nothing, homes.clear())
    assert made.alone < 0
    alone = pl.DataFrame({"case_id": [f"c{n}" for n in range(50)], "series_id": [""] * 50})
    made = pairs.unseen(nothing, alone)
    assert (
        abs(made.odds + 2 * made.alone - pairs.SHARE_NOTHING) < 100
    )  # two cases in no series: as if there were no such difference


def test_a_case_in_no_series_is_the_less_a_groups_the_fewer_are_missed() -> None:
    rows = [{"case_id": f"c{n}", "chain": chain} for n in range(40) for chain in ("x", "y", "z")]
    homes = pl.DataFrame({"case_id": [f"c{n}" for n in range(100)], "series_id": ["s"] * 40 + [""] * 60})
    thick = pairs.unseen(pl.DataFrame(rows), homes)
    some = [row for row in rows if row["chain"] == "x" or (row["chain"] == "y" and row["case_id"] < "c25")]
    thin = pairs.unseen(pl.DataFrame(some), homes)  # about half hang by one thing
    assert thick.alone < thin.alone < 0
