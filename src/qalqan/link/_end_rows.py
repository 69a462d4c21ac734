"""What each transfer says of where it goes: words, codes, kinds; and the nodes that half of their rows call one kind.

The words stand in ``data/end_points.toml``.
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
_BIC = r"^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$"
_MCC = r"(?i)\bmcc[ :=№#-]{0,3}(\d{4})\b"


@cache
def words() -> dict[str, Any]:
    """The dated table of words and codes."""
    return tomllib.loads((files("qalqan.link.data") / "end_points.toml").read_text("utf-8"))


def plain(text: pl.Expr) -> pl.Expr:
    """A text as the words are compared: lower case, ё as е, other signs as one space, a space at both ends."""
    told = text.fill_null("").str.to_lowercase().str.replace_all("ё", "е", literal=True)
    return pl.lit(" ") + told.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars() + " "


def matched(texts: pl.Series, which: str, kinds: tuple[str, ...] = KINDS) -> pl.Series:
    """The first kind whose words stand in each text (String, null for none); each distinct text once."""
    distinct = texts.unique().drop_nulls().to_frame("text").with_columns(plain(pl.col("text")).alias("plain"))
    kind = pl.lit(None, pl.String)
    for name in reversed(kinds):
        if listed := words()[name].get(which):
            kind = pl.when(pl.col("plain").str.contains_any(listed)).then(pl.lit(name)).otherwise(kind)
    known = distinct.select("text", kind.alias("kind"))
    return texts.to_frame("text").join(known, on="text", how="left", maintain_order="left")["kind"]


def coded(texts: pl.Series) -> pl.Series:
    """The kind whose code patterns a payee's bare text or number fits (String, null for none)."""
    distinct = texts.unique().drop_nulls().to_frame("text")
    lower = pl.col("text").str.strip_chars().str.to_lowercase()
    kind = pl.lit(None, pl.String)
    for name in reversed(KINDS):
        for pattern in words()[name].get("codes", ()):
            kind = pl.when(lower.str.contains(pattern)).then(pl.lit(name)).otherwise(kind)
    known = distinct.select("text", kind.alias("kind"))
    return texts.to_frame("text").join(known, on="text", how="left", maintain_order="left")["kind"]


def _category(texts: pl.Series) -> pl.Series:
    """The kind of the merchant category code told in a text (String, null for none)."""
    known = {code: name for name in KINDS for code in words()[name].get("merchant_codes", ())}
    told = texts.unique().drop_nulls().to_frame("text").select("text", pl.col("text").str.extract(_MCC).alias("mcc"))
    kinds = told.select(
        "text",
        pl.when(pl.col("mcc").is_in(list(known)))
        .then(pl.col("mcc").replace_strict(known, default=None, return_dtype=pl.String))
        .when(pl.col("mcc").is_not_null())
        .then(pl.lit("merchant"))
        .alias("kind"),
    )
    return texts.to_frame("text").join(kinds, on="text", how="left", maintain_order="left")["kind"]


def ways(transactions: pl.DataFrame) -> pl.DataFrame:
    """What each way says of where each transfer goes: columns kind, code, name, operation, purpose (String or null).

    kind: the payee's own kind of identifier; code: a machine's, foreign account's or merchant category code;
    name: the payee's name or text; operation: its kind of operation; purpose: its purpose code, to an organisation.
    """
    bank = pl.col("to_bank").fill_null("")
    abroad = (pl.col("to_kind") == "iban") & ~pl.col("to").str.starts_with("KZ")
    abroad = abroad | (bank.str.contains(_BIC) & (bank.str.slice(4, 2) != "KZ"))
    paid_for = pl.col("knp").str.slice(0, 1).is_in(words()["merchant"]["purpose_codes"])
    shop = paid_for & pl.col("to_iin").str.contains(_BIN)
    bare = pl.when(pl.col("to_kind").fill_null("text").is_in(["text", "contract"])).then("to")
    named = pl.when(pl.col("to_kind").fill_null("text") == "text").then("to")
    codes = coded(transactions.select(bare.alias("text"))["text"])
    by_text = matched(transactions.select(named.alias("text"))["text"], "names")
    return transactions.select(
        pl.when(pl.col("to_kind").is_in(words()["wallet"]["kinds"]))
        .then(pl.lit("wallet"))
        .when(abroad)
        .then(pl.lit("foreign"))
        .alias("kind"),
        pl.coalesce(codes, _category(transactions["operation"])).alias("code"),
        pl.coalesce(by_text, matched(transactions["to_name"], "names")).alias("name"),
        matched(transactions["operation"], "operations").alias("operation"),
        pl.when(shop).then(pl.lit("merchant")).alias("purpose"),
    )


def of_rows(transactions: pl.DataFrame) -> pl.Series:
    """The end point each transfer seems to go to, by the first of the ways that says one (String or null)."""
    return ways(transactions).select(
        pl.coalesce("kind", "code", "name", "operation", "purpose").alias("end_point")
    )["end_point"]  # fmt: skip


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
