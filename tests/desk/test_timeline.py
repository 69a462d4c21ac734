"""The victim's line: rows of all sources in order of time, the signature marked with its reasons, masked, drawn."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.link.tied import at, call, frame, phone

from qalqan.desk import pictures, tables, timeline
from qalqan.desk._timeline_signature import Told, marked
from qalqan.desk.init import init
from qalqan.engine.frames import Tables
from qalqan.errors import NotFound
from qalqan.report import timeline as picture
from qalqan.report.timeline import Happening
from qalqan.report.wording import Words
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

PERSON, MOTHER = "+77470000001", "+77015550112"
MINE, DROP, NEXT, CASH = "KZ127220000000001001", "KZ126010000000002001", "KZ129480000000002003", "atm at 601"
LENDERS = ("100140000111", "120340000222")
MINUTE = 1 / 60


def transfer(number: int, minutes: float, payer: str, payee: str, tiyn: int, **more: Any) -> dict[str, Any]:
    return {"tx_id": f"b::{number}", "at": at(minutes * MINUTE), "from": payer, "to": payee, "amount_tiyn": tiyn,
            "locators": f"b::{number}", "at_precision": "second", "reversal": False, "seq": number} | more  # fmt: skip


def loan(number: int, minutes: float, lender: int) -> dict[str, Any]:
    return transfer(number, minutes, f"KZ00LENDER{lender}", MINE, 900_000_00, from_iin=LENDERS[lender],
                    from_name=f"ТОО «МФО {lender}»", operation="Выдача займа", knp="411",
                    purpose="Выдача онлайн-займа", to_iin="850101300123")  # fmt: skip


def world(**more: list[dict[str, Any]]) -> Tables:
    rows: dict[str, list[dict[str, Any]]] = {
        "cases": [{"case_id": "C1", "mo": "safe_account", "victim_phone": PERSON, "victim_iin": "850101300123",
                   "victim_account": MINE, "registered_at": at(8), "damage_tiyn": 1_800_000_00, "source": "r::2"}],
        "calls": [
            call(MOTHER, PERSON, -30 * 24, 1),
            call(MOTHER, PERSON, -3 * 24, 2),
            call(PERSON, MOTHER, -1, 3),
            call(phone(1), PERSON, 0, 4, duration_s=240),
            call("1414", PERSON, 2 * MINUTE, 5, service="sms", duration_s=0),
            call(phone(2), PERSON, 12 * MINUTE, 6, duration_s=5400),
        ],
        "transactions": [
            loan(1, 20, 0), loan(2, 45, 1),
            transfer(3, 60, MINE, DROP, 1_800_000_00),
            transfer(4, 64, DROP, NEXT, 1_700_000_00),
            transfer(5, 70, NEXT, CASH, 1_000_000_00),
            transfer(6, 61, MINE, "KZ00SHOP", 5_000_00),
        ],
        "losses": [{"case_id": "C1", "tx_id": "b::3", "amount_tiyn": 1_800_000_00, "score": 900, "grounds": "[]"}],
        "hops": [
            {"case_id": "C1", "seq": n, "from": a, "to": b, "amount_tiyn": tiyn, "at": at(minutes * MINUTE),
             "locator": f"b::{tx}", "rule": "fifo", "tx_id": f"b::{tx}"}
            for n, a, b, tiyn, minutes, tx in (
                (1, MINE, DROP, 1_800_000_00, 60, 3), (2, DROP, NEXT, 1_700_000_00, 64, 4),
                (3, NEXT, CASH, 1_000_000_00, 70, 5),
            )
        ],
        "trail_ends": [{"case_id": "C1", "node": CASH, "kind": "atm", "sink": True, "first": at(70 * MINUTE)}],
    }  # fmt: skip
    return Tables.of({name: frame(name, told) for name, told in (rows | more).items()})


@pytest.fixture
def ws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    known = world()
    monkeypatch.setattr(tables, "current", lambda _: known)
    init(tmp_path / "ws", tmp_path / "key")
    return tmp_path / "ws"


def line(ws: Path, **asked: Any) -> picture.Timeline:
    with Workspace.open(ws, write=True) as opened:
        return timeline.timeline(opened, "C1", Settings(), **asked)


def test_rows_of_all_sources_stand_in_order_of_time_with_the_signature(ws: Path) -> None:
    told = line(ws, purpose="investigation", officer="Сынақова")
    assert [(row.kind, row.part) for row in told.rows] == [
        ("call-out", ""), ("call-in", "first-call"), ("code", "code"), ("call-in", "long-call"), ("loan", "loans"),
        ("loan", "loans"), ("loss", "loss"), ("paid", ""), ("onward", "onward"), ("cash", "cash"), ("registered", ""),
    ]  # fmt: skip
    whys = {row.part: (row.why.key, dict(row.why.values)) for row in told.rows if row.why}
    assert whys == {
        "first-call": ("code-during", {"seconds": 120}), "code": ("code", {}),
        "long-call": ("long-call", {"minutes": 90, "gap": 8}), "loans": ("loans-hour", {"lenders": 2}),
        "loss": ("loss", {"score": 900}), "onward": ("onward", {"minutes": 4}), "cash": ("cash", {}),
    }  # fmt: skip
    assert [str(row.places[0].row) for row in told.rows if row.part] == ["4", "5", "6", "1", "2", "3", "4", "5"]


def test_all_rows_come_when_the_whole_is_asked_for(ws: Path) -> None:
    assert len(line(ws, whole=True).rows) == len(line(ws).rows) + 2


def test_without_a_purpose_it_is_masked_and_with_one_logged(ws: Path) -> None:
    hidden, clear = line(ws), line(ws, purpose="victim", officer="Б")
    for secret in (PERSON, phone(1), MOTHER, MINE, DROP):
        assert secret not in str(hidden)
    assert [row.who for row in clear.rows if row.part == "first-call"] == [phone(1)]
    assert [row.who for row in hidden.rows if row.kind == "code"] == ["1414"]
    with Workspace.open(ws) as opened:
        assert [(one.what, one.purpose) for one in purposes.everything(opened)] == [("timeline:C1", "victim")]


def test_somebody_known_before_is_no_stranger_unless_the_case_names_him(
    ws: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [call(phone(n), PERSON, -9 * 24, 90 + n) for n in (1, 2)]
    known = world()
    known = world(calls=[*known["calls"].to_dicts(), *before])
    monkeypatch.setattr(tables, "current", lambda _: known)
    assert not {"first-call", "code", "long-call"} & set(line(ws).found())
    named = {"evidence": "r", "part": "", "row": 2, "kind": "phone", "value": phone(2), "case_id": "C1"}
    known = world(calls=known["calls"].to_dicts(), mentions=[named])
    monkeypatch.setattr(tables, "current", lambda _: known)
    first = next(row for row in line(ws).rows if row.part == "first-call")
    assert (first.seconds, first.why.key if first.why else "") == (5400, "named")


def test_an_unknown_case_is_not_found(ws: Path) -> None:
    with Workspace.open(ws, write=True) as opened, pytest.raises(NotFound):
        timeline.timeline(opened, "C9", Settings())


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_it_is_drawn_with_its_table(ws: Path, tmp_path: Path, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "current_run", lambda _: type("Run", (), {"result_hash": "ab" * 32}))
    with Workspace.open(ws, write=True) as opened:
        made = pictures.draw(opened, "timeline", "C1", tmp_path / "t.svg", Settings(), lang=lang)
        paper = pictures.draw(opened, "timeline", "C1", tmp_path / "t.pdf", Settings(), lang=lang)
    svg = (tmp_path / "t.svg").read_text("utf-8")
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    assert root[0].text
    assert svg.count("<circle") == made.hops == 11
    assert svg.count('r="7.5"') == 8
    assert "report-" not in svg
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == made.hops + 1
    assert (tmp_path / "t.pdf").read_bytes().startswith(b"%PDF")
    assert paper.case_id == "C1"


def test_a_victim_without_rows_is_told_so() -> None:
    assert Words("en")("timeline-empty") in picture.svg([], Words("en"))


ALWAYS = ("loss", "message", "cash")
KINDS = ("call-in", "call-out", "code", "loan", "loss", "onward", "cash", "message", "paid")


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 5000), st.integers(0, 4000)), max_size=50))
def test_no_line_of_rows_breaks_the_picture(told: list[tuple[str, int, int]]) -> None:
    rows = [
        Told(n, at(minute * MINUTE), kind, phone(minute % 3), seconds=seconds, score=900)
        for n, (kind, minute, seconds) in enumerate(sorted(told, key=lambda one: one[1]))
    ]
    marks = marked(rows, frozenset({phone(0)}), frozenset({phone(1)}))
    assert all(marks[one.number].part in ("loss", "message", "cash") for one in rows if one.kind in ALWAYS)
    plain = [Happening(one.at, one.kind, one.party, one.seconds, 100, "", ()) for one in rows]
    done = [replace(row, part=marks[n].part, why=marks[n].why) if n in marks else row for n, row in enumerate(plain)]
    line_ = picture.Timeline("C1", "", "", None, None, tuple(done), ())
    drawn = picture.drawn(line_)
    assert {row for row in line_.rows if row.part} <= set(drawn)
    assert len(drawn) == min(len(line_.rows), max(picture.A_PICTURE, sum(1 for row in line_.rows if row.part)))
    ElementTree.fromstring(picture.svg(drawn, Words("kk"), "t", "d", rest=len(line_.rows) - len(drawn)))  # noqa: S314
    places = picture._places(drawn)
    assert all(b - a >= picture.ROW for a, b in pairwise(places))
    assert all(picture._end(drawn, places, n) >= places[n] for n in range(len(drawn)))


def test_a_long_stretch_is_told() -> None:
    one = Happening(at(0), "paid", "x", None, 100, "", ())
    two = Happening(at(0) + timedelta(hours=5), "paid", "x", None, 100, "", ())
    assert "5 h 0 min" in picture.svg([one, two], Words("en"))
