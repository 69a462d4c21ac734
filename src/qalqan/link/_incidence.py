"""Identifiers of cases as integers for the kernels, and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from qalqan.engine.frames import Tables
from qalqan.link._seen import SPECIFIC, seen
from qalqan.link._weights import Incidence, Weights, weigh
from qalqan.settings import Settings


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases in order of id, what they have, and the weights. ``rows`` has ``case`` and ``ident`` numbers."""

    ids: pl.Series
    rows: pl.DataFrame
    found: Incidence
    weights: Weights
    scheme: np.ndarray
    scheme_bits: np.ndarray


def gather(tables: Tables, settings: Settings) -> Cases:
    """Everything ties and series are computed from."""
    cases = tables["cases"].select("case_id", "mo").sort("case_id")
    rows = seen(tables, settings).join(
        cases.select("case_id").with_row_index("case"), on="case_id", how="inner", maintain_order="left"
    )
    names = rows.select("kind", "value").unique().sort("kind", "value").with_row_index("ident")
    rows = rows.join(names, on=["kind", "value"], how="left", maintain_order="left").with_columns(
        pl.col("case", "ident").cast(pl.Int64)
    )
    chains = rows.select("chain").unique().sort("chain").with_row_index("chain_id")
    rows = rows.join(chains, on="chain", how="left", maintain_order="left")
    specific = names["kind"].replace_strict(SPECIFIC, default=800, return_dtype=pl.Int64).to_numpy()
    found = Incidence(
        cases=len(cases),
        case=rows["case"].to_numpy(),
        ident=rows["ident"].to_numpy(),
        chain=rows["chain_id"].cast(pl.Int64).to_numpy(),
        kind=specific,
        sure=rows["sure"].to_numpy(),
    )
    scheme, bits = _schemes(cases["mo"])
    return Cases(cases["case_id"], rows, found, weigh(found), scheme, bits)


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
