"""Accounts and their other names: who holds them, which card, phone or contract is which account.

A card, a phone or a contract number that a reply ties to one account is that account, with the reply as ground.
One that is tied to several accounts stays what it is (all of its rows stand in ``aliases``), except that the bank of a
transfer may single one of them out.
"""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables, conform, table
from qalqan.engine.places import told_once
from qalqan.model.schema import HOLDER_FIELDS
from qalqan.registry import Card
from qalqan.settings import Settings

CARD = Card(
    name="accounts",
    title="step-accounts",
    reads=("observed_holder",),
    writes=("holders", "aliases"),
    errors=(
        "two cards that share their first six and last four digits are one alias of two accounts: neither resolves",
    ),
    source="tracing rules: identifiers that are one account resolve to it with a ground",
)
_FIELDS = [column.name for column in HOLDER_FIELDS]


def card_key(told: pl.Expr) -> pl.Expr:
    """A card, however masked, as first six and last four digits; empty when it shows fewer."""
    parts = told.str.replace_all(r"[\s-]", "").str.extract_groups(r"^(\d{6})[\d*xXхХ•.]*(\d{4})$")
    return parts.struct.field("1") + "******" + parts.struct.field("2")


def bank_of(account: pl.Expr) -> pl.Expr:
    """The bank code inside an IBAN of Kazakhstan; empty for anything else."""
    return pl.when(account.str.contains(r"^KZ\d{5}[0-9A-Z]{13}$")).then(account.str.slice(4, 3))


def run(tables: Tables, _settings: Settings) -> dict[str, pl.DataFrame]:
    """The tables ``holders`` (rows that tell the same are one, with all places) and ``aliases``."""
    observed = tables["observed_holder"].with_columns(pl.coalesce("bank", bank_of(pl.col("account"))).alias("bank"))
    holders = told_once(observed, _FIELDS)
    return {
        "holders": conform(holders, table("holders")),
        "aliases": conform(_aliases(observed), table("aliases")),
    }


def _aliases(observed: pl.DataFrame) -> pl.DataFrame:
    known = observed.filter(pl.col("account").is_not_null())
    kinds = {
        "card": pl.coalesce(card_key(pl.col("card")), "card"),
        "card_hash": pl.col("card_hash"),
        "phone": pl.col("phone"),
        "contract": pl.col("contract"),
    }
    rows = [
        known.select("evidence", "part", "row", "account", alias.alias("alias"), pl.lit(kind).alias("kind"))
        for kind, alias in kinds.items()
    ]
    told = pl.concat(rows).filter(pl.col("alias").is_not_null() & (pl.col("alias") != pl.col("account")))
    return told_once(told, ["alias", "kind", "account"])


def resolved(told: pl.DataFrame, aliases: pl.DataFrame) -> pl.Series:
    """The account of each row of ``told`` (columns ``id``, ``kind``, ``bank``); empty where nothing resolves it.

    An alias resolves when it has one account, or one account at the transfer's bank; never against that bank.
    """
    key = pl.when(pl.col("kind") == "card").then(pl.coalesce(card_key(pl.col("id")), "id")).otherwise("id")
    known = aliases.select("alias", "account", bank_of(pl.col("account")).alias("at")).unique()
    one = known.filter(pl.len().over("alias") == 1).select("alias", "account", "at")
    at_bank = known.filter(pl.col("at").is_not_null() & (pl.len().over("alias", "at") == 1)).select(
        "alias", pl.col("at").alias("bank"), pl.col("account").alias("there")
    )
    asked = told.select(key.alias("alias"), "bank")
    found = asked.join(one, on="alias", how="left", maintain_order="left").join(
        at_bank, on=["alias", "bank"], how="left", maintain_order="left"
    )
    fits = pl.col("bank").is_null() | pl.col("at").is_null() | (pl.col("bank") == pl.col("at"))
    return found.select(pl.coalesce("there", pl.when(fits).then("account")).alias("account"))["account"]
