"""qalqan quality: what was understood, what was not, and why: by file, column and reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from qalqan.desk.outcomes import files_table, rejected_table
from qalqan.intake import quality as intake
from qalqan.model.schema import REJECTED
from qalqan.report import redact
from qalqan.report.formats import csv
from qalqan.store import files
from qalqan.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Quality:
    """The quality sheet (see :class:`qalqan.intake.quality.Sheet`) and every cell, row or file not used."""

    sheet: intake.Sheet
    rejected: pl.DataFrame

    @property
    def files(self) -> pl.DataFrame:
        """A row an evidence, with its unit balance."""
        return self.sheet.files

    def told(self) -> dict[str, object]:
        """As plain structures."""
        return {
            "files": self.sheet.files.to_dicts(),
            "columns": self.sheet.columns.to_dicts(),
            "reasons": self.sheet.reasons.drop("example").to_dicts(),
        }


def quality(path: Path, out: Path | None = None) -> Quality:
    """The quality sheet of a workspace; with ``out`` it is also written there as CSV, refused values masked."""
    with Workspace.open(path) as ws:
        told, rejected = files_table(ws), rejected_table(ws)
        with ws.reading() as connection:
            mappings = [(id_, files.mappings(connection, id_)) for id_ in told["evidence"]]
    sheet = intake.sheet(told, rejected, mappings)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        kept = {
            "files": sheet.files,
            "columns": sheet.columns,
            "reasons": sheet.reasons.drop("example"),
            "rejected": redact.masked(rejected, REJECTED),
        }
        for name, frame in kept.items():
            csv.write(frame, out / f"{name}.csv")
    return Quality(sheet, rejected)
