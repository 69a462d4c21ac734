"""Possible groups: persons, accounts, numbers and devices behind series, the part each may play, and what ties them.

A group is made of series that use the same lasting things (``_groups_of``). Roles are possibilities with their grounds:
who was paid (dropper), who paid out (cashout), who called (caller), who calls the droppers (handler), to whom callers
report or who collects (organiser), what was shown (front), what was used (tool). Standing between the others is a lead
and weighs little: in calls, senior people are often not central. A victim is listed as its case and as nothing else.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.kernels.between import betweenness, standing
from qalqan.kernels.communities import communities
from qalqan.kernels.cuts import bridges
from qalqan.kernels.graph import Graph, circles
from qalqan.link._grounds import ground, listed
from qalqan.link._groups_chiefs import chiefs
from qalqan.link._groups_money import accounts, tied_numbers
from qalqan.link._groups_numbers import numbers
from qalqan.link._groups_of import grouped
from qalqan.link._groups_persons import persons, victims, without_victims
from qalqan.link._groups_phones import changed
from qalqan.link._groups_rows import Part
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

LISTED = 250
BETWEEN = 300
ELSEWHERE = 80
SEARCHES = 2_000
CARD = Card(
    name="groups",
    title="step-groups",
    reads=(
        "cases",
        "series",
        "identifiers",
        "identifier_weights",
        "accounts",
        "numbers",
        "trails",
        "hops",
        "transactions",
        "holders",
        "calls",
        "persons",
    ),
    writes=("groups", "group_ties"),
    thresholds={
        "listed": Threshold(LISTED, "0-1000", "a weaker possibility is not listed"),
        "between": Threshold(BETWEEN, "per mille", "from here on standing between the others is told"),
    },
    errors=(
        "an account or number sold to two groups stands in both",
        "an acquaintance who first called in the hours before a loss looks like a caller",
        "a relative of two droppers looks like their handler",
        "the organiser of a group that meets in person is not seen at all",
    ),
    source="additive evidence with stated weights; Brandes 2001, Tarjan 1974; Newman 2001",
)
ROLES = ("organiser", "handler", "caller", "cashout", "dropper", "front", "tool", "victim", "unclear")


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The tables ``groups`` and ``group_ties``."""
    cases = grouped(tables)
    if cases.is_empty():
        return {name: empty(table(name)) for name in CARD.writes}
    money = accounts(tables, cases)
    called = numbers(tables, cases)
    seen = _both(money, called)
    seen = _both(seen, tied_numbers(tables, money.said))
    seen = Part(without_victims(seen.said, tables), seen.tied)
    seen = _both(seen, chiefs(tables, seen.said))
    seen = _both(seen, persons(tables, seen.said))
    said = pl.concat([without_victims(seen.said, tables), victims(tables, cases)])
    said = said.filter(pl.col("weight").sum().over("group_id", "kind", "member", "role") >= LISTED)
    ties = _ties(pl.concat([seen.tied, changed(tables, said)]), said)
    graph, nodes = _graph(said, ties)
    found = _scored(pl.concat([said, _between(said, graph, nodes), _elsewhere(said)]))
    return {
        "groups": conform(found, table("groups")),
        "group_ties": conform(_cutting(ties, graph, nodes), table("group_ties")),
    }


def _both(one: Part, other: Part) -> Part:
    return Part(pl.concat([one.said, other.said]), pl.concat([one.tied, other.tied]))


def _ties(tied: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Ties between listed members, each pair and rule once."""
    listed_ = said.select("group_id", "member").unique()
    kept = tied.filter(pl.col("a") != pl.col("b"))
    for side in ("a", "b"):
        kept = kept.join(listed_.rename({"member": side}), on=["group_id", side], how="semi")
    return kept.sort("group_id", "a", "b", "rule", "score", "locators", descending=[*[False] * 4, True, False]).unique(
        ["group_id", "a", "b", "rule"], keep="first", maintain_order=True
    )


def _graph(said: pl.DataFrame, ties: pl.DataFrame) -> tuple[Graph, pl.DataFrame]:
    """All groups as one graph of parts that do not touch, and its nodes (group_id, member, node)."""
    nodes = said.select("group_id", "member").unique().sort("group_id", "member").with_row_index("node")
    ends = ties.select("group_id", "a", "b").unique().sort("group_id", "a", "b")
    ends = ends.join(nodes.rename({"member": "a", "node": "left"}), on=["group_id", "a"]).join(
        nodes.rename({"member": "b", "node": "right"}), on=["group_id", "b"]
    )
    graph = Graph.of(nodes.height, ends["left"].to_numpy().astype(np.int64), ends["right"].to_numpy().astype(np.int64))
    return graph, nodes


def _between(said: pl.DataFrame, graph: Graph, nodes: pl.DataFrame) -> pl.DataFrame:
    """A lead: who stands between the others of the group, for what already has a ground; never for cases."""
    group = nodes["group_id"].rank("dense").to_numpy().astype(np.int64) - 1
    part = communities(graph.weighing(circles(graph)), starts=1)
    stands = standing(betweenness(graph, SEARCHES), part, group)
    leads = (
        nodes.select("group_id", "member").with_columns(pl.Series("stands", stands)).filter(pl.col("stands") >= BETWEEN)
    )
    rows = said.filter(pl.col("kind").is_in(["account", "number", "person"])).unique(
        ["group_id", "kind", "member", "role"], keep="first", maintain_order=True
    )
    return (
        rows.join(leads, on=["group_id", "member"], how="inner")
        .with_columns(
            pl.lit("group-between").alias("rule"),
            (pl.col("stands") // 20).alias("weight"),
            pl.col("stands").alias("count"),
            pl.lit("").alias("locators"),
        )
        .select(said.columns)
    )


def _elsewhere(said: pl.DataFrame) -> pl.DataFrame:
    """A doubt: what stands in several groups may be rented, sold, or a service's."""
    groups = pl.col("group_id").n_unique().over("kind", "member").cast(pl.Int64)
    rows = said.filter(pl.col("kind") != "case").with_columns(groups.alias("groups")).filter(pl.col("groups") > 1)
    return (
        rows.unique(["group_id", "kind", "member", "role"], keep="first", maintain_order=True)
        .with_columns(
            pl.lit("group-elsewhere").alias("rule"),
            (-ELSEWHERE * (pl.col("groups") - 1).clip(1, 3)).alias("weight"),
            pl.col("groups").alias("count"),
            pl.lit("").alias("locators"),
        )
        .select(said.columns)
    )


def _scored(said: pl.DataFrame) -> pl.DataFrame:
    """Each member with its likeliest role, the score, and the grounds of that role."""
    rank = pl.col("role").replace_strict({role: n for n, role in enumerate(ROLES)}, return_dtype=pl.Int64)
    key = ["group_id", "kind", "member"]
    rows = said.sort(
        *key, "role", "weight", "rule", "locators", descending=[*[False] * 4, True, False, False]
    ).with_columns(
        ground(pl.col("rule"), pl.col("weight"), {"count": pl.col("count")}, pl.col("locators")).alias("ground")
    )
    found = rows.group_by(*key, "role", maintain_order=True).agg(
        pl.col("weight").sum().clip(0, 1000).alias("score"),
        pl.col("first").min(),
        pl.col("last").max(),
        listed(pl.col("ground")).alias("grounds"),
    )
    best = found.sort(*key, "score", rank, descending=[*[False] * 3, True, False])
    return best.unique(key, keep="first", maintain_order=True)


def _cutting(ties: pl.DataFrame, graph: Graph, nodes: pl.DataFrame) -> pl.DataFrame:
    """The ties with how many members each cuts off."""
    name = nodes["member"]
    cut = pl.DataFrame(
        {
            "group_id": nodes["group_id"].gather(graph.left),
            "a": name.gather(graph.left),
            "b": name.gather(graph.right),
            "cuts_off": bridges(graph),
        }
    )
    return ties.join(cut, on=["group_id", "a", "b"], how="left", maintain_order="left")
