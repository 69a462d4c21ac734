"""Ties: pairs of cases that share identifiers, told or reached through calls and money, with grounds.

A shared identifier weighs its rarity (-log2 of the share of cases that have it), times how specific its kind is, how
surely each case has it, and how much it is one group's own (``_weights``). Of one chain (a number,
its device, its cell) the heaviest counts in full and the others a quarter. The sum is the log-odds of the tie,
less ``EVEN`` for the many pairs of cases that have nothing to do with each other.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.link._grounds import ground, listed, score
from qalqan.link._incidence import Cases, gather
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

CARD = Card(
    name="ties",
    title="step-ties",
    reads=("cases", "identifiers", "identifier_weights", "decided"),
    writes=("links",),
    thresholds={
        "link.hub_cases": Threshold(40, "cases", "an identifier of more cases lists no pairs by itself"),
        "link.tie_score": Threshold(350, "0-1000", "a weaker tie is listed nowhere"),
    },
    errors=(
        "an account rented to two groups ties their cases as firmly as one group's own",
        "a rare service that few cases name looks like a group's number until more cases name it",
    ),
    source="rarity weights: Fellegi and Sunter 1969; dispersion of the neighbourhood: own",
)
EVEN = 6000
SECOND = 4


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``links``: never all pairs of a hub; its cost grows with the answer."""
    cases = gather(tables)
    shared = _shared(cases, settings.link.hub_cases)
    if shared.is_empty():
        return {"links": empty(table("links"))}
    pairs = _scored(shared).filter(pl.col("score") >= settings.link.tie_score)
    kept = shared.join(pairs.select("a", "b"), on=["a", "b"], how="semi")
    links = pairs.join(_grounds(kept, cases), on=["a", "b"], how="inner")
    names = cases.ids
    return {
        "links": conform(
            links.select(
                names.gather(links["a"]).alias("case_a"),
                names.gather(links["b"]).alias("case_b"),
                "score",
                "grounds",
            ),
            table("links"),
        )
    }


def _shared(cases: Cases, hub: int) -> pl.DataFrame:
    """(a, b, ident, chain, weight): what each pair of cases shares, pairs found through smaller identifiers."""
    worth = pl.DataFrame(
        {
            "ident": pl.Series(range(cases.found.kind.size), dtype=pl.Int64),
            "degree": cases.weights.degree,
            "worth": cases.weights.bits * cases.weights.trust // 1000,
        }
    ).filter(pl.col("worth") > 0)
    rows = cases.rows.select("case", "ident", "sure", "chain_id").join(worth, on="ident", how="inner")
    small = rows.filter(pl.col("degree") <= hub)
    pairs = _pairs(small, small)
    known = pairs.select("a", "b").unique()
    large = rows.filter(pl.col("degree") > hub)
    if len(large):
        more = known.join(large.rename({"case": "a"}), on="a", how="inner").join(
            large.select(pl.col("case").alias("b"), "ident", pl.col("sure").alias("sure_b")),
            on=["b", "ident"],
            how="inner",
        )
        pairs = pl.concat([pairs, more.select(pairs.columns)])
    return pairs.with_columns(
        (pl.col("worth") * pl.col("sure") // 1000 * pl.col("sure_b") // 1000).alias("weight")
    ).filter(pl.col("weight") > 0)


def _pairs(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    met = left.rename({"case": "a"}).join(
        right.select(pl.col("case").alias("b"), "ident", pl.col("sure").alias("sure_b")), on="ident", how="inner"
    )
    return met.filter(pl.col("a") < pl.col("b")).select("a", "b", "ident", "chain_id", "worth", "sure", "sure_b")


def _scored(shared: pl.DataFrame) -> pl.DataFrame:
    chains = shared.group_by("a", "b", "chain_id").agg(
        pl.col("weight").max().alias("best"), pl.col("weight").sum().alias("all")
    )
    pairs = (
        chains.group_by("a", "b")
        .agg((pl.col("best") + (pl.col("all") - pl.col("best")) // SECOND).sum().alias("bits"))
        .sort("a", "b")
    )
    return pairs.with_columns(score(pairs["bits"], EVEN))


def _grounds(shared: pl.DataFrame, cases: Cases) -> pl.DataFrame:
    """The grounds of each pair, heaviest first."""
    told = cases.rows.select("case", "ident", "kind", "value", "rule", "locators")
    both = shared.join(told, left_on=["a", "ident"], right_on=["case", "ident"], how="inner").join(
        told.select(
            pl.col("case").alias("b"), "ident", pl.col("rule").alias("rule_b"), pl.col("locators").alias("locators_b")
        ),
        on=["b", "ident"],
        how="inner",
    )
    degree = pl.Series("degree", cases.weights.degree)
    both = both.with_columns(degree.gather(both["ident"]).alias("cases"))
    both = both.sort("a", "b", "weight", "ident", descending=[False, False, True, False]).with_columns(
        ground(
            pl.col("rule"),
            pl.col("weight"),
            {"kind": pl.col("kind"), "value": pl.col("value"), "cases": pl.col("cases"), "other": pl.col("rule_b")},
            pl.concat_str("locators", "locators_b", separator=";"),
        ).alias("ground")
    )
    return both.group_by("a", "b", maintain_order=True).agg(listed(pl.col("ground")).alias("grounds"))
