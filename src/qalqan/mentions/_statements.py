"""Which statement a row stands in: a sheet may hold the statements of several accounts without saying whose.

A bank that prints the statements of two of its clients into one sheet tells a transfer between them twice: once for
the payer and once for the payee. Where rows name their own account the statement is that account's. Where they do not:
every row of a bank's reply touches an account that was asked about, so an account of the bank whose counterparty is
elsewhere is one of these (own). Equal rows between two own accounts are then halved: the earlier ones are the payer's
report, the later ones the payee's. The statements of one sheet cover different periods, so some such rows stand alone;
a sheet in which more than two in three do tells each transfer once and is left as it is.
"""

from __future__ import annotations

import polars as pl

_SHEET = ["evidence", "part"]
_EQUAL = [*_SHEET, "from_id", "to_id", "currency", "amount_minor", "at", "reversal"]


def statements(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows, in their order, with the column ``statement`` (text).

    Needs evidence, part, own_account, from_id, to_id, from_bank, to_bank, currency, amount_minor, at, reversal.
    """
    silent = rows.filter(
        pl.col("own_account").is_null() & pl.col("from_id").is_not_null() & pl.col("to_id").is_not_null()
    )
    own = _own(rows.filter(pl.col("own_account").is_null()))
    inner = silent.select(*_EQUAL).unique()
    for side in ("from_id", "to_id"):
        inner = inner.join(own, left_on=[*_SHEET, side], right_on=[*_SHEET, "account"], how="semi")
    told = silent.join(inner, on=_EQUAL, how="semi").group_by(_EQUAL).agg(pl.len().cast(pl.Int64).alias("told"))
    twice = told.group_by(_SHEET).agg((pl.col("told") % 2 == 0).mean().alias("even")).filter(pl.col("even") >= 1 / 3)
    halved = told.join(twice, on=_SHEET, how="semi")
    place = pl.int_range(pl.len(), dtype=pl.Int64).over(_EQUAL)
    later = pl.when(2 * place >= pl.col("told")).then(pl.lit("payee")).otherwise(pl.lit("payer"))
    return (
        rows.join(halved, on=_EQUAL, how="left", maintain_order="left")
        .with_columns(
            pl.concat_str(
                *_SHEET,
                pl.coalesce("own_account", pl.when(pl.col("told").is_not_null()).then(later), pl.lit("")),
                separator="\x1f",
            ).alias("statement")
        )
        .drop("told")
    )


def _own(silent: pl.DataFrame) -> pl.DataFrame:
    """Columns evidence, part, account: accounts of the sheet's bank with a counterparty elsewhere."""
    sides = [
        silent.select(
            *_SHEET,
            pl.col(f"{side}_id").alias("account"),
            pl.col(f"{side}_bank").alias("bank"),
            pl.col(f"{other}_bank").alias("other"),
        )
        for side, other in (("from", "to"), ("to", "from"))
    ]
    every = pl.concat(sides)
    bank = (
        every.drop_nulls("bank")
        .group_by(*_SHEET, "bank")
        .len()
        .sort("len", "bank", descending=[True, False])
        .unique(_SHEET, keep="first", maintain_order=True)
        .select(*_SHEET, "bank")
    )
    mine = every.drop_nulls("account").join(bank, on=[*_SHEET, "bank"], how="semi")
    return mine.filter(pl.col("other").ne_missing(pl.col("bank"))).select(*_SHEET, "account").unique()
