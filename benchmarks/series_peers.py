"""Leiden's partitions of cases, by an interpreter that has them: ``PYTHON series_peers.py < job > answer``.

The job is JSON: ``cases``, ``pairs`` (a, b, Newman's weight: the sum of 1 / (cases of the thing - 1)), ``things``,
``has`` (case, thing). The answer has for each way the labels at every resolution of a grid, with CPU seconds. Exits
with 3 when igraph or leidenalg is not installed.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

RESOLUTIONS = (0.0003, 0.001, 0.003, 0.006, 0.01, 0.03, 0.1, 0.3)


def newman(told: dict[str, Any], resolution: float) -> list[int]:
    """The constant Potts model on weighted pairs (Newman 2001; Traag, Waltman and van Eck 2019)."""
    import igraph  # noqa: PLC0415
    import leidenalg  # noqa: PLC0415

    a, b, weight = told["pairs"]
    graph = igraph.Graph(told["cases"], list(zip(a, b, strict=True)))
    found = leidenalg.find_partition(
        graph, leidenalg.CPMVertexPartition, weights=weight, resolution_parameter=resolution, seed=0
    )
    return list(found.membership)


def bipartite(told: dict[str, Any], resolution: float) -> list[int]:
    """The bipartite constant Potts model of leidenalg on cases and things."""
    import igraph  # noqa: PLC0415
    import leidenalg  # noqa: PLC0415

    case, thing = told["has"]
    n = told["cases"]
    graph = igraph.Graph(n + told["things"], [(c, n + t) for c, t in zip(case, thing, strict=True)])
    graph.vs["type"] = [0] * n + [1] * told["things"]
    layers = leidenalg.CPMVertexPartition.Bipartite(graph, resolution_parameter_01=resolution)
    optimiser = leidenalg.Optimiser()
    optimiser.set_rng_seed(0)
    optimiser.optimise_partition_multiplex(list(layers), layer_weights=[1, -1, -1])
    return list(layers[0].membership[:n])


def main() -> None:
    """Read a job, write the answer."""
    told = json.load(sys.stdin)
    answer: dict[str, list[dict[str, Any]]] = {}
    try:
        for name, way in (("Newman + Leiden CPM", newman), ("cap 20 + bipartite Leiden", bipartite)):
            answer[name] = []
            for resolution in RESOLUTIONS:
                begun = time.process_time()
                label = way(told, resolution)
                answer[name].append({"at": resolution, "label": label, "cpu": time.process_time() - begun})
    except ImportError as missing:
        print(f"not installed: {missing.name}", file=sys.stderr)
        sys.exit(3)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
