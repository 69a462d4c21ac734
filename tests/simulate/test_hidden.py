"""What a unit is not told: nothing changes without it, and with it the truth says who, where and how much."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import pytest

from qalqan.simulate import make_region
from qalqan.simulate.hidden import Hidden

SMALL: dict[str, Any] = {"cases": 40, "people": 1500, "days": 50}


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _files(folder: Path) -> dict[str, str]:
    every = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in every}


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hidden")
    made = make_region(out, seed=5, hidden=Hidden(unreported=0.5, leaks=1.0, chiefs=1.0), **SMALL)
    assert made.cases == SMALL["cases"]
    return out / "truth"


def test_hiding_nothing_changes_no_file(tmp_path: Path) -> None:
    make_region(tmp_path / "a", seed=5, **SMALL)
    make_region(tmp_path / "b", seed=5, hidden=Hidden(), **SMALL)
    plain, told = _files(tmp_path / "a"), _files(tmp_path / "b")
    assert {name: told[name] for name in plain} == plain
    assert sorted(set(told) - set(plain)) == ["truth/groups.csv", "truth/leaks.csv", "truth/unreported.csv"]


def test_silent_victims_pay_gangs_and_stand_in_no_case(truth: Path) -> None:
    silent = _read(truth / "unreported.csv")
    roles = {row["account"]: row["role"] for row in _read(truth / "roles_accounts.csv")}
    payers, lost = {row["from"] for row in silent}, {row["from"] for row in _read(truth / "losses.csv")}
    assert len(payers) > 3
    assert not payers & lost
    assert {roles[payer] for payer in payers if payer in roles} <= {"ordinary"}
    paid = {(row["series_id"], row["member"]) for row in _read(truth / "groups.csv") if row["kind"] == "account"}
    assert {(row["series_id"], row["to"]) for row in silent} <= paid
    assert all(int(row["amount_tiyn"]) > 0 for row in silent)


def test_a_leaked_list_is_a_shop_s_and_most_of_its_gang_s_victims_stand_in_it(truth: Path) -> None:
    lists = _read(truth / "leaks.csv")
    roles = {row["account"]: row["role"] for row in _read(truth / "roles_accounts.csv")}
    assert lists
    assert {roles.get(row["account"], "merchant") for row in lists} == {"merchant"}
    assert sum(int(row["victims"]) for row in lists) >= 2 * len(lists)


def test_every_gang_has_its_people_and_roles(truth: Path) -> None:
    members = _read(truth / "groups.csv")
    gangs = {row["series_id"] for row in _read(truth / "series.csv")} - {""}
    assert {row["series_id"] for row in members} == gangs
    for role, kinds in (("handler", {"number"}), ("organiser", {"number", "account"}), ("caller", {"number"})):
        assert {row["kind"] for row in members if row["role"] == role} == kinds
    assert {row["series_id"] for row in members if row["role"] == "handler"} == gangs
    devices = {row["member"] for row in members if row["kind"] == "imei"}
    assert {row["behind"] for row in members if row["role"] == "caller"} <= devices


def test_equal_parameters_give_equal_bytes(truth: Path, tmp_path: Path) -> None:
    make_region(tmp_path, seed=5, hidden=Hidden(unreported=0.5, leaks=1.0, chiefs=1.0), **SMALL)
    assert _files(tmp_path) == _files(truth.parent)
