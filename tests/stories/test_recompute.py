"""The sums of documents, recomputed from the raw files by the script that ships with them, in a bare Python."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from tests.stories.conftest import Unit

from qalqan.desk import papers

CASES = 8


def run(document: Path, originals: Path) -> subprocess.CompletedProcess[str]:
    """The script in a Python that sees nothing of this program."""
    script, rows = document.parent / "recompute.py", document.with_suffix(".rows.csv")
    return subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(rows), str(originals)],
        capture_output=True,
        text=True,
        check=False,
    )


def longest(unit: Unit) -> list[str]:
    """Cases by how many accounts their money reached."""
    trails = pl.read_parquet(unit.tables / "trails.parquet").filter(pl.col("hop").is_not_null())
    return trails.group_by("case_id").len().sort("len", "case_id", descending=[True, False])["case_id"].to_list()


def lines(document: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(document.with_suffix(".rows.csv").read_text("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def written(unit: Unit, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Dossiers of several cases, each in its folder."""
    made = {}
    for case in longest(unit)[:CASES]:
        made[case] = tmp_path_factory.mktemp("papers") / "dossier.pdf"
        papers.dossier(unit.ws, "case", case, made[case], lang="kk")
    return made


def test_every_sum_agrees_to_the_tiyn(unit: Unit, written: dict[str, Path]) -> None:
    kinds, read, told = set(), 0, 0
    trails = pl.read_parquet(unit.tables / "trails.parquet").filter(pl.col("hop").is_not_null())
    for case, document in written.items():
        done = run(document, unit.region.files)
        assert done.returncode == 0, done.stdout + done.stderr
        mine = trails.filter((pl.col("case_id") == case) & (pl.col("rule") == "fifo"))
        for left in mine["remaining_tiyn"].to_list():
            assert f"{left // 100}.{left % 100:02}" in done.stdout
        rows = [line for line in lines(document) if line["what"] in ("transfer", "again")]
        kinds |= {(line["file"].split("/")[1], Path(line["file"]).suffix) for line in rows}
        read += sum(line["tiyn_cell"] != "" for line in rows)
        told += sum(line["tiyn_cell"] == "" for line in rows)
    assert {suffix for _, suffix in kinds} >= {".xlsx", ".csv"}
    assert len(kinds) >= 4  # banks with layouts of their own
    assert told * 20 < read


def test_a_request_is_never_above_what_the_script_finds(unit: Unit, tmp_path: Path) -> None:
    holds = pl.read_parquet(unit.tables / "holds.parquet").filter(pl.col("amount_tiyn") > 0)
    for row in holds.sort("amount_tiyn", "case_id", descending=[True, False]).head(3).iter_rows(named=True):
        made = papers.request(unit.ws, "hold", row["case_id"], row["bank"], tmp_path, lang="ru")
        done = run(made.paths[0], unit.region.files)
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"просим удержать: {row['amount_tiyn'] // 100}." in done.stdout


def test_a_series_is_recomputed_case_by_case(unit: Unit, tmp_path: Path) -> None:
    series = pl.read_parquet(unit.tables / "series.parquet").filter(pl.col("series_id") != "")
    largest = series.group_by("series_id").len().sort("len", "series_id", descending=[True, False])["series_id"][0]
    papers.dossier(unit.ws, "series", largest, tmp_path / "series.pdf", lang="en")
    done = run(tmp_path / "series.pdf", unit.region.files)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Case ") > 1


def test_the_table_names_no_account(unit: Unit, written: dict[str, Path]) -> None:
    trails = pl.read_parquet(unit.tables / "trails.parquet")
    for case, document in written.items():
        cells = {cell for line in lines(document) for name, cell in line.items() if name != "file"}
        assert not cells & set(trails.filter(pl.col("case_id") == case)["account"].to_list())
        sheets = {line["sheet"] for line in lines(document)}
        assert not [name for name in sheets if sum(map(str.isdigit, name)) > 7]


@pytest.fixture
def altered(unit: Unit, written: dict[str, Path], tmp_path: Path) -> Path:
    """A copy of one dossier's script and table, to be spoiled."""
    document = next(iter(written.values()))
    for name in ("recompute.py", "dossier.rows.csv"):
        shutil.copy(document.parent / name, tmp_path / name)
    return tmp_path / "dossier.pdf"


def rewrite(document: Path, told: list[dict[str, str]]) -> None:
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, list(told[0]))
    writer.writeheader()
    writer.writerows(told)
    document.with_suffix(".rows.csv").write_text(made.getvalue(), "utf-8-sig", newline="")


def test_a_changed_sum_is_seen_in_the_original_and_in_the_result(unit: Unit, altered: Path) -> None:
    told = lines(altered)
    one = next(line for line in told if line["what"] == "transfer" and line["lost"] and line["tiyn_cell"])
    one["tiyn"] = one["lost"] = str(int(one["tiyn"]) + 1)
    rewrite(altered, told)
    done = run(altered, unit.region.files)
    assert done.returncode == 1
    assert "СОМА ТҮПНҰСҚАДАҒЫДАН БӨЛЕК" in done.stdout
    assert "АЙЫРМА БАР" in done.stdout


def test_a_row_left_out_is_seen(unit: Unit, altered: Path) -> None:
    told = lines(altered)
    followed = {line["payer"] for line in told if line["what"] == "stated"}
    out = next(line for line in told if line["what"] == "transfer" and line["payer"] in followed and line["payer_cell"])
    kept = [line for line in told if not (line["no"] == out["no"] and line["what"] in ("transfer", "again"))]
    rewrite(altered, kept)
    done = run(altered, unit.region.files)
    assert done.returncode == 1
    assert "ЕСЕПКЕ АЛЫНБАҒАН" in done.stdout


def test_a_changed_original_is_not_taken_for_it(unit: Unit, altered: Path, tmp_path: Path) -> None:
    told = lines(altered)
    name = next(line["file"] for line in told if line["what"] == "transfer")
    folder = tmp_path / "originals"
    shutil.copytree(unit.region.files, folder)
    with (folder / name).open("ab") as file:
        file.write(b"\n")
    done = run(altered, folder)
    assert done.returncode == 1
    assert f"ТҮПНҰСҚА ҚАЛТАДА ЖОҚ: {name}" in done.stdout


def test_another_time_is_seen(unit: Unit, altered: Path) -> None:
    told = lines(altered)
    one = next(line for line in told if line["what"] == "transfer" and line["time_cell"])
    one["time"] = one["time"].replace(one["time"][:4], "1999")
    rewrite(altered, told)
    done = run(altered, unit.region.files)
    assert done.returncode == 1
    assert "УАҚЫТ ТҮПНҰСҚАДАҒЫДАН БӨЛЕК" in done.stdout
