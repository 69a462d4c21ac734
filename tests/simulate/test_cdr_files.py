"""A world of calls as an operator's files: every call is there from each own side, and nothing else is touched."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from qalqan.errors import UsageError
from qalqan.simulate.cdr import World, world
from qalqan.simulate.cdr_files import LISTS, write


@pytest.fixture(scope="module")
def made() -> World:
    return world(3, 2_000, 3, 2)


def _hashes(folder: Path) -> dict[str, str]:
    every = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in every}


def test_equal_worlds_give_equal_bytes(made: World, tmp_path: Path) -> None:
    heard: list[float] = []
    rows = write(made, tmp_path / "a", heard.append)
    write(world(3, 2_000, 3, 2), tmp_path / "b")
    assert _hashes(tmp_path / "a") == _hashes(tmp_path / "b")
    assert heard[-1] == 1.0
    for name, count in rows.items():
        with (tmp_path / "a" / "files" / name).open(encoding="utf-8") as file:
            assert sum(1 for _ in file) == count + 1, name


def test_each_call_stands_once_for_every_own_side(made: World, tmp_path: Path) -> None:
    write(made, tmp_path)
    calls = made.tables["calls"]
    told = pl.concat(
        [pl.read_csv(path, infer_schema=False) for path in sorted((tmp_path / "files").rglob("beeline_cdr_*.csv"))]
    )
    out, into = told.filter(pl.col("direction") == "OUT"), told.filter(pl.col("direction") == "IN")
    assert (len(out), len(into)) == (calls["imei"].count(), calls["b_imei"].count())
    assert (out["msisdn"] == out["calling"]).all()
    assert (into["msisdn"] == into["called"]).all()
    first = calls.filter(pl.col("imei").is_not_null()).row(0, named=True)
    assert out["imei"][0] == first["imei"]
    assert out["start_time"][0] == f"{first['at'] + timedelta(hours=5):%Y-%m-%d %H:%M:%S}"
    border = pl.read_csv(tmp_path / "files" / "операторы" / "коммутатор" / "switch_1.csv", infer_schema=False)
    assert len(border) == len(calls.filter(pl.col("trunk").is_not_null(), pl.col("service") == "voice"))
    assert border["in_trunk"].null_count() == 0


def test_lists_and_truth_stand_beside(made: World, tmp_path: Path) -> None:
    write(made, tmp_path)
    assert {path.stem for path in (tmp_path / "lists").iterdir()} == set(LISTS)
    for name in made.truth.__slots__:
        assert len(pl.read_csv(tmp_path / "truth" / f"{name}.csv")) == len(getattr(made.truth, name))


def test_a_folder_of_other_things_is_left_alone(made: World, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(UsageError) as told:
        write(made, tmp_path)
    assert told.value.key == "error-simulate-folder"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
