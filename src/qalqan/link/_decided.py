"""What officers decided, as the steps of this room ask for it."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables


def pairs(tables: Tables, act: str = "link") -> pl.DataFrame:
    """(``a``, ``b``, ``holds``): pairs of cases an officer spoke of, under the numbers the cases have now."""
    said = tables["decided"].filter(pl.col("act") == act).select("a", "b", "holds")
    if act == "link":
        now = _numbers(tables)
        for side in ("a", "b"):
            said = (
                said.join(now, left_on=side, right_on="alias", how="left", maintain_order="left")
                .with_columns(pl.coalesce("now", side).alias(side))
                .drop("now")
            )
    said = said.filter(pl.col("a") != pl.col("b")).select(
        pl.min_horizontal("a", "b").alias("a"), pl.max_horizontal("a", "b").alias("b"), "holds"
    )
    return said.unique().unique(["a", "b"], keep="none").sort("a", "b")


def barred(tables: Tables) -> pl.DataFrame:
    """(``kind``, ``value``) that must tie nothing: never tie by it, or it is a service's."""
    said = tables["decided"].filter(
        ((pl.col("act") == "value") & ~pl.col("holds")) | ((pl.col("act") == "service") & pl.col("holds"))
    )
    return said.select(pl.col("a").alias("kind"), pl.col("b").alias("value")).unique().sort("kind", "value")


def own(tables: Tables) -> pl.DataFrame:
    """(``kind``, ``value``) that an officer says are no service's."""
    said = tables["decided"].filter((pl.col("act") == "service") & ~pl.col("holds"))
    return said.select(pl.col("a").alias("kind"), pl.col("b").alias("value")).unique().sort("kind", "value")


def _numbers(tables: Tables) -> pl.DataFrame:
    """Every other number of a case (КУИ, aliases) with the id it has now."""
    cases = tables["cases"]
    listed = cases.select(
        pl.col("case_id").alias("now"),
        pl.concat_list(pl.col("aliases").fill_null("").str.split(";"), pl.col("kui_number").fill_null("")).alias(
            "alias"
        ),
    ).explode("alias")
    return (
        listed.filter((pl.col("alias") != "") & (pl.col("alias") != pl.col("now")))
        .unique()
        .unique("alias", keep="none")
    )
