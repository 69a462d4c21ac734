"""qalqan calls and the sheets of numbers, devices, cells and campaigns: the weightiest first, masked, logged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.link.tied import at, call, frame, phone

from qalqan.desk import calls, tables
from qalqan.desk.init import init
from qalqan.desk.show import _SHEETS, Sheet
from qalqan.engine.frames import Tables
from qalqan.errors import UsageError
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

BOX, CELL, VICTIM = "860016247921385", "10140-22501", "+77470000001"
REPLY = "ed1266501079518a:77470000001:4"


def known_tables() -> Tables:
    grounds = json.dumps([
        {"locators": [REPLY], "rule": "victim-code", "values": {"from": "1414", "minutes": 6}, "weight": 560}
    ])  # fmt: skip
    member = {"campaign_id": "c::1", "calls": 41, "called": 41, "reported": 7, "first": at(0), "last": at(9),
              "cases": "C1;C2", "grounds": "[]", "locators": REPLY}  # fmt: skip
    rows: dict[str, list[dict[str, Any]]] = {
        "victims_in_progress": [
            {"victim_id": REPLY, "number": VICTIM, "at": at(n), "until": at(n + 3), "rule": "code", "tell": "operator",
             "first_from": phone(1), "second_from": phone(2), "score": 800, "grounds": grounds, "locators": REPLY}
            for n in (1, 5)
        ],
        "alerts": [
            {"alert_id": str(n), "detector": "simbox_habits", "subject_kind": kind, "subject": subject, "at": at(n),
             "score": 500 + n, "numbers": numbers, "grounds": "[]"}
            for n, (kind, subject, numbers) in enumerate(
                (("number", phone(1), phone(1)), ("device", BOX, f"{phone(1)};{phone(2)}"), ("cell", CELL, phone(3)))
            )
        ],
        "call_campaigns": [
            {"campaign_id": f"c::{n}", "numbers": 2, "called": 40 + n, "reported": n, "first": at(0), "last": at(n),
             "grounds": "[]"}
            for n in (1, 2)
        ],
        "call_campaign_members": [
            member | {"kind": kind, "member": value}
            for kind, value in (("phone", phone(1)), ("phone", phone(2)), ("imei", BOX), ("cell", CELL))
        ],
        "numbers": [
            {"number": phone(1), "role": "simbox", "score": 700, "grounds": "[]"},
            {"number": phone(2), "role": "caller", "score": 900, "grounds": "[]"},
            {"number": phone(9), "role": "ordinary", "score": 0, "grounds": "[]"},
        ],
        "devices": [{"imei": BOX, "numbers": 2, "role": "simbox", "score": 900, "first": at(0), "last": at(9)},
                    {"imei": "350000000000001", "numbers": 1, "role": "ordinary", "score": 0, "last": at(9)}],
        "calls": [call(phone(1), VICTIM, 1, 1, imei=BOX, cell=CELL), call(phone(2), VICTIM, 8, 2, imei=BOX)],
    }  # fmt: skip
    return Tables.of({name: frame(name, told) for name, told in rows.items()})


@pytest.fixture
def ws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    known = known_tables()
    monkeypatch.setattr(tables, "current", lambda _: known)
    init(tmp_path / "ws", tmp_path / "key")
    return tmp_path / "ws"


def looked(ws: Path, **asked: Any) -> dict[str, calls.Part]:
    with Workspace.open(ws, write=True) as opened:
        return {one.name: one for one in calls.calls(opened, **asked)}


def test_each_list_has_the_weightiest_first_and_its_whole_length(ws: Path) -> None:
    found = looked(ws, top=1)
    assert {name: one.total for name, one in found.items()} == {
        "victims": 2, "alerts": 3, "campaigns": 2, "numbers": 2, "devices": 1, "cells": 1,
    }  # fmt: skip
    assert found["victims"].rows["at"].to_list() == [at(5)]
    assert found["alerts"].rows["score"].to_list() == [502]
    assert found["campaigns"].rows["campaign_id"].to_list() == ["c::2"]
    assert found["numbers"].rows["score"].to_list() == [900]


def test_without_a_purpose_nobody_can_be_called_up(ws: Path) -> None:
    found = looked(ws)
    told = str([one.rows.to_dicts() for one in found.values()])
    for secret in (VICTIM, VICTIM[1:], phone(1), phone(2), BOX):
        assert secret not in told
    assert CELL in told  # a base station is nobody
    ground = json.loads(found["victims"].rows["grounds"][0])[0]
    assert ground["values"] == {"minutes": 6}
    assert ground["locators"] == ["ed1266501079518a:7747•••01:4"]


def test_a_purpose_shows_them_clear_and_is_logged(ws: Path) -> None:
    found = looked(ws, purpose="investigation", officer="Сынақова")
    assert found["victims"].rows["number"].to_list() == [VICTIM, VICTIM]
    with Workspace.open(ws) as opened:
        assert [(one.what, one.purpose) for one in purposes.everything(opened)] == [("calls", "investigation")]


def test_since_leaves_out_what_was_over(ws: Path) -> None:
    found = looked(ws, since=at(6).isoformat())
    assert {name: one.total for name, one in found.items() if one.total} == {
        "victims": 1, "numbers": 1, "devices": 1, "cells": 1,
    }  # fmt: skip
    with pytest.raises(UsageError):
        looked(ws, since="жақында")
    with pytest.raises(UsageError):
        looked(ws, top=0)


@pytest.mark.parametrize(
    ("what", "wanted", "wanted_tables"),
    [
        ("number", phone(1), ["numbers", "alerts", "call_campaign_members", "call_campaigns", "victims_in_progress",
                              "devices", "calls"]),
        ("device", BOX, ["devices", "alerts", "call_campaign_members", "call_campaigns", "calls"]),
        ("cell", CELL, ["alerts", "call_campaign_members", "call_campaigns", "calls"]),
        ("campaign", "c::1", ["call_campaigns", "call_campaign_members"]),
        ("campaign", "C2", ["call_campaigns", "call_campaign_members"]),
    ],
)  # fmt: skip
def test_a_sheet_shows_everything_about_a_thing(what: str, wanted: str, wanted_tables: list[str]) -> None:
    sheet = Sheet(what, wanted)
    _SHEETS[what](known_tables(), sheet, wanted)
    assert [one.table for one in sheet.sections] == wanted_tables


def test_a_number_is_found_among_those_behind_a_device() -> None:
    sheet = Sheet("number", phone(2))
    _SHEETS["number"](known_tables(), sheet, phone(2))
    alerts = next(one.rows for one in sheet.sections if one.table == "alerts")
    assert alerts["subject"].to_list() == [BOX]
    assert isinstance(alerts, pl.DataFrame)
