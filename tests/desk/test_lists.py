"""Lists that leave the house: one content and approval for operators and the gate, expiry, safety, the registry."""

from __future__ import annotations

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.desk.paper_frames import NOW, PEOPLE, WORDS, at, frames, place

from qalqan import clock
from qalqan.desk import decisions, lists, officers, registry
from qalqan.errors import TamperError, UsageError
from qalqan.gate.book import load, opened
from qalqan.gate.publish import publish
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store.workspace import Workspace
from qalqan.values import iban

pytestmark = pytest.mark.usefixtures("still")

BOXES = [f"+7701555{n:04}" for n in range(4)]
POSED, DEVICE, CELL, LONELY = "+77172123456", "860016247921385", "10209-31679", "860032802038952"
ACCOUNT = next(f"KZ{n:02}7220000000001001" for n in range(2, 99) if iban.check(f"KZ{n:02}7220000000001001"))
A, B = PEOPLE


def told() -> dict[str, list[dict[str, Any]]]:
    calls = [
        {"call_id": place(60 + n), "at": at(n), "a": box, "b": f"+7778{n:07}", "duration_s": 9, "service": "voice",
         "imei": DEVICE if n < 2 else None, "cell": CELL, "locators": place(60 + n)}
        for n, box in enumerate(BOXES)
    ]  # fmt: skip
    roles = [*((box, "simbox", 700 + n) for n, box in enumerate(BOXES)), ("+77015559999", "simbox", 600),
             (POSED, "spoofed", 900)]  # fmt: skip
    return frames() | {
        "calls": calls,
        "numbers": [{"number": n, "role": r, "score": s, "grounds": "[]"} for n, r, s in roles],
        "devices": [{"imei": LONELY, "role": "simbox", "score": 800, "grounds": "[]"}],
    }


def approve(ws: Path, shown: str, *names: str) -> None:
    with Workspace.open(ws, write=True) as one:
        for name in names:
            decisions.decide(
                one, name, WORDS, lists.SUBJECT, "block", "approve", "looked at it", "prevention", "", shown
            )


def values(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["value"] for row in csv.DictReader(file)]


def test_a_list_is_a_draft_without_a_signature_until_two_officers_approve(ws: Path, tmp_path: Path) -> None:
    first = lists.lists(ws, tmp_path / "out")
    assert first.draft
    assert all(".draft." in one.name for one in first.paths)
    with pytest.raises(UsageError):
        opened("list", next(one for one in first.paths if one.suffix == ".json"))
    approve(ws, first.shown, B)
    assert lists.lists(ws, tmp_path / "out").draft, "one officer is not two"


def test_one_approval_is_for_the_lists_and_the_book(ws: Path, tmp_path: Path) -> None:
    first = lists.lists(ws, tmp_path / "out")
    assert publish(ws, tmp_path / "gate").shown == first.shown
    with Workspace.open(ws, write=True) as one:
        officers.add(one, "Г. Сейіт", "head", WORDS)
    approve(ws, first.shown, B, "Г. Сейіт")
    done = lists.lists(ws, tmp_path / "out")
    assert (done.draft, done.approved_by, done.rows) == (
        "", tuple(sorted((B, "Г. Сейіт"))),
        {"callers": 4, "devices": 2, "cells": 1, "spoofed": 1, "never": 0},
    )  # fmt: skip
    body, public, _ = opened("list", tmp_path / "out" / "simbox-numbers.json")
    assert [row["value"] for row in body["rows"]] == BOXES
    assert body["content"] == first.shown
    assert values(tmp_path / "out" / "simbox-devices.csv") == [DEVICE, LONELY]
    assert not publish(ws, tmp_path / "gate").draft
    book = load(tmp_path / "gate" / "book.json")
    assert (set(book.lists["callers"]), book.public_key) == (set(BOXES), public)
    with pytest.raises(TamperError):  # a list is no book, whoever signed it
        load(tmp_path / "out" / "simbox-numbers.json")
    with Workspace.open(ws) as one:
        assert {each.purpose for each in purposes.everything(one)} == {"prevention"}


def test_everything_ends(ws: Path, tmp_path: Path) -> None:
    lists.lists(ws, tmp_path / "out", days=10)
    for path in (tmp_path / "out").glob("*.json"):
        body = json.loads(path.read_text("utf-8"))["body"]
        assert {row["until"] for row in body["rows"]} == {body["until"]}
        assert datetime.fromisoformat(body["until"]) - datetime.fromisoformat(body["made"]) == timedelta(days=10)


def test_registered_gateways_and_allowed_numbers_are_on_no_list(ws: Path, tmp_path: Path) -> None:
    gateways, allowed = tmp_path / "gateways.csv", tmp_path / "allowed.csv"
    gateways.write_text(f"{DEVICE}\n{BOXES[0]}\n", "utf-8")
    allowed.write_text("8 (7172) 12-34-56\n", "utf-8")
    done = lists.lists(ws, tmp_path / "out", extra={"gateways": [gateways], "allowed": [allowed]})
    assert done.rows == {"callers": 3, "devices": 1, "cells": 1, "spoofed": 0, "never": 0}


def test_numbers_that_never_call_come_from_a_file_in_any_form(ws: Path, tmp_path: Path) -> None:
    never = tmp_path / "never.csv"
    never.write_text("# banks\n8 (7172) 55-55-00\n1414\n=HYPERLINK(1)\n", "utf-8")
    lists.lists(ws, tmp_path / "out", extra={"never": [never]})
    assert values(tmp_path / "out" / "do-not-originate.draft.csv") == ["+77172555500", "1414", "'=HYPERLINK(1)"]
    with pytest.raises(UsageError, match="error-gate-list"):
        lists.lists(ws, tmp_path / "out", extra={"callers": [never]})


def entered(ws: Path, *, until: str, approved: bool = True) -> None:
    with Workspace.open(ws, write=True) as one:
        given = {"ground": "afc", "kind": "account", "value": ACCOUNT, "number": "7", "on": "2025-03-20",
                 "until": until}  # fmt: skip
        made = registry.add(one, [given], Settings(), officer=A, passphrase=WORDS)
        if approved:
            decisions.decide(one, B, WORDS, made.subject, "registry", "approve", "read", "investigation", "",
                             made.shown)  # fmt: skip


def accounts(ws: Path) -> list[list[Any]]:
    with Workspace.open(ws) as one:
        found = lists.content(one, 30, {}).body["lists"]["accounts"]
    return list(found)


def test_an_account_of_the_registry_goes_to_the_gate_until_it_ends(ws: Path) -> None:
    entered(ws, until="2025-04-10")
    assert accounts(ws) == [[ACCOUNT, 900, "2025-04-10T19:00:00.000000+00:00", "registry-afc"]]
    clock.use(lambda: NOW + timedelta(days=10))  # 11 April
    assert accounts(ws) == []


def test_an_account_that_one_officer_entered_goes_nowhere(ws: Path) -> None:
    entered(ws, until="2025-04-10", approved=False)
    assert accounts(ws) == []


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n\r\0"), max_size=30))
def test_no_cell_is_a_formula(cell: str) -> None:
    told = lists.safe(cell)
    assert told.lstrip("'") == cell.lstrip("'")
    assert not told.startswith(("=", "-", "@", "\t"))
    if told.startswith("+"):
        assert told[1:].isdecimal()
