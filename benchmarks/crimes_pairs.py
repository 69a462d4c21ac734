"""The crimes of ``crimelinkage`` (R, GPL-3: measured, never shipped) as pairs: differences, offenders' groups, folds.

A pair is linked when the crimes share an offender. Groups are the connected parts of the graph of co-offenders
(``makeGroups`` method 1); pairs of one group that share no offender are left out, as ``makePairs`` does. Times are
intervals: the differences are expected ones over both (``compareTemporal``).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

START = datetime(1993, 1, 1)


@dataclass
class Crimes:
    """n crimes: group (-1: unsolved), offenders' series, and n x n differences."""

    group: np.ndarray
    linked: np.ndarray  # bool
    weight: np.ndarray  # of a linked pair: 1 / pairs of its smallest series
    km: np.ndarray
    days: np.ndarray
    hours: np.ndarray  # round the day
    weekdays: np.ndarray  # round the week, days
    same: list[np.ndarray]  # MO1, MO2, MO3 equal
    length: np.ndarray  # log of the interval's hours, by crime

    @property
    def solved(self) -> np.ndarray:
        """The crimes with a known offender."""
        return np.flatnonzero(self.group >= 0)

    def within(self, crimes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """All pairs of these crimes that count."""
        a, b = np.triu_indices(crimes.size, 1)
        return self._count(crimes[a], crimes[b])

    def against(self, test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """All pairs of a test crime with a solved crime: what an analyst would have to look through."""
        asked = np.zeros(self.linked.shape, np.bool_)
        asked[np.ix_(test, self.solved)] = True
        a, b = np.nonzero(np.triu(asked | asked.T, 1))
        return self._count(a, b)

    def _count(self, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        kept = self.linked[a, b] | (self.group[a] != self.group[b])
        return a[kept], b[kept]


def load(folder: Path) -> Crimes:
    """The crimes and their differences. Raises FileNotFoundError when the files are absent."""
    with (folder / "crimes.csv").open(encoding="utf-8") as file:
        crimes = list(csv.DictReader(file))
    with (folder / "offenders.csv").open(encoding="utf-8") as file:
        told = sorted({(row["offenderID"], row["crimeID"]) for row in csv.DictReader(file)})
    number = {row["crimeID"]: n for n, row in enumerate(crimes)}
    series = defaultdict(list)
    for offender, crime in told:
        if crime in number:
            series[offender].append(number[crime])
    n = len(crimes)
    since = np.array([_hours(row["DATE_FROM"], row["TIME_FROM"]) for row in crimes])
    until = np.array([_hours(row["DATE_TO"], row["TIME_TO"]) for row in crimes])
    until = np.maximum(np.where(until < since, until + 24, until), since)  # past midnight under one date
    place = np.array([[float(row["X"]), float(row["Y"])] for row in crimes]) / 1000
    linked, weight = np.zeros((n, n), np.bool_), np.ones((n, n))
    for members in series.values():
        for a in members:
            for b in members:
                if a != b:
                    linked[a, b] = True
                    weight[a, b] = min(weight[a, b], 2 / (len(members) * (len(members) - 1)))
    codes = [np.array([row[name] for row in crimes]) for name in ("MO1", "MO2", "MO3")]
    return Crimes(
        group=_groups(n, series),
        linked=linked,
        weight=weight,
        km=np.sqrt(((place[:, None] - place[None]) ** 2).sum(-1)),
        days=_expected(since, until) / 24,
        hours=_round(since, until, 24, 144),
        weekdays=_round(since, until, 168, 336) / 24,
        same=[code[:, None] == code[None] for code in codes],
        length=np.log1p(until - since),
    )


def folds(crimes: Crimes, seed: int, count: int) -> np.ndarray:
    """The fold of each crime (-1: unsolved): no group is in two."""
    names = np.unique(crimes.group[crimes.group >= 0])
    fold = np.random.default_rng(seed).permutation(names.size) % count
    out = np.full(crimes.group.size, -1)
    for name, one in zip(names, fold, strict=True):
        out[crimes.group == name] = one
    return out


def _hours(day: str, clock: str) -> float:
    clock = clock.zfill(4)
    whole = (datetime.fromisoformat(day) - START).total_seconds() / 3600
    return whole + int(clock[:2]) + int(clock[2:]) / 60


def _groups(n: int, series: dict[str, list[int]]) -> np.ndarray:
    parent = list(range(n))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    solved = np.zeros(n, np.bool_)
    for members in series.values():
        solved[members] = True
        for other in members[1:]:
            parent[root(other)] = root(members[0])
    return np.array([root(i) if solved[i] else -1 for i in range(n)])


def _expected(since: np.ndarray, until: np.ndarray) -> np.ndarray:
    """The expected difference of two times, each anywhere in its interval."""
    spot = (np.arange(33) + 0.5) / 33
    times = since[:, None] + spot * (until - since)[:, None]
    return np.stack([np.abs(one[None, :, None] - times[:, None, :]).mean((1, 2)) for one in times])


def _round(since: np.ndarray, until: np.ndarray, turn: float, bins: int) -> np.ndarray:
    """The same on a circle."""
    share = np.zeros((since.size, bins))
    for i in range(since.size):
        length = until[i] - since[i]
        if length >= turn:
            share[i] = 1 / bins
            continue
        count = max(1, int(np.ceil(length / turn * bins * 4)))
        spots = ((since[i] + (np.arange(count) + 0.5) / count * length) % turn / turn * bins).astype(int) % bins
        np.add.at(share[i], spots, 1 / count)
    step = np.arange(bins)
    far = np.minimum(step, bins - step) * turn / bins
    return share @ far[(step[:, None] - step[None]) % bins] @ share.T
