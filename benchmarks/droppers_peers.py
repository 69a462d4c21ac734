"""The learner and the peer's features of ``droppers.py``; runs in the environment that has lightgbm and snapml.

    PYTHON droppers_peers.py FILE.npz [--alone]

The file holds labels, folds' seeds, the matrices of features by name, and the transfers. Prints a JSON line with the
out-of-fold scores' average precision and precision@100 for each set of features, with bootstrap intervals;
``--alone``: the peer's features without the usual ones as well.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np

DRAWS = 500


def snapml(rows: np.ndarray, accounts: int) -> np.ndarray:
    """GraphFeaturePreprocessor's features of transfers (all its patterns), an account's as the greatest and the mean
    over what it received and over what it paid."""
    from snapml import GraphFeaturePreprocessor  # noqa: PLC0415

    maker, second = GraphFeaturePreprocessor(), 86_400
    asked = maker.get_params() | {"num_threads": 1, "degree": True, "scatter-gather": True, "temp-cycle": True,
                                  "lc-cycle": True, "lc-cycle_len": 6}  # fmt: skip
    days = {"time_window": 150, "vertex_stats_tw": 150, "fan_tw": 30, "degree_tw": 30, "scatter-gather_tw": 10,
            "temp-cycle_tw": 20, "lc-cycle_tw": 10}  # fmt: skip
    asked |= {name: length * second for name, length in days.items()}
    few = [2, 3, 4, 5, 6, 8, 10, 15, 20, 30]
    asked |= {name: few for name in asked if name.endswith("_bins")}
    asked["vertex_stats_cols"], asked["vertex_stats_feats"] = [4], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    maker.set_params(asked)
    told = np.column_stack([np.arange(len(rows)), rows[:, 0], rows[:, 1], rows[:, 3] // 1_000_000, rows[:, 2] / 100])
    found = np.asarray(maker.fit_transform(np.ascontiguousarray(told, np.float64)))[:, 5:]
    out = []
    for side in (0, 1):
        who = rows[:, side].astype(np.int64)
        order = np.argsort(who, kind="stable")
        first = np.flatnonzero(np.r_[True, np.diff(who[order]) > 0])
        for made in (np.maximum.reduceat(found[order], first), np.add.reduceat(found[order], first)):
            full = np.full((accounts, found.shape[1]), np.nan)
            full[who[order][first]] = made
            out.append(full)
        out[-1] /= np.bincount(who, minlength=accounts)[:, None].clip(1)
    made = np.hstack(out)
    return made[:, np.nanmax(made, axis=0) > np.nanmin(made, axis=0)]  # what is the same for all says nothing


def scores(features: np.ndarray, label: np.ndarray, seeds: list[int]) -> list[np.ndarray]:
    """Scores of every account by a model that did not see it: five folds of accounts, for each seed."""
    from lightgbm import LGBMClassifier  # noqa: PLC0415
    from sklearn.model_selection import StratifiedKFold  # noqa: PLC0415

    told = []
    for seed in seeds:
        found = np.zeros(len(label))
        for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(features, label):
            model = LGBMClassifier(
                n_estimators=150, learning_rate=0.08, max_bin=63, verbose=-1, n_jobs=1, random_state=seed
            )
            model.fit(features[train], label[train])
            found[test] = model.predict_proba(features[test])[:, 1]
        told.append(found)
    return told


def marks(label: np.ndarray, found: list[np.ndarray], weight: np.ndarray | None = None) -> tuple[float, float]:
    """Mean average precision and precision@100 over the seeds; ``weight``: how often each account was drawn."""
    weight = np.ones(len(label)) if weight is None else weight
    both = []
    for one in found:
        order = np.argsort(-one, kind="stable")
        drawn, hit = np.cumsum(weight[order]), np.cumsum((weight * label)[order])
        precision = hit / np.maximum(drawn, 1)
        top = np.searchsorted(drawn, 100)
        both.append((float((precision * (weight * label)[order]).sum() / max(hit[-1], 1)), float(precision[top])))
    return tuple(np.mean(both, axis=0).tolist())  # type: ignore[return-value]


def main() -> None:
    """Score each set of features, and tell by how much ours is better, with paired draws."""
    held = np.load(sys.argv[1])
    label, seeds = held["label"], held["seeds"].tolist()
    usual, ours = held["usual"], held["ours"]
    graph = snapml(held["rows"], len(label))
    sets = {
        "ours and usual": np.hstack([ours, usual]),
        "usual": usual,
        "snapml and usual": np.hstack([graph, usual]),
        "snapml": graph,
    }
    sets = {name: columns for name, columns in sets.items() if name != "snapml" or "--alone" in sys.argv}
    found = {}
    for name, columns in sets.items():
        begun = time.process_time()
        found[name] = scores(columns, label, seeds)
        ap = marks(label, found[name])[0]
        print(f"{name}: AP {ap:.3f}, {time.process_time() - begun:.0f} CPU s of learning", file=sys.stderr, flush=True)
    rng = np.random.default_rng(5)
    draws = [np.bincount(rng.integers(0, len(label), len(label)), minlength=len(label)) for _ in range(DRAWS)]
    drawn = {name: np.array([marks(label, one, w) for w in draws]) for name, one in found.items()}
    for name, one in found.items():
        ap, at = marks(label, one)
        low, high = np.percentile(drawn[name], [2.5, 97.5], axis=0)
        better = drawn["ours and usual"][:, 0] - drawn[name][:, 0]
        print(json.dumps({
            "features": name, "columns": sets[name].shape[1], "AP": round(ap, 3),
            "AP_95": [round(low[0], 3), round(high[0], 3)], "p@100": round(at, 3),
            "p@100_95": [round(low[1], 3), round(high[1], 3)],
            "ours_better_by_95": [round(x, 3) for x in np.percentile(better, [2.5, 97.5])],
        }), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
