"""Grounds in court-ready form: canonical JSON written by columns, and scores from integer log-odds."""

from __future__ import annotations

import polars as pl

from qalqan.link._weights import logistic


def ground(rule: pl.Expr, weight: pl.Expr, values: dict[str, pl.Expr], locators: pl.Expr) -> pl.Expr:
    """One ground as JSON with sorted keys; ``locators`` is a cell of places joined by ';'."""
    places = (
        locators.fill_null("")
        .str.split(";")
        .list.eval(pl.element().filter(pl.element() != "").unique(maintain_order=True))
    )
    if not values:  # a struct must have a field
        bare = pl.struct(locators=places, rule=rule).struct.json_encode().str.head(-1)
        return pl.concat_str(bare, pl.lit(',"values":{},"weight":'), weight.cast(pl.Int64), pl.lit("}"))
    held = pl.struct([values[name].alias(name) for name in sorted(values)])
    return pl.struct(locators=places, rule=rule, values=held, weight=weight.cast(pl.Int64)).struct.json_encode()


def listed(ground_: pl.Expr) -> pl.Expr:
    """The grounds of a group as one JSON list."""
    return pl.concat_str(pl.lit("["), ground_.str.join(","), pl.lit("]"))


def score(milli_bits: pl.Series, even: int) -> pl.Series:
    """0-1000 from log-odds in milli-bits: 500 where they are ``even``, and one bit doubles the odds."""
    return pl.Series("score", logistic(milli_bits.to_numpy() - even), dtype=pl.Int64)
