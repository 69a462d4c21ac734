"""How much beyond chance: rare meetings (Poisson), shares of a few (hypergeometric), and many questions asked at once.

Natural logarithms of probabilities, so that nothing underflows; whole numbers in, floats out.
"""

from __future__ import annotations

import numpy as np

NEGLIGIBLE = 40.0  # beyond the mean each further term is smaller: e to the minus 40 of the sum is nothing


def log_factorials(most: int) -> np.ndarray:
    """ln n! for n from 0 to ``most``."""
    table: np.ndarray = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, most + 1, dtype=np.float64)))))
    return table


def log_meetings(count: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """ln of rate^count / count!: no less than the chance of ``count`` or more where so many are rare (Poisson)."""
    table = log_factorials(int(count.max(initial=0)))
    found: np.ndarray = count * np.log(np.maximum(rate, 1e-300)) - table[count]
    return found


def log_share(hit: np.ndarray, drawn: np.ndarray, marked: np.ndarray, every: np.ndarray) -> np.ndarray:
    """ln of the chance that of ``drawn`` out of ``every``, of whom ``marked`` share a thing, ``hit`` or more share it.

    The upper tail of the hypergeometric distribution (Fisher's exact test, one-sided), summed term by term; 0 where no
    more than the expected share it.
    """
    total = np.zeros(hit.size)
    more_than = np.flatnonzero(hit * every > drawn * marked)
    if more_than.size == 0:
        return total
    hit, drawn, marked, every = (one[more_than] for one in (hit, drawn, marked, every))
    table = log_factorials(int(every.max()))

    def choose(n: np.ndarray, k: np.ndarray) -> np.ndarray:
        possible = (k >= 0) & (k <= n)
        n, k = np.where(possible, n, 0), np.where(possible, k, 0)
        return np.where(possible, table[n] - table[k] - table[n - k], -np.inf)

    whole, tail = choose(every, drawn), np.full(hit.size, -np.inf)
    for more in range(int((np.minimum(drawn, marked) - hit).max()) + 1):
        term = choose(marked, hit + more) + choose(every - marked, drawn - hit - more) - whole
        tail = np.logaddexp(tail, term)
        if np.all(term < tail - NEGLIGIBLE):
            break
    total[more_than] = np.minimum(tail, 0.0)
    return total


def corrected(log_p: np.ndarray, asked: int) -> np.ndarray:
    """Each probability corrected for ``asked`` questions, of which these have the smallest; at most 1.

    Benjamini and Yekutieli 2001. Keeps the expected share of false ones among those named, whatever the dependence
    between the questions.
    """
    many = max(asked, log_p.size)
    order = np.argsort(log_p, kind="stable")
    rank = np.arange(1, log_p.size + 1)
    harmonic = float((1 / np.arange(1, many + 1)).sum())
    raised = np.exp(log_p[order]) * many * harmonic / rank
    found = np.empty(log_p.size)
    found[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return found
