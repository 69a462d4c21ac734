"""Names of one person in three scripts: all pairs of forms, ranked, with peers beside on the same pairs.

    python benchmarks/name_pairs.py [--people tests/blind/names/people.tsv] [--faults 0]

Prints average precision over all pairs of forms (with and without the forms that their author marked as fitting two
people), precision and recall at .5, recall by kind of form, pairs a second, and a calibration loop. Peers: rapidfuzz's
token ratio over our skeleton; nomenklatura's logic-v2 where it is installed.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
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
    print(f"  at .5: precision {same[told & clear].mean():.3f}, recall {told[same & clear].mean():.3f}")
    print(f"  {len(left) / spent:,.0f} pairs/s (calibration loop {loop:.2f} s)")
    print(f"rapidfuzz  {both(fuzzy(forms, left, right), same, clear)}")
    some = same | (np.arange(len(same)) % 40 == 0)
    if find_spec("nomenklatura"):
        peer = logic_v2(forms, left[some], right[some])
        print(f"logic-v2   {both(peer, same[some], clear[some])} (every 40th false pair)")
        print(f"ours there {both(ours[some], same[some], clear[some])}")
    else:
        print("logic-v2   absent: nomenklatura is not installed here")
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


def logic_v2(forms: list[str], left: Rows, right: Rows) -> Rows:
    """Nomenklatura's comparison of two persons known by name only."""
    model = import_module("followthemoney").model
    matching = import_module("nomenklatura.matching")
    entities = []
    for at, form in enumerate(forms):
        entity = model.make_entity("Person")
        entity.id = str(at)
        entity.add("name", form)
        entities.append(entity)
    config = matching.ScoringConfig.defaults()
    pairs = zip(left, right, strict=True)
    return np.array([matching.LogicV2.compare(entities[a], entities[b], config).score for a, b in pairs])


if __name__ == "__main__":
    main()
