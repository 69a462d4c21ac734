"""The shipped ranker of possible droppers on kept regions against their truth (see ``droppers.py``)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from qalqan.detect import droppers
from qalqan.engine.frames import Tables
from qalqan.learn.droppers import region
from qalqan.settings import Detect, Settings

DRAWS = 1000
LIVES = ("exchange", "ordinary", "victim")


def told(folders: list[Path]) -> Iterator[str]:
    """A JSON line a region: precision of the first 100, average precision with an interval, calibration, cost."""
    for folder in folders:
        run = max(folder.rglob("ws/runs/*/cases.parquet")).parent
        tables = Tables.of({one.stem: pl.read_parquet(one) for one in run.glob("*.parquet")})
        droppers.run(tables, Settings())
        begun = time.process_time()
        listed = droppers.run(tables, Settings(detect=Detect(dropper_score=1)))["possible_droppers"]
        cpu = time.process_time() - begun
        truth = region(folder).select("account", "role", "dropper")
        rows = truth.join(listed.select("account", "score"), on="account", how="left").fill_null(0)
        rows = rows.sort("score", "account", descending=[True, False])
        y, score = rows["dropper"].to_numpy().astype(float), rows["score"].to_numpy()
        rng = np.random.default_rng(3)
        drawn = [_ap(y[np.sort(rng.integers(0, len(y), len(y)))]) for _ in range(DRAWS)]
        over = rows.filter(pl.col("score") >= Detect().dropper_score)
        kinds = over.group_by("role").len().sort("role").rows()
        bins = [(int(score[one].mean()), int(1000 * y[one].mean()), int(one.sum())) for one in _bins(score)]
        yield json.dumps({
            "region": folder.name, "accounts": len(y), "droppers": int(y.sum()), "p@100": float(y[:100].mean()),
            "AP": round(_ap(y), 3), "AP_95": np.percentile(drawn, [2.5, 97.5]).round(3).tolist(),
            "listed": over.height, "listed_roles": dict(kinds), "said_was_count": bins, "cpu": round(cpu, 2),
        })  # fmt: skip


def _ap(sorted_hits: np.ndarray) -> float:
    found = np.cumsum(sorted_hits)
    return float((found / np.arange(1, len(sorted_hits) + 1) * sorted_hits).sum() / max(found[-1], 1))


def _bins(score: np.ndarray) -> list[np.ndarray]:
    cuts = [0, 50, 200, 400, 600, 800, 950, 1001]
    held = [(score >= low) & (score < high) for low, high in pairwise(cuts)]
    return [one for one in held if one.any()]
