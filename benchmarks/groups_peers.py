"""The Infinito network and peers' figures, by an interpreter that has them: ``PYTHON groups_peers.py < job > answer``.

The job is JSON: ``{"data": FILE or null, "graphs": [{"nodes": n, "edges": [[a, b], …]}, …]}``. The answer has
``infinito`` (nodes, edges, groups, bosses) when a file was named, and for each graph the labels of walktrap, Leiden,
Louvain and Infomap and the betweenness. Exits with 3 when rdata, igraph or leidenalg is not installed.
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any


def infinito(file: str) -> dict[str, Any]:
    """The network of meetings as edges, with each person's group and whether he is a boss."""
    import numpy as np  # noqa: PLC0415
    import rdata  # noqa: PLC0415

    warnings.filterwarnings("ignore")
    read = rdata.read_rda(file)
    met = np.asarray(read["Y"].values)
    left, right = np.nonzero(np.triu(met, 1))
    return {
        "nodes": len(met),
        "edges": [[int(a), int(b)] for a, b in zip(left, right, strict=True)],
        "groups": [str(one) for one in np.asarray(read["Locale"])],
        "bosses": [str(one) == "boss" for one in np.asarray(read["Role"])],
    }


def peers(told: dict[str, Any]) -> dict[str, Any]:
    """Labels of each peer at its own defaults, and betweenness."""
    import igraph  # noqa: PLC0415
    import leidenalg  # noqa: PLC0415

    graph = igraph.Graph(told["nodes"], [tuple(edge) for edge in told["edges"]])
    leiden = leidenalg.find_partition(graph, leidenalg.ModularityVertexPartition, seed=0, n_iterations=-1)
    return {
        "walktrap": graph.community_walktrap().as_clustering().membership,
        "leiden": leiden.membership,
        "louvain": graph.community_multilevel().membership,
        "infomap": graph.community_infomap().membership,
        "betweenness": graph.betweenness(),
    }


def main() -> None:
    """Read a job, write the answer."""
    job = json.load(sys.stdin)
    try:
        found = infinito(job["data"]) if job["data"] else None
        graphs = [*([found] if found else []), *job["graphs"]]
        answer = {"infinito": found, "peers": [peers(one) for one in graphs]}
    except ImportError as missing:
        print(f"not installed: {missing.name}", file=sys.stderr)
        sys.exit(3)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
