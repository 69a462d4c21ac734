"""How fast a bank answers: from the last moment an answer covers to its arrival."""

from __future__ import annotations

import polars as pl

FEW, USUAL = 3, 1440


def answer_minutes(coverage: pl.DataFrame, banks: pl.Series) -> pl.DataFrame:
    """Columns bank, minutes, answers: the median of the bank's own answers, of all banks' where it has fewer than
    three, and a day where nobody's are known. Answers without a time of arrival say nothing."""
    told = coverage.filter(pl.col("received_at").is_not_null() & (pl.col("received_at") >= pl.col("to"))).select(
        pl.coalesce(pl.col("account").str.extract(r"^KZ\d\d(\d{3})[0-9A-Z]{13}$"), "by").alias("bank"),
        (pl.col("received_at") - pl.col("to")).dt.total_minutes().alias("minutes"),
    )
    every = told["minutes"].median() if told.height >= FEW else None
    usual = USUAL if every is None else int(every)  # type: ignore[arg-type]
    own = told.group_by("bank").agg(pl.col("minutes").median().cast(pl.Int64), pl.len().cast(pl.Int64).alias("answers"))
    return (
        banks.alias("bank")
        .unique()
        .sort()
        .to_frame()
        .join(own, on="bank", how="left", nulls_equal=True, maintain_order="left")
        .with_columns(pl.col("answers").fill_null(0))
        .with_columns(pl.when(pl.col("answers") >= FEW).then("minutes").otherwise(usual).alias("minutes"))
    )
