"""Persons and proposals as tables: what each is known by, how surely, on what grounds, from which places."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qalqan.language import name_words
from qalqan.link import name_match
from qalqan.link._fellegi_fields import Ints
from qalqan.link._grounds import ground, listed
from qalqan.link._persons_join import MAYBE, Joined
from qalqan.link._persons_nodes import Nodes, numbers
from qalqan.link._persons_weigh import FIELDS, Pairs

_ALL: Final = (*FIELDS, "near")
ROLES: Final = ("holder", "named", "party", "subscriber", "victim")
_BITS: Final = {role: 1 << place for place, role in enumerate(ROLES)}
_THINGS: Final = ("account", "card", "phone", "imei")
_TOLD_FROM: Final = 500
"""Milli-bits: a field that says less is no ground."""
_MOST_GROUNDS: Final = 3
_PLACES: Final = 3


def members(nodes: Nodes, joined: Joined) -> pl.DataFrame:
    """(person, node, kind, value, sure, roles, locators): what each person is known by, a row for each node of it.

    ``roles`` are bits of :data:`ROLES`.
    """
    rows = nodes.rows.with_columns(
        pl.col("role").replace_strict(_BITS, return_dtype=pl.Int64).alias("roles"), _spelt(nodes.rows).alias("name")
    )
    told = pl.concat(
        rows.filter(pl.col(kind).is_not_null()).select(
            "node", pl.lit(kind).alias("kind"), pl.col(kind).alias("value"), "roles", "locators"
        )
        for kind in ("iin", "case", "name", *_THINGS)
    )
    reached = nodes.things.filter(pl.col("sure") < 1000, pl.col("kind") != "near")
    roles = rows.group_by("node").agg(pl.col("roles").bitwise_or())
    every = pl.concat(
        [
            told.with_columns(pl.lit(1000, pl.Int64).alias("sure")),
            reached.join(roles, on="node", how="left").select(*told.columns, "sure"),
        ]
    )
    found = merged(
        every.sort("node", "locators"),
        ["node", "kind", "value"],
        [
            pl.col("sure").max(),
            pl.col("roles").bitwise_or(),
            pl.col("locators").unique(maintain_order=True).head(_PLACES).str.join(";"),
        ],
    )
    return found.with_columns(pl.Series("person", joined.person).gather(found["node"]))


def merged(frame: pl.DataFrame, by: list[str], told: list[pl.Expr]) -> pl.DataFrame:
    """The groups of a frame; groups of one row, by far the most, are taken as they are."""
    alone = pl.len().over(by) == 1
    many = frame.filter(~alone).group_by(by, maintain_order=True).agg(told)
    return pl.concat([frame.filter(alone).select(many.columns), many])


def _spelt(rows: pl.DataFrame) -> pl.Series:
    """Each row's name as the spelling told most often beside the same node and key."""
    told = rows.select("node", "name", "rows").with_columns(name_words.keys(rows["name"]).alias("key"))
    told = told.with_columns(pl.coalesce("key", "name").alias("key"))
    often = (
        told.drop_nulls("name")
        .group_by("node", "key", "name")
        .agg(pl.col("rows").sum())
        .sort("node", "key", "rows", "name", descending=[False, False, True, False])
        .unique(["node", "key"], keep="first")
        .select("node", "key", pl.col("name").alias("often"))
    )
    return told.join(often, on=["node", "key"], how="left", maintain_order="left")["often"]


def ids(known: pl.DataFrame, nodes: Nodes) -> pl.DataFrame:
    """(person, person_id): the smallest thing only this person has; else a name and a thing only it has together."""
    near = nodes.rows.select("node", pl.col("near")).drop_nulls().unique()
    owner = known.select("node", "person").unique()
    nears = near.join(owner, on="node", how="inner").select("person", pl.format("near:{}", "near").alias("thing"))
    things = pl.concat([known.select("person", pl.format("{}:{}", "kind", "value").alias("thing")), nears]).unique()
    own = things.filter(pl.len().over("thing") == 1).group_by("person").agg(pl.col("thing").min().alias("own"))
    name = pl.col("thing").str.starts_with("name:")
    pairs = things.group_by("person").agg(
        pl.concat_str(
            pl.col("thing").filter(name).min(), pl.col("thing").filter(~name).min(), separator="&", ignore_nulls=True
        ).alias("pair"),
        pl.col("thing").sort().str.join("&").alias("all"),
    )
    told = pairs.join(own, on="person", how="left").with_columns(pl.coalesce("own", "pair").alias("person_id"))
    twice = pl.len().over("person_id") > 1
    return told.select("person", pl.when(twice).then("all").otherwise("person_id").alias("person_id")).sort("person")


def persons(known: pl.DataFrame, named: pl.DataFrame, nodes: Nodes, pairs: Pairs, joined: Joined) -> pl.DataFrame:
    """The table ``persons``."""
    links = _links(nodes, pairs, joined)
    rows = known.join(links, on="node", how="left", maintain_order="left").with_columns(
        pl.min_horizontal("sure", pl.col("chance").fill_null(1000)).alias("score")
    )
    reached = pl.col("sure") < 1000
    rule = (
        pl.when(pl.col("rule").is_not_null())
        .then("rule")
        .when(reached)
        .then(pl.lit("person-used"))
        .otherwise(pl.lit("person-row"))
    )
    rows = rows.sort("score", "node", descending=[True, False], maintain_order=True)
    rows = rows.filter(pl.int_range(pl.len()).over("person", "kind", "value") < _MOST_GROUNDS)
    values = {
        "name": pl.col("named"),
        "with": pl.col("with"),
        "by": pl.col("by"),
        "agree": pl.col("agree"),
    }
    rows = rows.with_columns(nodes_names(rows["node"], nodes).alias("named")).with_columns(
        ground(rule, pl.col("score"), {k: v.fill_null("") for k, v in values.items()}, pl.col("locators")).alias("g")
    )
    told = merged(
        rows,
        ["person", "kind", "value"],
        [
            pl.col("roles").bitwise_or(),
            pl.col("score").max(),
            pl.col("g").str.join(","),
            pl.col("locators").unique(maintain_order=True).str.join(";"),
        ],
    )
    spoken = {bits: ";".join(role for role, bit in _BITS.items() if bits & bit) for bits in range(1 << len(_BITS))}
    return told.join(named, on="person", how="left").select(
        "person_id",
        "kind",
        "value",
        pl.col("roles").replace_strict(spoken, return_dtype=pl.String),
        "score",
        pl.format("[{}]", "g").alias("grounds"),
        "locators",
    )


def nodes_names(node: pl.Series, nodes: Nodes) -> pl.Series:
    """The names of nodes, empty where none is told."""
    return nodes.names.gather(node).fill_null("")


def _links(nodes: Nodes, pairs: Pairs, joined: Joined) -> pl.DataFrame:
    """(node, chance, rule, with, by, agree): how each node but the person's first came to its person."""
    person = joined.person
    first = _first(nodes, person)
    inside = person[pairs.left] == person[pairs.right]
    sides = []
    for one, other in ((pairs.left, pairs.right), (pairs.right, pairs.left)):
        sides.append(
            pl.DataFrame(
                {
                    "node": one[inside],
                    "other": other[inside],
                    "chance": joined.chance[inside],
                    "pair": np.flatnonzero(inside),
                }
            )
        )
    best = (
        pl.concat(sides)
        .sort("node", "chance", "other", descending=[False, True, False])
        .unique("node", keep="first", maintain_order=True)
    )
    best = best.filter(~pl.Series(first[numbers(best["node"])]))
    at = numbers(best["pair"])
    told = best.with_columns(
        pl.lit("person-joined").alias("rule"),
        nodes_names(best["other"], nodes).alias("with"),
        _agreeing(pairs, at).alias("by"),
        _parts(nodes, pairs.left[at], pairs.right[at]).alias("agree"),
    ).select("node", "chance", "rule", "with", "by", "agree")
    decided = pl.DataFrame(
        [(max(a, b), 1000, "person-decided", "", "", "") for a, b in joined.same if person[a] == person[b] and a != b],
        schema=told.schema,
        orient="row",
    ).unique("node", keep="first", maintain_order=True)
    return pl.concat([decided, told.join(decided, on="node", how="anti", maintain_order="left")])


def _first(nodes: Nodes, person: Ints) -> NDArray[np.bool_]:
    """Which node is its person's first: the smallest with an IIN, else the smallest."""
    has = np.zeros(nodes.count, np.bool_)
    has[numbers(nodes.rows.drop_nulls("iin")["node"])] = True
    order = np.lexsort((np.arange(nodes.count), ~has))
    first = np.zeros(nodes.count, np.bool_)
    first[order[np.unique(person[order], return_index=True)[1]]] = True
    return first


def _agreeing(pairs: Pairs, at: Ints) -> pl.Series:
    """The fields that speak for one person, joined by ';'."""
    speaks = pairs.bits[at] * 1000 >= _TOLD_FROM
    return pl.Series(
        [";".join(name for name, says in zip(_ALL, row, strict=True) if says) for row in speaks], dtype=pl.String
    )


def _parts(nodes: Nodes, left: Ints, right: Ints) -> pl.Series:
    """Which words of the two names agree."""
    return name_match.agreeing(nodes.names.gather(left), nodes.names.gather(right))


def proposals(named: pl.DataFrame, nodes: Nodes, pairs: Pairs, joined: Joined) -> pl.DataFrame:
    """The table ``person_pairs``: what may be one person, and what an officer holds apart."""
    one, other = joined.person[pairs.left], joined.person[pairs.right]
    open_ = pl.DataFrame(
        {"a": np.minimum(one, other), "b": np.maximum(one, other), "chance": joined.chance, "pair": np.arange(one.size)}
    ).filter((pl.col("a") != pl.col("b")) & (pl.col("chance") >= MAYBE))
    best = open_.sort("a", "b", "chance", "pair", descending=[False, False, True, False]).unique(
        ["a", "b"], keep="first", maintain_order=True
    )
    at = numbers(best["pair"])
    told = best.with_columns(_grounds(nodes, pairs, at).alias("grounds"), pl.col("chance").alias("score"))
    apart = {tuple(sorted((int(joined.person[a]), int(joined.person[b])))) for a, b in joined.apart}
    held = pl.DataFrame(sorted(apart), schema={"a": pl.Int64, "b": pl.Int64}, orient="row").with_columns(
        pl.lit("apart").alias("decided")
    )
    every = told.select("a", "b", "score", "grounds").join(held, on=["a", "b"], how="full", coalesce=True)
    name = {
        side: named.select(pl.col("person").alias(side), pl.col("person_id").alias(f"person_{side}"))
        for side in ("a", "b")
    }
    found = every.join(name["a"], on="a", how="inner").join(name["b"], on="b", how="inner")
    return found.select(
        pl.min_horizontal("person_a", "person_b").alias("person_a"),
        pl.max_horizontal("person_a", "person_b").alias("person_b"),
        pl.col("score").fill_null(0),
        pl.col("decided").fill_null(""),
        pl.col("grounds").fill_null("[]"),
    )


def _grounds(nodes: Nodes, pairs: Pairs, at: Ints) -> pl.Series:
    """The grounds of each pair as JSON: every field that says something, heaviest first."""
    bits = np.rint(pairs.bits[at] * 1000).astype(np.int64)
    row, field = np.nonzero(np.abs(bits) >= _TOLD_FROM)
    frame = pl.DataFrame(
        {
            "row": row,
            "kind": pl.Series(np.array(_ALL)[field] if field.size else [], dtype=pl.String),
            "weight": bits[row, field],
            "left": pairs.left[at[row]],
            "right": pairs.right[at[row]],
        }
    )
    things = nodes.things.select("node", "kind", "value", "locators")
    both = (
        frame.join(things.rename({"node": "left"}), on=["left", "kind"], how="left")
        .join(
            things.rename({"node": "right", "locators": "locators_right", "value": "value_right"}),
            on=["right", "kind"],
            how="left",
        )
        .filter((pl.col("value") == pl.col("value_right")).fill_null(value=True) | (pl.col("weight") < 0))
        .sort("row", "kind", "value", "value_right", nulls_last=True)
        .unique(["row", "kind"], keep="first", maintain_order=True)
    )
    rows = (
        nodes.rows.sort("node", "locators").unique("node", keep="first").select("node", pl.col("locators").alias("own"))
    )
    for side in ("left", "right"):
        both = both.join(rows.rename({"node": side, "own": f"own_{side}"}), on=side, how="left")
    is_name = pl.col("kind") == "name"
    both = both.with_columns(nodes_names(both[side], nodes).alias(f"{side}_name") for side in ("left", "right"))
    both = both.with_columns(
        pl.when(is_name).then("left_name").otherwise(pl.col("value").fill_null("")).alias("a"),
        pl.when(is_name).then("right_name").otherwise(pl.col("value_right").fill_null("")).alias("b"),
        pl.when(is_name)
        .then(_parts(nodes, numbers(both["left"]), numbers(both["right"])))
        .otherwise(pl.lit(""))
        .alias("agree"),
        pl.concat_str(
            pl.coalesce("locators", "own_left"),
            pl.coalesce("locators_right", "own_right"),
            separator=";",
            ignore_nulls=True,
        ).alias("places"),
    )
    both = both.sort("row", "weight", "kind", descending=[False, True, False]).with_columns(
        ground(
            pl.concat_str(pl.lit("person-"), "kind"),
            pl.col("weight"),
            {"a": pl.col("a"), "b": pl.col("b"), "agree": pl.col("agree")},
            pl.col("places"),
        ).alias("g")
    )
    told = both.group_by("row", maintain_order=True).agg(listed(pl.col("g")).alias("grounds"))
    every = pl.DataFrame({"row": pl.Series(range(at.size), dtype=pl.Int64)})
    return every.join(told, on="row", how="left", maintain_order="left")["grounds"].fill_null("[]")
