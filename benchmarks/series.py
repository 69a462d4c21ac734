"""Series of cases against the truth: B-cubed of Qalqan's series beside other rules on the same rows, in one run.

    python benchmarks/series.py [--cases 8000] [--seed 1 2 3] [--peers PYTHON]      the made world
    python benchmarks/series.py --kept FOLDER [--peers PYTHON]                      regions of regions.py --keep FOLDER

B-cubed (with overlap) is taken over the cases of a series; the recall ceiling is what the files can show of each true
series. Raw equality, IRIS's and MISP's rule see what cases tell (IRIS and MISP in our canonical form and type, in their
favour); all other rules see the same identifiers as Qalqan, also those reached through calls and money. Thresholds and
resolutions of peers are the best of a grid for each region, the truth in sight. ``--peers`` is an interpreter with
igraph and leidenalg. For kept regions the calibration of ``links`` follows. Figures are means over regions of a regime
(± standard deviation); ``largest`` is over the true largest; seconds are CPU. A star marks regions that the shipped
model was trained on.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import numpy as np

from calibration_loop import calibrate
from qalqan.engine.frames import Tables
from qalqan.link import ties
from qalqan.settings import Settings
from series_rules import Row, table
from series_truth import Region, calibration, judged, kept, made
from series_world import cases, make, mentions


def world(count: int, seed: int) -> Region:
    """The made world of that many cases: bare identifiers, no schemes, days or sums."""
    found = make(count, seed)
    tables = Tables.of({"mentions": mentions(found, seed), "cases": cases(found, seed, told=False)})
    return made(found, f"made-{seed}", tables)


def show(name: str, regions: list[Region], python: str | None) -> None:
    """Print the table of a regime."""
    trained = (files("qalqan.link") / "data" / "ties.toml").read_text("utf-8").splitlines()[0]
    names = " ".join(f"{one.name}{'*' if f' {one.name}' in trained else ''}" for one in regions)
    sizes = [one.truth.largest for one in regions]
    print(f"\n{name}: {names}")
    print(
        f"{np.mean([len(one.truth.clusters) for one in regions]):.0f} cases, largest true {min(sizes)}-{max(sizes)}, "
        f"recall ceiling {_spread([one.truth.ceiling for one in regions])}"
    )
    rows: dict[str, list[tuple[Row, int]]] = defaultdict(list)
    for one in regions:
        for row in table(one, python):
            rows[row.rule].append((row, one.truth.largest))
    print(f"{'rule':27}{'P':>14}{'R':>14}{'F1':>14}{'lone glued':>12}{'largest':>9}{'of true':>9}{'CPU s':>8}  best at")
    for rule, told in rows.items():
        marks = [row.mark for row, _ in told]
        print(
            f"{rule:27}"
            + "".join(f"{_spread([getattr(one, name) for one in marks]):>14}" for name in ("precision", "recall", "f1"))
            + f"{np.mean([one.glued for one in marks]):12.3f}{max(one.largest for one in marks):9}"
            + f"{max(row.mark.largest / true for row, true in told):9.2f}"
            + f"{np.mean([row.seconds for row, _ in told]):8.2f}  {' '.join(row.chosen for row, _ in told)}",
            flush=True,
        )


def _spread(values: list[float]) -> str:
    return f"{np.mean(values):.3f} ±{np.std(values):.3f}"


def ties_told(regions: list[Region]) -> None:
    """Print whether the scores of ``links`` mean what they say."""
    judgements = [judged(ties.run(one.tables, Settings())["links"], one.truth) for one in regions]
    each = [calibration(*one, level=False)[0] for one in judgements]
    score, same = (np.concatenate(column) for column in zip(*judgements, strict=True))
    wide, rows = calibration(score, same, level=False)
    even, tenths = calibration(score, same, level=True)
    print(f"links: {score.size} ties, {same.mean():.3f} truly one group's; calibration error {wide:.3f} (bins of equal")
    print(f"width; by region {_spread(each)}), {even:.3f} (ten bins of equally many ties)")
    print(f"{'score':>8}{'truly':>8}{'ties':>8}{'':6}{'score':>8}{'truly':>8}{'ties':>8}")
    blank = [None] * (len(tenths) - len(rows))
    for left, right in zip([*rows, *blank], tenths, strict=True):
        first = f"{left[0]:8.3f}{left[1]:8.3f}{left[2]:8}" if left else " " * 24
        print(f"{first}{'':6}{right[0]:8.3f}{right[1]:8.3f}{right[2]:8}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=8000)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--kept", type=Path, help="regions that regions.py --keep left; instead of the made world")
    parser.add_argument("--peers", help="an interpreter that has igraph and leidenalg")
    asked = parser.parse_args()
    table(world(200, 0), None)  # the kernels are compiled before times are told
    print(f"calibration loop {calibrate():.2f} s CPU")
    if not asked.peers:
        print("no Leiden: --peers names no interpreter with igraph and leidenalg")
    if asked.kept is None:
        show("made world", [world(asked.cases, seed) for seed in asked.seed], asked.peers)
        return
    regimes: dict[str, list[Region]] = defaultdict(list)
    for folder in sorted(asked.kept.iterdir()):
        if any((folder / "ws" / "runs").rglob("cases.parquet")) and any(folder.rglob("ceiling.csv")):
            regimes[folder.name.rpartition("-")[0]].append(kept(folder))
    for regime, regions in regimes.items():
        show(regime, regions, asked.peers)
        ties_told(regions)


if __name__ == "__main__":
    main()
