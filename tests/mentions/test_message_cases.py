"""Whose case a message is: by basis, by the victim's number, by what the plot names, and when it is nobody's."""

from __future__ import annotations

import polars as pl
from tests.mentions.observed import at, frame, observed, tables

from qalqan.mentions import messages
from qalqan.settings import Settings

ANNA = "+77012223344"
CASES = [
    {"number": "1", "victim_phone": ANNA, "registered_at": at(0),
     "plot": "Позвонили с 8 705 999 88 77, прислали https://kaspi-pay.top/l, писал @arman_shop"},
    {"number": "2", "victim_phone": "+77013334455", "registered_at": at(0),
     "plot": "Звонили с 8 705 111 22 33; номер 8 708 000 11 22"},
    {"number": "3", "victim_phone": "+77014445566", "registered_at": at(0), "plot": "номер 8 708 000 11 22"},
]  # fmt: skip


def tied(rows: list[dict[str, object]], evidence: list[dict[str, object]] | None = None) -> list[tuple[object, ...]]:
    told = [{"evidence": "m", "at": at(60), **row} for row in rows]
    made = messages.run(
        tables(
            observed_case=observed("case", CASES),
            observed_message=observed("message", told),
            evidence=frame("evidence", evidence or []),
        ),
        Settings(),
    )["messages"]
    return made.sort("seq").select("case_id", "tied_by").rows()


def test_the_basis_comes_first() -> None:
    assert tied([{"from": ANNA, "text": "x"}], [{"evidence": "m", "case": "2"}]) == [("2", "basis")]


def test_the_victim_s_own_messages() -> None:
    assert tied([{"from": ANNA, "text": "x"}, {"from": "1414", "to": ANNA, "text": "код"}]) == [("1", "victim")] * 2


def test_what_one_plot_alone_names() -> None:
    rows = [
        {"from": "+77059998877", "text": "x"},
        {"from": "+77770000000", "text": "вход kaspi-pay.top/l"},
        {"from": "+77770000000", "text": "пишите @arman_shop"},
        {"from": "+77080001122", "text": "этот номер назван в двух делах"},
        {"from": "+77770000000", "text": "звоните 8 705 999 88 77"},
    ]
    assert tied(rows) == [("1", "named")] * 3 + [(None, None)] * 2


def test_two_cases_that_could_claim_it_leave_it() -> None:
    assert tied([{"from": "+77059998877", "to": "+77051112233", "text": "x"}]) == [(None, None)]
    assert tied([{"from": ANNA, "to": "+77013334455", "text": "x"}]) == [(None, None)]


def test_long_before_the_case_it_is_somebody_else_s() -> None:
    far = -400 * 86_400
    assert tied([{"from": "+77059998877", "text": "x", "at": at(far)}]) == [(None, None)]
    assert tied([{"from": "+77059998877", "text": "x", "at": None}]) == [("1", "named")]


def test_a_basis_that_names_two_cases_decides_nothing() -> None:
    twice = [{"evidence": "m", "case": "2"}, {"evidence": "m", "case": "3"}]
    assert tied([{"from": "x", "text": "y"}], twice) == [(None, None)]


def test_no_messages_and_no_cases() -> None:
    made = messages.run(tables(), Settings())["messages"]
    assert made.is_empty()
    alone = messages.run(tables(observed_message=observed("message", [{"from": ANNA, "text": "x"}])), Settings())
    assert alone["messages"]["case_id"].to_list() == [None]
    assert alone["messages"].schema["seq"] == pl.Int64
