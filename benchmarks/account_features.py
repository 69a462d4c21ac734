"""Account features at size, distinct counterparties among them, beside DuckDB and Polars on the same columns.

    python benchmarks/account_features.py [--rows 10000000] [--repeats 5] [--peers PYTHON]

``PYTHON`` is an interpreter of another environment with duckdb, polars and pyarrow (this one by default). Each engine
runs in its own process of two threads over the same columns in memory and tells wall and CPU seconds of each repeat,
the memory that the job added at its peak, and a digest of its answer, which must be the same for all.
``--plain`` leaves out reciprocity (counterparties that are payers and payees), which costs peers a join.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

NIGHT, DAY, WHOLE, LOW, HIGH = 21_600_000_000, 86_400_000_000, 1_000_000, 45_000_000, 50_000_000
COLUMNS = ("n", "night", "round", "below", "first", "last", "others", "sum", "max")
Columns = dict[str, np.ndarray]  # type: ignore[type-arg]


def world(rows: int, seed: int) -> Columns:
    """Transfers of rows / 5 accounts over ninety days; payees as uneven as in life."""
    rng, accounts = np.random.default_rng(seed), rows // 5
    return {
        "moment": np.sort(rng.integers(0, 90 * DAY, rows)),
        "sender": rng.integers(0, accounts, rows).astype(np.int32),
        "receiver": (accounts * rng.power(1.6, rows)).astype(np.int32) % accounts,
        "amount": np.exp(rng.normal(12.5, 1.4, rows)).astype(np.int64) // 100 * 100 + 100,
    }


def ours(c: Columns, both: bool) -> Callable[[], Columns]:
    """Our kernel; the answer as the peers give it."""
    from qalqan.kernels.account_features import account_features, flags  # noqa: PLC0415 - each engine by itself

    bands = np.array([[0, 1 << 60, LOW, HIGH]])
    account_features(c["sender"][:9], c["receiver"][:9], c["amount"][:9], len(c["moment"]) // 5,
                     flags(c["moment"][:9], c["amount"][:9], (0, NIGHT), 0, WHOLE, bands))  # fmt: skip

    def run() -> Columns:
        bits = flags(c["moment"], c["amount"], (0, NIGHT), 0, WHOLE, bands)
        made = account_features(c["sender"], c["receiver"], c["amount"], len(c["moment"]) // 5, bits)
        out = {
            f"{side}_{name}": table[name] for side, table in (("in", made.came), ("out", made.went)) for name in COLUMNS
        }
        return out | ({"both": made.both} if both else {})

    return run


def duckdb(c: Columns, both: bool) -> Callable[[], Columns]:
    """SQL, a query a side."""
    import duckdb as engine  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    db, t = engine.connect(), pa.table(c)
    db.register("t", t)
    db.execute("set threads = 2")
    side = (
        "select {0} as account, count(*) n, count(*) filter (moment % {3} < {4}) night, "
        "count(*) filter (amount % {5} = 0) round, count(*) filter (amount >= {6} and amount < {7}) below, "
        "min(moment) first, max(moment) last, count(distinct {1}) others, sum(amount)::bigint sum, max(amount) max "
        "from t group by 1"
    )
    mutual = (
        "select a.receiver as account, count(*) as both from (select distinct sender, receiver from t) a "
        "join (select distinct sender, receiver from t) b on a.sender = b.receiver and a.receiver = b.sender group by 1"
    )

    def run() -> Columns:
        out = {}
        for name, one, other in (("in", "receiver", "sender"), ("out", "sender", "receiver")):
            query = side.format(one, other, 0, DAY, NIGHT, WHOLE, LOW, HIGH)
            found = db.sql(query).to_arrow_table()
            out |= {f"{name}_{key}": np.asarray(found[key]) for key in ("account", *COLUMNS)}
        if both:
            found = db.sql(mutual).to_arrow_table()
            out |= {"both_account": np.asarray(found["account"]), "both": np.asarray(found["both"])}
        return out

    return run


def polars(c: Columns, both: bool) -> Callable[[], Columns]:
    """Lazy frames, a group-by a side."""
    import polars as pl  # noqa: PLC0415

    frame = pl.DataFrame(c).lazy()
    tiyn, moment = pl.col("amount"), pl.col("moment")

    def side(one: str, other: str) -> pl.DataFrame:
        return (
            frame.group_by(pl.col(one).alias("account"))
            .agg(
                pl.len().alias("n"),
                (moment % DAY < NIGHT).sum().alias("night"),
                (tiyn % WHOLE == 0).sum().alias("round"),
                ((tiyn >= LOW) & (tiyn < HIGH)).sum().alias("below"),
                moment.min().alias("first"),
                moment.max().alias("last"),
                pl.col(other).n_unique().alias("others"),
                tiyn.sum().alias("sum"),
                tiyn.max().alias("max"),
            )
            .collect()
        )

    def run() -> Columns:
        out = {}
        for name, one, other in (("in", "receiver", "sender"), ("out", "sender", "receiver")):
            found = side(one, other)
            out |= {f"{name}_{key}": found[key].to_numpy() for key in ("account", *COLUMNS)}
        if both:
            pairs = frame.select("sender", "receiver").unique()
            back = pairs.select(pl.col("sender").alias("receiver"), pl.col("receiver").alias("sender"))
            found = pairs.join(back, on=["sender", "receiver"], how="semi").group_by("receiver").agg(pl.len()).collect()
            out |= {"both_account": found["receiver"].to_numpy(), "both": found["len"].to_numpy()}
        return out

    return run


def digest(answer: Columns, c: Columns) -> str:
    """One digest of an answer, whatever the order of its rows; first and last rows told as moments."""
    told, accounts = hashlib.sha256(), len(c["moment"]) // 5
    for name in sorted(name for name in answer if not name.endswith("account")):
        values = np.asarray(answer[name]).astype(np.int64)
        if (of := answer.get(f"{name.split('_')[0]}_account")) is not None:
            full = np.zeros(accounts, np.int64)
            full[np.asarray(of)] = values
            values = full
        elif name.endswith(("first", "last")):
            values = np.where(values >= 0, c["moment"][values], 0)
        told.update(np.ascontiguousarray(values).tobytes())
    return told.hexdigest()[:16]


def one(engine: str, folder: Path, repeats: int, both: bool) -> None:
    """Run an engine in this process; a JSON line."""
    c = {name: np.load(folder / f"{name}.npy") for name in ("moment", "sender", "receiver", "amount")}
    run = {"ours": ours, "duckdb": duckdb, "polars": polars}[engine](c, both)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = [], []
    for _ in range(repeats):
        begun, spent = time.perf_counter(), time.process_time()
        answer = run()
        wall.append(round(time.perf_counter() - begun, 3))
        cpu.append(round(time.process_time() - spent, 3))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        found = digest(answer, c) if len(wall) == repeats else ""
        del answer
    print(json.dumps({"engine": engine, "wall": wall, "cpu": cpu, "mb": (peak - before) // 1024, "digest": found}))


def main() -> int:
    """Print a line an engine, the ratios of medians and of memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", default=sys.executable)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(given.one[0], Path(given.one[1]), given.repeats, not given.plain)
        return 0
    from calibration_loop import calibrate  # noqa: PLC0415

    print(f"calibration {calibrate():.2f} s")
    told = {}
    with tempfile.TemporaryDirectory() as temp:
        for name, column in world(given.rows, given.seed).items():
            np.save(Path(temp) / f"{name}.npy", column)
        for engine in ("ours", "polars", "duckdb"):
            python = sys.executable if engine == "ours" else given.peers
            command = [
                python,
                __file__,
                "--one",
                engine,
                temp,
                "--repeats",
                str(given.repeats),
                *["--plain"] * given.plain,
            ]
            made = subprocess.run(command, check=True, capture_output=True, text=True, env=_environ())
            told[engine] = json.loads(made.stdout.splitlines()[-1])
            print(json.dumps(told[engine]), flush=True)
    assert len({one["digest"] for one in told.values()}) == 1, "answers differ"
    mine = told["ours"]
    for peer in ("duckdb", "polars"):
        wall, cpu = (median(told[peer][of]) / median(mine[of]) for of in ("wall", "cpu"))
        memory = told[peer]["mb"] / mine["mb"]
        print(f"{peer}: {wall:.1f}x our wall time, {cpu:.1f}x our CPU time, {memory:.1f}x our memory")
    print(f"calibration {calibrate():.2f} s")
    return 0


def _environ() -> dict[str, str]:
    import os  # noqa: PLC0415

    return os.environ | {"POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "2"}


if __name__ == "__main__":
    sys.exit(main())
