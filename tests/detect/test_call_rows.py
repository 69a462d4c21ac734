"""Calls as codes: exact, whatever is written; sums and firsts as by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.detect.called import made, numbered, rows

from qalqan.detect._call_rows import coded, once, packed, running

TEXTS = st.one_of(
    st.none(),
    st.from_regex(r"\+?[0-9]{1,20}", fullmatch=True),
    st.sampled_from(["+7701", "7701", "07701", "KASPI", "+", "", "-5"])
)  # fmt: skip


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=40))
def test_a_code_leads_back_to_the_very_text(pairs: list[tuple[str | None, str | None]]) -> None:
    frame = numbered([made(a, b, n / 10) for n, (a, b) in enumerate(pairs)])  # type: ignore[arg-type]
    calls = coded(frame)
    names = calls.names("number")
    for side in ("a", "b"):
        told = names.gather(calls.code[side]).to_list()
        assert told == frame[side].to_list()
    spoken = {text for pair in pairs for text in pair if text is not None}
    assert calls.size["number"] == len(spoken) + 1


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=50))
def test_firsts_and_running_sums_are_those_of_a_loop(pairs: list[tuple[int, int]]) -> None:
    left, right = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    seen: set[tuple[int, int]] = set()
    first = [not (pair in seen or seen.add(pair)) for pair in pairs]  # type: ignore[func-returns-value]
    assert once(left, right).tolist() == first
    order = np.argsort(left, kind="stable")
    start = np.concatenate(([True], left[order][1:] != left[order][:-1]))[: len(order)]
    total, wanted = 0, []
    for begins, value in zip(start, right[order], strict=True):
        total = int(value) if begins else total + int(value)
        wanted.append(total)
    assert running(right[order], start).tolist() == wanted


@given(st.lists(st.tuples(st.integers(0, 2**40), st.integers(0, 2**40)), min_size=1, max_size=30))
def test_packed_codes_keep_what_differs_apart(pairs: list[tuple[int, int]]) -> None:
    left, right = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    keys = packed(left, right)
    assert len(set(keys.tolist())) == len(set(pairs))
    assert np.argsort(keys, kind="stable").tolist() == sorted(range(len(pairs)), key=lambda n: pairs[n])


def test_data_sessions_and_rows_without_a_moment_are_no_calls() -> None:
    told = [made("+77010000001", "+77010000002", 1), made("+77010000001", "+77010000002", 2, service="data")]
    assert rows(told).rows == 1
