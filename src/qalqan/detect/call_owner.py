"""Rule G2: a call that its number's owner did not make, by the owner's own operator.

Where an operator answered for one subscriber, its answer holds every call of that number in its period. A call that
another answer shows as coming from the number, inside that period and without its counterpart in the owner's answer,
was made by somebody who posed with it: "not mine", said afterwards as the gate asks it at once.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from qalqan.detect._call_rows import Calls
from qalqan.detect._call_signs import Sign
from qalqan.registry import Card, Threshold

APART: Final = "300s"
FEWEST: Final = 10
CARD = Card(
    name="call_owner",
    title="detector-call-owner",
    reads=("calls", "observed_call"),
    thresholds={
        "apart": Threshold(300, "s", "two operators' clocks on one call, generously"),
        "fewest": Threshold(FEWEST, "rows", "an answer with fewer may be cut"),
    },
    errors=(
        "an answer that leaves out some calls (roaming, forwarded ones) makes them look like nobody's",
        "only answers about one subscriber count: a device's or cell's answer is not whole for a number",
    ),
    source="reference: G2; Roskomnadzor's system of verification of calls (Antifrod) asks the owner likewise",
)


def signs(calls: Calls, observed: pl.DataFrame) -> list[Sign]:
    """One sign a number: at its first call that its owner's answer does not know."""
    answers = _answers(observed)
    if answers.is_empty():
        return []
    told = pl.DataFrame(
        {
            "a": calls.names("number").gather(calls.code["a"]), "b": calls.names("number").gather(calls.code["b"]),
            "second": calls.second, "row": np.arange(calls.rows), "sms": calls.sms,
        }
    ).filter(~pl.col("sms") & pl.col("b").is_not_null() & (pl.col("a") != pl.col("b")))  # fmt: skip
    asked = told.join(answers, left_on="a", right_on="own_number", how="inner").filter(
        pl.col("second").is_between("first", "last")
    )
    asked = asked.unique("row").sort("second", "row").with_columns(
        pl.from_epoch("second", time_unit="s").alias("at")
    )  # fmt: skip
    own = observed.filter(
        (pl.col("own_number") == pl.col("a")) & pl.col("at").is_not_null() & pl.col("b").is_not_null()
    )
    own = own.select("a", "b", pl.col("at").dt.replace_time_zone(None).alias("at"), pl.lit(value=True).alias("known"))
    seen = asked.with_columns(pl.col("at").cast(own["at"].dtype)).join_asof(
        own.sort("at"), on="at", by=["a", "b"], strategy="nearest", tolerance=APART, check_sortedness=False
    )
    strange = seen.filter(pl.col("known").is_null()).group_by("a").agg(
        pl.col("second").min(), pl.col("row").sort().head(5), pl.len().alias("calls")
    ).sort("a")  # fmt: skip
    return [
        Sign("call_owner", "owner-not-own", "number", one["a"], one["second"], one["row"], {"calls": one["calls"]},
             (one["a"],))
        for one in strange.iter_rows(named=True)
    ]  # fmt: skip


def _answers(observed: pl.DataFrame) -> pl.DataFrame:
    """Answers about one subscriber: own_number, first and last (s since 1970) of its rows."""
    if observed.is_empty():
        return pl.DataFrame(schema={"own_number": pl.String, "first": pl.Int64, "last": pl.Int64})
    part = observed.filter(pl.col("at").is_not_null()).group_by("evidence", "part").agg(
        pl.col("own_number").n_unique().alias("owners"), pl.col("own_number").first(), pl.len().alias("rows"),
        pl.col("at").min().dt.epoch("s").alias("first"), pl.col("at").max().dt.epoch("s").alias("last"),
    )  # fmt: skip
    whole = (pl.col("owners") == 1) & pl.col("own_number").is_not_null() & (pl.col("rows") >= FEWEST)
    return part.filter(whole).select("own_number", "first", "last")
