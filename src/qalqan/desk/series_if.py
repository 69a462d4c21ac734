"""What a series would be without one of its things, cases or ties: computed anew, as the analysis would.

A counterfactual of the finding, not of the world. The series' own cases are joined again by the same odds
(``kernels.agglomerate`` with the trained weights of this run); what falls apart then rested on what was taken away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from qalqan.desk.lens import Lens
from qalqan.errors import NotFound
from qalqan.kernels.agglomerate import Odds, agglomerate
from qalqan.kernels.bipartite import Bipartite
from qalqan.link._cases import Cases, gather
from qalqan.link._model import crowding


@dataclass(frozen=True, slots=True)
class Without:
    """What is taken away: a thing (``kind``, ``value``), a case, or the tie of two cases."""

    thing: tuple[str, str] | None = None
    case: str = ""
    tie: tuple[str, str] | None = None


def parts(lens: Lens, series: str, without: Without) -> list[list[str]]:
    """The parts that the series' cases fall into without it, the largest first; each in order of case id.

    One part: the series holds. Without anything it is still the analysis' own answer for these cases alone, which may
    be finer than the series where other cases of the run hold it. Raises NotFound for a series there is not, or when
    what is taken away is none of it.
    """
    members = lens.rows("series", "series_id", [series])["case_id"].unique().sort().to_list()
    if not members or not series:
        raise NotFound("error-not-found", what="series", id=series)
    cases: Cases = lens.once("series cases", lambda: gather(lens.tables))
    if without.case:
        if without.case not in members:
            raise NotFound("error-not-found", what="case", id=without.case)
        members = [one for one in members if one != without.case]
    if without.tie is not None and not set(without.tie) <= set(members):
        raise NotFound("error-not-found", what="tie", id=series)
    if not members:
        return []
    label = _joined(cases, members, without)
    found: dict[int, list[str]] = {}
    for one, name in zip(members, label.tolist(), strict=True):
        found.setdefault(name, []).append(one)
    return sorted(found.values(), key=lambda part: (-len(part), part[0]))


def _joined(cases: Cases, members: list[str], without: Without) -> np.ndarray:
    ids = cases.numbered.ids
    place = ids.search_sorted(pl.Series(members, dtype=pl.String)).to_numpy().astype(np.int64)
    own = np.full(len(ids), -1, np.int64)
    own[place] = np.arange(len(place))
    rows = cases.numbered.rows.filter(pl.Series(own[cases.numbered.rows["case"].to_numpy()] >= 0))
    weight = cases.weight
    if without.thing is not None:
        kind, value = without.thing
        named = cases.numbered.idents.with_row_index("n").filter((pl.col("kind") == kind) & (pl.col("value") == value))
        gone = np.intersect1d(named["n"].to_numpy(), rows["ident"].to_numpy())
        if not gone.size:
            raise NotFound("error-not-found", what="thing", id=kind)
        weight = weight.copy()
        weight[gone] = 0
    ident, chain = rows["ident"].to_numpy(), rows["chain_id"].to_numpy()
    used, ident = np.unique(ident, return_inverse=True)
    _, chain = np.unique(chain, return_inverse=True)
    graph = Bipartite.of(
        len(place), len(used), own[rows["case"].to_numpy()], ident.astype(np.int64), rows["sure"].to_numpy(), chain
    )
    apart = _inside(cases.apart, own)
    if without.tie is not None:
        pair = np.sort(own[ids.search_sorted(pl.Series(sorted(without.tie))).to_numpy()])
        apart = np.concatenate([apart, pair[None, :]])
    about, model = cases.about, cases.model
    odds = Odds(
        weight=weight[used], bias=model.bias, crowd=crowding(model, len(ids)), most_crowd=model.most_crowd,
        alone=model.alone, apart=apart, together=_inside(cases.together, own),
        about=replace(about, scheme=about.scheme[place], day=about.day[place], sum_bits=about.sum_bits[place]),
    )  # fmt: skip
    return agglomerate(graph, odds)


def _inside(pairs: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Pairs of which both cases are the series', by their numbers in it."""
    told = own[pairs] if len(pairs) else pairs
    kept: np.ndarray = told[(told >= 0).all(axis=1)].reshape(-1, 2).astype(np.int64)
    return kept
