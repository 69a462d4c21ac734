"""Everything that ties and series are computed from, as integers for the kernels."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.kernels.agglomerate import Odds, agglomerate
from qalqan.kernels.bipartite import Bipartite
from qalqan.kernels.likeness import Circumstances
from qalqan.link import _decided
from qalqan.link._circumstances import circumstances
from qalqan.link._factors import learn
from qalqan.link._incidence import Numbered, number
from qalqan.link._model import TieModel, classes, crowding, shipped, weights
from qalqan.link._once import Once

_READS = ("cases", "identifiers", "identifier_weights", "decided")


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases in order of id, what they have (``numbered``), the weight of each identifier in milli-bits and how many
    cases have it, the circumstances, and pairs of cases officers hold apart or together."""

    numbered: Numbered
    weight: np.ndarray
    degree: np.ndarray
    about: Circumstances
    model: TieModel
    apart: np.ndarray
    together: np.ndarray

    @property
    def graph(self) -> Bipartite:
        """Cases and identifiers in both directions."""
        found = self.numbered.found
        return Bipartite.of(found.cases, found.kind.size, found.case, found.ident, found.sure, found.chain)


_ONCE = Once[Cases]()  # ties, series and what they rest on ask one after the other


def gather(tables: Tables, model: TieModel | None = None) -> Cases:
    """From the tables ``cases``, ``identifiers``, ``identifier_weights`` and ``decided``."""
    model = shipped() if model is None else model
    return _ONCE.of([tables[name] for name in _READS], model, lambda: _gathered(tables, model))


def _gathered(tables: Tables, model: TieModel) -> Cases:
    cases = tables["cases"].select("case_id", "mo", "registered_at", "damage_tiyn").sort("case_id")
    numbered = number(tables["identifiers"], cases["case_id"])
    about = circumstances(cases)
    learned = learn(numbered, about.scheme, model.purity)
    told = numbered.idents.join(tables["identifier_weights"], on=["kind", "value"], how="left", maintain_order="left")
    degree, trust = (told[name].fill_null(0).to_numpy() for name in ("cases", "trust"))
    purity = {name: share for name, (share, _) in learned.purity.items()}
    words = _decided.pairs(tables)
    return Cases(
        numbered,
        weights(model, classes(numbered.rows), degree, trust, purity, len(cases)),
        degree,
        replace(about, pull=learned.pull[0], gap=model.gap, sums=model.sums),
        model,
        _pairs(words.filter(~pl.col("holds")), cases["case_id"]),
        _pairs(words.filter("holds"), cases["case_id"]),
    )


def parted(cases: Cases) -> np.ndarray:
    """The smallest case of each case's series."""
    model = cases.model
    odds = Odds(
        weight=cases.weight,
        bias=model.bias,
        crowd=crowding(model, cases.about.day.size),
        most_crowd=model.most_crowd,
        alone=model.alone,
        about=cases.about,
        apart=cases.apart,
        together=cases.together,
    )
    return agglomerate(cases.graph, odds)


def _pairs(words: pl.DataFrame, ids: pl.Series) -> np.ndarray:
    """Pairs of case numbers (n x 2); pairs of which a case is not here are left out."""
    numbers = pl.DataFrame({"id": ids}).with_row_index("n").with_columns(pl.col("n").cast(pl.Int64))
    both = words.join(numbers, left_on="a", right_on="id", how="inner").join(
        numbers.rename({"n": "m"}), left_on="b", right_on="id", how="inner"
    )
    return both.select("n", "m").sort("n", "m").to_numpy().reshape(-1, 2).astype(np.int64)
