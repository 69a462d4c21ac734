"""Series at scale: 50,000 cases with 150,000 mentions through identifiers, ties and series, end to end on frames.

    python benchmarks/series_scale.py [--cases 12500 25000 50000 100000 200000] [--seed 1]
    python benchmarks/series_scale.py --cases 1000000
    python benchmarks/series_scale.py --cases 50000 --profile

Each size runs in a fresh process that reads the tables ``cases`` and ``mentions`` from a file, made by another process:
first a small world, so that the kernels are compiled (its time is told), then the world. Peak memory is the process's,
Python, libraries and the tables included; ``before`` is what it held before the steps began. CPU seconds are of all
threads. A calibration loop of fixed length tells how fast the machine was. ``--profile`` lists the functions that cost
most.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calibration_loop import calibrate

if TYPE_CHECKING:
    import polars as pl

SIZES = (12_500, 25_000, 50_000, 100_000, 200_000)
MENTIONS = 3  # a case
WARM = 1_000  # cases
STEPS = ("identifiers", "ties", "series", "series_cuts")
TOLD = 25  # functions of a profile


def write(folder: Path, cases: int, seed: int) -> None:
    """The tables of a made world of that many cases (and its groups) into the folder."""
    import polars as pl  # noqa: PLC0415 - the process that measures stays small

    import series_world as world  # noqa: PLC0415

    made = world.make(cases, seed)
    folder.mkdir()
    world.mentions(made, seed, to=MENTIONS).write_parquet(folder / "mentions.parquet")
    world.cases(made, seed, told=True).write_parquet(folder / "cases.parquet")
    pl.DataFrame({"group": made.group}).write_parquet(folder / "groups.parquet")


def run(folder: Path) -> tuple[dict[str, dict[str, float]], dict[str, pl.DataFrame]]:
    """Wall and CPU seconds and the peak of memory after each step, and what the steps made."""
    import polars as pl  # noqa: PLC0415

    from qalqan.desk.steps import in_order  # noqa: PLC0415
    from qalqan.engine.frames import Tables, conform, table  # noqa: PLC0415
    from qalqan.settings import Settings  # noqa: PLC0415

    tables = Tables.of({name: pl.read_parquet(folder / f"{name}.parquet") for name in ("cases", "mentions")})
    told: dict[str, dict[str, float]] = {"before": {"peak_mb": _peak()}}
    for step in (one for one in in_order() if one.CARD.name in STEPS):
        wall, cpu = time.perf_counter(), time.process_time()
        for name, frame in step.run(tables, Settings()).items():
            tables.put(name, conform(frame, table(name)))
        told[step.CARD.name] = {
            "wall": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "peak_mb": _peak(),
        }
    return told, dict(tables)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child(warm: Path, folder: Path, *, profile: bool) -> None:
    """Measure one world in this process; the answer is a line of JSON."""
    begun = time.perf_counter()
    run(warm)
    warmed = time.perf_counter() - begun
    if profile:
        _profiled(folder)
        return
    steps, made = run(folder)
    answer = {
        "warm": warmed,
        "steps": steps,
        "mentions": len(made["mentions"]),
        "links": len(made["links"]),
        "series": made["series"].filter(made["series"]["series_id"] != "")["series_id"].n_unique(),
        **_quality(folder, made["series"]),
    }
    print(json.dumps(answer))


def _quality(folder: Path, series: pl.DataFrame) -> dict[str, float]:
    """B-cubed, so that speed is not bought with it."""
    import polars as pl  # noqa: PLC0415

    from qalqan.simulate.bcubed import clusters_of  # noqa: PLC0415
    from series_truth import Truth, marked  # noqa: PLC0415

    ids = pl.read_parquet(folder / "cases.parquet")["case_id"].to_list()
    group = pl.read_parquet(folder / "groups.parquet")["group"].to_list()
    true = clusters_of((one, f"G{of}" if of >= 0 else "") for one, of in zip(ids, group, strict=True))
    truth = Truth(true, [one for one, of in zip(ids, group, strict=True) if of >= 0], 1.0)
    mark = marked(truth, clusters_of(series.select("case_id", "series_id").iter_rows()))
    return {"f1": mark.f1, "largest": mark.largest, "largest_true": truth.largest}


def _profiled(folder: Path) -> None:
    import cProfile  # noqa: PLC0415
    import pstats  # noqa: PLC0415

    profile = cProfile.Profile(time.process_time)  # the machine may be busy with other work
    profile.runcall(run, folder)
    for order in ("tottime", "cumulative"):
        pstats.Stats(profile).sort_stats(order).print_stats(TOLD)


def fresh(*words: str) -> str:
    """This file in a process of its own."""
    done = subprocess.run([sys.executable, __file__, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def show(cases: int, told: dict[str, Any], loop: float) -> None:
    """Print a size's figures."""
    steps = {name: one for name, one in told["steps"].items() if name != "before"}
    wall, cpu = (sum(one[kind] for one in steps.values()) for kind in ("wall", "cpu"))
    last = list(steps.values())[-1]["peak_mb"]
    print(
        f"{cases:9}{told['mentions']:10}{wall:9.2f}{cpu:9.2f}{cpu / cases * 1e6:11.0f}{last:9.0f}"
        f"{told['steps']['before']['peak_mb']:8.0f}{told['warm']:8.1f}{loop:7.2f}{told['links']:10}{told['series']:8}"
        f"{told['f1']:7.3f}{told['largest']:7}/{told['largest_true']}"
    )
    times = "  ".join(f"{name} {one['wall']:.2f}/{one['cpu']:.2f}" for name, one in steps.items())
    print(f"          {times}", flush=True)


def main() -> None:
    """Print the table of sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--run", type=Path, nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        write(asked.write, asked.cases[0], asked.seed)
        return
    if asked.run:
        child(*asked.run, profile=asked.profile)
        return
    print(f"{os.cpu_count()} processors; wall and CPU seconds of all steps after a warm-up; MB; B-cubed beside")
    print(
        f"{'cases':>9}{'mentions':>10}{'wall s':>9}{'CPU s':>9}{'CPU us/case':>11}{'peak MB':>9}{'before':>8}"
        f"{'warm s':>8}{'loop':>7}{'links':>10}{'series':>8}{'F1':>7}  largest"
    )
    with tempfile.TemporaryDirectory() as temp:
        warm = Path(temp) / "warm"
        fresh("--write", str(warm), "--cases", str(WARM), "--seed", "0")
        for cases in asked.cases:
            folder = Path(temp) / str(cases)
            fresh("--write", str(folder), "--cases", str(cases), "--seed", str(asked.seed))
            loop = calibrate()
            answer = fresh("--run", str(warm), str(folder), *(["--profile"] if asked.profile else []))
            if asked.profile:
                print(answer)
            else:
                show(cases, json.loads(answer), loop)


if __name__ == "__main__":
    main()
