# ruff: noqa: PLR0917 - compiled functions take arrays, not objects
"""The tagger's model: a linear chain over labels, decoded by Viterbi and trained as an averaged perceptron.

Collins 2002, "Discriminative training methods for hidden Markov models". All sums are integers, so the same data give
the same weights to the byte on every machine.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Weights = npt.NDArray[np.int32]
Labels = npt.NDArray[np.uint8]
Features = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]


@njit(cache=True, nogil=True)
def decode(
    found: Features,
    a: int,
    b: int,
    weights: npt.NDArray[np.int8] | Weights,
    steps: Weights,
    best: Weights,
    back: Labels,
    out: Labels,
) -> None:
    """The best labels of the words ``a`` to ``b``: ``weights`` by feature and label, ``steps`` from label to label.

    Row 0 of ``steps`` begins a text. ``best`` and ``back`` are scratch, as long as the longest text.
    """
    labels = weights.shape[1]
    for t in range(a, b):
        for y in range(labels):
            score = 0
            for f in range(found.shape[1]):
                score += weights[found[t, f], y]
            if t == a:
                best[0, y] = score + steps[0, y]
                continue
            top, at = best[t - a - 1, 0] + steps[1, y], 0
            for p in range(1, labels):
                value = best[t - a - 1, p] + steps[p + 1, y]
                if value > top:
                    top, at = value, p
            best[t - a, y], back[t - a, y] = top + score, at
    last = 0
    for y in range(1, labels):
        if best[b - a - 1, y] > best[b - a - 1, last]:
            last = y
    for t in range(b - 1, a - 1, -1):
        out[t] = last
        last = back[t - a, last]


@njit(cache=True, nogil=True)
def decode_all(found: Features, at: Offsets, weights: npt.NDArray[np.int8], steps: Weights, out: Labels) -> None:
    """:func:`decode` for every text; ``at`` bounds the texts among the words."""
    widest = 1
    for text in range(at.size - 1):
        widest = max(widest, at[text + 1] - at[text])
    best = np.zeros((widest, weights.shape[1]), np.int32)
    back = np.zeros((widest, weights.shape[1]), np.uint8)
    for text in range(at.size - 1):
        if at[text + 1] > at[text]:
            decode(found, at[text], at[text + 1], weights, steps, best, back, out)


@njit(cache=True, nogil=True)
def train(
    found: Features, at: Offsets, truth: Labels, order: npt.NDArray[np.int64], size: int, labels: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Weights and steps summed over all passes (``order``: texts, pass by pass), for averaging."""
    weights, steps = np.zeros((size, labels), np.int32), np.zeros((labels + 1, labels), np.int32)
    late, late_steps = np.zeros((size, labels), np.int64), np.zeros((labels + 1, labels), np.int64)
    widest = 1
    for text in range(at.size - 1):
        widest = max(widest, at[text + 1] - at[text])
    best, back = np.zeros((widest, labels), np.int32), np.zeros((widest, labels), np.uint8)
    guess = np.zeros(truth.size, np.uint8)
    now = 0
    for text in order:
        a, b = at[text], at[text + 1]
        if a == b:
            continue
        decode(found, a, b, weights, steps, best, back, guess)
        for t in range(a, b):
            y, z = truth[t], guess[t]
            p = truth[t - 1] + 1 if t > a else 0
            q = guess[t - 1] + 1 if t > a else 0
            if y != z or p != q:
                steps[p, y] += 1
                steps[q, z] -= 1
                late_steps[p, y] += now
                late_steps[q, z] -= now
            if y != z:
                for f in range(found.shape[1]):
                    weights[found[t, f], y] += 1
                    weights[found[t, f], z] -= 1
                    late[found[t, f], y] += now
                    late[found[t, f], z] -= now
        now += 1
    return weights.astype(np.int64) * now - late, steps.astype(np.int64) * now - late_steps
