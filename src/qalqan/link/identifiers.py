"""Identifiers of the cases, told or reached, and what each is worth as a tie: the ground of ties and series.

What officers decided binds: a value that must never tie and a service's number are worth nothing, a value said to be no
service's is worth what its rarity says.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.link._decided import barred, own
from qalqan.link._incidence import number
from qalqan.link._seen import READS, seen
from qalqan.link._weights import weigh
from qalqan.registry import Card, Threshold
from qalqan.settings import Settings

CARD = Card(
    name="identifiers",
    title="step-identifiers",
    reads=(*READS, "decided"),
    writes=("identifiers", "identifier_weights"),
    thresholds={
        "link.call_hours": Threshold(48, "h", "calls before the loss that belong to a case"),
    },
    errors=(
        "an account rented to two groups is worth as much as one group's own",
        "a rare service that few cases name looks like a group's number until more cases name it",
    ),
    source="rarity weights: Fellegi and Sunter 1969; dispersion of the neighbourhood: own",
)


def run(tables: Tables, settings: Settings) -> dict[str, pl.DataFrame]:
    """The tables ``identifiers`` (all) and ``identifier_weights`` (of those that several cases have)."""
    rows = conform(seen(tables, settings), table("identifiers"))
    rows = rows.join(tables["cases"].select("case_id"), on="case_id", how="semi", maintain_order="left")
    if rows.is_empty():
        return {"identifiers": rows, "identifier_weights": empty(table("identifier_weights"))}
    numbered = number(rows, tables["cases"]["case_id"].sort())
    weights = weigh(numbered.found)
    told = numbered.idents.with_columns(
        pl.Series("cases", weights.degree),
        pl.Series("rarity_bits", weights.bits),
        pl.Series("trust", weights.trust),
        pl.Series("specific", numbered.found.kind),
    )
    told = _as_decided(told.filter(pl.col("cases") > 1), tables)
    return {"identifiers": rows, "identifier_weights": conform(told, table("identifier_weights"))}


def _as_decided(told: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    said = tables["decided"].filter(pl.col("act") == "service", pl.col("holds"))
    services = said.select(pl.col("a").alias("kind"), pl.col("b").alias("value"))
    words = pl.concat(
        [
            services.with_columns(pl.lit("service").alias("decided")),
            barred(tables)
            .join(services, on=["kind", "value"], how="anti")
            .with_columns(pl.lit("never").alias("decided")),
            own(tables).with_columns(pl.lit("own").alias("decided")),
        ]
    ).unique(["kind", "value"], keep="first", maintain_order=True)
    told = told.join(words, on=["kind", "value"], how="left", maintain_order="left")
    return told.with_columns(
        pl.when(pl.col("decided").is_in(["never", "service"]))
        .then(0)
        .when(pl.col("decided") == "own")
        .then(pl.max_horizontal("trust", "specific"))
        .otherwise("trust")
        .alias("trust"),
        pl.col("decided").fill_null(""),
    ).drop("specific")
