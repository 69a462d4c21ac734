"""Groups: communities and leaders of a criminal network beside peers; groups, roles, hidden victims of made regions.

    python benchmarks/groups.py --data DATA --peers PYTHON       the Infinito network, and made networks of meetings
    python benchmarks/groups.py --regions 21 22 --regime middle  the steps against the simulator's truth

``--peers`` is an interpreter that has rdata, igraph and leidenalg; without it the network cannot be read.

What was chosen with Infinito in sight, one network of 84 people, and so may fit it: the square in
``kernels.graph.circles`` (unsquared: ARI .796, plain edges .681), and comparing betweenness within one's
own part, too (``kernels.between.standing``; with one's own only: AP .941, but .78 without a tenth of the edges).
So it is run on Infinito with edges taken away and on made networks of meetings as well, where there is less to gain.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from qalqan.kernels.between import betweenness, standing
from qalqan.kernels.communities import communities
from qalqan.kernels.graph import Graph, circles
from qalqan.learn.measure import average_precision

PEERS = ("walktrap", "leiden", "louvain", "infomap")


def ours(graph: Graph) -> tuple[np.ndarray, np.ndarray]:
    """Each person's part, and how far he stands between the others, beside his own."""
    part = communities(graph.weighing(circles(graph)))
    return part, standing(betweenness(graph), part)


def adjusted_rand(true: np.ndarray, found: np.ndarray) -> float:
    """Hubert and Arabie's index: 1 for equal parts, 0 for chance."""
    _, a = np.unique(true, return_inverse=True)
    _, b = np.unique(found, return_inverse=True)
    table = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1)

    def pairs(counts: np.ndarray) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, left, right = pairs(table), pairs(table.sum(1)), pairs(table.sum(0))
    chance = left * right / (a.size * (a.size - 1) / 2)
    return (both - chance) / ((left + right) / 2 - chance)


def area(true: np.ndarray, score: np.ndarray) -> float:
    """Area under the ROC curve; equal scores count half."""
    yes, no = score[true][:, None], score[~true][None, :]
    return float(((yes > no) + (yes == no) / 2).mean())


def made(seed: int, groups: int = 5) -> dict[str, Any]:
    """A network of people who met: each group's own meetings, and summits of leaders, to which few others come.

    Groups have 12 to 24 people, of whom 2 to 4 lead; an own meeting has 4 to 11 people and mostly a leader,
    a summit leaders of 2 to 4 groups with up to two others each.
    """
    rng = np.random.default_rng([seed, 77])
    size, edges = rng.integers(12, 25, groups), set()
    group = np.repeat(np.arange(groups), size)
    boss = np.zeros(group.size, bool)
    for g in range(groups):
        own = np.flatnonzero(group == g)
        leaders = own[: rng.integers(2, 5)]
        boss[leaders] = True
        for _ in range(int(rng.integers(6, 12))):
            came = rng.choice(own, min(own.size, int(rng.integers(4, 12))), replace=False)
            came = np.union1d(came, rng.choice(leaders, int(rng.random() < 0.8)))
            edges |= {(int(a), int(b)) for a in came for b in came if a < b}
    for _ in range(int(rng.integers(10, 18))):
        came = np.empty(0, np.int64)
        for g in rng.choice(groups, int(rng.integers(2, 5)), replace=False):
            own = np.flatnonzero(group == g)
            led = rng.choice(own[boss[own]], int(rng.integers(1, 3)), replace=False) if boss[own].sum() > 1 else own[:1]
            came = np.concatenate([came, led, rng.choice(own, int(rng.integers(0, 3)))])
        came = np.unique(came)
        edges |= {(int(a), int(b)) for a in came for b in came if a < b}
    return {
        "nodes": int(group.size),
        "edges": sorted(edges),
        "groups": group.tolist(),
        "bosses": boss.tolist(),
    }


def graph_of(told: dict[str, Any]) -> Graph:
    """The network as a graph."""
    edges = np.array(told["edges"], np.int64)
    return Graph.of(told["nodes"], edges[:, 0], edges[:, 1])


def networks(data: Path | None, python: str, seeds: int) -> None:
    """Print the figures of Infinito and of made networks, peers beside."""
    file = data / "linkage" / "infinito.RData" if data else None
    if file and not file.exists():
        print(f"absent: {file}")
        file = None
    graphs = [made(seed) for seed in range(seeds)]
    job = json.dumps({"data": str(file) if file else None, "graphs": graphs})
    helper = Path(__file__).with_name("groups_peers.py")
    done = subprocess.run([python, str(helper)], input=job, capture_output=True, text=True, check=False)
    if done.returncode:
        print("no peers, and Infinito cannot be read:", done.stderr.strip().splitlines()[-1:])
        answer: dict[str, Any] = {"infinito": None, "peers": [{} for _ in graphs]}
    else:
        answer = json.loads(done.stdout)
    told = answer["peers"]
    if answer["infinito"]:
        _print("Infinito", [answer["infinito"]], told[:1])
        _perturbed(answer["infinito"])
        told = told[1:]
    _print(f"{seeds} made networks, means", graphs, told)


def _print(name: str, graphs: list[dict[str, Any]], told: list[dict[str, Any]]) -> None:
    rows: dict[str, list[tuple[float, float, float]]] = {}
    for network, peers in zip(graphs, told, strict=True):
        true, boss = np.array(network["groups"]), np.array(network["bosses"])
        begun = time.process_time()
        part, score = ours(graph_of(network))
        print(f"  {network['nodes']} people, {len(network['edges'])} edges, CPU {time.process_time() - begun:.3f} s")
        none = float("nan")
        rows.setdefault("qalqan", []).append(
            (adjusted_rand(true, part), average_precision(score, boss), area(boss, score))
        )
        for peer in (one for one in PEERS if one in peers):
            rows.setdefault(peer, []).append((adjusted_rand(true, np.array(peers[peer])), none, none))
        if "betweenness" in peers:
            score = np.array(peers["betweenness"])
            rows.setdefault("betweenness", []).append((none, average_precision(score, boss), area(boss, score)))
    print(name)
    for who, figures in rows.items():
        ari, ap, auc = np.array(figures).mean(0)
        print(f"  {who:12} communities ARI {ari:.3f}   leaders AP {ap:.3f} AUC {auc:.3f}")


def _perturbed(network: dict[str, Any], times: int = 50) -> None:
    """Infinito with a share of its edges taken away: does the choice stand on single edges?"""
    true, boss, edges = np.array(network["groups"]), np.array(network["bosses"]), np.array(network["edges"])
    for share in (0.05, 0.1, 0.2):
        found = []
        for seed in range(times):
            kept = edges[np.random.default_rng([seed, 3]).random(len(edges)) >= share]
            graph = Graph.of(network["nodes"], kept[:, 0], kept[:, 1])
            part, score = ours(graph)
            plain = average_precision(betweenness(graph), boss)
            found.append(
                (
                    adjusted_rand(true, part),
                    adjusted_rand(true, communities(graph)),
                    average_precision(score, boss),
                    plain,
                )
            )
        mean, low = np.array(found).mean(0), np.quantile(np.array(found), 0.1, axis=0)
        print(
            f"  Infinito less {share:.0%} of edges, {times} times: ARI {mean[0]:.3f} (a tenth below {low[0]:.3f}), "
            f"plain weights {mean[1]:.3f}; AP {mean[2]:.3f} (a tenth below {low[2]:.3f}), betweenness {mean[3]:.3f}"
        )


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of outside data")
    parser.add_argument("--peers", default=sys.executable, help="interpreter with rdata, igraph, leidenalg")
    parser.add_argument("--networks", type=int, default=30, help="made networks of meetings")
    parser.add_argument("--regions", type=int, nargs="*", default=[], help="seeds of made regions")
    parser.add_argument("--regime", default="middle")
    parser.add_argument("--cases", type=int, default=365)
    parser.add_argument("--keep", type=Path, help="keep regions and workspaces in this folder, and use those there")
    given = parser.parse_args()
    if given.regions:
        from groups_region import measure  # noqa: PLC0415

        for seed in given.regions:
            print(json.dumps(measure(seed, given.regime, given.cases, given.keep), ensure_ascii=False), flush=True)
        return
    networks(given.data, given.peers, given.networks)


if __name__ == "__main__":
    main()
