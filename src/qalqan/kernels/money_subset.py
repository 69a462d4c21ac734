"""Which of a few transfers add up to a stated sum: all subsets, the one with the best evidence first."""

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.kernels.money import I64

MOST = 14  # candidates a case: 2^14 subsets


def adding_up(start: I64, amount: I64, value: I64, target: I64) -> tuple[I64, I64, I64]:
    """For group g (items ``start[g]:start[g+1]``, at most 14 are looked at) the subsets adding to ``target[g]``.

    amount: tiyn, above 0; value: evidence for the item, may be below 0. Gives, as bit masks over the group's
    items, the best subset (0 when none adds up), the items common to all subsets as good as it, and how much
    the next subset is worse (-1 when there is no other).
    """
    best, common, margin = _adding_up(start, amount, value, target)
    return best, common, margin


@njit(cache=True, nogil=True)
def _adding_up(start, amount, value, target):  # type: ignore[no-untyped-def]
    groups = len(target)
    best, common = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    margin = np.full(groups, -1, np.int64)
    for group in range(groups):
        first = start[group]
        items = min(start[group + 1] - first, MOST)
        top, second = np.int64(0), np.int64(0)
        found, others = False, False
        total, worth = np.int64(0), np.int64(0)
        mask = np.int64(0)
        for step in range(1, 1 << items):  # Gray code: one item in or out a step
            bit = 0
            while not (step >> bit) & 1:
                bit += 1
            mask ^= np.int64(1) << bit
            sign = 1 if (mask >> bit) & 1 else -1
            total += sign * amount[first + bit]
            worth += sign * value[first + bit]
            if total != target[group]:
                continue
            if not found:
                found, top, best[group], common[group] = True, worth, mask, mask
                continue
            others_worth = worth
            if worth > top:
                others_worth, top = top, worth
                best[group], common[group] = mask, mask
                second = others_worth if not others else max(second, others_worth)
            elif worth == top:
                common[group] &= mask
                best[group] = min(best[group], mask)
                second = top
            else:
                second = worth if not others else max(second, worth)
            others = True
        if others:
            margin[group] = top - second
    return best, common, margin
