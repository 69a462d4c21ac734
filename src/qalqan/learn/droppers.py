"""Train the model of possible droppers (``detect/data/droppers.toml``) on simulated regions whose truth is known.

    python -m qalqan.learn.droppers FOLDER... [--write]

Each folder is a region with an analysed workspace as ``benchmarks/regions.py --keep`` leaves it. Fitted by maximum
likelihood with a pull to nothing, every region weighing the same; each weight is bound to the sign that a person would
expect, so that no quirk of the simulator turns a lawful trait into a suspicion. Needs the extra ``[learn]``.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
import polars as pl

from qalqan.detect import _money_rows
from qalqan.detect._droppers_features import features
from qalqan.engine.frames import Tables
from qalqan.learn._additive import fitted
from qalqan.settings import Detect

OUT = Path(__file__).parents[1] / "detect" / "data" / "droppers.toml"
KNOWN = {"entered": 0.7}  # bits at least: there is no registry in the simulator
COUNTS = -0.25  # bits at least: what speaks for a lawful life always counts, though the simulator may not know it
STRENGTH = 0.0004  # of the pull to nothing, per weight and squared bit
SPEAKS_FOR = {
    "direct": (1, 2, 4), "later": (1, 2, 4), "stolen": (50, 200, 400, 600, 800), "hour": (200, 500, 800),
    "day": (200, 500, 800), "passed": (300, 700, 950), "cash": (200, 600), "exchange": (200, 600), "night": (250, 500),
    "round": (250, 500), "below": (200,), "burst_payers": (3, 6), "gathered": (2, 4), "squares": (1, 2),
    "chain": (2, 3, 4), "cycles": (1,), "new": (1,), "woke": (300, 700), "company": (1, 3), "entered": (1, 3),
}  # fmt: skip
SPEAKS_AGAINST = {
    "merchant": (300, 700), "payers": (10, 20, 50), "payees": (20, 50), "mutual": (200, 500), "firm_in": (200, 500),
    "firm": (1,), "even": (300, 600), "days": (15, 40), "lost": (1,), "uncovered": (1,),
}  # fmt: skip
CUTS = SPEAKS_FOR | SPEAKS_AGAINST


def region(folder: Path) -> pl.DataFrame:
    """The features of a kept region's accounts that are weighed and known to the truth; ``dropper``: what they are."""
    run = max(folder.rglob("ws/runs/*/cases.parquet")).parent
    tables = Tables.of({one.stem: pl.read_parquet(one) for one in run.glob("*.parquet")})
    made = features(_money_rows.rows(tables, Detect()), tables).filter("weighed")
    with next(folder.rglob("roles_accounts.csv")).open(encoding="utf-8", newline="") as file:
        roles = {row["account"].replace(" ", ""): row["role"] for row in csv.DictReader(file)}
    known = made.with_columns(
        pl.col("account").replace_strict(roles, default=None, return_dtype=pl.String).alias("role")
    )
    return known.drop_nulls("role").with_columns(pl.col("role").str.starts_with("dropper").alias("dropper"))


def steps(made: pl.DataFrame) -> np.ndarray:
    """1 where a value reaches a cut (rows x cuts)."""
    return np.column_stack([made[name].to_numpy() >= cut for name, cuts in CUTS.items() for cut in cuts]).astype(float)


def fit(regions: list[pl.DataFrame]) -> tuple[float, np.ndarray]:
    """Bias and weights (bits) of greatest likelihood."""
    told = np.vstack([steps(one) for one in regions])
    sign = np.concatenate([np.where(one["dropper"].to_numpy(), 1.0, -1.0) for one in regions])
    weight = np.concatenate([np.full(one.height, 1 / one.height / len(regions)) for one in regions])
    bounds = [(-12.0, 0.0)]
    bounds += [(KNOWN.get(name, 0.0), 6.0) for name, cuts in SPEAKS_FOR.items() for _ in cuts]
    bounds += [(-6.0, COUNTS)] * sum(map(len, SPEAKS_AGAINST.values()))
    return fitted(told, sign, weight, bounds, STRENGTH)


def written(bias: float, bits: np.ndarray, names: list[str]) -> str:
    """The model as TOML, in milli-bits."""
    lines = [
        f"# Trained by python -m qalqan.learn.droppers on the simulated regions {', '.join(sorted(names))}.",
        "# Reaching a cut adds its milli-bits of log-odds. What a trait is worth outside the simulator is not known.",
        f"bias = {round(bias * 1000)}",
    ]
    place = 0
    for name, cuts in CUTS.items():
        own = [round(one * 1000) for one in bits[place : place + len(cuts)]]
        lines += ["", f"[feature.{name}]", f"cuts = {list(cuts)}", f"bits = {own}"]
        place += len(cuts)
    return "\n".join(lines) + "\n"


def main() -> None:
    """Train; print the model, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    bias, bits = fit([region(one) for one in given.folders])
    text = written(bias, bits, [one.name for one in given.folders])
    if given.write:
        OUT.write_text(text, "utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
