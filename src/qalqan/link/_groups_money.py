"""Accounts of a group: whom victims paid, where the money went on, where it left the accounts, who collected it."""

from __future__ import annotations

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link._groups_rows import Part, places, said, tied
from qalqan.link._habits import FIXED

OUT = ("atm", "exchange", "wallet", "foreign")
NO_PLACE = r"^(?:unknown|wallet|foreign|atm|exchange)(?: at .*)?$"
COLLECTS = 2
MANY = 20


def accounts(tables: Tables, cases: pl.DataFrame) -> Part:
    """Possible droppers, cash-outs and collecting accounts, with the transfers that tie them."""
    hops = (
        tables["hops"].filter(pl.col("rule") == "fifo").select("case_id", "from", "to", "at", "amount_tiyn", "locator")
    )
    hops = hops.join(cases.select("case_id", "group_id"), on="case_id", how="inner").sort("group_id", "case_id", "at")
    trails = tables["trails"].filter((pl.col("rule") == "fifo") & pl.col("hop").is_not_null())
    ends = trails.filter(pl.col("end_point").is_in(OUT)).select(pl.col("account").alias("to")).unique()
    reached = _reached(hops, trails, tables, ends)
    roles = [_paid(reached), _passed(reached), _wallets(hops, trails)]
    far = _collectors(hops, reached, tables)
    known = pl.concat([reached.select("group_id", "account"), far.select("group_id", "account")]).unique()
    ours = pl.concat([*roles, said(far, pl.lit("account"), "account", pl.lit("organiser"), pl.lit("group-collects"),
                                   250 + 100 * pl.col("payers").clip(0, 4), pl.col("payers"))])  # fmt: skip
    wallets = roles[2].select("group_id", pl.col("member").alias("account")).unique()
    return Part(ours, _moved(hops, pl.concat([known, wallets]).unique(), trails))


def _reached(hops: pl.DataFrame, trails: pl.DataFrame, tables: Tables, ends: pl.DataFrame) -> pl.DataFrame:
    """One row a group and account the money came to that may be a dropper's: cases, direct, traced, paid out."""
    roles = tables["accounts"].filter(pl.col("role").is_in(["dropper1", "dropper2"])).select("account", "score")
    near = trails.filter(pl.col("hop") == 1).select("case_id", pl.col("account").alias("to"), pl.lit(1).alias("near"))
    into = hops.join(near.unique(), on=["case_id", "to"], how="left").group_by(
        "group_id", pl.col("to").alias("account")
    )
    came = into.agg(
        pl.col("case_id").n_unique().cast(pl.Int64).alias("cases"),
        pl.col("case_id").filter(pl.col("near") == 1).n_unique().cast(pl.Int64).alias("direct"),
        pl.col("at").min().alias("first"),
        pl.col("at").max().alias("last"),
        places("locator"),
    )
    out = (
        hops.join(ends.with_columns(pl.lit(True).alias("is_end")), on="to", how="left")
        .group_by("group_id", pl.col("from").alias("account"))
        .agg(
            pl.col("amount_tiyn").sum().alias("on"),
            pl.col("amount_tiyn").filter(pl.col("is_end").fill_null(False)).sum().alias("out"),
        )
    )
    return (
        came.join(roles, on="account", how="inner")
        .join(out, on=["group_id", "account"], how="left")
        .with_columns(pl.col("on", "out").fill_null(0))
        .sort("group_id", "account")
    )


def _paid(reached: pl.DataFrame) -> pl.DataFrame:
    weight = (420 + 120 * pl.col("direct")).clip(0, 800)
    rows = reached.filter(pl.col("direct") > 0)
    return said(rows, pl.lit("account"), "account", pl.lit("dropper"), pl.lit("group-paid"), weight, pl.col("direct"))


def _passed(reached: pl.DataFrame) -> pl.DataFrame:
    """Accounts that the money reached later: where half of what went on left the accounts they pay out, else they pass
    on; where nothing is known to have gone on, their part is open."""
    later = reached.filter(pl.col("direct") == 0)
    pays, rests = 2 * pl.col("out") >= pl.col("on"), pl.col("on") == 0

    def either(unknown: str, paid: str, passed: str) -> pl.Expr:
        return pl.when(rests).then(pl.lit(unknown)).when(pays).then(pl.lit(paid)).otherwise(pl.lit(passed))

    return said(
        later,
        pl.lit("account"),
        "account",
        either("unclear", "cashout", "dropper"),
        either("group-reached", "group-paid-out", "group-passed-on"),
        pl.when(rests).then(260).when(pays).then(400).otherwise(320) + 80 * pl.col("cases").clip(0, 4),
        pl.col("cases"),
    )


def _wallets(hops: pl.DataFrame, trails: pl.DataFrame) -> pl.DataFrame:
    named = trails.filter((pl.col("end_point") == "wallet") & ~pl.col("account").str.contains(NO_PLACE))
    into = hops.join(named.select(pl.col("account").alias("to")).unique(), on="to", how="semi")
    found = into.group_by("group_id", "to").agg(
        pl.col("case_id").n_unique().cast(pl.Int64).alias("cases"),
        pl.col("at").min().alias("first"),
        pl.col("at").max().alias("last"),
        places("locator"),
    )
    weight = 350 + 150 * pl.col("cases").clip(0, 4)
    return said(found, pl.lit("account"), "to", pl.lit("cashout"), pl.lit("group-wallet"), weight, pl.col("cases"))


def _collectors(hops: pl.DataFrame, reached: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Accounts that several later accounts of the group pay and no first account does: money is collected there. Who
    is paid by many others, too, trades. Columns group_id, account, payers, first, last, locators."""
    layer = reached.select("group_id", pl.col("account").alias("from"), pl.col("direct").alias("first_layer"))
    into = hops.join(layer, on=["group_id", "from"], how="left").filter(pl.col("to").str.contains(r"^KZ"))
    found = into.group_by("group_id", pl.col("to").alias("account")).agg(
        pl.col("from").filter(pl.col("first_layer") == 0).n_unique().cast(pl.Int64).alias("payers"),
        (pl.col("first_layer") > 0).any().alias("near"),
        pl.col("at").min().alias("first"),
        pl.col("at").max().alias("last"),
        places("locator"),
    )
    everybody = tables["transactions"].group_by(pl.col("to").alias("account")).agg(
        pl.col("from").n_unique().cast(pl.Int64).alias("all_payers")
    )  # fmt: skip
    trades = tables["accounts"].filter(pl.col("role").is_in(["exchange", "merchant", "victim"])).select("account")
    return (
        found.filter((pl.col("payers") >= COLLECTS) & ~pl.col("near").fill_null(False))
        .join(everybody, on="account", how="left")
        .filter(pl.col("all_payers").fill_null(0) < MANY)
        .join(trades, on="account", how="anti")
        .sort("group_id", "account")
    )


def _moved(hops: pl.DataFrame, known: pl.DataFrame, trails: pl.DataFrame) -> pl.DataFrame:
    """Ties by transfers: a case with the accounts it paid, an account with the next."""
    near = trails.filter(pl.col("hop") == 1).select("case_id", pl.col("account").alias("to")).unique()
    ours = hops.join(known.rename({"account": "to"}), on=["group_id", "to"], how="semi")
    paid = ours.join(near, on=["case_id", "to"], how="semi").group_by("group_id", "case_id", "to").agg(
        pl.len().cast(pl.Int64).alias("times"), places("locator")
    )  # fmt: skip
    onward = (
        ours.join(known.rename({"account": "from"}), on=["group_id", "from"], how="semi")
        .group_by("group_id", "from", "to")
        .agg(pl.col("case_id").n_unique().cast(pl.Int64).alias("times"), places("locator"))
    )
    return pl.concat(
        [
            tied(paid, "case_id", "to", pl.lit("group-paid"), pl.lit(900)),
            tied(onward, "from", "to", pl.lit("group-moved"), 500 + 100 * pl.col("times").clip(0, 4)),
        ]
    )


def tied_numbers(tables: Tables, ours: pl.DataFrame) -> Part:
    """Numbers that banks name for accounts of the group, or that money was sent to: a dropper's own or given to him."""
    members = ours.filter((pl.col("kind") == "account") & pl.col("role").is_in(["dropper", "cashout"]))
    phones = (
        tables["holders"]
        .filter(pl.col("phone").is_not_null() & ~pl.col("phone").str.contains(FIXED))
        .select(pl.col("account").alias("member"), "phone", pl.col("locators").alias("held"))
        .drop_nulls("member")
    )
    alone = pl.col("phone").n_unique().over("member") == 1
    phones = phones.filter(alone).unique(["member", "phone"], keep="first", maintain_order=True)
    named = members.join(phones, on="member", how="inner").with_columns(pl.col("held").alias("locators")).drop("held")
    itself = members.filter(pl.col("member").str.starts_with("+")).with_columns(pl.col("member").alias("phone"))
    known = pl.concat([named, itself.select(named.columns)])
    rows = said(known, pl.lit("number"), "phone", pl.lit("dropper"), pl.lit("group-tied-number"),
                pl.col("weight") * 9 // 10, pl.lit(1))  # fmt: skip
    return Part(rows, tied(known, "member", "phone", pl.lit("group-tied-number"), pl.lit(900)))
