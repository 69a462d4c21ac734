"""What is said of members of groups, and ties between them, as rows: every rule of groups gives these."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

_TIME = pl.Datetime("us", "UTC")
SAID = pl.Schema(
    {
        "group_id": pl.String(),
        "kind": pl.String(),
        "member": pl.String(),
        "role": pl.String(),
        "rule": pl.String(),
        "weight": pl.Int64(),
        "count": pl.Int64(),
        "first": _TIME,
        "last": _TIME,
        "locators": pl.String(),
    }
)
TIED = pl.Schema(
    {
        "group_id": pl.String(),
        "a": pl.String(),
        "b": pl.String(),
        "rule": pl.String(),
        "score": pl.Int64(),
        "locators": pl.String(),
    }
)
SHOWN = 4  # places told of one ground or tie


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of ``SAID`` and ``TIED``."""

    said: pl.DataFrame
    tied: pl.DataFrame


def said(  # noqa: PLR0917 - the columns of a row
    frame: pl.DataFrame, kind: pl.Expr, member: str, role: pl.Expr, rule: pl.Expr, weight: pl.Expr, count: pl.Expr
) -> pl.DataFrame:
    """Rows of ``SAID`` from a frame that has group_id, first, last, locators."""
    return frame.select(
        "group_id",
        kind.alias("kind"),
        pl.col(member).alias("member"),
        role.alias("role"),
        rule.alias("rule"),
        weight.cast(pl.Int64).alias("weight"),
        count.cast(pl.Int64).alias("count"),
        "first",
        "last",
        "locators",
    ).cast(SAID)


def tied(frame: pl.DataFrame, a: str, b: str, rule: pl.Expr, score: pl.Expr) -> pl.DataFrame:
    """Rows of ``TIED`` from a frame that has group_id and locators."""
    return frame.select(
        "group_id",
        pl.min_horizontal(a, b).alias("a"),
        pl.max_horizontal(a, b).alias("b"),
        rule.alias("rule"),
        score.cast(pl.Int64).clip(0, 1000).alias("score"),
        pl.col("locators").fill_null(""),
    ).cast(TIED)


def places(column: str = "locators") -> pl.Expr:
    """The first places of a group of rows, joined."""
    return pl.col(column).drop_nulls().unique(maintain_order=True).head(SHOWN).str.join(";").alias("locators")


def of_numbers(calls: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """The calls that one of the numbers made or got: a small part, taken out before anything is joined."""
    asked = numbers.unique().implode()
    return calls.filter(pl.col("a").is_in(asked) | pl.col("b").is_in(asked))


def nothing() -> Part:
    """No rows."""
    return Part(pl.DataFrame(schema=SAID), pl.DataFrame(schema=TIED))
