"""End points: cash machines, exchanges, wallets, banks abroad, banks' own accounts, merchants.

They are counted where money leaves the accounts and never followed through. The words stand in
``data/end_points.toml``. A node is judged by its own kind and name first, then by the rows that pay into it: at least
half of them must be of one kind, so that one odd word makes no account an end point.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl

KINDS = ("atm", "exchange", "wallet", "foreign", "bank", "merchant")
NOWHERE = r"^unknown(?: at .*)?$"
_BIN = r"^\d{4}[4-6]\d{7}$"


@cache
def words() -> dict[str, Any]:
    """The dated table of words and codes."""
    return tomllib.loads((files("qalqan.link.data") / "end_points.toml").read_text("utf-8"))


def plain(text: pl.Expr) -> pl.Expr:
    """A text as the words are compared: lower case, ё as е, one space at the end."""
    return text.fill_null("").str.to_lowercase().str.replace_all("ё", "е", literal=True) + " "


def matched(texts: pl.Series, which: str) -> pl.Series:
    """The first kind whose words stand in each text (String, null for none); each distinct text once."""
    distinct = texts.unique().drop_nulls().to_frame("text")
    kind = pl.lit(None, pl.String)
    for name in reversed(KINDS):
        if listed := words()[name].get(which):
            kind = pl.when(plain(pl.col("text")).str.contains_any(listed)).then(pl.lit(name)).otherwise(kind)
    known = distinct.with_columns(kind.alias("kind"))
    return texts.to_frame("text").join(known, on="text", how="left", maintain_order="left")["kind"]


def of_rows(transactions: pl.DataFrame) -> pl.Series:
    """The end point each transfer seems to go to, by its operation, payee and purpose code (String or null)."""
    foreign = (pl.col("to_kind") == "iban") & ~pl.col("to").str.starts_with("KZ")
    paid_for = pl.col("knp").str.slice(0, 1).is_in(words()["merchant"]["purpose_codes"])
    shop = paid_for & pl.col("to_iin").str.contains(_BIN)
    named = pl.when(pl.col("to_kind").fill_null("text") == "text").then("to")
    return transactions.with_columns(
        matched(transactions["operation"], "operations").alias("by_operation"),
        matched(transactions["to_name"], "names").alias("by_name"),
        matched(transactions.select(named.alias("text"))["text"], "names").alias("by_text"),
    ).select(
        pl.when(pl.col("to_kind").is_in(words()["wallet"]["kinds"]))
        .then(pl.lit("wallet"))
        .when(foreign)
        .then(pl.lit("foreign"))
        .otherwise(pl.coalesce("by_text", "by_name", "by_operation", pl.when(shop).then(pl.lit("merchant"))))
        .alias("end_point")
    )["end_point"]


def destination(transactions: pl.DataFrame, end_point: pl.Series) -> pl.Series:
    """Where each transfer goes: the payee's account or text; an end point without one is "atm at 722"."""
    nowhere = pl.col("to").fill_null("unknown").str.contains(NOWHERE) | (pl.col("to") == pl.col("from"))
    bank = pl.coalesce("to_bank", "from_bank")
    at_bank = pl.when(bank.is_not_null()).then(pl.lit(" at ") + bank).otherwise(pl.lit(""))
    return transactions.with_columns(end_point.alias("end_point")).select(
        pl.when(nowhere & pl.col("end_point").is_not_null())
        .then(pl.col("end_point") + at_bank)
        .otherwise(pl.col("to").fill_null("unknown"))
        .alias("to")
    )["to"]


def of_nodes(to: pl.Series, end_point: pl.Series) -> pl.DataFrame:
    """Nodes that are end points: columns node, end_point. Half of a node's inflows must say the same."""
    counted = pl.DataFrame({"node": to, "end_point": end_point}).with_columns(pl.len().over("node").alias("rows"))
    told = (
        counted.filter(pl.col("end_point").is_not_null())
        .group_by("node", "end_point")
        .agg(pl.len().cast(pl.Int64).alias("said"), pl.col("rows").first())
    )
    order = {kind: place for place, kind in enumerate(KINDS)}
    return (
        told.filter(2 * pl.col("said") >= pl.col("rows"))
        .with_columns(pl.col("end_point").replace_strict(order, return_dtype=pl.Int64).alias("place"))
        .sort("node", pl.col("said").neg(), "place")
        .unique("node", keep="first", maintain_order=True)
        .select("node", "end_point")
    )
