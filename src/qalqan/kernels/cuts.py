"""What a graph hangs on: edges whose removal cuts it, in time linear in nodes and edges (Tarjan 1974)."""

from __future__ import annotations

import numpy as np

from qalqan.kernels.articulation import cuts
from qalqan.kernels.graph import Graph


def bridges(graph: Graph) -> np.ndarray:
    """For each edge (as in ``graph.left``): nodes of the smaller side when it is removed, 0: it cuts nothing.

    With a node set in the middle of every edge, an edge cuts the graph where its middle does.
    """
    nodes, edges = graph.nodes, graph.left.size
    middle = np.arange(nodes, nodes + edges)
    counted = np.repeat(np.array([1, 0]), (nodes, edges))
    found = cuts(nodes + edges, np.concatenate([graph.left, middle]), np.concatenate([middle, graph.right]), counted)
    return found.second[nodes:]
