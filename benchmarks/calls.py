"""Detectors of calls on unseen made worlds at the field base rate, beside peers on the same rows.

    python benchmarks/calls.py [--seeds 1000 1001 1002] [--levels 0 1 2 3 4 5] [--subscribers 100000] [--days 10]
    python benchmarks/calls.py --rows 10000000

Ours are run by their tables alone (``_calls_ours``); worlds come from seeds that nobody tuned on (``cdr.TEST``); the
forests learn on tuning seeds (``--train``). Precision counts the alerts raised, at most a hundred a day; recall counts
SIM cards by strategy level (its worlds have seeds of their own: seed + 11 for each level); hours run from a SIM's first
fraud call in the world. Intervals: worlds and campaigns drawn anew. ``--cut`` checks that an alert stands on what had
happened until its moment: the same detectors are given only the calls until then. ``--rows`` measures time and memory
of all detectors on so many calls and on a tenth of them.
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np
import polars as pl

from _calls_measure import Judged, judge, report
from _calls_ours import run
from _calls_peers import days_of, learn, murynets, voltdb
from calibration_loop import calibrate
from qalqan.simulate.cdr import TEST, TUNING, World, world

APART = (
    11  # each level has worlds of its own: no ordinary caller counts six times; odd, so that both kinds of room come
)
SUMMED = ("ours", "voltdb", "murynets", "forest", "isolation")


def victims(made: World, told: pl.DataFrame) -> dict[str, float]:
    """Victims in progress of one world: raised, right, of how many, told before or while they talk."""
    real = made.truth.victims
    end = pl.col("second_at") + pl.duration(seconds=pl.col("seconds"))
    met = told.filter(pl.col("number").is_not_null()).group_by("number").agg(pl.col("at").min()).join(real, on="number")
    in_time = met.filter(pl.col("at") <= end + pl.duration(hours=1))
    return {
        "raised": float(len(told)),
        "right": float(len(told.filter(pl.col("number").is_in(real["number"].implode())))),
        "real": float(len(real)),
        "met": float(len(met)),
        "within an hour of the talk": float(len(in_time)),
    }


def cut(made: World, alerts: pl.DataFrame, parts: int = 3) -> str:
    """How many alerts stand when the detectors are given only what had happened until some moments."""
    calls = made.tables["calls"]
    start, end = made.days.start, made.days.end
    same = every = more = 0
    for n in range(1, parts + 1):
        moment = (
            pl.lit(start + (end - start) * n // (parts + 1))
            .cast(pl.Int64)
            .mul(1_000_000)
            .cast(pl.Datetime("us", "UTC"))
        )
        tables = dict(made.tables) | {
            "calls": calls.filter(pl.col("at") <= moment),
            "transactions": made.tables["transactions"].filter(pl.col("at") <= moment),
            "subscribers": made.tables["subscribers"].filter(pl.col("from") <= moment),
        }
        then = run(tables)["alerts"]
        keys = ["detector", "subject_kind", "subject"]
        whole = alerts.filter(pl.col("at") <= moment)
        same += len(whole.join(then, on=["subject_kind", "subject"], how="semi"))
        every += len(whole)
        more += len(then.select(keys).join(whole, on=["subject_kind", "subject"], how="anti"))
    return f"alerts until a moment that also stand without what came later: {same}/{every}; others then: {more}"


def measure(given: argparse.Namespace) -> int:
    """Ours and the peers on every world."""
    begun = time.process_time()
    forests = [] if given.no_peers else learn(given.train, given.subscribers // 2, given.days)
    print("\n".join(line for one in forests for line in one.told), flush=True)
    told: dict[str, list[Judged]] = {name: [] for name in SUMMED}
    helped: list[dict[str, float]] = []
    spent = 0.0
    for seed in given.seeds:
        for level in given.levels:
            made = world(seed + APART * level, given.subscribers, given.days, level)
            clock = time.process_time()
            found = run(made.tables)
            spent += time.process_time() - clock
            told["ours"].append(judge(made, found["alerts"]))
            helped.append(victims(made, found["victims_in_progress"]))
            if not given.no_peers:
                rows = days_of(made)
                told["voltdb"].append(judge(made, voltdb(made)))
                told["murynets"].append(judge(made, murynets(made, rows)))
                for one in forests:
                    told[one.name].append(judge(made, one.alerts(rows)))
            if given.cut and seed == given.seeds[0]:
                print(f"seed {seed} level {level}: {cut(made, found['alerts'])}", flush=True)
            print(
                f"seed {seed} level {level}: {len(made.tables['calls']):,} calls, {len(found['alerts'])} alerts",
                flush=True,
            )
        _tell(told, helped)
    print(f"our detectors: {spent:.1f} CPU s on {len(helped)} worlds; all {time.process_time() - begun:.0f} CPU s")
    return 0


def _tell(told: dict[str, list[Judged]], helped: list[dict[str, float]]) -> None:
    """The report of all worlds so far."""
    rng = np.random.default_rng(0)
    for name, some in told.items():
        if some:
            print("\n".join(report(name, some, rng)), flush=True)
    total = {key: sum(one[key] for one in helped) for key in helped[0]}
    print("## victims in progress\n" + ", ".join(f"{key} {value:.0f}" for key, value in total.items()), flush=True)


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(TEST)[:2])
    parser.add_argument("--train", type=int, nargs="+", default=list(TUNING)[40:44])
    parser.add_argument("--levels", type=int, nargs="+", default=list(range(6)))
    parser.add_argument("--subscribers", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--cut", action="store_true", help="check that alerts do not use what came later")
    parser.add_argument("--rows", type=int, default=0, help="measure time and memory on so many calls instead")
    given = parser.parse_args()
    print(f"calibration {calibrate():.2f} s", flush=True)
    if given.rows:
        from _calls_scale import scale  # noqa: PLC0415

        return scale(given.rows)
    return measure(given)


if __name__ == "__main__":
    sys.exit(main())
