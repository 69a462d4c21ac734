"""Small tools of the kernels that walk row by row: a heap of rows, 128-bit products, growing arrays, the window."""

# ruff: noqa: PLR0917 - compiled functions take arrays, not objects

from __future__ import annotations

import numpy as np
from numba import njit

from qalqan.kernels.money import Flow, Ledger, Losses


@njit(cache=True, nogil=True)
def grown(array):  # type: ignore[no-untyped-def]
    """The array with twice the room, a column of numbers or a table of several."""
    longer = np.empty((2 * len(array), *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer


@njit(cache=True, nogil=True)
def table(room):  # type: ignore[no-untyped-def]
    """An empty table of int64 keys ≥ 0 with open addressing: keys and values; ``room`` a power of two."""
    return np.full(room, -1, np.int64), np.empty(room, np.int64)


@njit(cache=True, nogil=True)
def seek(keys, key):  # type: ignore[no-untyped-def]
    """Where a key stands in a table, or the free place where it would."""
    mask = np.uint64(len(keys) - 1)
    mixed = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    place = (mixed ^ (mixed >> np.uint64(29))) & mask
    while keys[place] != key and keys[place] != -1:
        place = (place + np.uint64(1)) & mask
    return np.int64(place)


@njit(cache=True, nogil=True)
def wider(keys, values):  # type: ignore[no-untyped-def]
    """The same table with twice the room."""
    new_keys, new_values = np.full(2 * len(keys), -1, np.int64), np.empty(2 * len(keys), np.int64)
    for place in range(len(keys)):
        if keys[place] >= 0:
            to = seek(new_keys, keys[place])
            new_keys[to], new_values[to] = keys[place], values[place]
    return new_keys, new_values


@njit(cache=True, nogil=True)
def push(heap, size, key):  # type: ignore[no-untyped-def]
    """Put a key on a binary heap of int64 that has room; the new size."""
    place = size
    while place > 0:
        above = (place - 1) >> 1
        if heap[above] <= key:
            break
        heap[place] = heap[above]
        place = above
    heap[place] = key
    return size + 1


@njit(cache=True, nogil=True)
def sink(heap, size, key):  # type: ignore[no-untyped-def]
    """Put a key in place of the smallest one on a heap of at least one."""
    place, below = 0, 1
    while below < size:
        if below + 1 < size:
            below += heap[below + 1] < heap[below]
        if key <= heap[below]:
            break
        heap[place] = heap[below]
        place, below = below, 2 * below + 1
    heap[place] = key


@njit(cache=True, nogil=True)
def pop(heap, size):  # type: ignore[no-untyped-def]
    """Take the smallest key off the heap: it, and the new size."""
    least = heap[0]
    size -= 1
    if size > 0:
        sink(heap, size, heap[size])
    return least, size


@njit(cache=True, nogil=True)
def share(part, amount, whole):  # type: ignore[no-untyped-def]
    """floor(part * amount / whole) for 0 ≤ part, amount ≤ whole < 2^62, with the product in 128 bits."""
    if part == 0 or amount == 0:
        return np.int64(0)
    if part <= np.int64(0x7FFFFFFFFFFFFFFF) // amount:
        return part * amount // whole
    mask = np.uint64(0xFFFFFFFF)
    half = np.uint64(32)
    a, b = np.uint64(part), np.uint64(amount)
    low = (a & mask) * (b & mask)
    middle = (a >> half) * (b & mask) + (low >> half)
    cross = (a & mask) * (b >> half) + (middle & mask)
    high = (a >> half) * (b >> half) + (middle >> half) + (cross >> half)
    low = (cross << half) | (low & mask)
    divisor, rest, quotient = np.uint64(whole), high, np.uint64(0)  # high < whole, as the quotient fits
    one = np.uint64(1)
    for bit in range(63, -1, -1):
        rest = (rest << one) | ((low >> np.uint64(bit)) & one)
        quotient <<= one
        if rest >= divisor:
            rest -= divisor
            quotient |= one
    return np.int64(quotient)


@njit(cache=True, nogil=True)
def first_after(rows, first, end, row):  # type: ignore[no-untyped-def]
    """The first place in ``rows[first:end]`` (ascending) that holds a row later than ``row``."""
    while first < end:
        middle = (first + end) >> 1
        if rows[middle] <= row:
            first = middle + 1
        else:
            end = middle
    return first


@njit(cache=True, nogil=True)
def claim_of(row, loss_row, loss_amount, first, end):  # type: ignore[no-untyped-def]
    """How much of a row is named as a loss of the case whose losses stand between two places."""
    for loss in range(first, end):
        if loss_row[loss] == row:
            return loss_amount[loss]
    return np.int64(0)


def with_window(ledger: Ledger, losses: Losses, flow: Flow) -> Flow:
    """The flow with the window's cut: what is left on accounts that paid out between ``last`` and ``seen``."""
    if (losses.seen != losses.last).any():
        place = (flow.place_case, flow.place_account, flow.place_left)
        _cut_by_window(ledger.out_start, ledger.out_row, losses.last, losses.seen, *place, flow.cut)
    return flow


@njit(cache=True, nogil=True)
def _cut_by_window(out_start, out_row, last, seen, case, account, left, cut):  # type: ignore[no-untyped-def]
    for place in range(len(case)):
        here, of = account[place], case[place]
        first = first_after(out_row, out_start[here], out_start[here + 1], last[of] - 1)
        if first < out_start[here + 1] and out_row[first] < seen[of]:
            cut[of, 2] += left[place]
