"""Whose case a message belongs to, where it is one's alone.

Three grounds, the firmest first: its evidence was handed over for that case (``basis``); the case's victim wrote or
received it (``victim``); the number it came from or went to, or a link it names, stands in the plot of that case and of
no other (``named``), and it was not written long before or after the case was registered. A value that two cases share
decides nothing here: that is for ties.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from qalqan.engine.places import PLACE
from qalqan.mentions import entities

BASIS, VICTIM, NAMED = "basis", "victim", "named"
DAYS_BEFORE: Final = 365
DAYS_AFTER: Final = 30
_STRONG: Final = ("phone", "url", "handle", "email", "wallet", "iban")
_SHAPE = {"case_id": pl.String, "value": pl.String, "registered_at": pl.Datetime("us", "UTC")}
_TIED = {**dict.fromkeys(("evidence", "part"), pl.String), "row": pl.Int64, "case_id": pl.String}


def with_case(messages: pl.DataFrame, evidence: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Messages with ``case_id`` and ``tied_by`` (null where none or several cases could claim them).

    ``cases`` are observed rows with their ``case_id`` (:func:`qalqan.mentions.cases.numbered_cases`).
    """
    based = messages.join(_by_basis(evidence, cases), on="evidence", how="left", maintain_order="left")
    open_ = based.filter(pl.col("case_id").is_null()).select(*PLACE, "at", "from", "to", "text")
    own = _by_people(open_, _victims(cases))
    rest = open_.join(own, on=list(PLACE), how="anti", nulls_equal=True)
    named = _by_names(rest, cases)
    told = pl.concat(
        [own.with_columns(pl.lit(VICTIM).alias("by")), named.with_columns(pl.lit(NAMED).alias("by"))]
    ).rename({"case_id": "found"})
    joined = based.join(told, on=list(PLACE), how="left", nulls_equal=True, maintain_order="left")
    by = pl.when(pl.col("case_id").is_not_null()).then(pl.lit(BASIS)).otherwise("by")
    return joined.with_columns(pl.coalesce("case_id", "found").alias("case_id"), by.alias("tied_by")).drop(
        "found", "by"
    )


def _by_basis(evidence: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """(evidence, case_id): the case that the basis of an evidence names by any of the case's numbers."""
    numbers = (
        pl.concat([cases.select("case_id", pl.col(name).alias("case")) for name in ("case_id", "number", "kui_number")])
        .drop_nulls()
        .unique()
    )
    one = numbers.filter(pl.col("case_id").n_unique().over("case") == 1)
    named = evidence.select("evidence", "case").drop_nulls().join(one, on="case", how="inner")
    return named.select("evidence", "case_id").unique("evidence", keep="none")


def _victims(cases: pl.DataFrame) -> pl.DataFrame:
    """(value, case_id, registered_at): phones of victims of one case each."""
    own = cases.select("case_id", pl.col("victim_phone").alias("value"), "registered_at").filter(
        pl.col("value").is_not_null()
    )
    return _of_one(own)


def _of_one(told: pl.DataFrame) -> pl.DataFrame:
    """Values that one case alone tells, with its earliest registration."""
    alone = told.filter(pl.col("case_id").n_unique().over("value") == 1)
    return alone.group_by("value").agg(pl.col("case_id").first(), pl.col("registered_at").min()).cast(_SHAPE)  # type: ignore[arg-type]


def _near(at: str = "at") -> pl.Expr:
    """Whether a message lies near a case's registration; an undated one may."""
    since = pl.col("registered_at") - pl.duration(days=DAYS_BEFORE)
    until = pl.col("registered_at") + pl.duration(days=DAYS_AFTER)
    return pl.col(at).is_between(since, until).fill_null(value=True)


def _by_people(messages: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """The one case whose value stands as sender or receiver."""
    sides = pl.concat([messages.select(*PLACE, "at", pl.col(side).alias("value")) for side in ("from", "to")])
    met = sides.join(values, on="value", how="inner").filter(_near())
    return _single(met)


def _by_names(messages: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """The one case whose plot names the message's number or link."""
    plots = cases.select("case_id", "registered_at", "plot").filter(pl.col("plot").is_not_null())
    if messages.is_empty() or plots.is_empty():
        return pl.DataFrame(schema=_TIED)
    found = _strong(plots["plot"])
    victims = cases["victim_phone"].drop_nulls().unique()
    named = _of_one(
        plots.with_row_index("index")
        .join(found, on="index", how="inner")
        .filter(~pl.col("value").is_in(victims.implode()))
    )
    texts = messages.filter(pl.col("text").is_not_null())
    inside = texts.with_row_index("index").join(_strong(texts["text"]), on="index", how="inner")
    inside = inside.filter(pl.col("kind") != "phone").select(*PLACE, "at", "value")
    sides = [messages.select(*PLACE, "at", pl.col(side).alias("value")) for side in ("from", "to")]
    return _single(pl.concat([*sides, inside]).join(named, on="value", how="inner").filter(_near()))


def _strong(texts: pl.Series) -> pl.DataFrame:
    """(index, kind, value) of identifiers that one group uses, in a column of texts."""
    return (
        entities.find(texts)
        .filter(pl.col("kind").is_in(_STRONG))
        .select(pl.col("index").cast(pl.get_index_type()), "kind", "value")
    )


def _single(met: pl.DataFrame) -> pl.DataFrame:
    """Places that exactly one case claims."""
    one = met.select(*PLACE, "case_id").unique()
    return one.filter(pl.col("case_id").n_unique().over(*PLACE) == 1).cast(_TIED)  # type: ignore[arg-type]
