"""Regions: the same bytes for the same parameters, every regime, and files that hold what truth says."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import pytest
from tests.simulate.analyst import remaining_from_statements

from qalqan.errors import UsageError
from qalqan.simulate import REGIMES, make_bulk, make_region, score
from qalqan.simulate.chance import Chance
from qalqan.simulate.region import _silent, _teller
from qalqan.simulate.truth import certain_nodes
from qalqan.simulate.world import World, play_world

SMALL = {"cases": 30, "people": 1500, "days": 40}


def _digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("region")
    make_region(out, seed=5, **SMALL)
    return out


@pytest.fixture(scope="module")
def world() -> World:
    return play_world(Chance(11), REGIMES["middle"], cases=60, people=3000, days=60, tell=_silent)


def test_equal_parameters_give_equal_bytes(region: Path, tmp_path: Path) -> None:
    make_region(tmp_path, seed=5, **SMALL)
    assert _digest(tmp_path) == _digest(region)


@pytest.mark.parametrize("hashes", ["1", "2"])
def test_bytes_do_not_depend_on_hash_order(region: Path, tmp_path: Path, hashes: str) -> None:
    code = "import sys; from pathlib import Path; from qalqan.simulate import make_region; "
    code += f"make_region(Path(sys.argv[1]), seed=5, **{SMALL!r})"
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], check=True, env={**os.environ, "PYTHONHASHSEED": hashes}
    )
    assert _digest(tmp_path) == _digest(region)


def test_another_seed_gives_another_region(region: Path, tmp_path: Path) -> None:
    make_region(tmp_path, seed=6, **SMALL)
    assert _digest(tmp_path / "truth") != _digest(region / "truth")


@pytest.mark.parametrize("regime", sorted(REGIMES))
def test_every_regime_conserves_each_loss(regime: str, tmp_path: Path) -> None:
    made = make_region(tmp_path, seed=2, regime=regime, **SMALL)
    assert made.cases == SMALL["cases"]
    assert made.regime is REGIMES[regime]
    left: dict[str, int] = defaultdict(int)
    for row in _read(tmp_path / "truth/trails.csv"):
        assert int(row["remaining_tiyn"]) >= 0
        left[row["case_id"]] += int(row["remaining_tiyn"])
    assert left == {row["case_id"]: int(row["damage_tiyn"]) for row in _read(tmp_path / "truth/cases.csv")}


def test_every_file_has_a_basis_and_workbooks_open(region: Path) -> None:
    listed = {row["file"] for row in _read(region / "files/manifest.csv")}
    found = {str(p.relative_to(region / "files")) for p in (region / "files").rglob("*") if p.is_file()}
    assert listed == found - {"manifest.csv"}
    for path in (region / "files").rglob("*.xlsx"):
        if path.parent.name != "прочее":
            assert zipfile.ZipFile(path).testzip() is None


def test_case_numbers_are_distinct(region: Path) -> None:
    ids = [row["case_id"] for row in _read(region / "truth/cases.csv")]
    assert len(set(ids)) == len(ids)
    assert all(ids)


def test_covered_sums_follow_from_the_statements_alone(world: World) -> None:
    teller = _teller(Chance(11), world)
    rows = 0
    for case in world.cases:
        picture = world.pictures[case.index]
        covered = certain_nodes(case, picture, world.book, world.answers, world.transfers)
        found = remaining_from_statements(world, teller, case.index) if covered else {}
        for node in covered:
            assert found[node] == picture.remaining[node], (case.id, node)
            rows += 1
    assert rows > 50


def test_balances_never_fall_below_zero(world: World) -> None:
    t = world.transfers
    for node in sorted({loss.dst for case in world.cases for loss in case.losses}):
        balance = int(t.opening[node])
        for row in t.rows_of(node).tolist():
            balance += int(t.tiyn[row]) * (1 if t.dst[row] == node else -1)
            assert balance >= 0


def test_perfect_export_gets_full_marks(region: Path, tmp_path: Path) -> None:
    truth = region / "truth"
    lines = ["case_id,account,rule,remaining_tiyn,remaining_low_tiyn,remaining_high_tiyn"]
    for row in _read(truth / "trails.csv"):
        left = row["remaining_tiyn"]
        lines.append(f"{row['case_id']},{row['account']},fifo,{left},{left},{left}")
    (tmp_path / "trails.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "series.csv").write_bytes((truth / "series.csv").read_bytes())
    (tmp_path / "accounts.csv").write_bytes((truth / "roles_accounts.csv").read_bytes())
    (tmp_path / "numbers.csv").write_bytes((truth / "roles_numbers.csv").read_bytes())
    marks = score(truth, tmp_path)
    assert marks["series_f1"] == 1.0
    assert marks["series_lone_glued"] == 0.0
    assert marks["fifo_exact"] == marks["fifo_inside"] == 1.0
    assert marks["account_roles_macro_f1"] == marks["number_roles_macro_f1"] == 1.0


def test_bad_parameters_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        make_region(tmp_path, seed=1, regime="gentle")
    with pytest.raises(UsageError):
        make_region(tmp_path, seed=1, people=100)


def test_bulk_files_hold_what_they_say(tmp_path: Path) -> None:
    made = make_bulk(tmp_path / "a", transfers=5000, calls=2000)
    again = make_bulk(tmp_path / "b", transfers=5000, calls=2000)
    assert _digest(tmp_path / "a") == _digest(tmp_path / "b")
    for path, rows in zip((made.transfers, made.calls, made.register), made.rows, strict=True):
        assert len(path.read_text(encoding="utf-8").splitlines()) == rows + 1
    assert again.rows == made.rows
