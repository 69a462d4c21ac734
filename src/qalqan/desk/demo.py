"""qalqan demo: a synthetic region, the main job on it, and where the results are. Every person in it is invented."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from qalqan.desk import papers, verbs
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.errors import UsageError
from qalqan.settings import load
from qalqan.simulate.region import make_region
from qalqan.simulate.score import score

Progress = Callable[[str, int, int], None]
KEY = b"qalqan demonstration key, not secret"
PURPOSE = "demonstration on invented people"
PAPERS = frozenset({"dossier.pdf", "dossier.rows.csv", "series.pdf", "series.rows.csv", "recompute.py"})
OURS = frozenset({"region", "ws", "tables", "demo.key"}) | PAPERS


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made: facts as (Fluent key, value), and commands to try next."""

    facts: list[tuple[str, str]]
    commands: list[str]


def demo(
    folder: Path, *, seed: int = 7, cases: int = 365, people: int = 20_000, days: int = 90,
    regime: str = "middle", language: str = "kk", progress: Progress = lambda *_: None,
) -> Demo:  # fmt: skip
    """Make everything anew in ``folder``. Raises UsageError when it holds anything a demo did not make."""
    if folder.exists() and {one.name for one in folder.iterdir()} - OURS:
        raise UsageError("error-demo-folder", where=str(folder))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    begun = time.monotonic()
    region = make_region(
        folder / "region", seed=seed, cases=cases, people=people, days=days, regime=regime,
        progress=lambda _what, share: progress("demo-simulate", round(share * 100), 100),
    )  # fmt: skip
    made = time.monotonic()
    ws, tables = folder / "ws", folder / "tables"
    key = folder / "demo.key"
    key.write_bytes(KEY)
    init(ws, key)
    settings = load(ws)[0]
    done = ingest(ws, [region.files], settings, take_best=True, progress=progress)
    verbs.analyse(ws, settings, progress)
    verbs.export(ws, tables, purpose=PURPOSE)
    case, series = _telling(tables)
    dossier = papers.dossier(ws, "case", case, folder / "dossier.pdf", lang=language, purpose=PURPOSE)
    papers.dossier(ws, "series", series, folder / "series.pdf", lang=language, purpose=PURPOSE)
    found = score(region.truth, tables)
    spent = time.monotonic() - made
    facts = [
        ("cli-files", f"{done.files} ({region.files})"),
        ("cli-rows", str(done.records)),
        ("demo-tables", str(tables)),
        ("demo-pdf", str(dossier.path)),
        ("demo-truth", str(region.truth)),
        ("demo-score", str(round(1000 * float(found["series_f1"])))),
        ("demo-time", f"{made - begun:.1f} s + {spent:.1f} s"),
    ]
    return Demo(facts, [
        f"qalqan show {ws} series {series}",
        f"qalqan trace {ws} --case {case}",
        f"qalqan verify {ws}",
        f"qalqan serve {ws}",
    ])  # fmt: skip


def _telling(tables: Path) -> tuple[str, str]:
    """A case that shows much: of the largest series, the one with the longest trail."""
    series = pl.read_csv(tables / "series.csv", infer_schema=False).filter(pl.col("series_id") != "")
    trails = pl.read_csv(tables / "trails.csv", infer_schema=False).group_by("case_id").len("places")
    sizes = series.group_by("series_id").len("cases").sort("cases", "series_id", descending=[True, False])
    first = str(sizes["series_id"][0])
    members = series.filter(pl.col("series_id") == first).join(trails, on="case_id", how="left")
    best = members.sort("places", "case_id", descending=[True, False], nulls_last=True)
    return str(best["case_id"][0]), first
