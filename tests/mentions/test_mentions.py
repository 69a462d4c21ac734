"""Mentions: from cells and from texts, with whose they are."""

from __future__ import annotations

import polars as pl
from tests.mentions.observed import ANNA, BEK, observed, tables, transfer

from qalqan.mentions import mentions
from qalqan.settings import Settings


def test_a_case_gives_the_victim_s_own_and_what_the_plot_tells() -> None:
    made = mentions.run(tables(observed_case=observed("case", [{
        "number": "257100000000001", "victim_phone": "+77012223344",
        "plot": "С номера 8 701 222 33 44 звонили ей, потом с +7 705 999 88 77",
    }])), Settings())["mentions"]
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
    rows = [transfer(ANNA, BEK, 100, 0, purpose="за обед 12.05"),
            transfer(ANNA, BEK, 100, 9, purpose="за заказ, тел +7 705 999 88 77")]
    made = mentions.run(tables(observed_transaction=observed("transaction", rows)), Settings())["mentions"]
    assert made.filter(pl.col("column") == "purpose").select("row", "kind", "value").rows() == [
        (2, "phone", "+77059998877")]
