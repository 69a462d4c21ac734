"""Rules that weigh pairs of crimes: the peers (binned naive Bayes, logistic, boosting) and ours.

Ours adds up smoothed log densities of the differences (place and time together, for a series moves in both) and a
logistic over their logs and the lengths of the intervals, then hears third crimes: two crimes are likelier one
offender's when both are like a third. How much of each is chosen on the training groups alone.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from crimes_pairs import Crimes

Pairs = tuple[np.ndarray, np.ndarray]
Scores = tuple[np.ndarray, np.ndarray]  # n x n: of pairs, and of a crime with the members of a series
Rule = Callable[[Crimes, np.ndarray], np.ndarray | Scores]  # crimes, training crimes; one matrix serves both
LINKED = 0.005  # of all pairs, roughly: only the level of chances when third crimes are heard


def plain(of: Crimes, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The seven evidence variables of ``compareCrimes``."""
    return np.column_stack([of.km[a, b], of.days[a, b], of.hours[a, b], of.weekdays[a, b], *(s[a, b] for s in of.same)])


def logs(of: Crimes, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The same with logs of place and time, and how long the crimes' intervals are."""
    x = plain(of, a, b).astype(float)
    x[:, 0], x[:, 1] = np.log(x[:, 0] + 0.03), np.log(x[:, 1] + 0.2)
    short, long = np.minimum(of.length[a], of.length[b]), np.maximum(of.length[a], of.length[b])
    return np.column_stack([x, short, long])


def _all(of: Crimes) -> Pairs:
    return np.triu_indices(of.group.size, 1)


def _square(of: Crimes, scores: np.ndarray) -> np.ndarray:
    a, b = _all(of)
    out = np.full((of.group.size, of.group.size), -20.0)
    out[a, b] = out[b, a] = scores
    return out


def naive_bayes(of: Crimes, train: np.ndarray, bins: int = 15, df: float = 10) -> np.ndarray:
    """``naiveBayes`` of the package: quantile bins, shrinkage by degrees of freedom, weighted pairs."""
    a, b = of.within(train)
    x, y, w = plain(of, a, b), of.linked[a, b], of.weight[a, b]
    every = plain(of, *_all(of))
    total = np.zeros(len(every))
    for column in range(x.shape[1]):
        if np.unique(x[:, column]).size > 2:
            edges = np.unique(np.quantile(x[:, column], np.linspace(0, 1, bins + 1)))[1:-1]
            own, asked, size = (
                np.searchsorted(edges, x[:, column]),
                np.searchsorted(edges, every[:, column]),
                edges.size + 1,
            )
        else:
            own, asked, size = x[:, column].astype(int), every[:, column].astype(int), 2
        free = min(df, size - 1e-8)
        shares = []
        for side in (y, ~y):
            count = np.bincount(own[side], w[side], size)
            added = count.sum() / size * (size - free) / (free - 1)
            shares.append((count + added) / (count + added).sum())
        total += np.log(shares[0] / shares[1])[asked]
    return _square(of, total)


def logistic(of: Crimes, train: np.ndarray) -> np.ndarray:
    """Logistic regression on the evidence variables."""
    return _logistic(of, train, plain, 1.0, weighted=False)


def logistic_weighted(of: Crimes, train: np.ndarray) -> np.ndarray:
    """The same with pairs weighed by series, as the package's vignette does."""
    return _logistic(of, train, plain, 1.0, weighted=True)


def _logistic(
    of: Crimes, train: np.ndarray, columns: Callable[..., np.ndarray], c: float, *, weighted: bool
) -> np.ndarray:
    a, b = of.within(train)
    x = columns(of, a, b).astype(float)
    mean, spread = x.mean(0), x.std(0) + 1e-9
    model = LogisticRegression(C=c, max_iter=500)
    model.fit((x - mean) / spread, of.linked[a, b], of.weight[a, b] if weighted else None)
    return _square(of, model.decision_function((columns(of, *_all(of)) - mean) / spread))


def boosting(of: Crimes, train: np.ndarray) -> np.ndarray:
    """Gradient boosting of shallow trees."""
    a, b = of.within(train)
    model = HistGradientBoostingClassifier(max_iter=100, learning_rate=0.05, max_leaf_nodes=8, random_state=0)
    model.fit(plain(of, a, b), of.linked[a, b])
    return _square(of, model.decision_function(plain(of, *_all(of))))


def densities(of: Crimes, train: np.ndarray) -> np.ndarray:
    """Additive Bayes factors with smoothed densities: place x time together, hours, weekdays, agreements by rarity."""
    a, b = of.within(train)
    y, w = of.linked[a, b], of.weight[a, b]
    every = _all(of)
    x, asked = logs(of, a, b), logs(of, *every)
    low, high = x.min(0), x.max(0) + 1e-9
    spot = np.clip((x - low) / (high - low) * 31, 0, 31).astype(int)
    there = np.clip((asked - low) / (high - low) * 31, 0, 31).astype(int)
    total = np.zeros(asked.shape[0])
    step = np.arange(32)
    smooth = np.exp(-0.5 * ((step[:, None] - step[None]) / 2.0) ** 2)
    smooth /= smooth.sum(0)
    shares = []
    for side, prior in ((y, 5.0), (~y, 5.0)):
        flat = np.bincount(spot[side, 0] * 32 + spot[side, 1], w[side], 1024).reshape(32, 32)
        flat = smooth @ flat @ smooth.T
        apart = np.outer(flat.sum(1), flat.sum(0)) / flat.sum()  # held beforehand: place and time by themselves
        shares.append((flat + prior * apart / apart.sum()) / (flat.sum() + prior) + 1e-6)
    total += np.log(shares[0] / shares[1])[there[:, 0], there[:, 1]]
    for column in (2, 3):
        met = [smooth @ np.bincount(spot[side, column], w[side], 32) + 0.02 * w[side].sum() for side in (y, ~y)]
        total += np.log(met[0] / met[0].sum() / (met[1] / met[1].sum()))[there[:, column]]
    for column in (4, 5, 6):
        rate = [(w[side] @ x[side, column] + 1) / (w[side].sum() + 2) for side in (y, ~y)]
        agree, differ = np.log(rate[0] / rate[1]), np.log((1 - rate[0]) / (1 - rate[1]))
        total += np.where(asked[:, column] > 0, agree, differ)
    return _square(of, total)


def through(scores: np.ndarray, share: float) -> np.ndarray:
    """Scores with third crimes heard: a pair's odds grow as its chance does by ``share`` of the sum over third crimes
    of the product of theirs. The level of the chances is set so that their mean is about one linked pair in 200."""
    a, b = np.triu_indices(len(scores), 1)
    level = np.log(LINKED) - np.log(np.exp(scores[a, b]).mean())
    chance = 1 / (1 + np.exp(-(scores + level)))
    np.fill_diagonal(chance, 0)
    return scores + np.log1p(share * (chance @ chance) / (chance + 1e-9))


MIXES = tuple(product((0.1, 0.01), (0.0, 0.3), (0.0, 0.3, 0.9)))  # softness, densities' part, third crimes' part


def ours(of: Crimes, train: np.ndarray) -> Scores:
    """The whole rule: the mean of the third of all mixes that rank best in inner folds of the training groups.

    A series is scored without third crimes: its own members are those.
    """
    names = np.unique(of.group[train])
    fold = dict(zip(names.tolist(), (np.arange(names.size) * 7919 % 3).tolist(), strict=True))
    inner = np.array([fold[g] for g in of.group[train].tolist()])
    found = np.zeros(len(MIXES))
    for part in range(3):
        test = train[inner == part]
        a, b = of.within(train)
        asked = np.isin(a, test) | np.isin(b, test)
        a, b = a[asked], b[asked]
        for place, scores in enumerate(_mixed(of, train[inner != part])):
            found[place] += average_precision_score(of.linked[a, b], scores[a, b])
    every = _mixed(of, train)
    best = np.argsort(-found, kind="stable")[: len(MIXES) // 3]
    alone = [scores for scores, (_, dense, share) in zip(every, MIXES, strict=True) if dense == share == 0]
    return np.mean([every[place] for place in best], axis=0), np.mean(alone, axis=0)


def _mixed(of: Crimes, train: np.ndarray) -> list[np.ndarray]:
    """Scores of all mixes."""
    dense = densities(of, train)
    lines = {c: _logistic(of, train, logs, c, weighted=True) for c in (0.1, 0.01)}
    return [through(lines[c] + part * dense, share) for c, part, share in MIXES]


RULES: dict[str, Rule] = {
    "naive Bayes, bins": naive_bayes,
    "logistic": logistic,
    "logistic, weighted": logistic_weighted,
    "boosting": boosting,
    "densities (part of ours)": densities,
    "qalqan": ours,
}
