"""One way of tracing, measured in a process of its own: ``PYTHON money_peers.py NAME FOLDER ROUNDS``.

FOLDER holds the same rows for all as .npy files: sender, receiver, amount and the payer's ``balance`` before the row
(peers get it for nothing), the ``losses`` asked for with the row after each one's horizon (``last``), and the
answers: answer_case, answer_account, answer_came. NAME is a peer, or ``haircut`` or ``fifo`` for our own kernels.

The answer of every loss must equal the wanted one to the tiyn before any time is taken; then all losses are asked
for ROUNDS times. Prints one JSON line: seconds to start (imports; for ours the compiled code, too) and to build,
milliseconds of the first question of the process and the median of the others, CPU milliseconds a question, peak
megabytes. Exits with 3 when the peer is not installed, with 4 on another answer.

The rule, in plain words (`walk`): money leaves an account pro rata, floored to the tiyn; a piece below 100 tenge or
beyond 8 transfers stays. Graph libraries walk the graph by a heap of rows. Polars and DuckDB gather by joins the rows
by which the money could have gone at all (a join a hop; a recursive query) and walk those: shares depend on the order
in which money meets on an account, which no join by hops can know. (The linearised form of the rule is one query,
but tests each path's part against the smallest sum, not the whole piece, so its answers are not the same.)
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from bisect import bisect_right
from collections.abc import Callable
from heapq import heappop, heappush
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

HOPS, SMALLEST = 8, 100_00
Answer = dict[int, int]
Ask = Callable[[int, int], Answer]
Columns = dict[str, Any]


def walk(
    loss: int, last: int, rows_out: Callable[[int], list[int]], receiver: Any, amount: Any, balance: Any
) -> Answer:  # fmt: skip
    """What came of the loss to each account. ``rows_out`` gives the rows out of an account, rising."""
    came: Answer = {}
    pool: dict[int, int] = {}
    depth: dict[int, int] = {}
    rows: dict[int, list[int]] = {}
    waiting: set[int] = set()
    heap = [(loss, -1)]
    while heap:
        row, payer = heappop(heap)
        if payer < 0:
            piece, hops = amount[row], 1
        else:
            there, whole = pool[payer], amount[row]
            piece, hops = there * whole // max(balance[row], there, whole), depth[payer] + 1
            pool[payer] = there - piece
            mine = rows[payer]
            place = bisect_right(mine, row)
            waiting.discard(payer)
            if pool[payer] and place < len(mine) and mine[place] < last:
                heappush(heap, (mine[place], payer))
                waiting.add(payer)
            if piece < SMALLEST or hops > HOPS:
                continue
        to = receiver[row]
        came[to] = came.get(to, 0) + piece
        pool[to] = pool.get(to, 0) + piece
        depth[to] = min(depth.get(to, hops), hops)
        if to not in waiting:
            mine = rows[to] if to in rows else rows.setdefault(to, rows_out(to))
            place = bisect_right(mine, row)
            if place < len(mine) and mine[place] < last:
                heappush(heap, (mine[place], to))
                waiting.add(to)
    return came


def igraph(told: Columns) -> Ask:
    """igraph: edges by number, ``incident``, a heap in Python."""
    library = import_module("igraph")

    graph = library.Graph(n=told["accounts"], edges=np.column_stack([told["sender"], told["receiver"]]), directed=True)
    receiver, amount, balance = (told[name].tolist() for name in ("receiver", "amount", "balance"))
    return lambda loss, last: walk(
        loss, last, lambda one: sorted(graph.incident(one, mode="out")), receiver, amount, balance
    )


def networkx(told: Columns) -> Ask:
    """networkx: a multigraph whose edges carry their row."""
    library = import_module("networkx")

    graph = library.MultiDiGraph()
    rows = range(len(told["amount"]))
    graph.add_edges_from(zip(told["sender"].tolist(), told["receiver"].tolist(), rows, strict=True))
    receiver, amount, balance = (told[name].tolist() for name in ("receiver", "amount", "balance"))

    def rows_out(one: int) -> list[int]:
        return sorted(key for _, _, key in graph.out_edges(one, keys=True))

    return lambda loss, last: walk(loss, last, rows_out, receiver, amount, balance)


def rustworkx(told: Columns) -> Ask:
    """rustworkx: a multigraph whose edges weigh their row."""
    library = import_module("rustworkx")

    graph = library.PyDiGraph(multigraph=True)
    graph.add_nodes_from(range(told["accounts"]))
    rows = range(len(told["amount"]))
    graph.add_edges_from(list(zip(told["sender"].tolist(), told["receiver"].tolist(), rows, strict=True)))
    receiver, amount, balance = (told[name].tolist() for name in ("receiver", "amount", "balance"))

    def rows_out(one: int) -> list[int]:
        return sorted(row for _, _, row in graph.out_edges(one))

    return lambda loss, last: walk(loss, last, rows_out, receiver, amount, balance)


def _walked(loss: int, last: int, found: list[list[int]]) -> Answer:
    """Walk the rows that a query found: columns row, sender, receiver, amount, balance in order of row."""
    row, sender, receiver, amount, balance = found
    mine: dict[int, list[int]] = {}
    for number, payer in zip(row, sender, strict=True):
        mine.setdefault(payer, []).append(number)
    by_row = (dict(zip(row, column, strict=True)) for column in (receiver, amount, balance))
    return walk(loss, last, lambda one: mine.get(one, []), *by_row)


def polars(told: Columns) -> Ask:
    """polars: a join a hop over the window's rows, then the walk over the rows found."""
    import polars as pl  # noqa: PLC0415

    names = ("sender", "receiver", "amount", "balance")
    frame = pl.DataFrame({name: told[name] for name in names}).with_row_index("row")

    def ask(loss: int, last: int) -> Answer:
        inside = frame.slice(loss, last - loss)
        first = inside.head(1)
        large = inside.lazy().filter(pl.col("amount") >= SMALLEST)
        reached = front = first.select(pl.col("receiver").alias("node"), pl.col("row").alias("since"))
        for _ in range(HOPS - 1):
            out = large.join(front.lazy(), left_on="sender", right_on="node").filter(pl.col("row") > pl.col("since"))
            came = out.group_by(pl.col("receiver").alias("node")).agg(pl.col("row").min().alias("since"))
            front = (
                came.join(reached.lazy(), on="node", how="left")
                .filter(pl.col("since_right").is_null() | (pl.col("since") < pl.col("since_right")))
                .select("node", "since")
                .collect()
            )
            if front.is_empty():
                break
            reached = pl.concat([reached, front]).group_by("node").agg(pl.col("since").min())
        found = inside.lazy().join(reached.lazy(), left_on="sender", right_on="node")
        rows = found.filter(pl.col("row") > pl.col("since")).select(frame.columns).collect()
        rows = pl.concat([first, rows.filter(pl.col("row") != loss)]).sort("row")
        return _walked(loss, last, [column.to_list() for column in rows])

    return ask


def duckdb(told: Columns) -> Ask:
    """DuckDB: one recursive query keyed by account, then the walk over the rows found."""
    library = import_module("duckdb")

    sender, receiver, amount, balance = (told[name] for name in ("sender", "receiver", "amount", "balance"))
    row = np.arange(len(amount))
    base = library.connect()
    base.register("given", {"row": row, "sender": sender, "receiver": receiver, "amount": amount, "balance": balance})
    base.execute("create table moved as select * from given order by row")
    query = """
        with recursive reached(node, since, hop) using key (node) as (
            select receiver, row, 1 from moved where row = $loss
            union
            select found.node, found.since, found.hop from (
                select receiver as node, min(row) as since, min(hop) + 1 as hop
                from moved join reached on sender = node
                where row > since and row between $loss and $last - 1 and amount >= $smallest and hop < $hops
                group by receiver
            ) as found left join recurring.reached as known on known.node = found.node
            where known.node is null or found.since < known.since
        )
        select row, sender, receiver, amount, balance from moved join reached on sender = node
        where row > since and row between $loss and $last - 1
        union
        select row, sender, receiver, amount, balance from moved where row = $loss
        order by row
    """

    def ask(loss: int, last: int) -> Answer:
        given = {"loss": loss, "last": last, "smallest": SMALLEST, "hops": HOPS}
        found = base.execute(query, given).fetchnumpy()
        names = ("row", "sender", "receiver", "amount", "balance")
        return _walked(loss, last, [found[name].tolist() for name in names])

    return ask


def _ours(rule: str) -> Callable[[Columns], Ask]:
    def build(told: Columns) -> Ask:
        from qalqan.kernels import csr, fifo, haircut  # noqa: PLC0415
        from qalqan.kernels.money import Limits, Losses  # noqa: PLC0415

        ledger = csr.build(told["at"], told["sender"], told["receiver"], told["amount"], told["accounts"])
        trace, smallest = (fifo.trace, 1) if rule == "fifo" else (haircut.trace, SMALLEST)
        limits = Limits(HOPS, smallest, np.zeros(ledger.accounts, np.uint8))
        one = np.arange(2)

        def ask(loss: int, last: int) -> Any:
            ends = np.array([last])
            whose = Losses(one, np.array([loss], np.int32), ledger.amount[loss : loss + 1], ends, ends)
            return trace(ledger, whose, limits)

        return ask

    return build


WAYS: dict[str, Callable[[Columns], Ask]] = {
    "haircut": _ours("haircut"), "fifo": _ours("fifo"), "polars": polars, "igraph": igraph, "duckdb": duckdb,
    "networkx": networkx, "rustworkx": rustworkx,
}  # fmt: skip


def _wrong(name: str, ask: Ask, told: Columns) -> int:
    """Losses whose answer is not the wanted one, to the tiyn."""
    if name == "fifo":  # the other rule: the benchmark compares its sums with the oracle's (see oracle.py)
        return 0
    wanted: list[Answer] = [{} for _ in told["losses"]]
    for case, account, came in zip(
        *(told[f"answer_{one}"].tolist() for one in ("case", "account", "came")), strict=True
    ):
        wanted[case][account] = came
    wrong = 0
    for loss, last, want in zip(told["losses"].tolist(), told["last"].tolist(), wanted, strict=True):
        found: Any = ask(loss, last)
        if name == "haircut":
            found = dict(zip(found.place_account.tolist(), found.place_came.tolist(), strict=True))
        wrong += found != want
    return wrong


def peak_mb() -> float:
    """Most memory this process had, megabytes (what getrusage says is the parent's, just after a start)."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _start(name: str) -> None:
    """Import what the way needs. Raises ImportError."""
    if name in {"haircut", "fifo"}:
        from qalqan.kernels.money_warm import warm  # noqa: PLC0415

        warm()
    else:
        import_module(name)


def main() -> int:
    name, folder, rounds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    told: Columns = {file.stem: np.load(file) for file in sorted(folder.glob("*.npy"))}
    told["accounts"] = int(max(told["sender"].max(), told["receiver"].max())) + 1
    begun = time.perf_counter()
    try:
        _start(name)
    except ImportError as missing:
        print(missing, file=sys.stderr)
        return 3
    started, begun = time.perf_counter() - begun, time.perf_counter()
    ask = WAYS[name](told)
    built = time.perf_counter() - begun
    questions = list(zip(told["losses"].tolist(), told["last"].tolist(), strict=True))
    begun = time.perf_counter()
    ask(*questions[0])
    cold = time.perf_counter() - begun
    if wrong := _wrong(name, ask, told):
        print(f"{name}: {wrong} of {len(questions)} answers differ", file=sys.stderr)
        return 4
    taken, spent = [], time.process_time()
    for _ in range(rounds):
        for question in questions:
            begun = time.perf_counter()
            ask(*question)
            taken.append(time.perf_counter() - begun)
    spent = (time.process_time() - spent) / len(taken)
    told_ = {"start_s": started, "build_s": built, "cold_ms": cold * 1000, "warm_ms": statistics.median(taken) * 1000}
    print(json.dumps({**told_, "cpu_ms": spent * 1000, "peak_mb": peak_mb()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
