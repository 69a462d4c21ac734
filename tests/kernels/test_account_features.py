"""Account features, times and motifs beside plain loops over small ledgers."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.kernels import account_features as kernel
from qalqan.kernels.account_features import BELOW, NIGHT, ROUND, account_features, flags
from qalqan.kernels.account_times import DAY, HOUR, account_times
from qalqan.kernels.csr import build
from qalqan.kernels.money import Ledger
from qalqan.kernels.motifs import drops, gathered, passed_on
from qalqan.kernels.motifs_cycles import cycles

Row = tuple[int, int, int, int]  # time, payer, payee, tiyn
ACCOUNTS = 6
ROWS = st.lists(
    st.tuples(
        st.integers(0, 40), st.integers(0, ACCOUNTS - 1), st.integers(0, ACCOUNTS - 1), st.integers(1, 12)
    ).filter(lambda row: row[1] != row[2]),
    max_size=30,
).map(lambda rows: sorted(rows, key=lambda row: row[0]))
STOP = st.sets(st.integers(0, ACCOUNTS - 1), max_size=1)


def ledger_of(rows: list[Row], unit: int = 1) -> Ledger:
    at, sender, receiver, amount = (np.array([row[i] for row in rows], np.int64) for i in range(4))
    return build(at * unit, sender.astype(np.int32), receiver.astype(np.int32), amount, ACCOUNTS)


def marks(stop: set[int]) -> np.ndarray:
    out = np.zeros(ACCOUNTS, np.uint8)
    out[sorted(stop)] = 1
    return out


@given(ROWS, st.lists(st.integers(0, 7), min_size=30, max_size=30), STOP, st.sampled_from([0, 2, 24]))
def test_counts_and_sums_are_those_of_a_plain_loop(
    rows: list[Row], bits: list[int], marked: set[int], few: int
) -> None:
    was, kernel.ROOM = kernel.ROOM, 7
    try:
        flag = np.array(bits[: len(rows)], np.uint8)
        ledger = ledger_of(rows)
        big = np.int32(kernel.FEW + 1 if few == 0 else 1)  # many rows an account take the other way
        times = np.repeat(np.arange(len(rows)), big)
        made = account_features(
            ledger.sender[times], ledger.receiver[times], ledger.amount[times], ACCOUNTS, flag[times], marks(marked)
        )
    finally:
        kernel.ROOM = was
    for one in range(ACCOUNTS):
        for side, mine, theirs in ((made.came, 2, 1), (made.went, 1, 2)):
            own = [i for i, row in enumerate(rows) if row[mine] == one]
            others = {rows[i][theirs] for i in own}
            assert side["n"][one] == len(own) * big
            assert side["others"][one] == len(others)
            assert side["marked"][one] == len(others & marked)
            assert side["sum"][one] == sum(rows[i][3] for i in own) * big
            assert side["max"][one] == max((rows[i][3] for i in own), default=0)
            assert side["first"][one] == (own[0] * big if own else -1)
            assert side["last"][one] == (own[-1] * big + big - 1 if own else -1)
            for name, bit in (("night", NIGHT), ("round", ROUND), ("below", BELOW)):
                assert side[name][one] == sum(bool(bits[i] & bit) for i in own) * big
        payers = {row[1] for row in rows if row[2] == one}
        assert made.both[one] == len(payers & {row[2] for row in rows if row[1] == one})


def test_an_account_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="range"):
        account_features(np.array([0], np.int32), np.array([3], np.int32), np.array([1]), 3)


def test_flags_tell_night_round_sums_and_sums_below_a_limit_in_force() -> None:
    hours, tiyn = np.array([23, 0, 5, 6]), np.array([1_000_000, 999_999, 3_000_000, 950_000])
    bands = np.array([[HOUR * 6, HOUR * 30, 900_000, 1_000_000], [0, HOUR, 900_000, 1_000_000]])
    found = flags(hours * HOUR, tiyn, (0, 6 * HOUR), 0, 1_000_000, bands)
    assert found.tolist() == [ROUND, NIGHT | BELOW, NIGHT | ROUND, BELOW]
    shifted = flags(hours * HOUR, tiyn, (0, 6 * HOUR), 5 * HOUR, 1_000_000, bands[:0])
    assert (shifted & NIGHT).tolist() == [NIGHT, NIGHT, 0, 0]


def parcels(rows: list[Row]) -> dict[int, list[tuple[int, int]]]:
    """account → (dwell, tiyn) of seen money that left, by a plain queue a tiyn."""
    queues: dict[int, list[int]] = defaultdict(list)
    passed: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, payer, payee, tiyn in rows:
        for _ in range(min(tiyn, len(queues[payer]))):
            passed[payer].append((at - queues[payer].pop(0), 1))
        queues[payee] += [at] * tiyn
    return passed


@given(ROWS)
def test_dwell_is_that_of_a_queue_of_single_tiyn(rows: list[Row]) -> None:
    unit = HOUR // 2
    made = account_times(ledger_of(rows, unit))
    passed = parcels(rows)
    for one in range(ACCOUNTS):
        stayed = sorted(dwell * unit for dwell, _ in passed[one])
        assert made["passed"][one] == len(stayed)
        assert made["within_hour"][one] == sum(dwell <= HOUR for dwell in stayed)
        assert made["within_day"][one] == sum(dwell <= DAY for dwell in stayed)
        for name, share in (("dwell_10", 1), ("dwell_50", 5), ("dwell_90", 9)):
            want = stayed[-(-len(stayed) * share // 10) - 1] if stayed else -1
            assert made[name][one] == want


@given(ROWS)
def test_silence_and_bursts_are_those_of_a_plain_loop(rows: list[Row]) -> None:
    unit = HOUR * 6
    made = account_times(ledger_of(rows, unit))
    for one in range(ACCOUNTS):
        at = [row[0] * unit for row in rows if one in row[1:3]]
        gaps = [b - a for a, b in pairwise(at)]
        assert made["silence"][one] == max(gaps, default=0)
        into = [(row[0] * unit, row[1], row[3]) for row in rows if row[2] == one]
        out = [(row[0] * unit, row[2], row[3]) for row in rows if row[1] == one]
        if gaps:
            woke = at[gaps.index(max(gaps)) + 1]
            assert made["woke_sum"][one] == sum(tiyn for t, _, tiyn in into if woke <= t < woke + DAY)
        days = [[x for x in into[: i + 1] if x[0] > t - DAY] for i, (t, _, _) in enumerate(into)]
        assert made["burst_sum"][one] == max((sum(x[2] for x in day) for day in days), default=0)
        assert made["burst_payers"][one] == max((len({x[1] for x in day}) for day in days), default=0)
        days = [[x for x in out[: i + 1] if x[0] > t - DAY] for i, (t, _, _) in enumerate(out)]
        assert made["burst_payees"][one] == max((len({x[1] for x in day}) for day in days), default=0)


@given(ROWS, STOP, st.integers(1, 25))
def test_gathering_and_scattering(rows: list[Row], stop: set[int], window: int) -> None:
    found = gathered(ledger_of(rows), window, marks(stop))
    for one in range(ACCOUNTS):
        want = 0
        for place, (at, _, to, _) in enumerate(rows):
            if to != one or one in stop:
                continue
            payers = {row[1] for row in rows[: place + 1] if row[2] == one and row[0] > at - window}
            payees = {row[2] for row in rows[place + 1 :] if row[1] == one and row[0] < at + window}
            want = max(want, min(len(payers), len(payees)))
        assert found[one] == want


@given(ROWS, STOP, st.integers(1, 25))
def test_sums_passed_on_and_their_chains(rows: list[Row], stop: set[int], window: int) -> None:
    found = passed_on(ledger_of(rows), window, 800, marks(stop))
    pairs = [
        (i, j)
        for i, a in enumerate(rows)
        for j, b in enumerate(rows)
        if i < j and a[2] == b[1] and a[2] not in stop and b[0] - a[0] <= window and b[2] not in a[1:3]
        and a[3] * 8 <= b[3] * 10 <= a[3] * 10
    ]  # fmt: skip
    after = defaultdict(list)
    for i, j in pairs:
        after[i].append(j)

    def chains(chain: list[int]) -> list[list[int]]:
        return [chain] + [more for j in after[chain[-1]] for more in chains([*chain, j])]

    everything = [chain for i in range(len(rows)) for chain in chains([i])] if len(pairs) < 25 else []
    times = Counter(rows[i][2] for i, _ in pairs)
    for one in range(ACCOUNTS):
        assert found.times[one] == times[one]
        if everything:
            assert found.longest[one] == max(
                (len(c) for c in everything if one in {rows[i][2] for i in c[:-1]}), default=0
            )


@given(ROWS, STOP, st.integers(1, 25), st.integers(1, 6))
def test_squares_of_two_payers_and_two_receivers(rows: list[Row], stop: set[int], window: int, most: int) -> None:
    found = drops(ledger_of(rows), window, most, marks(stop))
    wide = {
        payer
        for payer in range(ACCOUNTS)
        for at, by, _, _ in rows
        if by == payer and len({r[2] for r in rows if r[1] == payer and at - window <= r[0] <= at}) > most
    }
    squares, partners, payers = Counter[int](), defaultdict(set), defaultdict(set)
    for a, b in combinations(sorted(set(range(ACCOUNTS)) - stop), 2):
        for p, q in combinations(sorted(set(range(ACCOUNTS)) - stop - wide - {a, b}), 2):
            times = [[r[0] for r in rows if r[1:3] == (x, y)] for x in (p, q) for y in (a, b)]
            if any(
                max(one) - min(one) <= window
                for one in ((w, x, y, z) for w in times[0] for x in times[1] for y in times[2] for z in times[3])
            ):
                squares.update((a, b))
                partners[a].add(b), partners[b].add(a)
                payers[a] |= {p, q}
                payers[b] |= {p, q}
    for one in range(ACCOUNTS):
        assert found.squares[one] == squares[one]
        assert found.partners[one] == len(partners[one])
        assert found.payers[one] == len(payers[one])


@given(ROWS, STOP, st.integers(1, 25), st.integers(2, 6))
def test_cycles_are_those_of_a_plain_search(rows: list[Row], stop: set[int], window: int, longest: int) -> None:
    found = cycles(ledger_of(rows), window, marks(stop), longest)
    want = np.zeros((ACCOUNTS, 5), int)

    def follow(path: list[int]) -> None:
        first, last = rows[path[0]], rows[path[-1]]
        met = [rows[i][1] for i in path]
        if last[2] == first[1]:
            want[met, len(path) - 2] += 1
        elif last[2] not in met and len(path) < longest:
            for j in range(path[-1] + 1, len(rows)):
                if rows[j][1] == last[2] and rows[j][0] - first[0] <= window and not stop & set(rows[j][1:3]):
                    follow([*path, j])

    for i, row in enumerate(rows):
        if not stop & set(row[1:3]):
            follow([i])
    assert found.cut == 0
    assert found.counts.tolist() == want.tolist()


def test_a_search_given_up_is_told() -> None:
    rows = [(i, i % 3, (i + 1) % 3, 5) for i in range(30)]
    assert cycles(ledger_of(rows), 100, marks(set()), steps=3).cut > 0
    with pytest.raises(ValueError, match="2 to 6"):
        cycles(ledger_of(rows), 100, marks(set()), longest=7)
