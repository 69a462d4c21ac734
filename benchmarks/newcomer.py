"""One new case against all: how long the answer takes when the run's tables are in memory.

    python benchmarks/newcomer.py [--cases 50000] [--mentions 150000] [--repeats 20] [--seed 1]

The tables are made at random (most identifiers stand in one case, some in many); the five asked about are the most
frequent, the worst there is. Beside it stands a calibration loop, by which times of two machines may be compared.
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link import newcomer


def made(cases: int, mentions: int, seed: int) -> Tables:
    """Tables of a run with so many cases."""
    rng = np.random.default_rng(seed)
    case = rng.integers(0, cases, mentions)
    ident = np.minimum(rng.integers(0, mentions * 3 // 5, mentions), rng.integers(0, mentions * 3 // 5, mentions))
    account = ident % 3 == 0
    digits = np.char.zfill(ident.astype(str), 12)
    rows = pl.DataFrame(
        {
            "case_id": np.char.add("c", np.char.zfill(case.astype(str), 7)),
            "kind": np.where(account, "iban", "phone"),
            "value": np.where(account, np.char.add("KZ", digits), np.char.add("+7", digits)),
        }
    ).unique()
    rows = rows.with_columns(
        pl.lit("tie-told").alias("rule"),
        pl.lit(1000, pl.Int64).alias("sure"),
        pl.col("value").alias("chain"),
        pl.lit("e::1").alias("locators"),
    ).sort("case_id", "kind", "value")
    counted = rows.group_by("kind", "value").agg(pl.len().cast(pl.Int64).alias("cases")).filter(pl.col("cases") > 1)
    weights = counted.with_columns(
        pl.lit(9000, pl.Int64).alias("rarity_bits"), pl.lit(990, pl.Int64).alias("trust"), pl.lit("").alias("decided")
    ).sort("kind", "value")
    ids = rows["case_id"].unique().sort()
    series = pl.DataFrame({"case_id": ids, "series_id": ids.str.slice(0, 7), "score": 900})
    return Tables.of(
        {
            "identifiers": rows,
            "identifier_weights": weights,
            "series": series,
            "cases": pl.DataFrame({"case_id": ids}),
        }
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--mentions", type=int, default=150_000)
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    tables = made(asked.cases, asked.mentions, asked.seed)
    told = tables["identifier_weights"].sort("cases", "value", descending=True).head(5).select("kind", "value")
    begun = time.perf_counter()
    total = 0
    for number in range(3_000_000):
        total += number
    print(f"calibration loop {(time.perf_counter() - begun) * 1000:.0f} ms")
    wall, spent = [], []
    for _ in range(asked.repeats + 1):
        begun, used = time.perf_counter(), time.process_time()
        series, cases = newcomer.against(tables, told)
        wall.append((time.perf_counter() - begun) * 1000)
        spent.append((time.process_time() - used) * 1000)
    print(f"{asked.cases} cases, {asked.mentions} mentions; found {series.height} series, {cases.height} cases")
    print(f"first {wall[0]:.1f} ms; then median {statistics.median(wall[1:]):.1f} ms, worst {max(wall[1:]):.1f} ms")
    print(f"CPU: median {statistics.median(spent[1:]):.1f} ms, worst {max(spent[1:]):.1f} ms")


if __name__ == "__main__":
    main()
