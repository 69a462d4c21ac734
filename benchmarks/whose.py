"""Whose money is on an account: FIFO backwards on a made ledger, held to the trails forward before it is timed.

    python benchmarks/whose.py [--rows 1000000] [--hops 12] [--ledgers 10000]

Prints the accounts that hold planted cases' money, at how many of them the way back and the trails forward differ (by
a tiyn, in cases that no limit cut), CPU seconds for all of them at once and milliseconds for one, cold and warm. Before
that so many small ledgers (ties, cycles, reversals, openings, several victims) are held to the trails forward.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from calibration_loop import calibrate
from qalqan.desk import bench_ledger
from qalqan.kernels import backward, fifo
from qalqan.kernels.backward import Origins
from qalqan.kernels.backward_start import standing
from qalqan.kernels.money import Limits, Losses

sys.path[:0] = [str(Path(__file__).parents[1])]

from tests.kernels.test_backward import agree  # noqa: E402 - the root first
from tests.kernels.worlds import draw_world, kernel_side  # noqa: E402

REPEATS = 5


def main() -> None:
    """Print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--hops", type=int, default=12)
    parser.add_argument("--ledgers", type=int, default=10_000)
    given = parser.parse_args()
    for seed in range(given.ledgers):
        draw = random.Random(seed)
        agree(*kernel_side(draw_world(draw.randint, 16, limited=False)))  # stops at the first tiyn
    world = bench_ledger.made(given.rows)
    ledger, row = world.ledger(), world.planted.astype(np.int32)
    end = np.full(len(row), ledger.rows, np.int64)
    losses = Losses(np.arange(len(row) + 1, dtype=np.int64), row, ledger.amount[row], end, end)
    limits = Limits(given.hops, 1, np.zeros(ledger.accounts, np.uint8))
    flow = fifo.trace(ledger, losses, limits)
    account = np.unique(flow.place_account[flow.place_left > 0]).astype(np.int64)
    seen = np.full(len(account), ledger.rows, np.int64)
    one = [
        _timed(lambda: backward.trace(ledger, losses, limits, standing(ledger, limits.stop, account[:1], seen[:1])))
        for _ in range(REPEATS + 1)
    ]
    every, found = _timed(lambda: backward.trace(ledger, losses, limits, standing(ledger, limits.stop, account, seen)))
    back: dict[tuple[int, int], int] = {}
    for move, case in zip(found.claim_move.tolist(), found.claim_case.tolist(), strict=True):
        key = (case, int(account[found.move_asked[move]]))
        back[key] = back.get(key, 0) + int(found.move_amount[move])
    whole = (flow.cut == 0).all(axis=1)
    ahead = zip(flow.place_case.tolist(), flow.place_account.tolist(), flow.place_left.tolist(), strict=True)
    apart = sum(whole[case] and left != back.get((case, at), 0) for case, at, left in ahead)
    print(
        json.dumps(
            {
                "small_ledgers_agree": given.ledgers,
                "rows": given.rows,
                "calibration_s": calibrate(),
                "accounts": len(account),
                "cases_whole": int(whole.sum()),
                "apart": int(apart),
                "all_at_once_s": round(every, 2),
                "one_cold_ms": round(one[0][0] * 1000, 1),
                "one_warm_ms": round(float(np.median([told[0] for told in one[1:]])) * 1000, 1),
            }
        )
    )


def _timed(call: Callable[[], Origins]) -> tuple[float, Origins]:
    begun = time.process_time()
    told = call()
    return time.process_time() - begun, told


if __name__ == "__main__":
    main()
