"""Cases joined into series, the surest first, each thing they share counted once.

Two groups X and Y of cases are one doer's with log-odds (milli-bits)

    bias + sum over chains of max over its shared identifiers v of weight_v * sure_X(v) * sure_Y(v)
         + circumstances(X, Y) - crowd * (min(less, 2 m) min(more, m) - 1)

A chain (a number, its device, its cell) is one physical thing and counts once, by its strongest identifier; so does an
identifier that many cases of both groups have: a rented account sold twice does not join two series however often each
used it. ``crowd`` is what each pair of cases that could share more, and does not, speaks against (``less`` and ``more``
are the sizes of the two, of which about ``m`` cases count: an identifier serves so many and no more): two series need
more than a bridge. The two groups with the greatest odds are joined while the odds are in favour; nothing is closed
transitively. ``apart`` pairs are never joined. Integers and a total order throughout.

Sources: log-odds by agreement, Fellegi and Sunter 1969; correlation clustering, Bansal, Blum and Chawla 2004, joined
greedily; evidence shared by identifiers, own.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numba import njit

from qalqan.kernels.bipartite import Bipartite, log2_table
from qalqan.kernels.likeness import TABLE, Circumstances, gap_factor, scheme_factor, sum_factor

NONE = -1
MANY = -2
FEWEST = 3  # cases of a series that one case alone does not join with another: it may stand in both


@dataclass(frozen=True, slots=True)
class Odds:
    """What the odds are made of, in milli-bits.

    ``weight`` of each identifier (0: says nothing), ``bias`` and ``crowd``, the cases a side that ``crowd`` counts
    (``most_crowd``), ``alone``: what the odds must exceed when a single case joins another. ``apart`` are pairs of
    cases (n x 2) that are never in one series, ``together`` pairs that always are (but where that would break an
    ``apart``).
    """

    weight: np.ndarray
    bias: int
    crowd: int
    most_crowd: int
    alone: int
    about: Circumstances
    apart: np.ndarray
    together: np.ndarray


@njit(cache=True)
def _own(  # noqa: PLR0917
    s: int,
    mark: int,
    first: np.ndarray,
    following: np.ndarray,
    start: np.ndarray,
    ident: np.ndarray,
    sure: np.ndarray,
    weight: np.ndarray,
    at: np.ndarray,
    stands: np.ndarray,
    places: np.ndarray,
) -> int:
    """The places of the identifiers of series ``s``, each once, where it is surest; their number."""
    found, c = 0, first[s]
    while c >= 0:
        for p in range(start[c], start[c + 1]):
            v = ident[p]
            if weight[v] <= 0:
                continue
            if stands[v] != mark:
                stands[v], at[v] = mark, found
                places[found] = p
                found += 1
            elif sure[p] > sure[places[at[v]]]:
                places[at[v]] = p
        c = following[c]
    return found


@njit(cache=True)
def _near(  # noqa: PLR0917 - one loop over plain arrays: numba
    s: int,
    mark: int,
    places: np.ndarray,
    ident: np.ndarray,
    chain: np.ndarray,
    sure: np.ndarray,
    back: np.ndarray,
    case: np.ndarray,
    sure_back: np.ndarray,
    weight: np.ndarray,
    label: np.ndarray,
    reached: np.ndarray,
    stamp: np.ndarray,
    top: np.ndarray,
    run: np.ndarray,
    best: np.ndarray,
    gain: np.ndarray,
    theirs: np.ndarray,
    here: np.ndarray,
    there: np.ndarray,
    near: np.ndarray,
    touched: np.ndarray,
) -> int:
    """What series ``s`` shares with each other one: fills ``near`` and ``gain``; the number of series met. ``here`` and
    ``there`` are the only cases through which they touch, else MANY."""
    found = 0
    for p in places[np.argsort(chain[places], kind="mergesort")]:
        v, met = ident[p], 0
        turn = mark * ident.size + p
        mine = NONE
        for q in range(back[v], back[v + 1]):
            if label[case[q]] == s:
                mine = case[q] if mine == NONE else MANY
        for q in range(back[v], back[v + 1]):
            t = label[case[q]]
            if t == s:
                continue
            if stamp[t] == turn:
                top[t] = max(top[t], sure_back[q])
                theirs[t] = MANY
                continue
            stamp[t], top[t], theirs[t], touched[met] = turn, sure_back[q], case[q], t
            met += 1
        for m in range(met):
            t = touched[m]
            if reached[t] != mark:
                reached[t], gain[t], run[t], here[t], there[t] = mark, 0, NONE, mine, theirs[t]
                near[found] = t
                found += 1
            here[t] = here[t] if here[t] == mine else MANY
            there[t] = there[t] if there[t] == theirs[t] else MANY
            worth = weight[v] * sure[p] // 1000 * top[t] // 1000
            if run[t] != chain[p]:
                run[t], best[t] = chain[p], 0
            if worth > best[t]:
                gain[t] += worth - best[t]
                best[t] = worth
    return found


@njit(cache=True)
def _join(  # noqa: PLR0917
    s: int, t: int, label: np.ndarray, size: np.ndarray, first: np.ndarray, end: np.ndarray, following: np.ndarray
) -> None:
    c = first[t]
    while c >= 0:
        label[c] = s
        c = following[c]
    following[end[s]] = first[t]
    end[s] = end[t]
    size[s] += size[t]
    size[t] = 0
    first[t] = NONE


@njit(cache=True)
def _merge(  # noqa: PLR0917 - plain arrays: numba
    s: int,
    t: int,
    schemes: np.ndarray,
    known: np.ndarray,
    opens: np.ndarray,
    closes: np.ndarray,
    total: np.ndarray,
    valued: np.ndarray,
) -> None:
    """The circumstances of ``t`` added to those of ``s``."""
    schemes[s] += schemes[t]
    known[s] += known[t]
    if opens[s] < 0 or (opens[t] >= 0 and opens[t] < opens[s]):
        opens[s] = opens[t]
    closes[s] = max(closes[s], closes[t])
    total[s] += total[t]
    valued[s] += valued[t]


@njit(cache=True)
def _kept_apart(  # noqa: PLR0917
    s: int,
    t: int,
    first: np.ndarray,
    following: np.ndarray,
    apart_start: np.ndarray,
    apart: np.ndarray,
    label: np.ndarray,
) -> bool:
    c = first[s]
    while c >= 0:
        for p in range(apart_start[c], apart_start[c + 1]):
            if label[apart[p]] == t:
                return True
        c = following[c]
    return False


@njit(cache=True)
def _agglomerate(  # noqa: PLR0912, PLR0915, PLR0917 - one loop over plain arrays: numba
    start: np.ndarray,
    ident: np.ndarray,
    chain: np.ndarray,
    sure: np.ndarray,
    back: np.ndarray,
    case: np.ndarray,
    sure_back: np.ndarray,
    weight: np.ndarray,
    bias: int,
    crowd: int,
    most_crowd: int,
    alone: int,
    scheme: np.ndarray,
    day: np.ndarray,
    sum_bits: np.ndarray,
    inverse: np.ndarray,
    pull: int,
    gap: int,
    sums: int,
    most_ratio: int,
    apart_start: np.ndarray,
    apart: np.ndarray,
    together: np.ndarray,
    log2: np.ndarray,
    label: np.ndarray,
) -> None:
    n = label.size
    size, first, end, following = np.ones(n, np.int64), label.copy(), label.copy(), np.full(n, NONE, np.int64)
    schemes, known = np.zeros((n, inverse.size), np.int32), np.zeros(n, np.int64)
    opens, closes, total, valued = day.copy(), day.copy(), np.zeros(n, np.int64), np.zeros(n, np.int64)
    for c in range(n):
        if scheme[c] >= 0:
            schemes[c, scheme[c]], known[c] = 1, 1
        if sum_bits[c] >= 0:
            total[c], valued[c] = sum_bits[c], 1
    for m in range(together.shape[0]):
        s, t = label[together[m, 0]], label[together[m, 1]]
        if s != t and not _kept_apart(s, t, first, following, apart_start, apart, label):
            _join(s, t, label, size, first, end, following)
            _merge(s, t, schemes, known, opens, closes, total, valued)
    idents = weight.size
    at, stands = np.zeros(idents, np.int64), np.full(idents, NONE, np.int64)
    reached, stamp, run = np.full(n, NONE, np.int64), np.full(n, NONE, np.int64), np.full(n, NONE, np.int64)
    top, best, gain = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    theirs, here, there = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    near, touched, barred = np.empty(n, np.int64), np.empty(n, np.int64), np.full(n, NONE, np.int64)
    places, version = np.empty(ident.size, np.int64), np.zeros(n, np.int64)
    queue = [(0, 0, 0, 0, 0)]
    queue.pop()
    mark, look, waiting = 0, 0, n
    while True:
        if waiting > 0:  # at first every group is looked at once
            s = n - waiting
            waiting -= 1
            if size[s] == 0:
                continue
        else:
            if len(queue) == 0:
                return
            _, s, t, seen_s, seen_t = heapq.heappop(queue)
            if size[s] == 0 or size[t] == 0 or version[s] != seen_s or version[t] != seen_t:
                continue
            if (size[s], -s) < (size[t], -t):
                s, t = t, s
            _join(s, t, label, size, first, end, following)
            _merge(s, t, schemes, known, opens, closes, total, valued)
            look += 1
            version[s] = look
        mark += 1
        held = _own(s, mark, first, following, start, ident, sure, weight, at, stands, places)
        found = _near(
            s,
            mark,
            places[:held],
            ident,
            chain,
            sure,
            back,
            case,
            sure_back,
            weight,
            label,
            reached,
            stamp,
            top,
            run,
            best,
            gain,
            theirs,
            here,
            there,
            near,
            touched,
        )
        c = first[s]
        while c >= 0:
            for p in range(apart_start[c], apart_start[c + 1]):
                barred[label[apart[p]]] = mark
            c = following[c]
        for f in range(found):
            t = near[f]
            if barred[t] == mark or (waiting > 0 and t < s):
                continue
            if min(size[s], size[t]) >= FEWEST and (here[t] != MANY or there[t] != MANY):
                continue
            less, more = min(size[s], size[t], 2 * most_crowd), min(max(size[s], size[t]), most_crowd)
            odds = bias + gain[t] - crowd * (less * more - 1)
            few, many = (s, t) if (size[s], s) < (size[t], t) else (t, s)
            odds += scheme_factor(schemes[few], known[few], schemes[many], known[many], inverse, pull, log2)
            odds += gap_factor(opens[s], closes[s], opens[t], closes[t], gap, log2)
            odds += sum_factor(total[s], valued[s], total[t], valued[t], sums, most_ratio)
            if size[s] == 1 and size[t] == 1:
                odds -= alone
            if odds > 0:
                heapq.heappush(queue, (-odds, min(s, t), max(s, t), version[min(s, t)], version[max(s, t)]))


def agglomerate(graph: Bipartite, odds: Odds) -> np.ndarray:
    """A label for each case: the smallest case of its series."""
    n = graph.start.size - 1
    label = np.arange(n)
    both = np.concatenate([odds.apart, odds.apart[:, ::-1]]).astype(np.int64)
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    about = odds.about
    _agglomerate(
        graph.start,
        graph.ident,
        graph.chain,
        graph.sure,
        graph.back,
        graph.case,
        graph.sure_back,
        odds.weight,
        odds.bias,
        odds.crowd,
        odds.most_crowd,
        odds.alone,
        about.scheme,
        about.day,
        about.sum_bits,
        about.inverse,
        about.pull,
        about.gap,
        about.sums,
        about.most_ratio,
        np.searchsorted(both[:, 0], np.arange(n + 1)),
        np.ascontiguousarray(both[:, 1]),
        odds.together.astype(np.int64),
        log2_table(TABLE),
        label,
    )
    smallest = np.full(n, n, np.int64)
    np.minimum.at(smallest, label, np.arange(n))
    named: np.ndarray = smallest[label]
    return named
