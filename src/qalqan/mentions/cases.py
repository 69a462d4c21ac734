"""Cases: rows of registers, old and new, brought together by their numbers.

A report stands in the КУИ book first and gets a register number later; rows that give both numbers, and plots that say
«КУИ №… зарегистрирован ЕРДР №…», join the two. A КУИ number is counted anew by every organ and year: where one
stands beside register numbers of different victims it joins nothing without the same victim.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, empty, table
from qalqan.engine.places import in_order, joined, locator
from qalqan.kernels.unionfind import components
from qalqan.model.schema import CASE_FIELDS
from qalqan.registry import Card
from qalqan.scam import mo
from qalqan.settings import Settings

CARD = Card(
    name="cases",
    title="step-cases",
    reads=("observed_case",),
    writes=("cases",),
    errors=(
        "two organs' equal КУИ numbers without any victim's IIN are taken for one case",
        "a case renumbered without any row that tells both numbers stays two cases",
    ),
    source="register renumbering as described in the reference: КУИ, then ЕРДР / СДТБТ",
)
_NUMBER = r"[0-9][0-9A-Za-zА-Яа-я/-]{2,24}"
_SAID = (
    rf"(?i)КУИ\s*№?\s*({_NUMBER}).{{0,60}}?(?:ЕРДР|СДТБТ|КУСЖТБ)\s*(?:за|под|бойынша)?\s*№?\s*({_NUMBER})",
    rf"(?i)(?:ЕРДР|СДТБТ)\s*№?\s*({_NUMBER}).{{0,60}}?КУИ\s*№?\s*({_NUMBER})",
)
STAGES = ("registered", "investigated", "interrupted", "transferred", "joined", "terminated", "to_court", "cleared")
_TOLD = [c.name for c in CASE_FIELDS if c.name not in ("number", "plot", "status", "status_at")]


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``cases``: one row a case, the latest and most complete values, all places."""
    rows = numbered_cases(tables["observed_case"])
    if rows.is_empty():
        return {"cases": empty(table("cases"))}
    facts = _facts(rows)
    schemes = mo.recognise(facts["plot"].fill_null(""))
    return {"cases": conform(facts.with_columns(schemes["mo"].alias("mo")), table("cases"))}


def numbered_cases(observed: pl.DataFrame) -> pl.DataFrame:
    """The observed rows that have any number, in canonical order, each with its ``case_id`` and ``locator``."""
    rows = in_order(observed).with_columns(pl.col("number", "kui_number").str.strip_chars().replace("", None))
    said = pl.col("plot").fill_null("").str.replace_all(r"\s+", " ")
    first, second = (said.str.extract_groups(pattern) for pattern in _SAID)
    rows = rows.with_columns(
        locator().alias("locator"),
        pl.coalesce(first.struct.field("1"), second.struct.field("2")).str.strip_chars_end("-/").alias("said_kui"),
        pl.coalesce(first.struct.field("2"), second.struct.field("1")).str.strip_chars_end("-/").alias("said_number"),
    ).with_columns(
        pl.coalesce("number", pl.when(pl.col("kui_number") == pl.col("said_kui")).then("said_number")).alias("number"),
        pl.coalesce("kui_number", pl.when(pl.col("number") == pl.col("said_number")).then("said_kui")).alias(
            "kui_number"
        ),
    )
    rows = rows.filter(pl.col("number").is_not_null() | pl.col("kui_number").is_not_null())
    if rows.is_empty():
        return rows.with_columns(pl.lit(None, pl.String).alias("case_id"))
    return _named(rows.with_columns(_component(rows)))


def _component(rows: pl.DataFrame) -> pl.Series:
    """Which rows are one case: joined by a register number, or by a КУИ number that is one victim's."""
    victims = pl.col("victim_iin").n_unique().over("kui_number") - pl.col("victim_iin").is_null().any().over(
        "kui_number"
    ).cast(pl.UInt32)
    shared = pl.when(pl.col("kui_number").is_not_null() & (victims > 1)).then(
        pl.concat_str("kui_number", pl.lit("|"), pl.col("victim_iin").fill_null(""))
    )
    nodes = rows.select(
        pl.concat_str(pl.lit("n"), "number").alias("number"),
        pl.concat_str(pl.lit("k"), pl.coalesce(shared, "kui_number")).alias("kui"),
    )
    codes = pl.concat([nodes["number"], nodes["kui"].alias("number")]).cast(pl.Categorical).to_physical()
    size = len(rows)
    left, right = (codes.slice(start, size).cast(pl.Int64).fill_null(-1).to_numpy() for start in (0, size))
    total = int(codes.max() or 0) + 1  # type: ignore[arg-type]
    both = (left >= 0) & (right >= 0)
    root = components(total, left[both], right[both])
    first = (left >= 0).astype("int64") * left + (left < 0).astype("int64") * right
    return pl.Series("component", root[first])


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """With ``case_id``: the component's register number registered last, else its КУИ number registered last."""
    latest = [
        rows.filter(pl.col(name).is_not_null())
        .sort("registered_at", name, nulls_last=False, maintain_order=True)
        .group_by("component", maintain_order=True)
        .agg(pl.col(name).last().alias(f"last_{name}"))
        for name in ("number", "kui_number")
    ]
    for last in latest:
        rows = rows.join(last, on="component", how="left", maintain_order="left")
    return rows.with_columns(pl.coalesce("last_number", "last_kui_number").alias("case_id"))


def _facts(rows: pl.DataFrame) -> pl.DataFrame:
    complete = pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int64) for name in _TOLD)
    ordered = rows.with_columns(complete.alias("complete"), pl.col("number").is_not_null().alias("final")).sort(
        "final", "registered_at", "complete", descending=True, nulls_last=True, maintain_order=True
    )
    told = ordered.group_by("case_id", maintain_order=True).agg(
        *(pl.col(name).first(ignore_nulls=True) for name in _TOLD),
        pl.col("plot")
        .sort_by(pl.col("plot").str.len_chars(), descending=True, nulls_last=True, maintain_order=True)
        .first(),
    )
    numbers = pl.concat([rows.select("case_id", pl.col(name).alias("aliases")) for name in ("number", "kui_number")])
    aliases = (
        numbers.filter(pl.col("aliases") != pl.col("case_id"))
        .unique()
        .sort("aliases")
        .group_by("case_id", maintain_order=True)
        .agg(pl.col("aliases").str.join(";"))
    )
    places = rows.group_by("case_id", maintain_order=True).agg(joined().alias("source"))
    stage = pl.col("status").replace_strict(
        {name: place for place, name in enumerate(STAGES)}, default=-1, return_dtype=pl.Int64
    )
    status = (
        rows.filter(pl.col("status").is_not_null())
        .with_columns(
            pl.coalesce("status_at", "registered_at").alias("status_at"),
            stage.alias("stage"),
        )
        .sort("status_at", "stage", nulls_last=False, maintain_order=True)
        .group_by("case_id", maintain_order=True)
        .agg(pl.col("status", "status_at").last())
    )
    whole = told.join(places, on="case_id", how="left").join(status, on="case_id", how="left")
    return whole.join(aliases, on="case_id", how="left")
