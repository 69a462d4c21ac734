"""Subscribers, coverage and messages: the same thing told twice is one row with all its places."""

from __future__ import annotations

from tests.mentions.observed import ANNA, at, observed, tables

from qalqan.mentions import coverage, messages, subscribers
from qalqan.settings import Settings


def test_a_subscriber_told_by_two_replies_is_one() -> None:
    rows = [{"number": "+77010000001", "holder": "А. Б.", "evidence": e} for e in "ba"]
    rows.append({"number": "+77010000001", "holder": "В. Г."})
    made = subscribers.run(tables(observed_subscriber=observed("subscriber", rows)), Settings())["subscribers"]
    assert made.select("holder", "locators").rows() == [("А. Б.", "a::2;b::1"), ("В. Г.", "e0::3")]


def test_two_answers_of_one_account_stay_apart() -> None:
    rows = [{"account": ANNA, "from": at(0), "to": at(100), "received_at": at(n)} for n in (200, 300)]
    made = coverage.run(tables(observed_coverage=observed("coverage", rows)), Settings())["coverage"]
    assert made.height == 2


def test_a_chat_exported_from_both_ends_tells_each_message_once() -> None:
    said = [
        {"at": at(0), "from": "Алия", "text": "алло"},
        {"at": at(0), "from": "Алия", "text": "алло"},
        {"at": at(5), "from": "+77010000001", "text": "иә"},
    ]
    rows = [{**one, "evidence": e, "row": n, "seq": n} for e in "ab" for n, one in enumerate(said, 1)]
    made = messages.run(tables(observed_message=observed("message", rows)), Settings())["messages"]
    assert made.select("text", "source").rows() == [("алло", "a::1;b::1"), ("алло", "a::2;b::2"), ("иә", "a::3;b::3")]


def test_messages_without_a_time_are_never_one() -> None:
    rows = [{"evidence": e, "from": "A", "text": "алло", "channel": "call"} for e in "ab"]
    made = messages.run(tables(observed_message=observed("message", rows)), Settings())["messages"]
    assert sorted(made["source"]) == ["a::1", "b::2"]


def test_what_stands_beside_a_message_does_not_part_its_two_ends() -> None:
    rows = [
        {"evidence": e, "at": at(0), "from": "A", "text": "x", "headers": beside, "row": 1, "seq": 1}
        for e, beside in (("b", '{"id":"7"}'), ("a", None), ("c", '{"id":"9"}'))
    ]
    made = messages.run(tables(observed_message=observed("message", rows)), Settings())["messages"]
    assert made.select("source", "headers", "seq").rows() == [("a::1;b::1;c::1", '{"id":"7"}', 1)]
