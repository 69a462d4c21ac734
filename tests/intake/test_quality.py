"""The quality sheet: nothing left over, every reason counted."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from tests.intake import layouts, make

from qalqan.engine.frames import schema
from qalqan.intake import quality
from qalqan.model.schema import FILES


def test_the_sheet_counts_reasons_and_columns(tmp_path: Path) -> None:
    """Balance, columns with their refused cells, reasons with the first row."""
    rows = [layouts.official(one) for one in layouts.TRANSFERS]
    rows[2][7] = "123456789012"
    rows[4][7] = "210987654321"
    outcome = make.reading(make.csv_file(tmp_path / "o.csv", [layouts.OFFICIAL, *rows]))
    files = pl.DataFrame([outcome.file], schema=schema(FILES), orient="row")
    sheet = quality.sheet(files, make.table(outcome, "rejected"), [(outcome.file["evidence"], outcome.mappings)])
    assert sheet.files["unaccounted"].to_list() == [0]
    refused = sheet.columns.filter(pl.col("column") == "ИИН/БИН плательщика")
    assert refused["field"].to_list() == ["payer_iin"]
    assert refused["refused"].to_list() == [2]
    told = sheet.reasons.filter(pl.col("column") == "ИИН/БИН плательщика")
    assert told["count"].sum() == 2
    assert told["first_row"].min() == 4
