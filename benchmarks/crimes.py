"""Crime linkage by behaviour: our rule beside naive Bayes, logistic and boosting on the same folds; or ``alike``.

    python benchmarks/crimes.py --data ../shared/data [--seeds 5] [--folds 5]
    python benchmarks/crimes.py --region 41 42 --regime nasty [--keep FOLDER]

The first measures on the crimes of ``crimelinkage`` (R), group-disjoint: a rule learns from the pairs of the training
groups and ranks all pairs of a test crime with any solved crime; pairs of all folds are put together. AP: average
precision; TPR: linked pairs found at 1 % false alarms; hit@10: crimes of a series whose own series is among the ten
that are most like it (mean of the best two of a series), of the series of two crimes or more, and of all offenders'
groups. Third crimes are heard without their labels. The second plays regions, analyses them and holds the table
``alike`` against the truth (benchmarks/alike_truth.py).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

from crimes_pairs import Crimes, folds, load


def recall_at(linked: np.ndarray, scores: np.ndarray, alarms: float) -> float:
    """The share of linked pairs above the score that ``alarms`` of the others pass."""
    return float((scores[linked] > np.quantile(scores[~linked], 1 - alarms)).mean())


def hits(of: Crimes, scores: np.ndarray, test: np.ndarray, fewest: int) -> list[bool]:
    """For each test crime of a series: is its group among the ten best; of groups with ``fewest`` crimes or more."""
    names, size = np.unique(of.group[of.solved], return_counts=True)
    members = {name: np.flatnonzero(of.group == name) for name, n in zip(names, size, strict=True) if n >= fewest}
    out = []
    for crime in test:
        if not of.linked[crime].any():
            continue
        score = {name: scores[crime, own[own != crime]] for name, own in members.items()}
        best = {name: float(np.sort(one)[-2:].mean()) for name, one in score.items() if one.size}
        own = best[of.group[crime]]
        out.append(sum(one > own for one in best.values()) < 10)
    return out


def measure(of: Crimes, seeds: int, count: int, only: list[str]) -> None:
    """Print the table: means over seeds, with the spread between them."""
    from crimes_rules import RULES  # noqa: PLC0415 - scikit-learn only when this part runs

    print(f"{'rule':26}{'AUC':>7}{'AP':>14}{'TPR@1%':>14}{'hit@10':>8}{'of all':>8}{'cpu s':>7}")
    for name, rule in RULES.items():
        if only and name not in only:
            continue
        begun = time.process_time()
        figures, near, wide = [], [], []
        for seed in range(seeds):
            fold = folds(of, seed, count)
            linked, scored = [], []
            for part in range(count):
                test = np.flatnonzero(fold == part)
                told = rule(of, np.flatnonzero((fold >= 0) & (fold != part)))
                scores, of_series = told if isinstance(told, tuple) else (told, told)
                a, b = of.against(test)
                linked.append(of.linked[a, b])
                scored.append(scores[a, b])
                near += hits(of, of_series, test, 2)
                wide += hits(of, of_series, test, 1)
            y, s = np.concatenate(linked), np.concatenate(scored)
            figures.append((roc_auc_score(y, s), average_precision_score(y, s), recall_at(y, s, 0.01)))
        auc, ap, tpr = np.array(figures).T
        print(
            f"{name:26}{auc.mean():7.3f}{ap.mean():7.3f} ±{ap.std():.3f}{tpr.mean():7.3f} ±{tpr.std():.3f}"
            f"{np.mean(near):8.3f}{np.mean(wide):8.3f}{time.process_time() - begun:7.0f}",
            flush=True,
        )


def main() -> None:
    """Measure the crimes, or regions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of outside sets (linkage/crimes.csv)")
    parser.add_argument("--seeds", type=int, default=5, help="repeats of the folds")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--rules", nargs="*", default=[], help="only these")
    parser.add_argument("--region", type=int, nargs="*", default=[], help="seeds of regions to play")
    parser.add_argument("--regime", default="nasty")
    parser.add_argument("--cases", type=int, default=365)
    parser.add_argument("--keep", type=Path, help="keep (and use again) the regions in this folder")
    given = parser.parse_args()
    if given.region:
        from alike_truth import regions  # noqa: PLC0415 - the whole desk only when this part runs

        regions(given.region, given.regime, given.cases, given.keep)
    elif given.data is None or not (given.data / "linkage" / "crimes.csv").exists():
        print("no linkage/crimes.csv: give --data FOLDER (crimelinkage's data, GPL-3, is not part of the project)")
    else:
        measure(load(given.data / "linkage"), given.seeds, given.folds, given.rules)


if __name__ == "__main__":
    main()
