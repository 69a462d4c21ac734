"""Whose money it was and whom the plot names: a case's own accounts, and the accounts told in its plot."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables

ACCOUNTS = ("iban", "card", "phone", "contract", "wallet", "account")


def resolved(told: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """Columns case_id, account: the identifiers as told and the accounts they are.

    An alias of several accounts gives none of them: it would name the accounts of strangers.
    """
    one = aliases.select("alias", "account").unique().filter(pl.len().over("alias") == 1)
    through = told.join(one, left_on="value", right_on="alias", how="inner").select("case_id", "account")
    plain = told.select("case_id", pl.col("value").alias("account"))
    return pl.concat([plain, through]).drop_nulls().unique().sort("case_id", "account")


def own(tables: Tables) -> pl.DataFrame:
    """Columns case_id, account: what the victim's own money stands on.

    From the register (account, phone), the mentions that are the victim's, and the accounts whose holder has
    the victim's IIN.
    """
    cases, mentions, holders = tables["cases"], tables["mentions"], tables["holders"]
    register = [cases.select("case_id", pl.col(name).alias("value")) for name in ("victim_account", "victim_phone")]
    marked = mentions.filter((pl.col("role") == "victim") & pl.col("case_id").is_not_null())
    told = marked.filter(pl.col("kind").is_in(ACCOUNTS)).select("case_id", "value")
    accounts = resolved(pl.concat([*register, told]).drop_nulls(), tables["aliases"])
    held = pl.concat(
        [
            own_iin(tables)
            .join(holders.select("iin", name), on="iin", how="inner")
            .select("case_id", pl.col(name).alias("account"))
            for name in ("account", "contract")
        ]
    )
    return pl.concat([accounts, held]).drop_nulls().unique().sort("case_id", "account")


def own_iin(tables: Tables) -> pl.DataFrame:
    """Columns case_id, iin: the victim's."""
    mentions = tables["mentions"].filter((pl.col("role") == "victim") & (pl.col("kind") == "iin"))
    return (
        pl.concat(
            [
                tables["cases"].select("case_id", pl.col("victim_iin").alias("iin")),
                mentions.select("case_id", pl.col("value").alias("iin")),
            ]
        )
        .drop_nulls()
        .unique()
        .sort("case_id", "iin")
    )


def names(tables: Tables) -> pl.DataFrame:
    """Columns case_id, key: the victim's name, its words in order of the alphabet; at least two words."""
    return (
        tables["cases"]
        .select("case_id", name_key(pl.col("victim_name")).alias("key"))
        .filter(pl.col("key").str.contains(r"\S \S"))
        .unique()
        .sort("case_id", "key")
    )


def name_key(name: pl.Expr) -> pl.Expr:
    """A name with its words in order of the alphabet."""
    plain = name.str.to_lowercase().str.replace_all("ё", "е", literal=True)
    return plain.str.extract_all(r"\p{L}+").list.sort().list.join(" ")


def told_payees(tables: Tables) -> pl.DataFrame:
    """Columns case_id, account: accounts, cards and phones in a case's plot that are not the victim's."""
    mentions = tables["mentions"].filter(
        pl.col("case_id").is_not_null() & (pl.col("role").fill_null("") != "victim") & pl.col("kind").is_in(ACCOUNTS)
    )
    told = resolved(mentions.select("case_id", "value").unique(), tables["aliases"])
    return told.join(own(tables), on=["case_id", "account"], how="anti").sort("case_id", "account")


def told_sums(tables: Tables) -> pl.DataFrame:
    """Columns case_id, amount_tiyn: sums told in the plot, and the damage."""
    tiyn = pl.col("value").cast(pl.Int64, strict=False).alias("amount_tiyn")
    told = _of_cases(tables, "money").select("case_id", tiyn)
    damage = tables["cases"].select("case_id", pl.col("damage_tiyn").alias("amount_tiyn"))
    both = pl.concat([told, damage]).drop_nulls().filter(pl.col("amount_tiyn") > 0)
    return both.unique().sort("case_id", "amount_tiyn")


def told_moments(tables: Tables) -> pl.DataFrame:
    """Columns case_id, moment (UTC), day (bool: only the day is told)."""
    local = pl.col("moment").dt.convert_time_zone("Asia/Tashkent")  # UTC+5 at all times
    plain = pl.col("value").str.replace(r"^(\d{4}-\d\d-\d\d)$", "${1}T00:00:00+05:00").str.replace(r"Z$", "+00:00")
    return (
        _of_cases(tables, "moment")
        .with_columns(
            plain.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%z", strict=False, time_unit="us", time_zone="UTC").alias(
                "moment"
            )
        )
        .drop_nulls("moment")
        .select("case_id", "moment", ((local.dt.hour().is_in([0, 1])) & (local.dt.minute() == 0)).alias("day"))
        .unique()
        .sort("case_id", "moment", "day")
    )


def told_transfers(tables: Tables) -> pl.DataFrame:
    """Columns case_id, tx_id: transfers that a person named outright as the loss (locators)."""
    named = _of_cases(tables, "transfer").select("case_id", pl.col("value").alias("tx_id"))
    return named.unique().sort("case_id", "tx_id")


def _of_cases(tables: Tables, kind: str) -> pl.DataFrame:
    return tables["mentions"].filter((pl.col("kind") == kind) & pl.col("case_id").is_not_null())
