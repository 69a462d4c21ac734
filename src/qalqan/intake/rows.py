"""What a row of a sheet may be, by its cells: blank, header, numbering, total, note, or a record."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
import polars as pl

from qalqan.intake.fields import TABULAR, catalogue
from qalqan.intake.lexicon import analyse
from qalqan.intake.patterns import light

HEADER_CELL = 160
_SMALL = 2_000
"""In larger pieces only odd rows are looked at closely; a plain row counts as dated and coded."""
_TOTAL = light(
    r"(?i)^\s*(итог|всего|барлы[ғгf?]ы|жиын|total|subtotal|grand total|обороты?(\s|:|$)|сальдо|остаток|"
    r"[қк?]алды[қк?]|"
    r"в том числе|количество|саны:|айналым|подытог|промежуточн|оның ішінде|исходящий остаток|входящий остаток|"
    r"к[iі]р[iі]с [қк]алды[қк]|шы[ғг]ыс [қк]алды[қк]|opening balance|closing balance|records?:|строк:|записей:)"
)
_DAY_TOTAL = light(
    r"(?i)^\s*(за |на )?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}( ?г\.?| ж\.?)? .{0,30}"
    r"(итог|всего|барлы[ғгf?]ы|жиын|total|оборот|айналым)"
)
"""A day's total begins with the day."""
_DATELIKE = light(
    r"^\s*'?(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{14}$|"
    r"\d{1,2}[ -]\p{L}{3,9}[ -]\d{4})"
)
_LONG_DIGITS = "[0-9]{7}"


def features(cells: pl.DataFrame) -> pl.DataFrame:
    """Per row: ``filled`` cells, ``digity`` cells (with a digit), ``dated`` cells, ``longest`` cell,
    ``coded`` cells (with seven digits or more in a row), ``labels`` (cells ending in a colon), ``first`` filled
    cell."""
    if not cells.width:
        return pl.DataFrame({"filled": [0] * cells.height})
    light = _counted(
        cells, {"filled": pl.col("t").is_not_null(), "digity": pl.col("t").str.contains("[0-9]")}
    ).with_columns(cells.select(pl.coalesce(pl.all()).alias("first"))["first"]).with_row_index("at")  # fmt: skip
    odd = (pl.col("digity") * 3 <= pl.col("filled")) | pl.col("first").str.contains(_TOTAL) | (pl.col("filled") <= 2)
    odd = odd | pl.col("first").str.ends_with(":")
    chosen = light.filter(odd)["at"] if light.height > _SMALL else light["at"]
    picked = cells[chosen] if light.height > _SMALL else cells
    patterns = {"dated": _DATELIKE, "coded": _LONG_DIGITS}
    tests = {name: pl.col("t").str.contains(one) for name, one in patterns.items()}
    heavy = _counted(picked, {**tests, "labels": pl.col("t").str.ends_with(":")})
    longest = picked.select(pl.max_horizontal(pl.all().str.len_chars().fill_null(0)).alias("longest"))["longest"]
    heavy = heavy.with_columns(longest)
    if picked.height == cells.height:
        return light.drop("at").with_columns(heavy.get_columns())
    found = light.join(heavy.with_columns(chosen.alias("at")), on="at", how="left", maintain_order="left").drop("at")
    return found.with_columns(pl.col("dated", "coded", "longest").fill_null(1), pl.col("labels").fill_null(0))


def _counted(cells: pl.DataFrame, tests: dict[str, pl.Expr]) -> pl.DataFrame:
    """Per row, in how many cells each test of ``t`` holds; the cells are tried as one column, which costs one call."""
    stacked = pl.concat([column.alias("t") for column in cells], rechunk=False).to_frame()
    tried = stacked.select(test.fill_null(value=False).alias(name) for name, test in tests.items())
    shape = (cells.width, cells.height)
    return pl.DataFrame({name: tried[name].to_numpy().reshape(shape).sum(axis=0, dtype=np.int32) for name in tests})


def may_be_header() -> pl.Expr:
    """Rows worth asking :func:`header_score`: mostly words, no dates, no long numbers, no long texts."""
    return (
        (pl.col("filled") >= 1) & (pl.col("digity") * 3 <= pl.col("filled")) & (pl.col("dated") == 0)
        & (pl.col("coded") == 0) & (pl.col("longest") <= HEADER_CELL)
    )  # fmt: skip


def may_be_total() -> pl.Expr:
    """Rows that begin with a total's word and hold no date of their own."""
    first = pl.col("first")
    plain = first.str.contains(_TOTAL).fill_null(False) & (pl.col("dated") == 0)
    return plain | (first.str.contains(_DAY_TOTAL).fill_null(False) & (pl.col("dated") <= 1))


def is_total(texts: list[str]) -> bool:
    """Whether a line begins with a total's word."""
    first = next((text for text in texts if text), "")
    frame = pl.DataFrame({"first": [first], "dated": [0]})
    return bool(frame.select(may_be_total()).item())


def header_score(texts: list[str]) -> tuple[int, int]:
    """How many of a row's filled cells are header words of some field, and how many are filled."""
    filled = [text for text in texts if text]
    return sum(known_header(text) for text in filled), len(filled)


@lru_cache(maxsize=20_000)
def known_header(text: str) -> bool:
    """Whether a cell reads like a column's header: known words, few others, no value after a colon."""
    said = analyse(text)
    words = len(said.spans) + said.unknown
    if not said.spans or said.unknown > len(said.spans) or words > 14:
        return False
    head, colon, tail = text.partition(":")
    if colon and tail.strip() and head.strip():
        return False
    concepts = said.concepts
    return any(phrase <= concepts for phrase in _phrases())


@cache
def _phrases() -> frozenset[frozenset[str]]:
    return frozenset(phrase for kind in TABULAR for one in catalogue()[kind] for phrase, _ in one.says)


def is_labelled(texts: list[str]) -> bool:
    """A line of a letter-head: labels and their values in turn («Счёт | KZ… | Валюта | KZT»)."""
    filled = [text.strip() for text in texts if text]
    if len(filled) < 2 or any(character.isdigit() for character in filled[0]):
        return False
    labels = [text for text in filled if not any(map(str.isdigit, text)) and known_header(text.rstrip(": "))]
    alone = [before not in labels or after not in labels for before, after in pairwise(filled)]
    return filled[0] in labels and len(labels) * 2 <= len(filled) + 1 and all(alone)


def is_numbering(texts: list[str]) -> bool:
    """A row 1, 2, 3 … under the header."""
    found = [text.strip().strip(".()") for text in texts if text]
    if len(found) < 3 or not all(one.isdecimal() and len(one) <= 3 for one in found):
        return False
    numbers = [int(one) for one in found]
    return all(after - before == 1 for before, after in pairwise(numbers))
