"""Sums of a transaction: one or two columns, signed or split into debit and credit, in tenge or in a currency."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from qalqan.intake.typed.base import FLAGGED, Sheet, constant, first
from qalqan.values import currency

DIGITS = {"USDT": 6, "USDC": 6, "TRX": 6, "BTC": 8, "ETH": 9, "TON": 9, "JPY": 0, "KRW": 0}
"""Minor units that are no hundredths. ETH and TON are kept in milliardths: a 64-bit integer holds no more."""
DEBIT = (
    r"(?i)^\s*(дт|д-т|д|дебет|расход|списан|снят|out|outgoing|d|dr|dbit|debit|debet|шы[ғг?]ыс|шы[ғг]арыл|"
    r"есептен шы[ғг]ару|-|−|исх|оплат|"
    r"выдач|withdraw|paid|payment out|send|sent|жұмсал|аударыл|rd?d?$|уход|отправ)"
)
CREDIT = (
    r"(?i)^\s*(кт|к-т|к|кредит|приход|зачисл|поступ|пополн|in|incoming|c|cr|crdt|credit|к[iі]р[iі]с|"
    r"т[үу?]с[iі]м|есепке алу|т[үу]ст[iі]|\+|вх|внес|"
    r"deposit|receiv|refund in|алынды|получ|возврат)"
)


@dataclass(frozen=True, slots=True)
class Sums:
    """Per row: currency, sum in its minor units, sum in tiyn, and ``side``: debit, credit or null."""

    currency: pl.Series
    minor: pl.Series
    tiyn: pl.Series
    side: pl.Series


def read(sheet: Sheet) -> Sums:
    """The sums of a sheet, never negative; ``side`` tells which way the money went, from the own account."""
    code = currencies(sheet)
    here, side = _either(sheet, "raw_amount", "raw_debit", "raw_credit", code)
    kzt, side_kzt = _either(sheet, "raw_amount_kzt", "raw_debit_kzt", "raw_credit_kzt", None)
    frame = pl.DataFrame({
        "code": code, "here": here, "kzt": kzt, "side": first(side, side_kzt), "worded": _worded(sheet),
        "table": sheet.table,
    })  # fmt: skip
    tenge = pl.col("code") == "KZT"
    differs = tenge & (pl.col("here").abs() != pl.col("kzt").abs())
    sheet.refuse(frame.select(differs)[:, 0], "raw_amount_kzt", "reason-sums-differ", FLAGGED)
    frame = frame.with_columns(
        minor=pl.when(tenge).then(pl.coalesce("here", "kzt")).otherwise(pl.col("here")),
        tiyn=pl.when(tenge).then(pl.coalesce("here", "kzt")).otherwise(pl.col("kzt")),
    )
    signed = pl.coalesce("minor", "tiyn")
    credit = (signed > 0) & (signed < 0).any().over("table")
    by_sign = pl.when(signed < 0).then(pl.lit("debit")).when(credit).then(pl.lit("credit"))
    frame = frame.with_columns(pl.coalesce("side", "worded", by_sign).alias("side"))
    return Sums(frame["code"], frame["minor"].abs().alias("minor"), frame["tiyn"].abs().alias("tiyn"), frame["side"])


def currencies(sheet: Sheet) -> pl.Series:
    """Codes; where the row says none: the letter-head's currency, else tenge. Unknown words are flagged and kept."""
    usual = sheet.letterhead.currency or "KZT"
    if not sheet.has("currency"):
        return constant(usual, sheet.height)
    column = sheet.raw("currency")
    read = currency.parse_column(column)
    again = currency.parse_column(column.str.extract(r"(?:^|[^A-Za-z])([A-Za-z]{3,4})(?:[^A-Za-z]|$)"))
    code = first(read["value"], again["value"])
    unknown = code.is_null() & read["reason"].is_not_null()
    sheet.refuse(unknown, "currency", "reason-currency-unknown", FLAGGED)
    written = column.str.strip_chars().str.to_uppercase()
    return pl.DataFrame({"c": code, "w": written, "u": unknown}).select(
        pl.coalesce("c", pl.when("u").then("w"), pl.lit(usual)).alias("currency")
    )["currency"]


def _either(sheet: Sheet, amount: str, debit: str, credit: str, code: pl.Series | None) -> tuple[pl.Series, pl.Series]:
    """The sum of a row, signed as written, and its side where debit and credit have columns of their own."""
    frame = pl.DataFrame({
        "a": _money(sheet, amount, code), "d": _money(sheet, debit, code), "c": _money(sheet, credit, code),
        "table": sheet.table,
    })  # fmt: skip
    d, c = pl.col("d"), pl.col("c")
    turned = (d < 0) & (d > 0).any().over("table")
    both = (d.fill_null(0) != 0) & (c.fill_null(0) != 0)
    sheet.refuse(frame.select(both)[:, 0], debit, "reason-debit-and-credit", FLAGGED)
    side = (
        pl.when(both & pl.col("a").is_null()).then(None)
        .when(d.fill_null(0) != 0).then(pl.when(turned).then(pl.lit("credit")).otherwise(pl.lit("debit")))
        .when(c.fill_null(0) != 0).then(pl.when(c < 0).then(pl.lit("debit")).otherwise(pl.lit("credit")))
    )  # fmt: skip
    split = pl.when(both).then(None).when(d.fill_null(0) != 0).then(d.abs()).when(c.fill_null(0) != 0).then(c.abs())
    out = frame.select(pl.coalesce("a", split).alias(amount), side.alias("side"))
    return out[amount], out["side"].cast(pl.String)


def _money(sheet: Sheet, name: str, code: pl.Series | None) -> pl.Series:
    """Sums of a field in the minor units of each row's currency."""
    if code is None or not sheet.has(name):
        return sheet.money(name)
    present = [one for one in code.unique().to_list() if one in DIGITS]
    if not present:
        return sheet.money(name)
    column = sheet.raw(name)
    out = pl.Series(name, [None], dtype=pl.Int64).new_from_index(0, sheet.height)
    frame = pl.DataFrame({"code": code, "out": out, "text": column})
    plain = ~frame["code"].is_in(present)
    for one, mask in [("", plain), *((one, frame["code"] == one) for one in sorted(present))]:
        part = Sheet(sheet.frame.with_columns(frame.select(pl.when(mask).then("text").alias(name))[name]),
                     sheet.headers, sheet.reading, sheet.letterheads, sheet.refused)  # fmt: skip
        read = part.money(name, DIGITS.get(one, 2))
        frame = frame.with_columns(pl.when(mask).then(read).otherwise("out").alias("out"))
    return frame["out"].alias(name)


def _worded(sheet: Sheet) -> pl.Series:
    """The side that a word says: the direction column."""
    return side_of(sheet.raw("raw_direction"))


def side_of(column: pl.Series) -> pl.Series:
    """``debit``, ``credit`` or null as the words of a column say."""
    text = pl.col("t")
    frame = column.alias("t").to_frame().with_columns(text.str.strip_chars().alias("t"))
    return frame.select(
        pl.when(text.str.contains(CREDIT)).then(pl.lit("credit"))
        .when(text.str.contains(DEBIT)).then(pl.lit("debit")).alias("side")
    )["side"]  # fmt: skip
