"""Rows of explorers' exports as transactions: which token, how much in its minor units, failed ones aside.

Minor units are those of the house: millionths of USDT, USDC and TRX, hundred-millionths of BTC, milliardths of ETH (a
64-bit integer holds no more; finer parts are cut, told, and the exact sum stays in the purpose). A token is what its
contract says; a known name under another contract is refused. Fees are told in the purpose and not booked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import polars as pl

from qalqan.intake.blocks import Block, Records, Skipped, Trouble
from qalqan.values.wallet import DIGITS

FIELDS = (
    "hash",
    "time",
    "from",
    "to",
    "amount",
    "amount_in",
    "amount_out",
    "symbol",
    "contract",
    "state",
    "fee",
    "method",
)
HINTS = {"dates": "ymd", "zone": "utc", "decimal": "point"}
TRON = r"^T[1-9A-HJ-NP-Za-km-z]{33}$"
EVM = r"^0[xX][0-9a-fA-F]{40}$"
BITCOIN = r"^(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|(?i:bc1)[0-9a-zA-Z]{8,87})$"
ADDRESS = f"(?:{TRON})|(?:{EVM})|(?:{BITCOIN})"
_OK = r"(?i)^(?:success(?:ful)?|ok|confirmed|true|0|0x1|valid|\s*)$"
_BAD = r"(?i)fail|error|revert|reject|out.of|false|unconfirmed|pending|bad"
_CONTRACT = r"(T[1-9A-HJ-NP-Za-km-z]{33}|0x[0-9a-fA-F]{40})"


@cache
def tokens() -> dict[str, dict[str, str]]:
    """The dated table of tokens: contracts (in lower case where the chain knows no case) and coins."""
    told = tomllib.loads((files("qalqan.intake") / "words" / "tokens.toml").read_text("utf-8"))
    return {"contracts": told["contracts"], "coins": told["coins"]}


def blocks(rows: pl.DataFrame, part: str = "") -> Iterator[Block]:
    """Rows with an int ``row`` and the String columns of ``FIELDS`` (missing ones may be left out) as blocks.

    Every row becomes a record, a skip (failed; nothing moved; to itself) or a trouble (no wallet, an unknown token).
    """
    missing = [pl.lit(None, pl.String).alias(name) for name in FIELDS if name not in rows.columns]
    told = _amounts(_tokens(_plain(rows.with_columns(missing))))
    failed = pl.col("state").fill_null("").str.contains(_BAD) & ~pl.col("state").fill_null("").str.contains(_OK)
    nothing = pl.col("whole").fill_null("").str.contains(r"^0*(?:\.0*)?$") & pl.col("whole").is_not_null()
    own = pl.col("from") == pl.col("to")
    skip = (
        pl.when(failed).then(pl.lit("reason-not-executed"))
        .when(nothing).then(pl.lit("reason-nothing-moved"))
        .when(own).then(pl.lit("reason-own-wallet"))
    )  # fmt: skip
    fit = {name: pl.col(name).fill_null("").str.contains(ADDRESS) for name in ("from", "to")}
    refuse = (
        pl.when(~fit["from"]).then(pl.struct(pl.lit("from").alias("c"), pl.col("from").alias("v"),
                                             pl.lit("reason-wallet-shape").alias("r")))
        .when(~fit["to"]).then(pl.struct(pl.lit("to").alias("c"), pl.col("to").alias("v"),
                                         pl.lit("reason-wallet-shape").alias("r")))
        .when(pl.col("currency").is_null()).then(
            pl.struct(pl.lit("token").alias("c"), pl.coalesce("contract", "symbol").alias("v"),
                      pl.col("why").alias("r")))
    )  # fmt: skip
    told = told.with_columns(skip.alias("skip"), refuse.alias("refuse"))
    for (why,), group in (
        told.filter(pl.col("skip").is_not_null()).sort("skip", "row").group_by("skip", maintain_order=True)
    ):
        yield Skipped(part, tuple(group["row"].to_list()), str(why))
    left = told.filter(pl.col("skip").is_null())
    for row, refused in left.filter(pl.col("refuse").is_not_null()).select("row", "refuse").iter_rows():
        yield Trouble(part, row, refused["c"], (refused["v"] or "")[:200], refused["r"], "row_rejected")
    good = left.filter(pl.col("refuse").is_null())
    for row, whole in good.filter("cut").select("row", "whole").iter_rows():
        yield Trouble(part, row, "amount", whole, "reason-token-cut", "kept_flagged")
    if good.height:
        yield Records("transaction", part, _records(good), HINTS)


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Blanks trimmed, empty cells null."""
    trimmed = [pl.col(name).str.strip_chars(" \t\r\n\"'").replace("", None) for name in FIELDS]
    return rows.select("row", *trimmed)


def _tokens(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns currency (null when unknown, then why) and unit, from the contract, else from the coin's name."""
    unit = pl.col("amount").str.extract(r"([A-Za-z]{3,6})$")
    both = pl.coalesce("contract", pl.col("symbol").str.extract(_CONTRACT))
    contract = pl.when(both.str.starts_with("0")).then(both.str.to_lowercase()).otherwise(both)
    native = pl.col("amount_in").is_not_null() | pl.col("amount_out").is_not_null()
    named = pl.coalesce("symbol", unit).str.replace(r"\s*\(.*$", "").str.to_lowercase()
    inner = pl.col("symbol").str.extract(r"\(([A-Za-z]{2,6})\)").str.to_lowercase()
    by_contract = contract.replace_strict(tokens()["contracts"], default=None, return_dtype=pl.String)
    coin = pl.coalesce(inner, named).replace_strict(tokens()["coins"], default=None, return_dtype=pl.String)
    known = pl.coalesce(inner, named).str.to_uppercase().is_in(sorted({*tokens()["contracts"].values()}))
    by_chain = (
        pl.when(pl.col("from").str.contains(BITCOIN)).then(pl.lit("BTC"))
        .when(native & pl.col("from").str.contains(EVM)).then(pl.lit("ETH"))
    )  # fmt: skip
    bare = both.is_null() | (both == "_")
    false = pl.when(known & ~bare).then(pl.lit("reason-token-false")).otherwise(pl.lit("reason-token-unknown"))
    return rows.with_columns(
        pl.when(native).then(by_chain)
        .when(~bare).then(by_contract)
        .when(known).then(pl.coalesce(inner, named).str.to_uppercase())
        .otherwise(pl.coalesce(coin, by_chain)).alias("currency"),
        false.alias("why"),
    )  # fmt: skip


def _amounts(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns whole (the exact sum), amount (cut to the minor unit) and cut."""
    zero = r"^0*(?:\.0*)?$"
    moved = pl.coalesce(
        pl.when(~pl.col("amount_in").str.contains(zero)).then("amount_in"),
        pl.when(~pl.col("amount_out").str.contains(zero)).then("amount_out"),
        "amount", "amount_in", "amount_out",
    )  # fmt: skip
    whole = moved.str.replace_all(r"[,\s]", "").str.replace(r"[A-Za-z]+$", "")
    digits = pl.col("currency").replace_strict(DIGITS, default=9, return_dtype=pl.Int64)
    head = pl.col("whole").str.extract(r"^(-?\d*)")
    part = pl.col("whole").str.extract(r"\.(\d*)$").fill_null("")
    kept = part.str.slice(0, digits)
    short = head + "." + kept.str.pad_end(1, "0")
    told = rows.with_columns(whole.alias("whole")).with_columns(
        pl.when(part.str.len_chars() > 0).then(short).otherwise("whole").alias("amount"),
        part.str.slice(digits).str.contains("[1-9]").fill_null(value=False).alias("cut"),
    )  # fmt: skip
    scientific = pl.col("whole").str.contains(r"[eE]")
    return told.with_columns(pl.when(scientific).then("whole").otherwise("amount").alias("amount"))


def moment(time: pl.Expr) -> pl.Expr:
    """A time as ``YYYY-MM-DD HH:MM:SS`` in UTC: seconds or milliseconds since 1970, or a written date and time."""
    digits = time.str.extract(r"^(\d{9,13})(?:\.0+)?$")
    seconds = pl.when(digits.str.len_chars() > 11).then(digits.cast(pl.Int64) // 1000).otherwise(digits.cast(pl.Int64))
    known = pl.from_epoch(seconds, "s").dt.strftime("%Y-%m-%d %H:%M:%S")
    written = (
        time.str.replace(r"(?i)\s*\(?utc\)?$|z$", "").str.replace("T", " ", literal=True).str.replace(r"\.\d+$", "")
    )
    return pl.coalesce(known, written)


def _records(good: pl.DataFrame) -> pl.DataFrame:
    fee = pl.when(pl.col("fee").is_not_null()).then(pl.lit("fee ") + pl.col("fee"))
    exact = pl.when(pl.col("cut")).then(pl.lit("exactly ") + pl.col("whole") + " " + pl.col("currency"))
    return good.select(
        "row",
        moment(pl.col("time")).alias("at"),
        "currency",
        pl.col("amount").alias("raw_amount"),
        pl.col("from").alias("payer_account"),
        pl.col("to").alias("payee_account"),
        pl.col("method").alias("operation"),
        pl.concat_str(pl.col("currency"), exact, fee, separator="; ", ignore_nulls=True).alias("purpose"),
        pl.col("hash").alias("reference"),
    )
