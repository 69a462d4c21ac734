"""The main job against the simulator's truth, on seeds of your choice.

    python benchmarks/regions.py --seeds 101 102 103 --regime middle [--cases 365]

Prints, for each seed, the figures of ``qalqan.simulate.score`` and the time and peak memory of each verb.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

from qalqan.desk import verbs
from qalqan.desk.ingest import ingest
from qalqan.desk.init import init
from qalqan.settings import load
from qalqan.simulate.region import make_region
from qalqan.simulate.score import score


def measure(seed: int, regime: str, cases: int, people: int, days: int, keep: Path | None) -> dict[str, object]:
    """Figures of one region."""
    with tempfile.TemporaryDirectory() as temp:
        folder = keep / f"{regime}-{seed}" if keep else Path(temp)
        region = make_region(folder / "region", seed=seed, cases=cases, people=people, days=days, regime=regime)
        key = folder / "key"
        key.write_bytes(b"benchmark key, thirty-two bytes ok")
        ws = folder / "ws"
        init(ws, key)
        settings = load(ws)[0]
        times = {}
        for name, verb in (
            ("ingest", lambda: ingest(ws, [region.files], settings, take_best=True)),
            ("analyse", lambda: verbs.analyse(ws, settings)),
            ("export", lambda: verbs.export(ws, folder / "tables", purpose="benchmark")),
        ):
            begun = time.perf_counter()
            verb()
            times[name] = round(time.perf_counter() - begun, 2)
        found: dict[str, object] = dict(score(region.truth, folder / "tables"))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return {"seed": seed, "regime": regime, **found, "seconds": times, "peak_mb": {"own": own, "child": child}}


def main() -> None:
    """Print a JSON line a seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102, 103])
    parser.add_argument("--regime", default="middle")
    parser.add_argument("--cases", type=int, default=365)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--keep", type=Path, help="keep the regions and workspaces in this folder")
    given = parser.parse_args()
    for seed in given.seeds:
        told = measure(seed, given.regime, given.cases, given.people, given.days, given.keep)
        print(json.dumps(told, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
