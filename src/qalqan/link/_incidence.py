"""Identifiers of cases as integers for the kernels, and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link._seen import SPECIFIC
from qalqan.link._weights import Incidence, Weights


@dataclass(frozen=True, slots=True)
class Numbered:
    """Rows of ``identifiers`` with ``case``, ``ident`` and ``chain_id`` numbers; ``idents`` has kind and value."""

    ids: pl.Series
    rows: pl.DataFrame
    idents: pl.DataFrame
    found: Incidence


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases in order of id, what they have, and the weights. ``rows`` has ``case`` and ``ident`` numbers."""

    ids: pl.Series
    rows: pl.DataFrame
    found: Incidence
    weights: Weights
    scheme: np.ndarray
    scheme_bits: np.ndarray


def number(rows: pl.DataFrame, ids: pl.Series) -> Numbered:
    """Numbers for cases (in order of ``ids``), identifiers and chains (in their own order)."""
    numbers = pl.DataFrame({"case_id": ids}).with_row_index("case")
    rows = rows.join(numbers, on="case_id", how="inner", maintain_order="left")
    idents = rows.select("kind", "value").unique().sort("kind", "value").with_row_index("ident")
    rows = rows.join(idents, on=["kind", "value"], how="left", maintain_order="left").with_columns(
        pl.col("case", "ident").cast(pl.Int64)
    )
    chains = rows.select("chain").unique().sort("chain").with_row_index("chain_id")
    rows = rows.join(chains, on="chain", how="left", maintain_order="left").with_columns(
        pl.col("chain_id").cast(pl.Int64)
    )
    specific = idents["kind"].replace_strict(SPECIFIC, default=800, return_dtype=pl.Int64).to_numpy()
    found = Incidence(
        cases=len(ids),
        case=rows["case"].to_numpy(),
        ident=rows["ident"].to_numpy(),
        chain=rows["chain_id"].to_numpy(),
        kind=specific,
        sure=rows["sure"].to_numpy(),
    )
    return Numbered(ids, rows, idents.select("kind", "value"), found)


def gather(tables: Tables) -> Cases:
    """Everything ties and series are computed from: the tables ``cases``, ``identifiers`` and their weights."""
    cases = tables["cases"].select("case_id", "mo").sort("case_id")
    numbered = number(tables["identifiers"], cases["case_id"])
    told = numbered.idents.join(tables["identifier_weights"], on=["kind", "value"], how="left", maintain_order="left")
    weights = Weights(
        *(told[name].fill_null(empty).to_numpy() for name, empty in (("cases", 1), ("rarity_bits", 0), ("trust", 0)))
    )
    scheme, bits = _schemes(cases["mo"])
    return Cases(numbered.ids, numbered.rows, numbered.found, weights, scheme, bits)


def _schemes(mo: pl.Series) -> tuple[np.ndarray, np.ndarray]:
    """Each case's scheme as a number (-1: none recognised) and log2(1 / share) of each in milli-bits."""
    clear = mo.set(mo.is_in(["other", "unclear", ""]), None)
    names = clear.drop_nulls().unique().sort()
    if names.is_empty():
        return np.full(len(mo), -1, np.int64), np.zeros(1, np.int64)
    codes = clear.replace_strict(names, pl.Series(range(len(names))), default=-1, return_dtype=pl.Int64)
    numbers = codes.fill_null(-1).to_numpy()
    counts = np.bincount(numbers[numbers >= 0], minlength=len(names))
    bits = np.rint(np.log2(counts.sum() / counts) * 1000).astype(np.int64)
    return numbers, bits
