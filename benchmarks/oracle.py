"""The tracing kernels beside the slow, obvious oracle on generated ledgers: differences to the tiyn.

    python benchmarks/oracle.py [--count 10000] [--bounds 500] [--openings 1000] [--opened 100] [--seed 1]

``--count`` ledgers go through all four rules and the conservation check; ``--bounds`` tiny ledgers through every
opening vector tried by brute force; ``--opened`` ledgers through so many random ``--openings`` each. Prints one JSON
line and, on standard error, each difference.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]

from tests.kernels.worlds import differences, draw_world, outside_bounds, outside_openings  # noqa: E402 - the root first


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (
        ("--count", 10_000),
        ("--bounds", 500),
        ("--openings", 1000),
        ("--opened", 100),
        ("--seed", 1),
    ):
        parser.add_argument(name, type=int, default=default)
    given = parser.parse_args()
    start, rows, cases, different, missed, ranges, attained = time.perf_counter(), 0, 0, 0, 0, 0, 0
    for number in range(given.count):
        world = draw_world(random.Random(f"{given.seed}/{number}").randint)
        rows, cases = rows + len(world.rows), cases + len(world.losses)
        if found := differences(world):
            different += 1
            print(f"ledger {number}: {'; '.join(found)}", file=sys.stderr)
    for number in range(given.bounds):
        world = draw_world(random.Random(f"{given.seed}/bounds/{number}").randint, 6, False, False)
        found, seen, exact = outside_bounds(world)
        ranges, attained, missed = ranges + seen, attained + exact, missed + bool(found)
        if found:
            print(f"bounds {number}: {'; '.join(found)}", file=sys.stderr)
    left, sums = 0, 0
    for number in range(given.opened):
        told = random.Random(f"{given.seed}/openings/{number}")
        out, looked = outside_openings(draw_world(told.randint, 14, False), told.randint, given.openings)
        left, sums = left + len(out), sums + looked
        if out:
            print(f"openings {number}: {out[0]}", file=sys.stderr)
    print(
        json.dumps(
            {
                "seed": given.seed,
                "ledgers": given.count,
                "rows": rows,
                "cases": cases,
                "ledgers_with_differences": different,
                "bounds_ledgers": given.bounds,
                "bounds_ledgers_missed": missed,
                "fifo_ranges": ranges,
                "fifo_ranges_equal_to_brute_force": attained,
                "opened_ledgers": given.opened,
                "openings_each": given.openings,
                "sums_under_openings": sums,
                "sums_outside_their_interval": left,
                "seconds": round(time.perf_counter() - start, 1),
            }
        )
    )
    return 1 if different or missed or left else 0


if __name__ == "__main__":
    sys.exit(main())
