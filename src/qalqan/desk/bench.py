"""qalqan bench money: how fast this machine follows money, on a made ledger, beside the targets we set ourselves.

It needs no workspace and touches no one's data. The time of a fixed loop in plain Python is told with the
figures: where it takes twice as long as on the machine the targets were set on, the targets do so, too.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import blake2b
from statistics import median
from typing import Any

import numpy as np

from qalqan.desk.bench_ledger import Made, losses_of, made
from qalqan.errors import UsageError
from qalqan.kernels import fifo, haircut, lifo, poison
from qalqan.kernels.money import Flow, Ledger, Limits
from qalqan.kernels.money_warm import warm

Progress = Callable[[str, int, int], None]
RULES = {"fifo": fifo.trace, "haircut": haircut.trace, "lifo": lifo.trace, "poison": poison.trace}
LEAST = {"fifo": 1, "haircut": 100_00, "lifo": 100_00, "poison": 100_00}  # tiyn, pieces below it stay
HOPS, REPEATS, VICTIMS = 8, 5, 10_000
FEWEST, MOST = 10_000, 200_000_000
LOOP, SETTLED = 5_000_000, 0.28  # rounds of the loop, and its CPU seconds on the machine of the targets
INDEX_TARGET = 0.5, 10_000_000  # seconds, rows
TRACE_TARGETS = {"fifo": 0.5, "haircut": 0.25}  # milliseconds, one victim
TABLE_TARGET = 10.0  # seconds, 10,000 victims


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: its name's Fluent key, value, unit's Fluent key, and the target scaled to this machine."""

    key: str
    value: float
    unit: str
    target: float | None = None

    @property
    def kept(self) -> bool | None:
        """Whether the target is kept; None where there is none."""
        return None if self.target is None else self.value <= self.target


@dataclass(frozen=True, slots=True)
class Benched:
    """What was measured, on how many rows. slower: this machine's time for the loop by that of the targets' machine;
    conserved: results whose sums were checked; alike: one thread and two gave the same ``hash``."""

    rows: int
    slower: float
    figures: list[Figure]
    conserved: int
    alike: bool
    hash: str

    def told(self) -> dict[str, Any]:
        """As plain structures."""
        figures = [{**asdict(one), "kept": one.kept} for one in self.figures]
        return {**asdict(self), "figures": figures}


def money(rows: int = 1_000_000, *, seed: int = 1, progress: Progress = lambda *_: None) -> Benched:
    """Measure the index and the four rules on a made ledger of so many rows.

    Each time is the median of five. Raises UsageError for a number of rows out of range.
    """
    if not FEWEST <= rows <= MOST:
        raise UsageError("error-bench-rows", rows=rows, least=FEWEST, most=MOST)
    progress("bench-making", 0, 0)
    warm()
    loops = [calibrate()]
    world = made(rows, seed=seed)
    index = median(_times(world.ledger, "bench-index", progress))
    ledger = world.ledger()
    one = {rule: _one(ledger, world, rule, progress) for rule in RULES}
    spent, flows = _many(ledger, rows, progress)
    loops.append(calibrate())
    slower = round(min(loops) / SETTLED, 3)
    hashes = [_hash(ledger, flows)]
    for threads in (1, 2):
        progress("bench-alike", threads, 2)
        again = world.ledger(threads)
        hashes.append(_hash(again, _many(again, rows, lambda *_: None)[1]))
    large = rows >= INDEX_TARGET[1] // 10  # with fewer, what does not grow with the rows weighs more
    index_target = round(slower * INDEX_TARGET[0] * rows / INDEX_TARGET[1], 4) if large else None
    figures = [
        Figure("bench-loop", round(min(loops), 3), "bench-seconds"),
        Figure("bench-index", round(index, 6), "bench-seconds", index_target),
    ]
    for rule, took in one.items():
        target = TRACE_TARGETS.get(rule)
        figures.append(
            Figure(f"bench-{rule}", round(took, 6), "bench-ms", round(target * slower, 4) if target else None)
        )
    for rule, seconds in spent.items():
        figures.append(Figure(f"bench-all-{rule}", round(seconds, 6), "bench-seconds", round(TABLE_TARGET * slower, 2)))
    conserved = len(RULES) * len(world.planted) + len(spent) * VICTIMS
    return Benched(rows, slower, figures, conserved, len(set(hashes)) == 1, hashes[0])


def calibrate() -> float:
    """CPU seconds of a loop of fixed length, to compare machines."""
    begun, total = time.process_time(), 0
    for number in range(LOOP):
        total += number & 7
    return time.process_time() - begun


def _times(call: Callable[[], object], what: str, progress: Progress) -> list[float]:
    taken = []
    for turn in range(REPEATS):
        progress(what, turn, REPEATS)
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return taken


def _one(ledger: Ledger, world: Made, rule: str, progress: Progress) -> float:
    """Median milliseconds of one planted victim, over all of them. Raises ConservationError."""
    limits = Limits(HOPS, LEAST[rule], np.zeros(ledger.accounts, np.uint8))
    asked = [losses_of(ledger, row[None]) for row in world.planted]
    taken = []
    for turn in range(REPEATS):
        progress(f"bench-{rule}", turn, REPEATS)
        for one in asked:
            begun = time.perf_counter()
            RULES[rule](ledger, one, limits)
            taken.append(time.perf_counter() - begun)
    return median(taken) * 1000


def _many(ledger: Ledger, rows: int, progress: Progress) -> tuple[dict[str, float], list[Flow]]:
    """Seconds and flows of 10,000 victims in one table, by FIFO and pro rata. Raises ConservationError."""
    victims = np.sort(np.random.default_rng(2).choice(rows, min(VICTIMS, rows), replace=False))
    spent, flows = {}, []
    for rule in TRACE_TARGETS:
        progress(f"bench-all-{rule}", 0, 0)
        limits = Limits(HOPS, LEAST[rule], np.zeros(ledger.accounts, np.uint8))
        begun = time.perf_counter()
        flows.append(RULES[rule](ledger, losses_of(ledger, victims), limits))
        spent[rule] = time.perf_counter() - begun
    return spent, flows


def _hash(ledger: Ledger, flows: list[Flow]) -> str:
    """A hash of the index and of every result."""
    digest = blake2b(digest_size=16)
    for column in ledger.arrays().values():
        digest.update(np.ascontiguousarray(column).data)
    for flow in flows:
        for name in flow.__slots__:
            digest.update(np.ascontiguousarray(getattr(flow, name)).data)
    return digest.hexdigest()
