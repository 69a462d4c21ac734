"""Tracing at size: build, warm and cold traces, all victims in one table, growth, and peers beside it.

    python benchmarks/trace.py [--rows 1000000] [--large 10000000] [--quick]

Prints a table; times are medians on this machine, so only the ratios are worth comparing. A calibration loop
(a fixed sum over 10^7 numbers) says how fast the machine was meanwhile.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import time
from collections.abc import Callable

import numpy as np
import polars as pl

from qalqan.kernels import fifo, haircut
from qalqan.kernels.csr import build
from qalqan.kernels.money import Flow, Ledger, Limits, Losses
from qalqan.kernels.money_warm import warm

HOUR = 3_600_000_000
SMALLEST = 100_00
HOPS = 8


def world(rows: int, accounts: int, cases: int, seed: int) -> tuple[dict[str, np.ndarray], np.ndarray]:  # type: ignore[type-arg]
    """Columns of a ledger with planted cases (loss → two mules → four → cash), and the rows of the losses."""
    rng = np.random.default_rng(seed)
    at = np.sort(rng.integers(0, 90 * 24 * HOUR, rows))
    columns = {
        "at": at,
        "sender": rng.integers(0, accounts, rows).astype(np.int32),
        "receiver": (accounts * rng.power(1.6, rows)).astype(np.int32) % accounts,
        "amount": (np.exp(rng.normal(12.5, 1.4, rows)).astype(np.int64) + 1_00),
    }
    losses = np.sort(rng.choice(rows * 9 // 10, cases, replace=False))
    mules = rng.integers(0, accounts, (cases, 7))
    for case, row in enumerate(losses):
        places = row + 1 + np.arange(6) * 7
        columns["receiver"][row], columns["amount"][row] = mules[case, 0], 900_000_00
        for step, (from_, to) in enumerate(((0, 1), (0, 2), (1, 3), (1, 4), (2, 5), (2, 6))):
            columns["sender"][places[step]], columns["receiver"][places[step]] = mules[case, from_], mules[case, to]
            columns["amount"][places[step]] = 430_000_00 if step < 2 else 210_000_00
    return columns, losses


def ledger_of(columns: dict[str, np.ndarray], accounts: int) -> Ledger:  # type: ignore[type-arg]
    return build(columns["at"], columns["sender"], columns["receiver"], columns["amount"], accounts)


def losses_of(ledger: Ledger, rows: np.ndarray, hours: int = 72) -> Losses:  # type: ignore[type-arg]
    last = np.searchsorted(ledger.at, ledger.at[rows] + hours * HOUR, side="right").astype(np.int64)
    return Losses(np.arange(len(rows) + 1, dtype=np.int64), rows.astype(np.int32), ledger.amount[rows], last, last)


def median_ms(call: Callable[[int], object], times: int) -> float:
    taken = []
    for turn in range(times):
        start = time.perf_counter()
        call(turn)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def polars_haircut(frame: pl.DataFrame, ledger: Ledger, row: int) -> int:
    """The peer's reach: a join a hop, within the window; poison contact only (no shares), which is less work."""
    until = int(ledger.at[row]) + 72 * HOUR
    reached = pl.DataFrame(
        {"node": [int(ledger.receiver[row])], "since": [int(ledger.at[row])]},
        schema={"node": pl.Int32, "since": pl.Int64},
    )
    inside = frame.filter(pl.col("at").is_between(int(ledger.at[row]), until))
    front = reached
    for _ in range(HOPS - 1):
        out = inside.join(front, left_on="sender", right_on="node", how="inner").filter(pl.col("at") > pl.col("since"))
        front = out.group_by(pl.col("receiver").alias("node")).agg(pl.col("at").min().alias("since"))
        front = front.join(reached, on="node", how="anti")
        if front.is_empty():
            break
        reached = pl.concat([reached, front.select("node", "since")])
    return reached.height


def networkx_fifo(ledger: Ledger, rows: np.ndarray) -> float | None:  # type: ignore[type-arg]
    """Milliseconds of a breadth-first reach on a networkx graph; None when it is not installed."""
    if importlib.util.find_spec("networkx") is None:
        return None
    import networkx as nx  # noqa: PLC0415 - a peer, only where installed

    graph = nx.MultiDiGraph()
    graph.add_edges_from(
        zip(ledger.sender.tolist(), ledger.receiver.tolist(), ({"at": at} for at in ledger.at.tolist()), strict=True)
    )

    def reach(turn: int) -> int:
        row = int(rows[turn % len(rows)])
        since, until = {int(ledger.receiver[row]): int(ledger.at[row])}, int(ledger.at[row]) + 72 * HOUR
        front = list(since)
        for _ in range(HOPS - 1):
            following: list[int] = []
            for node in front:
                for _, to, data in graph.out_edges(node, data=True):
                    if since[node] < data["at"] <= until and to not in since:
                        since[to] = data["at"]
                        following.append(to)
            front = following
        return len(since)

    return median_ms(reach, 5)


def calibration() -> float:
    numbers = np.arange(10_000_000, dtype=np.int64)
    return median_ms(lambda _: int((numbers * 3 % 7).sum()), 5)


def one(
    ledger: Ledger,
    rows: np.ndarray,
    trace: Callable[[Ledger, Losses, Limits], Flow],  # type: ignore[type-arg]
    smallest: int,
) -> float:
    limits = Limits(HOPS, smallest, np.zeros(ledger.accounts, np.uint8))
    asked = [losses_of(ledger, rows[turn : turn + 1]) for turn in range(len(rows))]
    return median_ms(lambda turn: trace(ledger, asked[turn % len(asked)], limits), 4 * len(asked))


def main() -> None:
    told = argparse.ArgumentParser()
    told.add_argument("--rows", type=int, default=1_000_000)
    told.add_argument("--large", type=int, default=10_000_000)
    told.add_argument("--quick", action="store_true", help="without the large ledger and the peers")
    asked = told.parse_args()
    warm()
    print(f"calibration {calibration():.1f} ms")
    accounts = asked.rows // 5
    columns, rows = world(asked.rows, accounts, 50, 1)
    start = time.perf_counter()
    ledger = ledger_of(columns, accounts)
    print(f"build {asked.rows:,} rows: {time.perf_counter() - start:.3f} s")
    ours = one(ledger, rows, fifo.trace, 1)
    shares = one(ledger, rows, haircut.trace, SMALLEST)
    print(f"warm fifo {ours:.3f} ms, haircut {shares:.3f} ms (median of one victim, 72 h, {HOPS} hops)")
    many = np.sort(np.random.default_rng(2).choice(asked.rows, 10_000, replace=False))
    start = time.perf_counter()
    flow = fifo.trace(ledger, losses_of(ledger, many), Limits(HOPS, 1, np.zeros(accounts, np.uint8)))
    print(f"10,000 victims by fifo: {time.perf_counter() - start:.3f} s, {len(flow.move_row):,} pieces")
    if asked.quick:
        return
    frame = pl.DataFrame({name: columns[name] for name in ("at", "sender", "receiver")})
    peer = median_ms(lambda turn: polars_haircut(frame, ledger, int(rows[turn % len(rows)])), 10)
    print(f"polars, a join a hop (reach only): {peer:.1f} ms = {peer / shares:.0f}x haircut, {peer / ours:.0f}x fifo")
    if (slow := networkx_fifo(ledger, rows)) is not None:
        print(f"networkx (reach only): {slow:.1f} ms = {slow / shares:.0f}x haircut, {slow / ours:.0f}x fifo")
    columns, rows = world(asked.large, asked.large // 5, 50, 3)
    start = time.perf_counter()
    large = ledger_of(columns, asked.large // 5)
    print(f"build {asked.large:,} rows: {time.perf_counter() - start:.3f} s")
    grown, grown_shares = one(large, rows, fifo.trace, 1), one(large, rows, haircut.trace, SMALLEST)
    print(
        f"warm at {asked.large:,}: fifo {grown:.3f} ms ({grown / ours:.1f}x), haircut {grown_shares:.3f} ms "
        f"({grown_shares / shares:.1f}x)"
    )
    print(f"calibration {calibration():.1f} ms")


if __name__ == "__main__":
    main()
