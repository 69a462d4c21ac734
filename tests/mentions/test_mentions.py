"""Mentions: from cells and from texts, with whose they are."""

from __future__ import annotations

import polars as pl
from tests.mentions.observed import ANNA, BEK, frame, observed, tables, transfer

from qalqan.mentions import mentions
from qalqan.settings import Settings


def test_a_case_gives_the_victim_s_own_and_what_the_plot_tells() -> None:
    made = mentions.run(
        tables(
            observed_case=observed(
                "case",
                [
                    {
                        "number": "257100000000001",
                        "victim_phone": "+77012223344",
                        "plot": "С номера 8 701 222 33 44 звонили ей, потом с +7 705 999 88 77",
                    }
                ],
            )
        ),
        Settings(),
    )["mentions"]
    phones = made.filter(pl.col("kind") == "phone").select("value", "column", "role", "case_id")
    assert sorted(phones.rows()) == [
        ("+77012223344", "plot", "victim", "257100000000001"),
        ("+77012223344", "victim_phone", "victim", "257100000000001"),
        ("+77059998877", "plot", "other", "257100000000001"),
    ]
    inside = made.filter(pl.col("value") == "+77059998877").row(0, named=True)
    assert inside["as_written"] == "+7 705 999 88 77"
    assert inside["end"] - inside["start"] == len(inside["as_written"])


def test_a_value_in_many_transfers_is_mentioned_at_its_first_place() -> None:
    rows = [transfer(ANNA, BEK, 100, n) for n in range(5)]
    made = mentions.run(tables(observed_transaction=observed("transaction", rows)), Settings())["mentions"]
    assert sorted(made.select("row", "value").rows()) == [(1, ANNA), (1, BEK)]


def test_a_purpose_is_read_only_where_it_may_hold_an_identifier() -> None:
    rows = [
        transfer(ANNA, BEK, 100, 0, purpose="за обед 12.05"),
        transfer(ANNA, BEK, 100, 9, purpose="за заказ, тел +7 705 999 88 77"),
    ]
    made = mentions.run(tables(observed_transaction=observed("transaction", rows)), Settings())["mentions"]
    assert made.filter(pl.col("column") == "purpose").select("row", "kind", "value").rows() == [
        (2, "phone", "+77059998877")
    ]


def test_a_chat_handed_over_for_a_case_tells_of_that_case() -> None:
    made = mentions.run(
        tables(
            observed_case=observed(
                "case", [{"number": "257100000000001", "kui_number": "71/25", "victim_phone": "+77012223344"}]
            ),
            observed_message=observed(
                "message",
                [
                    {"evidence": "chat", "from": "+77059998877", "text": "Переводите на 8 708 111 22 33"},
                    {"evidence": "chat", "from": "+77012223344", "text": "мой номер 8 701 222 33 44"},
                    {"evidence": "other", "from": "+77750001122", "text": "пишите @arman_shop77"},
                ],
            ),
            evidence=frame("evidence", [{"evidence": "chat", "case": "71/25"}, {"evidence": "other", "case": None}]),
        ),
        Settings(),
    )["mentions"]
    told = made.filter(pl.col("evidence") != "e0").select("evidence", "column", "value", "case_id", "role").rows()
    case = "257100000000001"
    assert ("chat", "from", "+77059998877", case, None) in told
    assert ("chat", "text", "+77081112233", case, "other") in told
    assert ("chat", "text", "+77012223344", case, "victim") in told
    assert ("chat", "from", "+77012223344", case, "victim") in told
    assert all(row[3] is None for row in told if row[0] == "other")


def test_a_device_of_a_call_is_named_by_its_kind_never_by_itself() -> None:
    rows = [{"a": "+77012223344", "b": "+77059998877", "imei": "860057005373906", "imsi": "401776237265891"}]
    made = mentions.run(tables(observed_call=observed("call", rows)), Settings())["mentions"]
    assert sorted(made.select("kind", "value").rows()) == [
        ("imei", "860057005373906"),
        ("imsi", "401776237265891"),
        ("phone", "+77012223344"),
        ("phone", "+77059998877"),
    ]
