"""The table ``alike`` against the truth of simulated regions, for ``benchmarks/crimes.py --region``.

Asked are cases of which a case of the same true series is not yet in the same found series. Of them *apart* are those
that share no identifier at all with any case of their true series: only behaviour can bring them there.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from qalqan.desk import tables as desk_tables
from qalqan.desk import verbs
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.engine.frames import Tables
from qalqan.link import alike, identifiers, series
from qalqan.settings import Settings, load
from qalqan.simulate.region import make_region
from qalqan.store.workspace import Workspace

TOP = 10


def regions(seeds: list[int], regime: str, cases: int, keep: Path | None) -> None:
    """Print a line a region, and the whole's calibration."""
    scores, rights = [], []
    print(f"{'region':12}{'asked':>7}{'hit@10':>8}{'chance':>8}{'lift':>6}{'apart':>7}{'hit@10':>8}{'chance':>8}"
          f"{'AP':>7}{'base':>8}{'of listed':>10}{'cpu s':>7}")  # fmt: skip
    for seed in seeds:
        with tempfile.TemporaryDirectory() as temp:
            folder = (keep or Path(temp)) / f"{regime}-{seed}"
            known = _played(folder, seed, regime, cases)
            score, right = _measured(f"{regime}-{seed}", known, pl.read_csv(_truth(folder), infer_schema=False))
        scores.append(score)
        rights.append(right)
    _calibration(np.concatenate(scores), np.concatenate(rights))


def _truth(folder: Path) -> Path:
    return folder / "region" / "truth" / "series.csv"


def _played(folder: Path, seed: int, regime: str, cases: int) -> Tables:
    """The tables of a region, analysed before or now."""
    ws = folder / "ws"
    if not (ws / "runs").exists():
        region = make_region(folder / "region", seed=seed, cases=cases, people=20_000, days=90, regime=regime)
        key = folder / "key"
        key.write_bytes(b"benchmark key, thirty-two bytes ok")
        init(ws, key)
        ingest(ws, [region.files], load(ws)[0], take_best=True)
        verbs.analyse(ws, load(ws)[0])
    with Workspace.open(ws) as opened:
        current = desk_tables.current(opened)
        known = Tables.of(
            {name: current[name] for name in (*alike.CARD.reads, *identifiers.CARD.reads, *series.CARD.reads)}
        )
    for step in (identifiers, series):  # as they are now, whenever the region was analysed
        for name, made in step.run(known, Settings()).items():
            known.put(name, made)
    return known


def _pairs(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """(case_id, other): distinct cases that share ``by``, both ways round."""
    met = rows.join(rows.rename({"case_id": "other"}), on=by, how="inner")
    return met.filter(pl.col("case_id") != pl.col("other")).select("case_id", "other").unique()


def _measured(name: str, known: Tables, truth: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    begun = time.process_time()
    found = alike.run(known, Settings())["alike"]
    spent = time.process_time() - begun
    ids = known["cases"].select("case_id")
    same = _pairs(truth.filter(pl.col("series_id").is_not_null()).join(ids, on="case_id"), "series_id")
    tied = _pairs(known["series"].filter(pl.col("series_id") != "").select("case_id", "series_id"), "series_id")
    owned = known["identifiers"].select("case_id", pl.concat_str("kind", pl.lit(":"), "value").alias("thing")).unique()
    owned = owned.filter(pl.len().over("thing").is_between(2, 200))
    sharing = same.join(_pairs(owned, "thing"), on=["case_id", "other"], how="semi")
    unfound = same.join(tied, on=["case_id", "other"], how="anti")
    apart = unfound.join(sharing.select("case_id").unique(), on="case_id", how="anti")
    listed = found.join(same.with_columns(right=pl.lit(value=True)), on=["case_id", "other"], how="left")
    listed = listed.with_columns(pl.col("right").fill_null(value=False))
    score, right = listed["score"].to_numpy() / 1000, listed["right"].to_numpy()
    order = np.argsort(-score, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, right.size + 1)
    ap = precision[right[order]].sum() / max(unfound.height, 1)
    (hit, chance), (hit_apart, chance_apart) = (_hit(listed, one, ids.height) for one in (unfound, apart))
    asked, lone = unfound["case_id"].n_unique(), apart["case_id"].n_unique()
    print(f"{name:12}{asked:7}{hit:8.3f}{chance:8.3f}{hit / max(chance, 1e-9):6.1f}{lone:7}{hit_apart:8.3f}"
          f"{chance_apart:8.3f}{ap:7.3f}{unfound.height / ids.height**2:8.4f}{right.mean():10.3f}{spent:7.1f}",
          flush=True)  # fmt: skip
    return score, right


def _hit(listed: pl.DataFrame, wanted: pl.DataFrame, cases: int) -> tuple[float, float]:
    """The share of cases with a case of theirs among the ten listed, and what ten at random would give."""
    mates = wanted.group_by("case_id").len()
    if mates.is_empty():
        return 0.0, 0.0
    right = listed.join(wanted, on=["case_id", "other"], how="semi").select("case_id").unique()
    missed = np.ones(mates.height)
    for drawn in range(TOP):
        missed *= np.maximum(cases - 1 - mates["len"].to_numpy() - drawn, 0) / (cases - 1 - drawn)
    return right.height / mates.height, float((1 - missed).mean())


def _calibration(score: np.ndarray, right: np.ndarray) -> None:
    """What was told and what came true, by tenths; the mean distance weighed by rows."""
    print(f"{'told':>14}{'rows':>8}{'mean':>8}{'true':>8}")
    total = 0.0
    for low in np.arange(0, 1, 0.1):
        inside = (score >= low) & (score < low + 0.1)
        if inside.any():
            told, true = float(score[inside].mean()), float(right[inside].mean())
            total += inside.mean() * abs(told - true)
            print(f"{low:6.1f} to {low + 0.1:4.1f}{inside.sum():8}{told:8.3f}{true:8.3f}")
    print(f"calibration error {total:.3f}")
