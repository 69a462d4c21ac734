"""Names of one person in three scripts: all pairs of forms, ranked, with peers beside on the same pairs.

    python benchmarks/name_pairs.py [--people tests/blind/names/people.tsv] [--faults 0]

Prints average precision over all pairs of forms (with and without the forms that their author marked as fitting two
people), precision and recall at .5, recall by kind of form, pairs a second, and a calibration loop. Peers: transliteration
(Unidecode where installed, else our skeleton) with rapidfuzz token ratio; nomenklatura's logic-v2 where installed.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from qalqan.language.name_words import words
from qalqan.link import name_match


def read(path: Path) -> tuple[list[str], np.ndarray, list[str], np.ndarray]:  # type: ignore[type-arg]
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


def average_precision(score: np.ndarray, same: np.ndarray) -> float:  # type: ignore[type-arg]
    """Area under the precision-recall curve by steps; pairs of equal score count together."""
    order = np.argsort(-score, kind="stable")
    hits, ranked = same[order], score[order]
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    true = np.cumsum(hits)[ends]
    gained = np.diff(np.append(0, true))
    return float((gained * true / (ends + 1)).sum() / hits.sum())


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
    print(
        f"{len(forms)} forms, {len(set(person.tolist()))} people, {len(left):,} pairs, {int(same.sum()):,} of one person"
    )
    print(
        f"ours        AP {average_precision(ours, same):.3f}  without vague forms {average_precision(ours[clear], same[clear]):.3f}"
    )
    told = ours >= 500
    print(f"  at .5: precision {same[told & clear].mean():.3f}, recall {told[same & clear].mean():.3f}")
    print(f"  {len(left) / spent:,.0f} pairs/s (calibration loop {loop:.2f} s)")
    print(f"rapidfuzz   AP {_fuzzy(forms, left, right, same, clear)}")
    print(f"logic-v2    {_nomenklatura(forms, left, right, same, clear)}")
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


def _fuzzy(forms, left, right, same, clear) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
    plain = [" ".join(word.text for word in words(form)) for form in forms]
    score = np.array([fuzz.token_sort_ratio(plain[a], plain[b]) for a, b in zip(left, right, strict=True)])
    return f"{average_precision(score, same):.3f}  without vague forms {average_precision(score[clear], same[clear]):.3f} (on our skeleton)"


def _nomenklatura(forms, left, right, same, clear) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
    try:
        from followthemoney import model
        from nomenklatura.matching import LogicV2, ScoringConfig
    except ImportError:
        return "absent (pip install nomenklatura to see it)"
    entities = []
    for at, form in enumerate(forms):
        entity = model.make_entity("Person")
        entity.id = str(at)
        entity.add("name", form)
        entities.append(entity)
    some = np.flatnonzero(same | (np.arange(len(same)) % 40 == 0))
    config = ScoringConfig.defaults()
    score = np.array([LogicV2.compare(entities[left[p]], entities[right[p]], config).score for p in some])
    ours = "all pairs of one person and every 40th other"
    return f"AP {average_precision(score, same[some]):.3f} on {ours}"


if __name__ == "__main__":
    main()
