"""Rules that other tools tie cases by, on the same pairs of cases and identifiers (for ``series.py``).

Where a rule has a threshold or a resolution, it is given the best of a grid with the truth in sight: in its favour.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from qalqan.kernels.unionfind import components
from qalqan.link._seen import SPECIFIC
from qalqan.link.series import run
from qalqan.settings import Settings
from qalqan.simulate.bcubed import clusters_of
from series_truth import Mark, Region, labelled, marked

CAPS = (5, 10, 20, 60)
STEPS = 24  # of the grid of thresholds
LEAST_WEIGHT = 0.01  # of a pair in Newman's graph: what only a hub of a hundred cases ties is left out, in its favour


@dataclass(frozen=True, slots=True)
class Named:
    """Distinct pairs of a case and a thing it has, as numbers; ``ids`` are the cases."""

    ids: list[str]
    case: np.ndarray
    ident: np.ndarray
    degree: np.ndarray

    @classmethod
    def of(cls, rows: pl.DataFrame, by: list[str], ids: pl.Series) -> Named:
        """From rows with ``case_id`` and the columns that must be equal."""
        numbers = pl.DataFrame({"case_id": ids}).with_row_index("case")
        rows = rows.drop_nulls(["case_id", *by]).join(numbers, on="case_id", how="inner")
        rows = rows.with_columns(pl.struct(by).rank("dense").cast(pl.Int64).alias("ident") - 1)
        rows = rows.select(pl.col("case").cast(pl.Int64), "ident").unique().sort("case", "ident")
        ident = rows["ident"].to_numpy()
        return cls(ids.to_list(), rows["case"].to_numpy(), ident, np.bincount(ident, minlength=1))

    def joined(self, cap: int | None = None) -> np.ndarray:
        """Connected components over things of at most ``cap`` cases."""
        keep = self.degree[self.ident] <= (cap or len(self.ids))
        n = len(self.ids)
        return components(n + self.degree.size, self.case[keep], n + self.ident[keep])[:n]

    def pairs(self, worth: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pairs of cases that share something, and the sum of what it is worth."""
        rows = pl.DataFrame({"a": self.case, "ident": self.ident}).filter(pl.Series(self.degree[self.ident] > 1))
        met = rows.join(rows.rename({"a": "b"}), on="ident").filter(pl.col("a") < pl.col("b"))
        met = met.with_columns(pl.Series("worth", worth).gather(met["ident"]))
        total = met.group_by("a", "b").agg(pl.col("worth").sum()).sort("a", "b")
        return total["a"].to_numpy(), total["b"].to_numpy(), total["worth"].to_numpy()


@dataclass(frozen=True, slots=True)
class Row:
    """A rule's figures in one region."""

    rule: str
    mark: Mark
    seconds: float
    chosen: str = ""


def table(region: Region, python: str | None) -> list[Row]:
    """Every rule in one region; Leiden by the interpreter ``python`` where given."""
    ids = region.tables["cases"]["case_id"].sort()
    told = region.tables["mentions"].filter(
        pl.col("case_id").is_not_null()
        & (pl.col("role").fill_null("") != "victim")
        & pl.col("kind").is_in(list(SPECIFIC))
    )
    named = Named.of(region.tables["identifiers"], ["kind", "value"], ids)
    rows = [
        _plain(region, "raw equality", lambda: _joined(told, ["as_written"], ids)),
        _plain(region, "IRIS rule", lambda: _joined(told, ["kind", "value"], ids)),
        _plain(region, "MISP rule", lambda: _joined(told, ["value"], ids)),
        _plain(region, "components", named.joined),
        *(_plain(region, f"degree cap {cap}", partial(named.joined, cap)) for cap in CAPS),
    ]
    degree = np.maximum(named.degree, 1)
    share = -np.log2(degree / max(len(ids), 1))
    rows += [
        _best(region, "Fellegi-Sunter + comp.", named, share),
        _best(region, "Adamic-Adar + comp.", named, 1 / np.log(np.maximum(degree, 2))),
    ]
    return rows + (_leiden(region, named, python) if python else []) + [_ours(region)]


def _joined(rows: pl.DataFrame, by: list[str], ids: pl.Series) -> np.ndarray:
    return Named.of(rows, by, ids).joined()


def _plain(region: Region, name: str, rule: Callable[[], np.ndarray]) -> Row:
    begun = time.process_time()
    label = rule()
    seconds = time.process_time() - begun
    ids = region.tables["cases"]["case_id"].sort().to_list()
    return Row(name, marked(region.truth, labelled(ids, label)), seconds)


def _best(region: Region, name: str, named: Named, worth: np.ndarray) -> Row:
    """Components over pairs whose sum reaches a threshold: the best of the grid."""
    begun = time.process_time()
    a, b, total = named.pairs(worth)
    scored = time.process_time() - begun
    found = []
    for least in np.unique(np.quantile(total, np.linspace(0, 0.98, STEPS))) if total.size else [0.0]:
        begun = time.process_time()
        keep = total >= least
        label = components(len(named.ids), a[keep], b[keep])
        seconds = scored + time.process_time() - begun
        found.append(Row(name, marked(region.truth, labelled(named.ids, label)), seconds, f"{least:.1f}"))
    return max(found, key=lambda row: row.mark.f1)


def _leiden(region: Region, named: Named, python: str) -> list[Row]:
    """Leiden's partitions by the peers' interpreter: of each the best resolution."""
    a, b, newman = named.pairs(1 / np.maximum(named.degree - 1, 1))
    a, b, newman = (column[newman >= LEAST_WEIGHT] for column in (a, b, newman))
    few = named.degree[named.ident] <= 20
    job = {
        "cases": len(named.ids),
        "pairs": [a.tolist(), b.tolist(), newman.tolist()],
        "things": int(named.degree.size),
        "has": [named.case[few].tolist(), named.ident[few].tolist()],
    }
    helper = Path(__file__).with_name("series_peers.py")
    done = subprocess.run([python, str(helper)], input=json.dumps(job), capture_output=True, text=True, check=False)
    if done.returncode:
        print("no Leiden:", *done.stderr.strip().splitlines()[-1:])
        return []
    answer: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    best = []
    for name, tried in answer.items():
        rows = [
            Row(name, marked(region.truth, labelled(named.ids, np.array(one["label"]))), one["cpu"], str(one["at"]))
            for one in tried
        ]
        best.append(max(rows, key=lambda row: row.mark.f1))
    return best


def _ours(region: Region) -> Row:
    begun = time.process_time()
    frame = run(region.tables, Settings())["series"]
    seconds = time.process_time() - begun
    return Row("qalqan", marked(region.truth, clusters_of(frame.select("case_id", "series_id").iter_rows())), seconds)
