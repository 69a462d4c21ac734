"""What every kind of identifier gives back, and how a column of them is read.

A kind is a file of this room with ``CARD``, ``PIVOT`` (does a shared value tie cases), ``parse``,
``parse_column``, ``show``, ``mask`` and ``specificity``. Columns are read in two steps: a vectorised step takes
the plain writings, and only the distinct rest goes through ``parse``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from qalqan.values._write import NIL


@dataclass(frozen=True, slots=True)
class Value:
    """A value understood: its kind, its one canonical writing, and what was repaired or is odd."""

    kind: str
    canonical: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """Why a text is no such value: a Fluent key ``reason-…``."""

    reason: str


Parse = Callable[[str], Value | Reject]
EMPTY = Reject("reason-empty")
SHAPE = {"value": pl.String, "reason": pl.String}


SMALL = 400
"""A column of no more cells is read cell by cell: starting the vectorised patterns costs more than it saves."""


def text_series(series: pl.Series) -> pl.Series:
    """The column as strings: numbers written out, other types cast."""
    return series if series.dtype == pl.String else series.cast(pl.String)


def blank(column: pl.Expr) -> pl.Expr:
    """Whether a cell says nothing: null, spaces, or a sign for "none" (``-``, ``нет``, ``жоқ``, ``n/a``)."""
    bare = column.str.strip_chars().str.to_lowercase()
    return column.is_null() | (bare == "") | ((column.str.len_bytes() < 40) & bare.is_in(NIL))


@lru_cache(maxsize=1 << 16)
def _parsed(parse: Parse, text: str) -> tuple[str | None, str | None]:
    """Value and reason of one text; a file's sheets repeat their texts."""
    bare = text.strip().lower()
    if not bare or bare in NIL:
        return None, None
    result = parse(text)
    return (result.canonical, None) if isinstance(result, Value) else (None, result.reason)


def parse_small(series: pl.Series, parse: Parse) -> pl.DataFrame | None:
    """What :func:`parse_distinct` gives, for a small column; None for a larger one."""
    if len(series) > SMALL:
        return None
    told = [(None, None) if text is None else _parsed(parse, text) for text in text_series(series)]
    return pl.DataFrame(told, schema=SHAPE, orient="row")


def parse_distinct(series: pl.Series, parse: Parse) -> pl.DataFrame:
    """``parse`` over the distinct texts of a column: String columns value and reason, in the column's order.

    A blank cell has neither value nor reason.
    """
    if (small := parse_small(series, parse)) is not None:
        return small
    texts = text_series(series).alias("text")
    frame = texts.to_frame()
    distinct = frame.filter(~blank(pl.col("text"))).unique(maintain_order=True)["text"]
    lookup = lookup_frame(distinct, map(parse, distinct))
    return frame.join(lookup, on="text", how="left", maintain_order="left").select("value", "reason")


def lookup_frame(distinct: pl.Series, results: Iterable[Value | Reject]) -> pl.DataFrame:
    """Columns text, value and reason of parsed distinct texts."""
    values: list[str | None] = []
    reasons: list[str | None] = []
    for result in results:
        taken = isinstance(result, Value)
        values.append(result.canonical if taken else None)  # type: ignore[union-attr]
        reasons.append(None if taken else result.reason)  # type: ignore[union-attr]
    return pl.DataFrame({"text": distinct, "value": values, "reason": reasons}, schema={"text": pl.String, **SHAPE})


NOTHING = pl.Series([None], dtype=pl.String)


def parse_fast(series: pl.Series, fast: pl.Series, parse: Parse, refused: pl.Series | None = None) -> pl.DataFrame:
    """Keep what the vectorised step understood (``fast``) or refused (``refused``: reasons); parse the distinct rest.

    Both are null where the step has no verdict.
    """
    texts = text_series(series)
    reasons = pl.repeat(None, len(texts), dtype=pl.String, eager=True) if refused is None else refused
    known = pl.DataFrame({"value": fast, "reason": reasons})
    open_ = fast.is_null() & reasons.is_null()
    if not open_.any():
        return known
    rest = parse_distinct(texts.zip_with(open_, NOTHING), parse)
    return pl.DataFrame({name: rest[name].zip_with(open_, known[name]) for name in ("value", "reason")})
