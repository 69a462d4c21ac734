"""Rows of the ``rejected`` table, from the parts of intake that refuse something."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from qalqan.engine.frames import conform, schema
from qalqan.intake.blocks import Trouble
from qalqan.intake.typed.base import VALUE_CHARS, hide_cards
from qalqan.model.schema import REJECTED


def of_typing(refused: pl.DataFrame, evidence: str, file: str, part: str) -> pl.DataFrame:
    """What :func:`~qalqan.intake.normalise.type_rows` refused, as rejected rows."""
    return refused.select(
        pl.lit(evidence).alias("evidence"), pl.lit(file).alias("file"), pl.lit(part).alias("part"),
        pl.col("row").cast(pl.Int64), "column", "value", "reason", "action",
    )  # fmt: skip


def of_troubles(troubles: Iterable[Trouble], evidence: str, file: str) -> pl.DataFrame:
    """Troubles of a reader, as rejected rows."""
    rows = [
        (evidence, file, one.part, one.row, one.column, one.value[:VALUE_CHARS], one.reason, one.action)
        for one in troubles
    ]
    frame = pl.DataFrame(rows, schema=schema(REJECTED), orient="row")
    return frame.with_columns(hide_cards(frame["value"]).alias("value"))


def joined(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """All rejected rows of a file in their order."""
    whole = pl.concat([pl.DataFrame(schema=schema(REJECTED)), *frames]) if frames else None
    return conform(whole if whole is not None else pl.DataFrame(schema=schema(REJECTED)), REJECTED)
