"""qalqan quality: what was understood, what was not, and why: by file, column and reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from qalqan.desk.outcomes import files_table, rejected_table
from qalqan.report.formats import csv
from qalqan.store.workspace import Workspace

_FILE_COLUMNS = ("evidence", "file", "format", "record_kind", "units", "records", "duplicates", "rejected",
                 "skipped", "mapping_confidence", "status")  # fmt: skip
_REASON_COLUMNS = ("evidence", "file", "part", "column", "reason", "action")


@dataclass(frozen=True, slots=True)
class Quality:
    """``files``: a row an evidence with its unit balance; ``reasons``: a row a file, column and reason, with counts;
    ``rejected``: every cell, row or file that could not be used.
    """

    files: pl.DataFrame
    reasons: pl.DataFrame
    rejected: pl.DataFrame

    def told(self) -> dict[str, object]:
        """As plain structures."""
        return {"files": self.files.to_dicts(), "reasons": self.reasons.to_dicts()}


def quality(path: Path, out: Path | None = None) -> Quality:
    """The quality sheet of a workspace; with ``out`` it is also written there as CSV."""
    with Workspace.open(path) as ws:
        files, rejected = files_table(ws), rejected_table(ws)
    reasons = (
        rejected.group_by(_REASON_COLUMNS)
        .agg(pl.len().cast(pl.Int64).alias("count"), pl.col("row").min().alias("first_row"))
        .sort(_REASON_COLUMNS)
    )
    told = Quality(files.select(_FILE_COLUMNS).sort("file", "evidence"), reasons.drop("evidence", "part"), rejected)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, frame in (("files", files), ("reasons", reasons), ("rejected", rejected)):
            csv.write(frame, out / f"{name}.csv")
    return told
