"""Mentions: every identifier at its place, from typed columns and from free text.

Cases, holders, subscribers and messages give a mention for each cell. Transfers and calls, of which there are millions,
give the first place of each value in each part of an evidence; the tables of facts hold all the others.
Of free text each distinct one is read once; purposes of payment only when a pre-filter finds more than a sum or a date.
A link tells the account, number or advertisement behind it, too, and a picture the group of its copies
(:mod:`qalqan.mentions._pivots`). A message tells of the case it belongs to (:mod:`qalqan.mentions._message_cases`).
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.engine.places import PLACE, in_order
from qalqan.mentions import _pivots, entities
from qalqan.mentions._message_cases import with_case
from qalqan.mentions.cases import numbered_cases
from qalqan.registry import Card
from qalqan.settings import Settings

CARD = Card(
    name="mentions",
    title="step-mentions",
    reads=(
        "observed_case",
        "observed_holder",
        "observed_subscriber",
        "observed_message",
        "observed_transaction",
        "observed_call",
        "evidence",
    ),
    writes=("mentions",),
    errors=(
        "an identifier with a wrong digit is another identifier",
        "a second account of the victim told only in the plot is taken for somebody else's",
    ),
    source="reference: mentions come from columns and from free text",
)
_IN_PURPOSE = r"(?i)[0-9][0-9\s().*xх/-]{5,}[0-9]|@|https?:|www\.|t\.me|\b[a-z0-9-]+\.[a-z]{2,}\b|\b[0-9A-Za-z]{16,}\b"
_CELLS = {
    "observed_case": {
        "victim_name": "person",
        "victim_iin": "iin",
        "victim_phone": "phone",
        "victim_account": "account",
    },
    "observed_holder": {
        "account": "account",
        "card": "card",
        "contract": "contract",
        "holder": "person",
        "iin": "iin",
        "phone": "phone",
    },
    "observed_subscriber": {
        "number": "phone",
        "holder": "person",
        "iin": "iin",
        "imsi": "imsi",
        "iccid": "iccid",
        "imei": "imei",
    },
    "observed_message": {"from": "sender", "to": "sender"},
}
_FIRST_CELLS = {
    "observed_transaction": {
        "payer_account": "payer_account_kind",
        "payee_account": "payee_account_kind",
        "payer_iin": "iin",
        "payee_iin": "iin",
    },
    "observed_call": {"a": "phone", "b": "phone", "imei": "imei", "imsi": "imsi"},
}
_TEXTS = {"observed_case": "plot", "observed_message": "text", "observed_transaction": "purpose"}
_COLUMNS = (*PLACE, "kind", "value", "as_written", "column", "start", "end", "case_id", "role")


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The table ``mentions``."""
    cases = numbered_cases(tables["observed_case"])
    observed = {name: tables[name] for name in (*_CELLS, *_FIRST_CELLS) if name != "observed_case"}
    observed["observed_case"] = cases
    observed["observed_message"] = with_case(observed["observed_message"], tables["evidence"], cases)
    found = [_cells(observed[name], columns) for name, columns in _CELLS.items()]
    found += [_first_cells(observed[name], columns) for name, columns in _FIRST_CELLS.items()]
    found += [_texts(observed[name], column) for name, column in _TEXTS.items()]
    found.append(_pivots.of_headers(observed["observed_message"]))
    every = pl.concat(found)
    mentions = _roles(pl.concat([every, _pivots.of_links(every)]), cases)
    return {"mentions": conform(mentions, table("mentions"))}


def kind_of_account(value: pl.Expr) -> pl.Expr:
    """The kind of identifier that stands in an account column, from its canonical form."""
    return (
        pl.when(value.str.contains(r"^KZ[0-9A-Z]{18}$"))
        .then(pl.lit("iban"))
        .when(value.str.contains(r"^\+\d{10,15}$"))
        .then(pl.lit("phone"))
        .when(value.str.contains(r"^\d{6}\*+\d{4}$"))
        .then(pl.lit("card"))
        .otherwise(pl.lit("contract"))
    )


def _sender(value: pl.Expr) -> pl.Expr:
    return (
        pl.when(value.str.contains(r"^\+\d{10,15}$"))
        .then(pl.lit("phone"))
        .when(value.str.contains(r"^@[\w.]{3,}$"))
        .then(pl.lit("handle"))
        .when(value.str.contains(r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$"))
        .then(pl.lit("email"))
    )


def _cells(frame: pl.DataFrame, columns: dict[str, str]) -> pl.DataFrame:
    """A mention for each told cell."""
    case = pl.col("case_id") if "case_id" in frame.columns else pl.lit(None, pl.String).alias("case_id")
    rows = []
    for column, kind in columns.items():
        value = pl.col(column)
        named = {"account": kind_of_account(value), "sender": _sender(value)}.get(kind, pl.lit(kind))
        rows.append(
            frame.filter(value.is_not_null()).select(
                *PLACE,
                named.alias("kind"),
                value.alias("value"),
                value.alias("as_written"),
                pl.lit(column).alias("column"),
                pl.lit(-1, pl.Int64).alias("start"),
                pl.lit(-1, pl.Int64).alias("end"),
                case,
                pl.lit("victim" if column.startswith("victim_") else None, pl.String).alias("role"),
            )
        )
    return pl.concat(rows).filter(pl.col("kind").is_not_null())


def _first_cells(frame: pl.DataFrame, columns: dict[str, str]) -> pl.DataFrame:
    """The first place of each distinct value in each part of an evidence."""
    rows = []
    for column, kind in columns.items():
        named = pl.col(kind) if kind.endswith("_kind") else pl.lit(kind)
        slim = frame.select(*PLACE, named.alias("kind"), pl.col(column).alias("value"))
        first = (
            slim.filter(pl.col("value").is_not_null() & (pl.col("kind") != "text"))
            .group_by("evidence", "part", "kind", "value")
            .agg(pl.col("row").min())
        )
        rows.append(
            first.select(
                *PLACE,
                "kind",
                "value",
                pl.col("value").alias("as_written"),
                pl.lit(column).alias("column"),
                pl.lit(-1, pl.Int64).alias("start"),
                pl.lit(-1, pl.Int64).alias("end"),
                pl.lit(None, pl.String).alias("case_id"),
                pl.lit(None, pl.String).alias("role"),
            )
        )
    return pl.concat(rows)


def _texts(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The identifiers inside a column of free text; a text repeated in one part is read at its first place."""
    case = pl.col("case_id") if "case_id" in frame.columns else pl.lit(None, pl.String).alias("case_id")
    told = in_order(frame.select(*PLACE, pl.col(column).alias("text"), case).filter(pl.col("text").is_not_null()))
    if column == "purpose":
        told = told.filter(pl.col("text").str.contains(_IN_PURPOSE))
    told = told.unique(["evidence", "part", "text", "case_id"], keep="first", maintain_order=True)
    distinct = told.select("text").unique(maintain_order=True)
    found = entities.find(distinct["text"], names=column != "purpose").with_columns(pl.col("index").cast(pl.UInt32))
    if column == "purpose":
        found = found.filter(~pl.col("kind").is_in(["money", "moment"]))
    held = distinct.with_row_index("index").join(found, on="index", how="inner").drop("index")
    return told.join(held, on="text", how="inner").select(
        *PLACE,
        "kind",
        "value",
        "as_written",
        pl.lit(column).alias("column"),
        pl.col("start").cast(pl.Int64),
        pl.col("end").cast(pl.Int64),
        "case_id",
        pl.when(pl.col("case_id").is_not_null()).then(pl.lit("other")).alias("role"),
    )


def _roles(mentions: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """A value in a case's text that its register row gives as the victim's own is the victim's."""
    own = (
        pl.concat(
            [
                cases.select("case_id", pl.col(name).alias("value"))
                for name in ("victim_iin", "victim_phone", "victim_account")
            ]
        )
        .drop_nulls()
        .unique()
        .with_columns(pl.lit("victim").alias("own"))
    )
    joined = mentions.join(own, on=["case_id", "value"], how="left")
    return joined.with_columns(pl.coalesce("own", "role").alias("role")).select(_COLUMNS)
