"""What each series rests on: the graph of its cases and the things they share, and what cuts it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from qalqan.kernels.articulation import Cuts, cuts
from qalqan.link._cases import Cases

ROUNDS = 3
FEWEST = 6  # cases of a part that a single case does not hold to the rest: it stands in both


@dataclass(frozen=True, slots=True)
class Rests:
    """``nodes`` in order: label, case (-1 for a thing), ident (-1 for a case); their ``cuts``."""

    nodes: pl.DataFrame
    cuts: Cuts


def rests(cases: Cases, members: pl.DataFrame) -> Rests:
    """The graph of every series: cases (``members``: case, label; a case may stand in two), and the things that at
    least two cases of the series have."""
    rows = cases.numbered.rows.select("case", "ident").join(members, on="case", how="inner", maintain_order="left")
    rows = rows.filter(pl.Series(cases.weight[rows["ident"].to_numpy()] > 0))
    rows = rows.filter(pl.len().over("label", "ident") > 1)
    members = rows.select("label", "case", pl.lit(-1, pl.Int64).alias("ident")).unique()
    things = rows.select("label", pl.lit(-1, pl.Int64).alias("case"), "ident").unique()
    nodes = pl.concat([members, things]).sort("label", "case", "ident").with_row_index("node")
    ends = rows.join(
        nodes.filter(pl.col("case") >= 0).select("label", "case", pl.col("node").alias("left")), on=["label", "case"]
    )
    ends = ends.join(
        nodes.filter(pl.col("ident") >= 0).select("label", "ident", pl.col("node").alias("right")),
        on=["label", "ident"],
    )
    found = cuts(
        len(nodes),
        ends["left"].cast(pl.Int64).to_numpy(),
        ends["right"].cast(pl.Int64).to_numpy(),
        (nodes["case"] >= 0).cast(pl.Int64).to_numpy(),
    )
    return Rests(nodes.drop("node"), found)


def halved(cases: Cases, label: np.ndarray) -> np.ndarray:
    """Series that a single case holds together are parted there: the case stays with the larger part. The labels are
    again the smallest case of each series."""
    found = label.copy()
    for _ in range(ROUNDS):
        known = rests(cases, pl.DataFrame({"case": np.arange(found.size), "label": found}))
        node = known.nodes.with_columns(
            pl.Series("second", known.cuts.second), pl.Series("node", np.arange(len(known.nodes)))
        )
        worst = node.filter((pl.col("case") >= 0) & (pl.col("second") >= FEWEST))
        if worst.is_empty():
            break
        worst = worst.sort("label", "second", "case", descending=[False, True, False]).unique(
            "label", keep="first", maintain_order=True
        )
        case = known.nodes["case"].to_numpy()
        for at in worst["node"].to_list():
            for part in _parts_at(at, known)[1:]:
                members = case[part]
                members = members[members >= 0]
                if members.size >= FEWEST and not _bound(members, cases.together, found):
                    found[members] = found.size + members.min()  # no other's name
        smallest = np.full(2 * found.size, found.size, np.int64)
        np.minimum.at(smallest, found, np.arange(found.size))
        found = smallest[found]
    return found


def _bound(members: np.ndarray, together: np.ndarray, label: np.ndarray) -> bool:
    """Whether an officer's word ties one of ``members`` to a case of their series that is not among them."""
    inside = np.isin(together, members)
    across = (inside[:, 0] != inside[:, 1]) & (label[together[:, 0]] == label[together[:, 1]])
    return bool(across.any())


def _parts_at(at: int, known: Rests) -> list[np.ndarray]:
    """The nodes of each part that a component falls into without node ``at``, the part of most cases first."""
    cut, label = known.cuts, known.nodes["label"].to_numpy()
    inside = np.arange(*np.searchsorted(label, (label[at], label[at] + 1)))  # nodes stand in order of label
    component = _component(at, inside, known)
    hanging = [child for child in component if cut.above[child] == at and cut.apart[child]]
    parts, taken = [], {int(at)}
    for child in hanging:
        low, high = cut.walk[child], cut.walk[child] + cut.below[child]
        part = component[(cut.walk[component] >= low) & (cut.walk[component] < high)]
        parts.append(part)
        taken.update(part.tolist())
    rest = np.array([one for one in component.tolist() if one not in taken], np.int64)
    if rest.size:
        parts.append(rest)
    case = known.nodes["case"].to_numpy()
    return sorted(parts, key=lambda part: (-int((case[part] >= 0).sum()), int(part.min())))


def _component(at: int, inside: np.ndarray, known: Rests) -> np.ndarray:
    """The nodes of the series that are in one component with ``at``."""
    top, cut = int(at), known.cuts
    while cut.above[top] >= 0:
        top = int(cut.above[top])
    low, high = cut.walk[top], cut.walk[top] + cut.below[top]
    found: np.ndarray = inside[(cut.walk[inside] >= low) & (cut.walk[inside] < high)]
    return found


def parts_at(at: int, known: Rests) -> list[list[int]]:
    """The case numbers of each part that a series falls into without a node, the largest first; parts of no case are
    left out."""
    case = known.nodes["case"].to_numpy()
    told = [sorted(int(one) for one in case[part] if one >= 0) for part in _parts_at(at, known)]
    return [part for part in told if part]
