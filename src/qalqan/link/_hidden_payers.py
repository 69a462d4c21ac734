"""Who paid into the accounts that a series' victims paid, and what is known of each payment."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables

BIN = r"^\d{4}[4-6]\d{7}$"
REGULAR_CODES = (
    "0",
    "3",
    "4",
    "8",
)  # first digit of a payment purpose code: pensions, wages, loans, goods and services
MANY_PAYEES = 20
SEVERAL = 3  # series whose accounts one payer pays
REGULAR_DAYS, REGULAR_TIMES = 21, 4
HABIT_DAYS = 14
ON_HOURS = 3


def homes(tables: Tables) -> pl.DataFrame:
    """(case_id, series_id): every case and its series; a case in none is a series of its own."""
    alone = pl.col("series_id") == ""
    return tables["series"].select(
        "case_id", pl.when(alone).then(pl.col("case_id")).otherwise("series_id").alias("series_id")
    )


def targets(tables: Tables) -> pl.DataFrame:
    """(series_id, account, since, until): accounts of possible droppers that victims of a series, or of a lone case,
    paid, with the first and the last known loss into each."""
    droppers = tables["accounts"].filter(pl.col("role").is_in(["dropper1", "dropper2"])).select("account")
    return (
        _losses(tables)
        .join(homes(tables), on="case_id", how="inner")
        .join(droppers, left_on="to", right_on="account", how="semi")
        .group_by("series_id", pl.col("to").alias("account"))
        .agg(pl.col("at").min().alias("since"), pl.col("at").max().alias("until"))
        .sort("series_id", "account")
    )


def _losses(tables: Tables) -> pl.DataFrame:
    moved = tables["transactions"].select("tx_id", "at", "from", "to", "amount_tiyn")
    return tables["losses"].select("case_id", "tx_id").join(moved, on="tx_id", how="inner").drop_nulls("to")


def payments(tables: Tables, paid: pl.DataFrame) -> pl.DataFrame:
    """Every payment into a target that may be an unknown victim's, and for each pair (series, payer) what it is.

    Left out: accounts and persons of known cases, members of groups, possible droppers, exchanges, merchants and
    banks, the holder's other accounts, wages and the like, who pays regularly or by long habit, and services.
    """
    moved = tables["transactions"].filter(
        pl.col("from").is_not_null()
        & (pl.col("amount_tiyn") > 0)
        & ~pl.col("reversal").fill_null(False)
        & pl.col("from_kind").is_in(["iban", "card", "phone", "contract"])
        & (pl.col("from") != pl.col("to"))
        & ~pl.col("from_iin").fill_null("").str.contains(BIN)
        & ~pl.col("knp").fill_null("").str.slice(0, 1).is_in(REGULAR_CODES)
        & (pl.col("from_iin").fill_null("-") != pl.col("to_iin").fill_null("+"))
    )
    into = moved.join(paid.rename({"account": "to"}), on="to", how="inner")
    into = into.join(_known(tables), left_on="from", right_on="account", how="anti")
    victims = tables["cases"].select(pl.col("victim_iin").alias("from_iin")).drop_nulls().unique()
    into = into.join(victims, on="from_iin", how="anti").join(_own(tables), on=["from", "to"], how="anti")
    into = into.join(_services(tables, into), left_on="from", right_on="account", how="anti")
    pair = ["from", "to"]
    days = (pl.col("at").max() - pl.col("at").min()).over(*pair).dt.total_days()
    regular = (pl.len().over(*pair) >= REGULAR_TIMES) & (days >= REGULAR_DAYS)
    habit = pl.col("at").min().over(*pair) < pl.col("since") - pl.duration(days=HABIT_DAYS)
    return into.filter(~regular & ~habit).sort("series_id", "from", "at", "tx_id")


def _known(tables: Tables) -> pl.DataFrame:
    """Accounts that are a known case's victim's, a group's, or no private person's."""
    accounts = tables["accounts"]
    told = ["victim", "dropper1", "dropper2", "exchange", "merchant", "cashout"]
    lost = tables["losses"].select("tx_id").join(tables["transactions"].select("tx_id", "from"), on="tx_id")
    groups = tables["groups"].filter(~pl.col("role").is_in(["victim", "unclear"]))
    own = tables["cases"].select(pl.col("victim_account").alias("account"), pl.col("victim_phone").alias("phone"))
    return (
        pl.concat(
            [
                accounts.filter(pl.col("role").is_in(told)).select("account"),
                lost.select(pl.col("from").alias("account")),
                groups.filter(pl.col("kind") == "account").select(pl.col("member").alias("account")),
                own.select("account"),
                own.select(pl.col("phone").alias("account")),
            ]
        )
        .drop_nulls()
        .unique()
    )


def _own(tables: Tables) -> pl.DataFrame:
    """(from, to): accounts of one holder."""
    held = tables["holders"].select("account", "iin").drop_nulls().unique()
    both = held.rename({"account": "from"}).join(held.rename({"account": "to"}), on="iin", how="inner")
    return both.select("from", "to").unique()


def _services(tables: Tables, into: pl.DataFrame) -> pl.DataFrame:
    """Payers of many accounts, or of accounts of several series: services, traders, banks' own accounts."""
    payees = (
        tables["transactions"].group_by(pl.col("from").alias("account")).agg(pl.col("to").n_unique().alias("payees"))
    )
    crowd = payees.filter(pl.col("payees") >= MANY_PAYEES).select("account")
    paid = (
        tables["transactions"]
        .join(crowd, left_on="from", right_on="account", how="semi")
        .group_by(pl.col("from").alias("account"))
        .agg(
            pl.col("operation")
            .fill_null("")
            .str.contains(r"(?i)клиент|перевод|аударым|transfer|p2p")
            .mean()
            .alias("by_hand")
        )
    )
    every = into.group_by(pl.col("from").alias("account")).agg(pl.col("series_id").n_unique().alias("series"))
    return pl.concat(
        [
            paid.filter(pl.col("by_hand") > 0.9).select("account"),
            every.filter(pl.col("series") >= SEVERAL).select("account"),
        ]
    ).unique()


def moved_on(tables: Tables, into: pl.DataFrame) -> pl.DataFrame:
    """``into`` with ``on``: what its account paid out in the hours after each payment, tiyn."""
    out = (
        tables["transactions"]
        .filter(pl.col("amount_tiyn") > 0)
        .select(pl.col("from").alias("to"), "at", pl.col("amount_tiyn").alias("out"))
        .join(into.select("to").unique(), on="to", how="semi")
        .sort("to", "at")
        .with_columns(pl.col("out").cum_sum().over("to"))
        .select("to", "at", "out")
        .sort("at")
    )
    until = into.select("to", "tx_id", "series_id", "at").with_columns(
        (pl.col("at") + pl.duration(hours=ON_HOURS)).alias("then")
    )
    before = until.sort("at").join_asof(out.rename({"out": "before"}), on="at", by="to", check_sortedness=False)
    after = (
        before.sort("then")
        .join_asof(out.rename({"out": "after", "at": "then"}), on="then", by="to", check_sortedness=False)
        .select("tx_id", "series_id", (pl.col("after").fill_null(0) - pl.col("before").fill_null(0)).alias("on"))
    )
    return into.join(after, on=["tx_id", "series_id"], how="left", maintain_order="left")
