"""Train the model of ties (``link/data/ties.toml``) on simulated regions whose truth is known.

    python -m qalqan.learn.ties FOLDER [--write]

``FOLDER`` holds regions with analysed workspaces as ``benchmarks/regions.py --keep FOLDER`` leaves them. Fitted by
maximum likelihood on pairs of cases that share an identifier: the log-odds of the model that ``kernels.agglomerate``
joins by, with the strongest identifier of each chain. Every region weighs the same. Needs the extra ``[learn]``.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link import _factors, identifiers
from qalqan.link._circumstances import circumstances
from qalqan.link._incidence import number
from qalqan.link._model import CLASSES, LEAST, classes
from qalqan.settings import Settings

STRENGTH = 0.02  # of the pull towards what is known beforehand, per parameter and bit
START = 3.0
MOST_BIAS = -0.5  # two cases that share something hardly sure are not thereby tied
OUT = Path(__file__).parents[1] / "link" / "data" / "ties.toml"


@dataclass(frozen=True, slots=True)
class Region:
    """Pairs of cases that share something in one region. ``rows``: pair, chain, class number, sure product (0-1),
    doublings of the cases, trust; a value a pair: ``scheme`` bits, ``gap`` and ``sums`` in bits, ``same``."""

    name: str
    pair: np.ndarray
    chain: np.ndarray
    class_: np.ndarray
    sure: np.ndarray
    doublings: np.ndarray
    scheme: np.ndarray
    gap: np.ndarray
    sums: np.ndarray
    same: np.ndarray
    purity: dict[str, int]


def region(folder: Path) -> Region:
    """The pairs of a kept region, with the truth."""
    run = max((folder / "ws").rglob("cases.parquet")).parent
    made = {"identifiers", "identifier_weights"}
    tables = Tables.of({one.stem: pl.read_parquet(one) for one in run.glob("*.parquet") if one.stem not in made})
    for name, frame in identifiers.run(tables, Settings()).items():
        tables.put(name, frame)
    cases = tables["cases"].sort("case_id")
    numbered = number(tables["identifiers"], cases["case_id"])
    about = circumstances(cases)
    learned = _factors.learn(numbered, about.scheme, {})
    told = numbered.idents.join(tables["identifier_weights"], on=["kind", "value"], how="left", maintain_order="left")
    class_ = classes(numbered.rows).replace_strict(CLASSES, range(len(CLASSES)), return_dtype=pl.Int64)
    rows = numbered.rows.select("case", "ident", pl.col("chain_id").alias("chain"), "sure").with_columns(
        told["trust"].fill_null(0).gather(numbered.rows["ident"]).alias("trust"),
        told["cases"].fill_null(1).gather(numbered.rows["ident"]).alias("cases"),
        class_.gather(numbered.rows["ident"]).alias("class"),
    )
    rows = rows.filter((pl.col("trust") > 0) & pl.col("cases").is_between(2, 100))
    met = rows.join(rows.select(pl.col("case").alias("b"), "ident", pl.col("sure").alias("sure_b")), on="ident")
    met = met.filter(pl.col("case") < pl.col("b")).sort("case", "b", "chain", "ident")
    pairs = met.select("case", "b").unique(maintain_order=True).with_row_index("pair")
    met = met.join(pairs, on=["case", "b"], how="left", maintain_order="left")
    a, b = pairs["case"].to_numpy(), pairs["b"].to_numpy()
    pull = learned.pull[0] / 1000
    both = (about.scheme[a] >= 0) & (about.scheme[b] >= 0)
    agree = np.log2(1 - pull + pull * about.inverse[np.maximum(about.scheme[a], 0)] / 1000)
    scheme = np.where(both, np.where(about.scheme[a] == about.scheme[b], agree, np.log2(1 - pull)), 0.0)
    known = (about.day[a] >= 0) & (about.day[b] >= 0)
    valued = (about.sum_bits[a] >= 0) & (about.sum_bits[b] >= 0)
    group = _truth(folder)
    ids = [group[0].get(one, one) for one in numbered.ids]
    return Region(
        folder.name,
        met["pair"].to_numpy(),
        met["chain"].to_numpy(),
        met["class"].to_numpy(),
        (met["sure"] * met["sure_b"] * met["trust"]).to_numpy() / 1e9,
        np.log2(met["cases"].to_numpy()) - 1,
        scheme,
        np.where(known, np.log2(1 + np.abs(about.day[a] - about.day[b])), 0.0),
        np.where(valued, np.minimum(np.abs(about.sum_bits[a] - about.sum_bits[b]) / 1000, 6.0), 0.0),
        np.array([bool(group[1].get(ids[i], set()) & group[1].get(ids[j], set())) for i, j in zip(a, b, strict=True)]),
        {name: share for name, (share, _) in learned.purity.items()},
    )


def _truth(folder: Path) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Other numbers of cases, and the series of each case."""
    truth = next(folder.rglob("ceiling.csv")).parent
    with (truth / "cases.csv").open(encoding="utf-8-sig", newline="") as file:
        names = {row["kui_number"]: row["case_id"] for row in csv.DictReader(file) if row["kui_number"]}
    groups: dict[str, set[str]] = {}
    with (truth / "series.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["series_id"]:
                groups.setdefault(row["case_id"], set()).add(row["series_id"])
    return names, groups


def mean_purity(regions: list[Region]) -> dict[str, int]:
    """The mean purity of each class, per mille."""
    return {
        name: round(np.mean([one.purity[name] for one in regions if name in one.purity]))
        for name in CLASSES
        if any(name in one.purity for one in regions)
    }


def _logit(per_mille: int) -> float:
    held = min(max(per_mille, 50), 970)
    return float(np.log2(held / (1000 - held)))


def odds(at: np.ndarray, one: Region, mean: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds (bits) of a region's pairs at parameters ``at`` (bits and slope of each class, bias, gap, sums, follow),
    and their gradient (pairs x parameters)."""
    k = len(CLASSES)
    moved = np.array([_logit(one.purity[c]) - _logit(mean[c]) if c in one.purity else 0.0 for c in CLASSES])
    raw = at[one.class_] + at[-1] * moved[one.class_] - at[k + one.class_] * one.doublings
    least = at[one.class_] * LEAST / 1000
    worth = one.sure * np.maximum(raw, least)
    order = np.lexsort((np.arange(worth.size), -worth, one.chain, one.pair))
    first = np.ones(order.size, bool)
    first[1:] = (one.pair[order][1:] != one.pair[order][:-1]) | (one.chain[order][1:] != one.chain[order][:-1])
    top = order[first]
    total = at[2 * k] + one.scheme - at[2 * k + 1] * one.gap - at[2 * k + 2] * one.sums
    np.add.at(total, one.pair[top], worth[top])
    slope = np.zeros((total.size, at.size))
    on, off = top[raw[top] > least[top]], top[raw[top] <= least[top]]
    np.add.at(slope, (one.pair[on], one.class_[on]), one.sure[on])
    np.add.at(slope, (one.pair[off], one.class_[off]), one.sure[off] * LEAST / 1000)
    np.add.at(slope, (one.pair[on], k + one.class_[on]), -one.sure[on] * one.doublings[on])
    np.add.at(slope[:, -1], one.pair[on], one.sure[on] * moved[one.class_[on]])
    slope[:, 2 * k], slope[:, 2 * k + 1], slope[:, 2 * k + 2] = 1, -one.gap, -one.sums
    return total, slope


def fit(regions: list[Region]) -> np.ndarray:
    """The parameters of greatest likelihood, in bits."""
    from scipy.optimize import minimize  # noqa: PLC0415 - the extra [learn] alone

    k, mean = len(CLASSES), mean_purity(regions)
    start = np.concatenate([np.full(k, START), np.full(k, 0.5), [-2.0, 0.3, 0.3, 0.3]])

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = STRENGTH * float(((at - start) ** 2).sum()), 2 * STRENGTH * (at - start)
        for one in regions:
            bits, by = odds(at, one, mean)
            nats = bits * np.log(2)
            sign = np.where(one.same, 1.0, -1.0)
            total += float(np.logaddexp(0, -sign * nats).mean()) * 10
            slope = slope + 10 * np.log(2) * ((-sign / (1 + np.exp(sign * nats)))[:, None] * by).mean(axis=0)
        return total, slope

    bounds = [(0.0, 12.0)] * k + [(0.0, 4.0)] * k + [(-8.0, MOST_BIAS), (0.0, 2.0), (0.0, 2.0), (0.0, 1.0)]
    found: np.ndarray = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def written(at: np.ndarray, regions: list[Region], crowd: tuple[int, int], alone: int) -> str:
    """The model as TOML, in milli-bits."""
    k = len(CLASSES)
    milli = [round(float(one) * 1000) for one in at]
    names = ", ".join(one.name for one in regions)
    lines = [
        f"# Trained by python -m qalqan.learn.ties on the simulated regions {names}.",
        "# Milli-bits; purity and follow per mille. What a class is worth elsewhere than in the simulator is not",
        "# known: the workspace's own purity moves it.",
        f"bias = {milli[2 * k]}",
        f"crowd = {crowd[0]}",
        f"most_crowd = {crowd[1]}",
        f"alone = {alone}",
        f"gap = {milli[2 * k + 1]}",
        f"sums = {milli[2 * k + 2]}",
        f"follow = {milli[-1]}",
    ]
    tables = (("bits", milli[:k]), ("slope", milli[k : 2 * k]))
    for name, values in tables:
        lines += ["", f"[{name}]", *(f"{c} = {v}" for c, v in zip(CLASSES, values, strict=True))]
    lines += ["", "[purity]", *(f"{c} = {v}" for c, v in mean_purity(regions).items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Train; print the model, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--crowd", type=int, nargs=2, default=(130, 8), help="milli-bits, and cases a side")
    parser.add_argument("--alone", type=int, default=1000, help="milli-bits")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    regions = [region(one) for one in sorted(given.folder.iterdir()) if any((one / "ws").rglob("cases.parquet"))]
    text = written(fit(regions), regions, tuple(given.crowd), given.alone)
    if given.write:
        OUT.write_text(text, "utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
