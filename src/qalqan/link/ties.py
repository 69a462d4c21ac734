"""Ties: pairs of cases that share identifiers, told or reached through calls and money, with grounds and probability.

The score is the probability that one group did both, by the model that series are made with (``_model``): the
log-odds of two cases that share something, plus for each chain (a number, its device, its cell: one physical thing) its
strongest shared identifier, plus what their schemes, days and sums say. Each ground carries its own weight in
milli-bits. What officers decided about a pair stands above any score.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.kernels import likeness
from qalqan.link._cases import Cases, gather
from qalqan.link._grounds import ground, listed, score
from qalqan.link._pair_odds import shared, summed
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
        "an account rented to two groups ties their cases; its class has learned to be trusted less",
        "a rare service that few cases name looks like a group's number until more cases name it",
        "the probabilities were calibrated on simulated regions; the workspace's own purity moves them",
    ),
    source="log-odds by agreement: Fellegi and Sunter 1969; dispersion of the neighbourhood: own",
)
DECIDED_BITS = 20_000
ABOUT = ("scheme", "gap", "sums")


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``links``: never all pairs of a hub; its cost grows with the answer."""
    cases = gather(tables)
    pairs, by = weighed(cases, settings.link.hub_cases)
    pairs = _as_decided(pairs, cases).filter(pl.col("score") >= settings.link.tie_score)
    if pairs.is_empty():
        return {"links": empty(table("links"))}
    links = pairs.join(
        _grounds(by.join(pairs.select("a", "b"), on=["a", "b"], how="semi"), pairs, cases), on=["a", "b"]
    )
    names = cases.numbered.ids
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


def weighed(cases: Cases, hub: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Pairs (a, b, scheme, gap, sums: milli-bits; days; bits; score), and what each shares (a, b, ident, chain_id,
    weight)."""
    by = shared(cases, hub)
    pairs = summed(by)
    about = likeness.of_pairs(pairs["a"].to_numpy(), pairs["b"].to_numpy(), cases.about)
    pairs = pairs.with_columns(*(pl.Series(name, column) for name, column in zip(ABOUT, about.T, strict=True)))
    day = pl.Series("day", cases.about.day)
    pairs = pairs.with_columns((day.gather(pairs["a"]) - day.gather(pairs["b"])).abs().alias("days"))
    pairs = pairs.with_columns((pl.col("bits") + cases.model.bias + pl.sum_horizontal(ABOUT)).alias("bits"))
    return pairs.with_columns(score(pairs["bits"], 0)), by


def _as_decided(pairs: pl.DataFrame, cases: Cases) -> pl.DataFrame:
    """Pairs held apart are gone; pairs an officer tied have full score, also when they share nothing."""
    apart, together = (
        pl.DataFrame(np.sort(one, axis=1), schema={"a": pl.Int64, "b": pl.Int64}, orient="row").unique()
        for one in (cases.apart, cases.together)
    )
    rest = pairs.join(pl.concat([apart, together]), on=["a", "b"], how="anti", maintain_order="left")
    said = together.join(pairs, on=["a", "b"], how="left").with_columns(
        pl.lit(DECIDED_BITS, pl.Int64).alias("bits"),
        pl.lit(1000, pl.Int64).alias("score"),
        *(pl.col(name).fill_null(0) for name in (*ABOUT, "days")),
    )
    return pl.concat(
        [
            rest.with_columns(pl.lit(False).alias("said")),
            said.select(rest.columns).with_columns(pl.lit(True).alias("said")),
        ]
    ).sort("a", "b")


def _grounds(by: pl.DataFrame, pairs: pl.DataFrame, cases: Cases) -> pl.DataFrame:
    """The grounds of each pair: an officer's word, shared things from the heaviest, then the circumstances."""
    told = cases.numbered.rows.select("case", "ident", "kind", "value", "rule", "locators")
    both = by.join(told, left_on=["a", "ident"], right_on=["case", "ident"], how="inner").join(
        told.select(
            pl.col("case").alias("b"), "ident", pl.col("rule").alias("rule_b"), pl.col("locators").alias("locators_b")
        ),
        on=["b", "ident"],
        how="inner",
    )
    both = both.with_columns(pl.Series("cases", cases.degree).gather(both["ident"]).cast(pl.Int64))
    things = both.select(
        "a",
        "b",
        "ident",
        "weight",
        pl.lit(1).alias("order"),
        ground(
            pl.col("rule"),
            pl.col("weight"),
            {"kind": pl.col("kind"), "value": pl.col("value"), "cases": pl.col("cases"), "other": pl.col("rule_b")},
            pl.concat_str("locators", "locators_b", separator=";"),
        ).alias("ground"),
    )
    rows = [things, *(_about(pairs, name) for name in ABOUT), _said(pairs)]
    every = pl.concat(rows).sort("a", "b", "order", "weight", "ident", descending=[False, False, False, True, False])
    return every.group_by("a", "b", maintain_order=True).agg(listed(pl.col("ground")).alias("grounds"))


def _about(pairs: pl.DataFrame, name: str) -> pl.DataFrame:
    """One circumstance as a ground, where it says anything."""
    spoken = pairs.filter(pl.col(name) != 0)
    values = {"days": pl.col("days")} if name == "gap" else {}
    against = pl.when(pl.col(name) < 0).then(pl.lit("tie-scheme-other")).otherwise(pl.lit("tie-scheme"))
    rule = against if name == "scheme" else pl.lit(f"tie-{name}")
    return spoken.select(
        "a",
        "b",
        pl.lit(0, pl.Int64).alias("ident"),
        pl.col(name).alias("weight"),
        pl.lit(2).alias("order"),
        ground(rule, pl.col(name), values, pl.lit("")).alias("ground"),
    )


def _said(pairs: pl.DataFrame) -> pl.DataFrame:
    spoken = pairs.filter("said")
    return spoken.select(
        "a",
        "b",
        pl.lit(0, pl.Int64).alias("ident"),
        pl.col("bits").alias("weight"),
        pl.lit(0).alias("order"),
        ground(pl.lit("tie-decided"), pl.col("bits"), {}, pl.lit("")).alias("ground"),
    )
