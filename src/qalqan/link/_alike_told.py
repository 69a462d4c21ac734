"""What makes two cases alike, in court-ready form: a ground for each likeness, with what agrees and its weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from qalqan.link._alike_view import STEPS, VALUES

LEAST: Final = 150  # milli-bits: smaller weights are told together, as the rest
VALUED: Final = ("mo", *VALUES, *STEPS)  # in the order of the kernel's factors; words follow
_CHUNK: Final = 100_000  # pairs written at a time
_NO_PLACE = '{"locators":[],"rule":"'


@dataclass(frozen=True, slots=True)
class Told:
    """Weights of pairs beside the factors, milli-bits each, with one value (a name and a column) to tell."""

    rule: str
    weight: np.ndarray
    name: str
    value: pl.Series


def grounds(view: pl.DataFrame, a: np.ndarray, b: np.ndarray, parts: np.ndarray, more: list[Told]) -> pl.Series:
    """The grounds of pairs (row numbers of ``view``): ``parts`` (pairs, factors; milli-bits) and ``more``.

    The first of ``more`` carries the places of both cases and stands first; then the others, the factors of at least
    ``LEAST`` with the values of both cases, and the sum of the smaller ones. Weights of nought are not told.
    """
    coded = view.select(
        *(_json(pl.col(_shown(view, name)).cast(pl.String)).alias(name) for name in VALUED),
        _json(pl.col("language")).alias("language"),
        _places(pl.col("source")).alias("places"),
    )
    texts = []
    for start in range(0, a.size, _CHUNK):
        rows = slice(start, start + _CHUNK)
        some = [Told(t.rule, t.weight[rows], t.name, t.value[start : start + _CHUNK]) for t in more]
        texts.append(_chunk(coded, a[rows], b[rows], parts[rows], some))
    return pl.concat(texts) if texts else pl.Series("grounds", [], pl.String)


def _shown(view: pl.DataFrame, name: str) -> str:
    """The column that tells a factor as people read it."""
    return f"told_{name}" if f"told_{name}" in view.columns else name


def _chunk(coded: pl.DataFrame, a: np.ndarray, b: np.ndarray, parts: np.ndarray, more: list[Told]) -> pl.Series:
    one, other = coded[a], coded[b]
    places = pl.select(pl.concat_str(one["places"], pl.lit(","), other["places"]))
    head = pl.concat_str(pl.lit('{"locators":['), places.to_series(), pl.lit('],"rule":"'))
    rows = [_told(head, more[0], None)]
    rows += [_told(pl.lit(_NO_PLACE), told, 1) for told in more[1:]]
    for column, name in enumerate(VALUED):
        values = pl.concat_str(pl.lit('{"a":'), one[name], pl.lit(',"b":'), other[name], pl.lit("}"))
        rows.append(_ground(pl.lit(_NO_PLACE), f"alike-{name}", values, parts[:, column], LEAST))
    words = Told("alike-words", parts[:, len(VALUED)], "language", one["language"])
    rows.append(_told(pl.lit(_NO_PLACE), words, 1, coded=True))
    small = np.where(np.abs(parts[:, : len(VALUED)]) < LEAST, parts[:, : len(VALUED)], 0)
    rest = Told("alike-rest", small.sum(axis=1), "factors", pl.Series((small != 0).sum(axis=1)))
    rows.append(_told(pl.lit(_NO_PLACE), rest, 1))
    listed = pl.concat_str(pl.lit("["), pl.concat_str(rows, separator=",", ignore_nulls=True), pl.lit("]"))
    return pl.select(listed.alias("grounds"))["grounds"]


def _told(head: pl.Expr, told: Told, least: int | None, *, coded: bool = False) -> pl.Expr:
    whole = told.value.dtype.is_integer()
    value = pl.lit(told.value.cast(pl.String)) if whole or coded else _json(pl.lit(told.value))
    values = pl.concat_str(pl.lit(f'{{"{told.name}":'), value, pl.lit("}"))
    return _ground(head, told.rule, values, told.weight, least)


def _ground(head: pl.Expr, rule: str, values: pl.Expr, weight: np.ndarray, least: int | None) -> pl.Expr:
    """One ground as canonical JSON; null where it weighs less than ``least`` (None: always told)."""
    bits = pl.lit(pl.Series("w", weight.astype(np.int64)))
    text = pl.concat_str(
        head, pl.lit(f'{rule}","values":'), values, pl.lit(',"weight":'), bits.cast(pl.String), pl.lit("}")
    )
    return text if least is None else pl.when(bits.abs() >= least).then(text)


def _json(text: pl.Expr) -> pl.Expr:
    """A text as JSON; null as an empty one."""
    return pl.struct(text.fill_null("").alias("x")).struct.json_encode().str.slice(5).str.head(-1)


def _places(source: pl.Expr) -> pl.Expr:
    """A cell of places joined by ';' as the inside of a JSON list."""
    listed = source.fill_null("").str.split(";")
    return pl.struct(listed.alias("x")).struct.json_encode().str.slice(6).str.head(-2)
