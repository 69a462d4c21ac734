"""B-cubed precision and recall, with overlap: a case may belong to several series.

For a pair of cases, precision is the number of series both share truly, at most the number of clusters both
share in the result, over the latter; recall the same over the true shared series. A case is averaged over all
cases it meets (itself included), then cases are averaged. Without overlap this is ordinary B-cubed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

Clusters = dict[str, frozenset[str]]


def clusters_of(rows: Iterable[tuple[str, str]]) -> Clusters:
    """Case → its clusters; a case with an empty cluster name stands in a cluster of its own."""
    found: dict[str, set[str]] = defaultdict(set)
    for case, name in rows:
        if name:
            found[case].add(name)
        else:
            found[case] |= set()
    return {case: frozenset(names) if names else frozenset((f"alone {case}",)) for case, names in found.items()}


def bcubed(true: Clusters, made: Clusters, over: Iterable[str]) -> tuple[float, float, float]:
    """Precision, recall and F1, averaged over the cases of ``over``; all cases count as company."""
    precision, recall = _mean(made, true, over), _mean(true, made, over)
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def _mean(base: Clusters, other: Clusters, over: Iterable[str]) -> float:
    """The mean share of the company kept in ``base`` that is company in ``other`` as well."""
    members: dict[str, set[str]] = defaultdict(set)
    for case, names in base.items():
        for name in names:
            members[name].add(case)
    shares = []
    for case in over:
        company = {friend for name in base[case] for friend in members[name]}
        total = 0.0
        for friend in company:
            together = len(base[case] & base[friend])
            total += min(together, len(other.get(case, frozenset()) & other.get(friend, frozenset()))) / together
        shares.append(total / len(company))
    return sum(shares) / len(shares) if shares else 1.0
