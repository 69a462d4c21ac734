"""Mapping files and remembered layouts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from tests.intake import make

from qalqan.clock import to_utc
from qalqan.errors import UsageError
from qalqan.intake import profiles
from qalqan.intake.mapping import Mapping

MAP = """
[[table]]
file = "*moves.csv"
kind = "transaction"
dates = "day:2024-05-01"
decimal = "point"
unit = "tiyn"
[table.columns]
at = "step"
payer_account = "src"
payee_account = 3
raw_amount = "v"
[table.constants]
currency = "KZT"
"""


def _moves(folder: Path) -> Path:
    return make.csv_file(
        folder / "moves.csv",
        [["step", "src", "dst", "v"], *([n, 100 + n, 200 + n, 15000 + n] for n in range(9))],
        sep=",",
    )


def test_a_mapping_file_names_columns_days_and_units(tmp_path: Path) -> None:
    """Day numbers, tiyn, constants, a column by its number; bare numbers are account numbers."""
    (tmp_path / "m.toml").write_text(MAP, "utf-8")
    outcome = make.reading(_moves(tmp_path), mapping=tmp_path / "m.toml")
    got = make.table(outcome, "transaction").sort("row")
    assert got["amount_tiyn"].to_list() == [15000 + n for n in range(9)]
    assert got["at"].to_list() == [to_utc(datetime(2024, 5, 1 + n)) for n in range(9)]
    assert got["at_precision"].unique().to_list() == ["day"]
    assert got["payer_account"].to_list() == [str(100 + n) for n in range(9)]
    assert got["payee_account_kind"].unique().to_list() == ["contract"]
    assert make.balanced(outcome)


def test_without_it_the_file_asks_for_a_person(tmp_path: Path) -> None:
    """Nothing is guessed from names that mean nothing; all rows are accounted for."""
    outcome = make.reading(_moves(tmp_path))
    assert outcome.status == "needs_person"
    assert outcome.file["records"] == 0
    assert make.balanced(outcome)


def test_a_remembered_mapping_reads_the_next_file_of_its_layout(tmp_path: Path) -> None:
    """The fingerprint finds it, whatever the file is called."""
    (tmp_path / "m.toml").write_text(MAP, "utf-8")
    first = make.reading(_moves(tmp_path), mapping=tmp_path / "m.toml")
    kept = profiles.remember(tmp_path / "profiles", Mapping.from_json(first.mappings[0]))
    assert kept.exists()
    (tmp_path / "next").mkdir()
    path = _moves(tmp_path / "next").rename(tmp_path / "next" / "other-name.csv")
    second = make.reading(path, mapping=tmp_path / "profiles")
    assert second.status == "read"
    assert make.table(second, "transaction")["at"].to_list() == make.table(first, "transaction")["at"].to_list()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("x = ", "error-mapping-file"),
        ('kind = "payment"', "error-mapping-kind"),
        ('kind = "call"\nspeed = 1', "error-mapping-key"),
        ('kind = "call"\n[columns]\npayer_iin = "a"', "error-mapping-field"),
        ('kind = "call"\ndates = "yesterday"', "error-mapping-value"),
    ],
)
def test_a_wrong_mapping_file_says_what_is_wrong(text: str, key: str, tmp_path: Path) -> None:
    """Each mistake has its own message."""
    (tmp_path / "m.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError) as error:
        profiles.load(tmp_path / "m.toml")
    assert error.value.key == key
