"""Payments in tenge and transfers of tokens that may be one exchange: by time, value, and who was paid.

Rates are given by a person (setting ``trace.rates``) and dated; without a rate of a token nothing is proposed for it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from qalqan.errors import SettingsError
from qalqan.link._end_rows import words
from qalqan.link._grounds import ground
from qalqan.values.wallet import DIGITS

ENDS = ("exchange", "p2p", "wallet")
KEPT = 3


def rates(text: str) -> pl.DataFrame:
    """Columns currency, day (null: any), rate_tiyn (of one whole token) from ``CODE=tenge; CODE@YYYY-MM-DD=tenge``.

    Raises SettingsError for a piece that is no such pair.
    """
    rows: list[tuple[str, date | None, int]] = []
    for piece in (one.strip() for one in text.split(";")):
        if not piece:
            continue
        name, equals, tenge = (one.strip() for one in piece.partition("="))
        code, _, day = (one.strip() for one in name.partition("@"))
        whole, _, part = tenge.replace(",", ".").partition(".")
        figures = whole.isdigit() and len(whole) <= 12 and len(part) <= 2 and (part + "0").isdigit()
        if not equals or code.upper() not in DIGITS or not figures:
            raise SettingsError("error-settings-rate", where="trace.rates", piece=piece[:60])
        try:
            on = date.fromisoformat(day) if day else None
        except ValueError as error:
            raise SettingsError("error-settings-rate", where="trace.rates", piece=piece[:60]) from error
        rows.append((code.upper(), on, int(whole) * 100 + int(part.ljust(2, "0") or 0)))
    schema = {"currency": pl.String(), "day": pl.Date(), "rate_tiyn": pl.Int64()}
    return pl.DataFrame(rows, schema=schema, orient="row").unique(["currency", "day"], keep="last", maintain_order=True)


def proposed(hops: pl.DataFrame, transactions: pl.DataFrame, found: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """The rows of ``conversions``, at most ``KEPT`` a payment, the best first likely one marked by its degree."""
    rule = words()["conversion"]
    coins = _valued(transactions, given)
    pays = _payments(hops, transactions, found)
    fits = _near(pays, coins, rule)
    scored = _scored(fits, rule)
    best = scored.sort("case_id", "tx_id", -pl.col("score"), "gap_s", "coin_tx_id").with_columns(
        pl.int_range(pl.len()).over("case_id", "tx_id").alias("rank")
    )
    first = (pl.col("rank") == 0) & (pl.col("score") >= rule["likely"])
    share = pl.col("amount_minor").cast(pl.Int128) * pl.col("amount_tiyn") // pl.col("paid_tiyn")
    return best.filter(pl.col("rank") < KEPT).with_columns(
        pl.when(first).then(pl.lit("likely")).otherwise(pl.lit("low")).alias("degree"),
        pl.min_horizontal(share.cast(pl.Int64), "amount_minor").alias("case_minor"),
        _grounds(),
    )


def _valued(transactions: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """Transfers between wallets with their value in tiyn, by the latest rate not after their day, else the undated."""
    coins = transactions.filter(
        (pl.col("from_kind") == "wallet") & (pl.col("to_kind") == "wallet") & (pl.col("amount_minor") > 0)
        & pl.col("currency").is_in(given["currency"].unique().implode()) & pl.col("at").is_not_null()
    ).select(
        pl.col("tx_id").alias("coin_tx_id"), pl.col("at").alias("coin_at"), pl.col("from").alias("wallet_from"),
        pl.col("to").alias("wallet"), "currency", "amount_minor", pl.col("locators").alias("coin_locators"),
        pl.col("at").dt.date().alias("day"),
    )  # fmt: skip
    dated = given.drop_nulls("day").sort("day")
    plain = given.filter(pl.col("day").is_null()).select("currency", pl.col("rate_tiyn").alias("usual"))
    unit = pl.col("currency").replace_strict(
        {code: 10**digits for code, digits in DIGITS.items()}, default=1, return_dtype=pl.Int64
    )
    return (
        coins.sort("day")
        .join_asof(dated, on="day", by="currency", strategy="backward", check_sortedness=False)
        .join(plain, on="currency", how="left")
        .with_columns(pl.coalesce("rate_tiyn", "usual").alias("rate_tiyn"))
        .drop_nulls("rate_tiyn")
        .with_columns((pl.col("amount_minor").cast(pl.Int128) * pl.col("rate_tiyn") // unit).alias("value"))
        .filter(pl.col("value") < 2**62)
        .with_columns(pl.col("value").cast(pl.Int64).alias("value_tiyn"))
        .drop("day", "usual", "value")
    )


def _payments(hops: pl.DataFrame, transactions: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The cases' payments to exchanges, possible exchangers and wallets."""
    ends = found.filter(pl.col("kind").is_in(ENDS)).select("node", "kind")
    told = transactions.select("tx_id", pl.col("amount_tiyn").alias("paid_tiyn"), "locators")
    return (
        hops.filter(pl.col("rule") == "fifo")
        .select("case_id", "tx_id", pl.col("to").alias("node"), "amount_tiyn", "at")
        .join(ends, on="node", how="inner")
        .join(told, on="tx_id", how="inner")
        .filter((pl.col("paid_tiyn") > 0) & pl.col("at").is_not_null())
    )


def _near(pays: pl.DataFrame, coins: pl.DataFrame, rule: dict[str, int]) -> pl.DataFrame:
    """Pairs near in time and value; looked for by the hour, so that far ones never meet."""
    hour = 3_600_000_000
    reach = range(-1, (rule["after_minutes"] + 59) // 60 + 1)
    told = pays.with_columns((pl.col("at").dt.timestamp("us") // hour).alias("hour"))
    spread = pl.concat([told.with_columns(pl.col("hour") + step) for step in reach])
    placed = coins.with_columns((pl.col("coin_at").dt.timestamp("us") // hour).alias("hour"))
    pairs = spread.join(placed, on="hour", how="inner").drop("hour")
    gap = (pl.col("coin_at") - pl.col("at")).dt.total_seconds()
    off = (pl.col("value_tiyn") - pl.col("paid_tiyn")).abs().cast(pl.Int128) * 1000 // pl.col("paid_tiyn")
    return pairs.with_columns(gap.alias("gap_s"), off.clip(0, 10**6).cast(pl.Int64).alias("off")).filter(
        pl.col("gap_s").is_between(-60 * rule["before_minutes"], 60 * rule["after_minutes"])
        & (pl.col("off") <= rule["off"])
    )


def _scored(fits: pl.DataFrame, rule: dict[str, Any]) -> pl.DataFrame:
    def points(steps: list[list[int]], of: pl.Expr) -> pl.Expr:
        made = pl.lit(0, pl.Int64)
        for most, worth in reversed(steps):
            made = pl.when(of <= most).then(worth).otherwise(made)
        return made

    named = pl.col("node") == pl.col("wallet")
    alone = (pl.col("coin_tx_id").n_unique().over("tx_id") == 1) & (pl.col("tx_id").n_unique().over("coin_tx_id") == 1)
    total = (
        pl.lit(rule["base"], pl.Int64)
        + points(rule["minutes"], pl.col("gap_s").abs() // 60)
        + points(rule["values"], pl.col("off"))
        + pl.when(named).then(pl.lit(rule["named"])).otherwise(pl.lit(rule["exchanger"]))
        + pl.when(alone).then(pl.lit(rule["alone"])).otherwise(0)
    )
    return fits.with_columns(
        named.alias("named"), alone.alias("alone"), total.clip(0, pl.lit(rule["most"])).cast(pl.Int64).alias("score"),
        (pl.col("locators").fill_null("") + ";" + pl.col("coin_locators").fill_null("")).alias("locators"),
    )  # fmt: skip


def _grounds() -> pl.Expr:
    """Time and value with their figures; that the wallet is named; that nothing else fits."""
    values = {"minutes": pl.col("gap_s").abs() // 60, "off": pl.col("off"), "paid_tiyn": pl.col("paid_tiyn"),
              "value_tiyn": pl.col("value_tiyn")}  # fmt: skip
    zero = pl.lit(0, pl.Int64)
    told = ground(pl.lit("conversion-near"), pl.col("score"), values, pl.col("locators"))
    named = ground(pl.lit("conversion-named"), zero, {"to": pl.col("wallet")}, pl.col("locators"))
    alone = ground(pl.lit("conversion-alone"), zero, {}, pl.lit("", pl.String))
    parts = [told, pl.when("named").then(named), pl.when("alone").then(alone)]
    return pl.concat_str(
        pl.lit("["), pl.concat_str(parts, separator=",", ignore_nulls=True), pl.lit("]")
    ).alias("grounds")  # fmt: skip
