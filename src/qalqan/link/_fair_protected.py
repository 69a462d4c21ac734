"""Inflows that stay reachable on a held account: salary, pension, benefits, stipend.

Source: ``data/protected.toml``, dated data to be checked by a lawyer.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl

KINDS = ("salary", "pension", "benefit", "stipend")
PRIVATE = r"^\d{4}[0-3]\d{7}$"
"""The IIN of a person; a BIN has 4-6 at the fifth place."""


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((files("qalqan.link") / "data" / "protected.toml").read_text("utf-8"))


def kind() -> pl.Expr:
    """Which protected income a row of ``transactions`` is, by code, else by words; null when none."""
    purpose = pl.concat_str(
        [pl.col(name).fill_null("") for name in ("purpose", "operation")], separator=" "
    ).str.to_lowercase()
    by_code, by_words = pl.lit(None, pl.String), pl.lit(None, pl.String)
    for name in KINDS:
        told = _told()[name]
        code = pl.col("knp").is_in(told["codes"])
        for prefix in told.get("prefixes", ()):
            code |= pl.col("knp").str.contains(rf"^{prefix}\d\d$")
        by_code = pl.coalesce(by_code, pl.when(code).then(pl.lit(name)))
        by_words = pl.coalesce(by_words, pl.when(purpose.str.contains_any(told["words"])).then(pl.lit(name)))
    payer = (pl.col("from_name").fill_null("") + " ").str.to_lowercase()
    trader = payer.str.contains_any(_told()["payer"]["trader"])
    private = pl.col("from_iin").str.contains(PRIVATE).fill_null(False) & ~trader
    taken_back = pl.col("reversal").fill_null(False)
    return pl.when(~private & ~taken_back).then(pl.coalesce(by_code, by_words))
