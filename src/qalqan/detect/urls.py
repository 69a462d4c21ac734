"""Addresses told in cases, chats and purposes of payment: what each looks like, and on what grounds.

An address is read as it was written, so that a disguise (a name before ``@``, letters of another script) counts; where
the writing cannot be read, the canonical value of the mention is. A link and its host at one place are one mention.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.engine.places import PLACE, in_order, joined, locator
from qalqan.registry import Card
from qalqan.scam import links
from qalqan.settings import Settings

CARD = Card(
    name="urls",
    title="step-urls",
    reads=("mentions",),
    writes=("urls",),
    thresholds=links.CARD.thresholds,
    errors=links.CARD.errors,
    source=links.CARD.source,
)


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``urls``: one row an address."""
    told = addresses(tables["mentions"])
    read = _read(told)
    seen = told.join(read.select("as_written", "value", "url"), on=["as_written", "value"], how="inner")
    places = (
        in_order(seen)
        .with_columns(locator().alias("locator"))
        .group_by("url", maintain_order=True)
        .agg(
            mentions=pl.len().cast(pl.Int64),
            cases=pl.col("case_id").drop_nulls().n_unique().cast(pl.Int64),
            first=pl.col("locator").first(),
            locators=joined(),
        )
    )
    strongest = read.sort("url", "score", "as_written", descending=[False, True, False])
    one = strongest.unique("url", keep="first", maintain_order=True).drop("as_written", "value")
    found = one.join(places, on="url", how="inner").with_columns(grounds=_placed())
    return {"urls": conform(found, table("urls"))}


def addresses(mentions: pl.DataFrame) -> pl.DataFrame:
    """Mentions of addresses, each place once: the whole link where there is one, else the bare host."""
    told = mentions.filter(pl.col("kind").is_in(["url", "domain"]))
    links_ = told.filter(pl.col("kind") == "url")
    spot = [*PLACE, "column", "start"]
    hosts = told.filter(pl.col("kind") == "domain").join(links_.select(spot), on=spot, how="anti", nulls_equal=True)
    return pl.concat([links_, hosts]).select(*spot, "value", "as_written", "case_id")


def _read(told: pl.DataFrame) -> pl.DataFrame:
    """Distinct writings and what they look like; the canonical value where a writing is none."""
    distinct = told.select("as_written", "value").unique().sort("as_written", "value", nulls_last=True)
    written = links.read(distinct["as_written"])
    plain = links.read(distinct["value"])
    use = written["url"].is_not_null()
    picked = pl.DataFrame({name: written[name].zip_with(use, plain[name]) for name in written.columns})
    return pl.concat([distinct, picked], how="horizontal").drop_nulls("url")


def _placed() -> pl.Expr:
    """Grounds with the first place of the address in each."""
    place = pl.concat_str(
        pl.lit('"locators":["'), pl.col("first").str.replace_all('"', '\\"', literal=True), pl.lit('"]')
    )
    return pl.col("grounds").str.replace_all('"locators":[]', place, literal=True)
