"""A small made-up workspace for the pages on which people do things: two officers of each kind, a run of a few rows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.desk import paper_frames as made

from qalqan import clock
from qalqan.console.house import House
from qalqan.desk import access, officers
from qalqan.store import accounts
from qalqan.store.workspace import Workspace

from .conftest import PASSPHRASE

CASE, OTHER, LONE = made.CASE, made.OTHER, made.LONE
PEOPLE = {"Try duty_officer": "duty_officer", "Try analyst": "analyst", "Try investigator": "investigator",
          "Try head": "head", "Try second": "head", "Try inspector": "inspector", "Try partner": "partner",
          "Try model_steward": "model_steward", "Try administrator": "administrator"}  # fmt: skip
DROPPERS = ("KZ787220000000007001", "KZ517220000000007002", "KZ247220000000007003")
NUMBERS = tuple(f"+7707555{n:04}" for n in range(20, 25))
HARM = "m1::1"


def ground(rule: str, weight: int = 3000) -> dict[str, Any]:
    return {
        "locators": [made.place(7)],
        "rule": rule,
        "values": {"kind": "phone", "value": made.CALLER},
        "weight": weight,
    }


def frames() -> dict[str, list[dict[str, Any]]]:
    """The frames of papers, with what a queue needs: firm and weak ties, possible droppers, numbers, messages."""
    told = made.frames()
    template = told["cases"][0]
    told["cases"] += [template | {"case_id": f"25590012{n:07}", "mo": "safe_account", "victim_name": None,
                                  "victim_account": None, "plot": None} for n in range(30)]  # fmt: skip
    firm = json.dumps([ground("tie-called"), ground("tie-device"), ground("tie-held"), ground("tie-gap", -200)])
    weak = json.dumps([ground("tie-scheme")])
    told["links"] = [{"case_a": CASE, "case_b": OTHER, "score": 998, "grounds": firm},
                     {"case_a": OTHER, "case_b": LONE, "score": 620, "grounds": weak}]  # fmt: skip
    told["series"] = [{"case_id": one, "series_id": CASE, "score": 900} for one in (CASE, OTHER)]
    told["possible_droppers"] = [
        {"account": one, "bank": "722", "holder": "Мәди Оспанов", "score": 990 - n, "cases": 1, "came_tiyn": 500_00,
         "first": made.at(5), "degree": "", "against": "family", "grounds": json.dumps([ground("dropper-stolen")])}
        for n, one in enumerate(DROPPERS)
    ]  # fmt: skip
    told["numbers"] = [{"number": one, "role": "simbox", "score": 800, "grounds": json.dumps([ground("role-simbox")])}
                       for one in NUMBERS]  # fmt: skip
    told["messages"] = [{"message_id": HARM, "at": made.at(1), "from": "x", "to": "y", "text": "зиянды сөз",
                         "channel": "chat", "seq": 1, "case_id": CASE, "source": HARM}]  # fmt: skip
    told["messages_read"] = [{"message_id": HARM, "scam_score": 990, "verdict": "scam-like", "class": "harm",
                              "language": "kk", "cues": "[]"}]  # fmt: skip
    return told


def build(path: Path, *, run: bool = True) -> Path:
    """The workspace; without ``run`` nothing was analysed in it."""
    with Workspace.init(path) as ws:
        for name, role in PEOPLE.items():
            one = officers.add(ws, name, role, PASSPHRASE)
            now = clock.now()
            account = accounts.Account(one.id, name.casefold(), "no hash", None, accounts.ACTIVE, now, now)
            ws.commit("account", {"officer": one.id}, change=lambda c, account=account: accounts.put(c, account))
        for name, role in PEOPLE.items():
            if role in ("duty_officer", "analyst", "investigator"):
                access.give(ws, "Try head", name, "organ", "*")
    if run:
        made.put(path, frames(), "run1")
    return path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: the stretching of passphrases is slow on purpose."""
    return build(tmp_path_factory.mktemp("do") / "ws")


@pytest.fixture
def desk(built: Path, tmp_path: Path) -> Iterator[House]:
    """A copy of one's own."""
    house = House(Path(shutil.copytree(built, tmp_path / "ws")))
    yield house
    house.close()


_BARE: list[Path] = []


@pytest.fixture
def bare(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A workspace that begins: officers, no file, no run. Made once a process, copied for each test."""
    if not _BARE:
        _BARE.append(build(tmp_path_factory.mktemp("bare") / "ws", run=False))
    house = House(Path(shutil.copytree(_BARE[0], tmp_path / "bare")))
    yield house
    house.close()
