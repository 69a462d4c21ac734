"""Identifiers of cases as integers for the kernels, and back."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from qalqan.link._seen import SPECIFIC
from qalqan.link._weights import Incidence


@dataclass(frozen=True, slots=True)
class Numbered:
    """Rows of ``identifiers`` with ``case``, ``ident`` and ``chain_id`` numbers; ``idents`` has kind and value."""

    ids: pl.Series
    rows: pl.DataFrame
    idents: pl.DataFrame
    found: Incidence


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
