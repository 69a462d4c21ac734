"""Time and memory of all detectors of calls on many rows: each size in a process of its own, read from Parquet."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

ROWS_A_SUBSCRIBER = 45  # in ten days, a little fewer than there are
TABLES = ("calls", "subscribers", "transactions", "holders", "decided")


def make(folder: Path, rows: int) -> None:
    """The tables of a world with exactly ``rows`` calls, and a tenth of them below ``tenth``."""
    from qalqan.simulate.cdr import world  # noqa: PLC0415

    for name, count in (("whole", rows), ("tenth", rows // 10)):
        made = world(1050, max(2_000, count // ROWS_A_SUBSCRIBER), 10, 2)
        (folder / name).mkdir()
        for table in TABLES:
            frame = made.tables[table]
            if table == "calls" and len(frame) < count:
                raise SystemExit(f"the world has {len(frame):,} calls, fewer than {count:,}")
            (frame.head(count) if table == "calls" else frame).write_parquet(folder / name / f"{table}.parquet")


def detect(folder: Path) -> None:
    """Read the tables, run all detectors, tell what it took."""
    from _calls_ours import run  # noqa: PLC0415
    from calibration_loop import calibrate  # noqa: PLC0415

    loop = calibrate()
    tables = {table: pl.read_parquet(folder / f"{table}.parquet") for table in TABLES}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock, wall = time.process_time(), time.monotonic()
    found = run(tables)
    told = {
        "rows": len(tables["calls"]),
        "cpu_s": round(time.process_time() - clock, 1),
        "wall_s": round(time.monotonic() - wall, 1),
        "read_gb": round(before / 2**20, 2),
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        "loop_s": round(loop, 2),
        "alerts": len(found["alerts"]),
        "victims": len(found["victims_in_progress"]),
    }
    print(json.dumps(told))


def scale(rows: int) -> int:
    """Both sizes, and the growth between them."""
    with tempfile.TemporaryDirectory() as temp:
        _child("make", temp, str(rows))
        told = [json.loads(_child("detect", f"{temp}/{name}")) for name in ("tenth", "whole")]
    for one in told:
        print(", ".join(f"{key} {value:,}" for key, value in one.items()), flush=True)
    growth = told[1]["cpu_s"] / max(0.01, told[0]["cpu_s"])
    print(f"growth of CPU time for ten times the rows: {growth:.1f}")
    return 0


def _child(*words: str) -> str:
    env = dict(os.environ, POLARS_MAX_THREADS=os.environ.get("POLARS_MAX_THREADS", "2"))
    done = subprocess.run([sys.executable, __file__, *words], check=True, stdout=subprocess.PIPE, text=True, env=env)
    return done.stdout


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        detect(Path(sys.argv[2]))
