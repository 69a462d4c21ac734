"""Marks the product's exported tables against the truth of a region.

``score(truth, export)`` reads the CSVs of both folders and returns plain numbers; nothing else of the product
is used. A measure whose table is missing from the export is left out.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from qalqan.simulate.bcubed import bcubed, clusters_of

Row = dict[str, str]
Marks = dict[str, float | int]


def score(truth: Path, export: Path) -> Marks:
    """All marks that the exported tables allow, by name: ``series_f1``, ``series_lone_glued``, ``losses_found``,
    ``fifo_exact``, ``fifo_inside``, ``account_roles_macro_f1``, ``number_roles_macro_f1`` and more.

    Shares go from 0 to 1, sums are in tiyn, the rest are counts.
    """
    names = _Names(_read(truth / "cases.csv"))
    marks: dict[str, Marks] = {}  # by group
    if (export / "series.csv").exists():
        marks["series"] = _series(truth, _read(export / "series.csv"), names)
    losses = _found_losses(export, names)
    if losses is not None:
        marks["losses"] = _losses(_read(truth / "losses.csv"), losses)
    if (export / "trails.csv").exists():
        marks["fifo"] = _fifo(_read(truth / "trails.csv"), _read(export / "trails.csv"), names)
    for table, column in (("accounts", "account"), ("numbers", "number")):
        if (export / f"{table}.csv").exists():
            told = {_plain(row[column]): row["role"] for row in _read(export / f"{table}.csv")}
            true = {_plain(row[column]): row["role"] for row in _read(truth / f"roles_{table}.csv")}
            marks[f"{column}_roles"] = _roles(true, told)
    return {f"{group}_{name}": value for group, found in marks.items() for name, value in found.items()}


class _Names:
    """The true id of a case under whatever number an export calls it."""

    def __init__(self, cases: list[Row]) -> None:
        self._true = {row["kui_number"]: row["case_id"] for row in cases if row["kui_number"]}
        self._true |= {row["case_id"]: row["case_id"] for row in cases}

    def of(self, case_id: str) -> str:
        return self._true.get(case_id, case_id)


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _plain(value: str) -> str:
    """An account or number without spaces, in capitals."""
    return value.replace(" ", "").upper()


def _series(truth: Path, told: list[Row], names: _Names) -> Marks:
    true_rows = [(row["case_id"], row["series_id"]) for row in _read(truth / "series.csv")]
    true = clusters_of(true_rows)
    made = clusters_of([(names.of(row["case_id"]), row["series_id"]) for row in told])
    for case in true:  # a case the export does not know is on its own
        made.setdefault(case, frozenset((f"alone {case}",)))
    members = {case for case, series in true_rows if series}
    marks: Marks = dict(zip(("precision", "recall", "f1"), bcubed(true, made, members), strict=True))
    sizes = Counter(cluster for clusters in made.values() for cluster in clusters)
    true_sizes = Counter(series for _, series in true_rows if series)
    lone = [case for case in true if case not in members]
    glued = [case for case in lone if any(sizes[cluster] > 1 for cluster in made[case])]
    marks |= {
        "cases_in_series": len(members),
        "lone_cases": len(lone),
        "lone_glued": len(glued) / len(lone) if lone else 0.0,
        "largest": max(sizes.values(), default=0),
        "largest_true": max(true_sizes.values(), default=0),
    }
    ceiling = truth / "ceiling.csv"
    if ceiling.exists():
        parts = clusters_of([(row["case_id"], row["part"]) for row in _read(ceiling)])
        marks["recall_ceiling"] = bcubed(true, {**made, **parts}, members)[1]
    return marks


def _found_losses(export: Path, names: _Names) -> set[tuple[str, str, str]] | None:
    """(case, payee, tiyn) of the losses an export names: from ``losses.csv``, else from first hops."""
    if (export / "losses.csv").exists() and (export / "transactions.csv").exists():
        payee = {row["tx_id"]: row["to"] for row in _read(export / "transactions.csv")}
        return {
            (names.of(row["case_id"]), _plain(payee.get(row["tx_id"], "")), row["amount_tiyn"])
            for row in _read(export / "losses.csv")
        }
    if (export / "hops.csv").exists():
        return {
            (names.of(row["case_id"]), _plain(row["to"]), row["amount_tiyn"])
            for row in _read(export / "hops.csv")
            if row.get("rule", "fifo") == "fifo"
        }
    return None


def _losses(true_rows: list[Row], found: set[tuple[str, str, str]]) -> Marks:
    true = {(row["case_id"], _plain(row["to"]), row["amount_tiyn"]) for row in true_rows}
    hit = true & found
    total = sum(int(amount) for _, _, amount in true)
    return {
        "found": len(hit) / len(true) if true else 1.0,
        "found_money": sum(int(amount) for _, _, amount in hit) / total if total else 1.0,
        "wrong": len(found - true),
        "true": len(true),
    }


def _fifo(true_rows: list[Row], told: list[Row], names: _Names) -> Marks:
    """Exactness on covered rows; elsewhere whether the truth lies within the stated range.

    A range means: the case's money on that account, whichever way it came, also through accounts that no file shows.
    ``open`` are all other listed rows, also those the truth does not have (there is 0). ``median_width`` is of all
    of them, ``median_width_by_rows`` leaves out what the export says could only have come unseen. ``unlisted`` is
    true money on accounts that the export does not list, mostly since no file shows them; its share is of all true
    money, and ``unlisted_fits`` says in how many of these cases it is no more than the highs of the frontiers.
    """
    shown: dict[tuple[str, str], _Range] = {}
    for row in told:
        if row.get("rule", "fifo") == "fifo":
            key = (names.of(row["case_id"]), _plain(row["account"]))
            shown[key] = _Range.of(row).plus(shown.get(key))
    truth = {(row["case_id"], _plain(row["account"])): row for row in true_rows}
    covered = {key: int(row["remaining_tiyn"]) for key, row in truth.items() if row["covered"] == "1"}
    exact = [shown[key].likely == true if key in shown else true == 0 for key, true in covered.items()]
    cases = {case for case, _ in truth}
    opened = {
        key: int(truth[key]["remaining_tiyn"]) if key in truth else 0
        for key in shown
        if key not in covered and key[0] in cases
    }
    inside = [shown[key].low <= true <= shown[key].high for key, true in opened.items()]
    away: Counter[str] = Counter()
    for key, row in truth.items():
        if key not in shown and key not in covered and int(row["remaining_tiyn"]) > 0:
            away[key[0]] += int(row["remaining_tiyn"])
    room: Counter[str] = Counter()
    for (case, _), span in shown.items():
        room[case] += span.high if span.frontier else 0
    total = sum(int(row["remaining_tiyn"]) for row in truth.values())
    return {
        "covered_rows": len(covered),
        "exact": _share(exact),
        "open_rows": len(opened),
        "inside": _share(inside),
        "median_width_tiyn": median(shown[key].high - shown[key].low for key in opened) if opened else 0,
        "median_width_by_rows_tiyn": median(shown[key].high - shown[key].unseen - shown[key].low for key in opened)
        if opened
        else 0,
        "covered_money": sum(covered.values()) / total if total else 1.0,
        "open_money": sum(opened.values()) / total if total else 0.0,
        "unlisted_money": sum(away.values()) / total if total else 0.0,
        "unlisted_cases": len(away),
        "unlisted_fits": _share([away[case] <= room[case] for case in away]),
    }


@dataclass(frozen=True, slots=True)
class _Range:
    """What an export says of a case and account, tiyn."""

    likely: int
    low: int
    high: int
    unseen: int
    frontier: bool

    @classmethod
    def of(cls, row: Row) -> _Range:
        likely, low, high = (int(row[f"remaining{part}_tiyn"] or 0) for part in ("", "_low", "_high"))
        return cls(likely, low, high, int(row.get("high_unseen_tiyn") or 0), row.get("kind") == "frontier")

    def plus(self, other: _Range | None) -> _Range:
        """Both together: one account told under two names."""
        if other is None:
            return self
        return _Range(
            self.likely + other.likely,
            self.low + other.low,
            self.high + other.high,
            self.unseen + other.unseen,
            self.frontier or other.frontier,
        )


def _share(marks: list[bool]) -> float:
    return sum(marks) / len(marks) if marks else 1.0


def _roles(true: dict[str, str], told: dict[str, str]) -> Marks:
    """Precision and recall of each role over the items that the truth knows, with their counts, and the plain mean
    F1 of all roles but ``ordinary``.

    An item the export does not list at all is a miss of its role and is named nothing; an item the truth does not
    know is neither right nor wrong.
    """
    asked = Counter(true.values())
    named = Counter(told[value] for value in true if value in told)
    hits = Counter(role for value, role in true.items() if told.get(value) == role)
    marks: Marks = {"unlisted": sum(value not in told for value in true)}
    scores = []
    for role in sorted(asked | named):
        recall = hits[role] / asked[role] if asked[role] else 0.0
        precision = hits[role] / named[role] if named[role] else 0.0
        marks |= {
            f"{role}_true": asked[role],
            f"{role}_named": named[role],
            f"{role}_right": hits[role],
            f"{role}_precision": precision,
            f"{role}_recall": recall,
        }
        if role != "ordinary" and asked[role]:
            scores.append(2 * precision * recall / (precision + recall) if precision + recall else 0.0)
    marks["macro_f1"] = sum(scores) / len(scores) if scores else 1.0
    return marks
