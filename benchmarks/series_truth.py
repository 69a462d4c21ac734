"""Who truly belongs together, how well a result says so, and whether scores mean what they say (for ``series.py``)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link import identifiers
from qalqan.settings import Settings
from qalqan.simulate.bcubed import Clusters, bcubed, clusters_of
from series_world import World, case_id, ceiling

BINS = 10


@dataclass(frozen=True, slots=True)
class Truth:
    """The series of every case (ids as in the tables), the cases that have one, and what recall could reach."""

    clusters: Clusters
    members: list[str]
    ceiling: float

    @property
    def largest(self) -> int:
        """Cases of the largest series."""
        return max(Counter(one for case in self.members for one in self.clusters[case]).values(), default=0)


@dataclass(frozen=True, slots=True)
class Mark:
    """B-cubed over cases of a series; the share of lone cases that have company; the largest cluster."""

    precision: float
    recall: float
    f1: float
    glued: float
    largest: int


@dataclass(frozen=True, slots=True)
class Region:
    """The tables of one place, up to identifiers, and its truth."""

    name: str
    tables: Tables
    truth: Truth


def kept(folder: Path) -> Region:
    """A region that ``regions.py --keep`` left: its run's tables, identifiers made anew, and the simulator's truth."""
    run = max((folder / "ws" / "runs").rglob("cases.parquet"), key=lambda one: one.stat().st_mtime).parent
    made = {"identifiers", "identifier_weights", "links", "series"}
    tables = Tables.of({one.stem: pl.read_parquet(one) for one in run.glob("*.parquet") if one.stem not in made})
    for name, frame in identifiers.run(tables, Settings()).items():
        tables.put(name, frame)
    here = next(folder.rglob("ceiling.csv")).parent
    known = set(tables["cases"]["case_id"])
    other = {row["case_id"]: row["kui_number"] for row in _read(here / "cases.csv") if row["kui_number"] in known}

    def clusters(file: str, column: str) -> Clusters:
        return clusters_of((other.get(row["case_id"], row["case_id"]), row[column]) for row in _read(here / file))

    true = clusters("series.csv", "series_id")
    series = {row["case_id"] for row in _read(here / "series.csv") if row["series_id"]}
    members = sorted({other.get(case, case) for case in series})
    parts = bcubed(true, alone(true) | clusters("ceiling.csv", "part"), members)[1]
    return Region(folder.name, tables, Truth(true, members, parts))


def made(world: World, name: str, tables: Tables) -> Region:
    """The made world with its truth; identifiers are made here."""
    for table, frame in identifiers.run(tables, Settings()).items():
        tables.put(table, frame)
    ids = pl.DataFrame({"case": np.arange(world.cases)}).select(case_id(pl.col("case"))).to_series().to_list()
    true = clusters_of((one, f"G{group}" if group >= 0 else "") for one, group in zip(ids, world.group, strict=True))
    members = [one for one, group in zip(ids, world.group, strict=True) if group >= 0]
    parts = labelled(ids, ceiling(world))
    return Region(name, tables, Truth(true, members, _bcubed(true, parts, members)[1]))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def alone(cases: Iterable[str]) -> Clusters:
    """Every case in a cluster of its own."""
    return clusters_of((case, "") for case in cases)


def labelled(ids: list[str], label: np.ndarray) -> Clusters:
    """Clusters by label."""
    return clusters_of((one, f"c{name}") for one, name in zip(ids, label.tolist(), strict=True))


def marked(truth: Truth, found: Clusters) -> Mark:
    """The figures of a result; a case it does not know is alone."""
    every = alone(truth.clusters) | found
    sizes = Counter(name for names in every.values() for name in names)
    lone = set(truth.clusters) - set(truth.members)
    glued = sum(any(sizes[name] > 1 for name in every[case]) for case in lone)
    return Mark(*_bcubed(truth.clusters, every, truth.members), glued / max(1, len(lone)), max(sizes.values()))


def _bcubed(true: Clusters, found: Clusters, over: list[str]) -> tuple[float, float, float]:
    """``simulate.bcubed``; where nothing overlaps the same by counts, for clusters of thousands."""
    if any(len(names) > 1 for side in (true, found) for names in side.values()):
        return bcubed(true, found, over)
    left, right = ({case: next(iter(names)) for case, names in side.items()} for side in (true, found))
    both = Counter((name, right[case]) for case, name in left.items())
    own, other = Counter(left.values()), Counter(right.values())
    precision = sum(both[left[c], right[c]] / other[right[c]] for c in over) / len(over)
    recall = sum(both[left[c], right[c]] / own[left[c]] for c in over) / len(over)
    return precision, recall, 2 * precision * recall / (precision + recall)


def judged(links: pl.DataFrame, truth: Truth) -> tuple[np.ndarray, np.ndarray]:
    """The score (0-1) of each listed tie, and whether one group did both."""
    none: frozenset[str] = frozenset()
    same = [
        bool(truth.clusters.get(a, none) & truth.clusters.get(b, none))
        for a, b in links.select("case_a", "case_b").iter_rows()
    ]
    return links["score"].to_numpy() / 1000, np.array(same, bool)


def calibration(score: np.ndarray, same: np.ndarray, *, level: bool) -> tuple[float, list[tuple[float, float, int]]]:
    """The expected calibration error (Naeini et al. 2015) and (mean score, share truly same, ties) by bin: ten of equal
    width, or of equally many ties where ``level``."""
    if not score.size:
        return 0.0, []
    order = np.argsort(score, kind="stable")
    bins = np.empty(score.size, np.int64)
    bins[order] = np.arange(score.size) * BINS // score.size
    if not level:
        bins = np.minimum((score * BINS).astype(np.int64), BINS - 1)
    rows = [
        (float(score[bins == b].mean()), float(same[bins == b].mean()), int((bins == b).sum())) for b in np.unique(bins)
    ]
    return sum(abs(said - true) * n for said, true, n in rows) / score.size, rows
