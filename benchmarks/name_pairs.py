"""Names of one person in three scripts: all pairs of forms, ranked, with peers beside on the same pairs.

    python benchmarks/name_pairs.py [--people tests/blind/names/people.tsv] [--faults 0] [--peers PYTHON]

Prints average precision over all pairs of forms (with and without the forms that their author marked as fitting two
people), precision and recall at .5, calibration error, recall by kind of form, pairs a second, and a calibration loop.
The list named above is a development set: our weights were set on it. Peers: rapidfuzz's token ratio over our skeleton;
nomenklatura's logic-v1 and logic-v2 with ``--peers``, a Python that has it, on all true pairs and every 40th false one.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz

from qalqan.language.name_words import words
from qalqan.learn.measure import average_precision
from qalqan.link import name_match

Rows = np.ndarray[Any, Any]


def read(path: Path) -> tuple[list[str], Rows, list[str], Rows]:
    """Forms, number of their person, kind of form, whether the author marked it as fitting two people."""
    rows = [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8") if not line.startswith("#")]
    rows = [row for row in rows if len(row) >= 3]
    people = {name: at for at, name in enumerate(dict.fromkeys(row[0] for row in rows))}
    return (
        [row[1] for row in rows],
        np.array([people[row[0]] for row in rows]),
        [row[2] for row in rows],
        np.array([len(row) > 3 and row[3] == "ambiguous" for row in rows]),
    )


def both(score: Rows, same: Rows, clear: Rows) -> str:
    """Average precision over all pairs, and over those without vague forms."""
    plain = average_precision(score[clear], same[clear])
    return f"AP {average_precision(score, same):.3f}, without vague forms {plain:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=Path, default=Path("tests/blind/names/people.tsv"))
    parser.add_argument("--peers", default="", help="a Python that can import nomenklatura")
    parser.add_argument("--faults", type=int, default=0, help="print so many of the worst pairs")
    given = parser.parse_args()
    forms, person, what, vague = read(given.people)
    left, right = (side.astype(np.int32) for side in np.triu_indices(len(forms), 1))
    same = person[left] == person[right]
    known = name_match.cut(forms)
    name_match.pairs(known, left[:2], right[:2])
    begun = time.process_time()
    ours = name_match.pairs(known, left, right)
    spent = time.process_time() - begun
    begun = time.process_time()
    sum(at * at % 7 for at in range(2_000_000))
    loop = time.process_time() - begun
    clear = ~(vague[left] | vague[right])
    print(f"{len(forms)} forms of {len(set(person.tolist()))} people; {len(left):,} pairs, {int(same.sum()):,} true")
    print(f"ours       {both(ours, same, clear)}")
    told = ours >= 500
    print(f"  expected calibration error {calibration(ours[clear], same[clear])}")
    print(f"  at .5: precision {same[told & clear].mean():.3f}, recall {told[same & clear].mean():.3f}")
    print(f"  {len(left) / spent:,.0f} pairs/s (calibration loop {loop:.2f} s)")
    print(f"rapidfuzz  {both(fuzzy(forms, left, right), same, clear)}")
    some = same | (np.arange(len(same)) % 40 == 0)
    print(f"on all true pairs and every 40th false one ({int(some.sum()):,} pairs):")
    print(f"ours       {both(ours[some], same[some], clear[some])}")
    for name, scores, seconds in logic(given.peers, forms, left[some], right[some]):
        print(f"{name}   {both(scores, same[some], clear[some])}, {int(some.sum()) / seconds:,.0f} pairs/s")
    found, every = Counter(), Counter()  # type: ignore[var-annotated]
    for pair in np.flatnonzero(same & clear):
        for side in (left, right):
            every[what[side[pair]]] += 1
            found[what[side[pair]]] += bool(told[pair])
    print(
        "recall at .5 by kind of form: "
        + ", ".join(f"{kind} {found[kind] / every[kind]:.2f}" for kind in sorted(every))
    )
    wrong = np.flatnonzero(clear & (told != same))
    for pair in wrong[np.argsort(-np.abs(ours[wrong] - 500))][: given.faults]:
        print(int(ours[pair]), bool(same[pair]), forms[left[pair]], "|", forms[right[pair]])


def fuzzy(forms: list[str], left: Rows, right: Rows) -> Rows:
    """The peer that a quick script would take."""
    plain = [" ".join(word.text for word in words(form)) for form in forms]
    return np.array([fuzz.token_sort_ratio(plain[a], plain[b]) for a, b in zip(left, right, strict=True)])


def logic(python: str, forms: list[str], left: Rows, right: Rows) -> list[tuple[str, Rows, float]]:
    """Nomenklatura's comparisons of two persons known by name only: name, scores, seconds."""
    if not python:
        print("logic-v1, logic-v2 absent: --peers")
        return []
    script = Path(__file__).with_name("name_pairs_peers.py")
    told = json.dumps({"forms": forms, "left": left.tolist(), "right": right.tolist()})
    ran = subprocess.run([python, script], input=told, capture_output=True, text=True, check=False)
    if ran.returncode:
        print("logic-v1, logic-v2 absent:", ran.stderr.strip().splitlines()[-1:])
        return []
    return [(name, np.array(one["scores"]), one["seconds"]) for name, one in json.loads(ran.stdout).items()]


def calibration(score: Rows, same: Rows) -> str:
    """Mean gap between what was said and what was so, over ten bins of what was said; the same for pairs above .1."""
    chance, bins = score / 1000, np.minimum(score // 100, 9)
    gaps = {at: abs(chance[bins == at].mean() - same[bins == at].mean()) for at in np.unique(bins)}
    some = bins > 0
    every = sum(gap * (bins == at).mean() for at, gap in gaps.items())
    likely = sum(gap * (bins[some] == at).mean() for at, gap in gaps.items() if at)
    return f"{every:.4f}, of pairs above .1 {likely:.3f}"


if __name__ == "__main__":
    main()
