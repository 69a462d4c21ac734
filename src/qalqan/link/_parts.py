"""From weighted identifiers to parts: the call of the partition kernel with the house's constants."""

from __future__ import annotations

import numpy as np

from qalqan.kernels.partition import partition
from qalqan.kernels.partition_graph import Bipartite, Costs
from qalqan.link._weights import Incidence, Weights

SPREAD = 220
ENTRY = 5500
UNION = 0
SCHEME_MOST = 2500


def split(
    found: Incidence, weights: Weights, scheme: np.ndarray | None = None, scheme_bits: np.ndarray | None = None
) -> np.ndarray:
    """The smallest case of each case's part. ``scheme`` (-1: unclear) numbers into ``scheme_bits``."""
    graph = Bipartite.of(found.cases, found.kind.size, found.case, found.ident, found.sure, found.chain)
    none = np.full(found.cases, -1, np.int64)
    costs = Costs(
        trust=weights.trust,
        bits=weights.bits,
        spread=SPREAD,
        entry=ENTRY,
        union=UNION,
        scheme=none if scheme is None else scheme,
        scheme_bits=np.zeros(1, np.int64) if scheme_bits is None else scheme_bits,
        scheme_most=SCHEME_MOST,
    )
    return partition(graph, costs)
