"""Places as columns: locators of rows, and the places of one fact joined in order."""

from __future__ import annotations

import polars as pl

PLACE = ("evidence", "part", "row")


def locator() -> pl.Expr:
    """The locator ``evidence:part:row`` of each row, with the signs of the form encoded in the part."""
    part = pl.col("part").fill_null("")
    for sign, code in (("%", "%25"), (":", "%3A"), (";", "%3B")):
        part = part.str.replace_all(sign, code, literal=True)
    return pl.concat_str(pl.col("evidence"), pl.lit(":"), part, pl.lit(":"), pl.col("row").cast(pl.String))


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows in the order of their places: evidence (a content hash), part, row; never the order of files."""
    return frame.with_columns(pl.col("part").fill_null("")).sort(PLACE, maintain_order=True)


def joined(column: str = "locator") -> pl.Expr:
    """Inside a group: its distinct places in the order they stand in, joined by ';'."""
    return pl.col(column).unique(maintain_order=True).str.join(";")


def told_once(frame: pl.DataFrame, fields: list[str], places: str = "locators") -> pl.DataFrame:
    """Rows equal in all ``fields`` as one row with all its places, ordered by the smallest place."""
    ordered = in_order(frame).with_columns(locator().alias("locator"))
    return ordered.group_by(fields, maintain_order=True).agg(joined().alias(places))
