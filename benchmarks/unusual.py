"""Unusual transfers of kept regions against their truth: how many, whose, and how rare at the base rate.

    python benchmarks/unusual.py FOLDER...

Folders as ``regions.py --keep`` leaves them. The base rate is told by ordinary payers with a history: people whose
statements lie in the files by chance.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections import Counter
from pathlib import Path

import polars as pl

from calibration_loop import calibrate
from qalqan.detect import _money_rows, unusual
from qalqan.engine.frames import Tables
from qalqan.settings import Settings


def measure(folder: Path) -> dict[str, object]:
    """The figures of one region."""
    run = max(folder.rglob("ws/runs/*/cases.parquet")).parent
    tables = Tables.of({one.stem: pl.read_parquet(one) for one in run.glob("*.parquet")})
    truth = next(folder.rglob("roles_accounts.csv")).parent
    roles = {row["account"].replace(" ", ""): row["role"] for row in _read(truth / "roles_accounts.csv")}
    lost = {(row["to"].replace(" ", ""), int(row["amount_tiyn"])) for row in _read(truth / "losses.csv")}
    unusual.run(tables, Settings())
    begun = time.process_time()
    found = unusual.run(tables, Settings())["unusual_transfers"]
    spent = time.process_time() - begun
    judged = unusual.signs(_money_rows.rows(tables, Settings().detect)).filter(pl.col("before") >= unusual.FEWEST)
    weighed = Counter(roles.get(one, "unknown") for one in judged["from"].to_list())
    listed = Counter(roles.get(one, "unknown") for one in found["from"].to_list())
    days = found["at"].dt.offset_by("5h").dt.date().value_counts()["count"] if found.height else pl.Series([0])
    pairs = zip(judged["to"].to_list(), judged["amount_tiyn"].to_list(), strict=True)
    return {
        "region": folder.name,
        "transfers": tables["transactions"].height,
        "listed": found.height,
        "most_a_day": days.max(),
        "losses_with_history": sum(one in lost for one in pairs),
        "losses_listed": sum(one in lost for one in found.select("to", "amount_tiyn").rows()),
        "payers_listed": dict(sorted(listed.items())),
        "ordinary_rows": weighed["ordinary"],
        "ordinary_listed_per_mille": round(1000 * listed["ordinary"] / max(1, weighed["ordinary"]), 1),
        "cpu": round(spent, 2),
    }


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """A JSON line a region."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    given = parser.parse_args()
    print(f"calibration {calibrate():.2f} s")
    for folder in given.folders:
        print(json.dumps(measure(folder)), flush=True)


if __name__ == "__main__":
    main()
