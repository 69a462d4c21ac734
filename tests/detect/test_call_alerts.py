"""Alerts about calls: a box fires early, lawful lives do not, and the future changes nothing of an alert."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.detect.called import Row, alerts, at, background, box, made, numbered, person, tables

from qalqan.detect import call_alerts
from qalqan.detect._call_model import OWNER
from qalqan.engine.frames import Tables
from qalqan.settings import Detect, Settings
from qalqan.texts import say

BOX, SECOND = person(9001), person(9002)
NEW: list[Row] = [{"number": one, "from": at(100), "locators": "s::1"} for one in (BOX, SECOND)]
LIFE = background()


def by_kind(found: pl.DataFrame, kind: str) -> list[str]:
    return found.filter(pl.col("subject_kind") == kind)["subject"].to_list()


def test_a_box_fires_within_the_hour_with_its_grounds() -> None:
    found = alerts(LIFE, box(BOX, 120, 60, 0), subscribers=NEW)
    (alert,) = found.filter(pl.col("subject") == BOX).to_dicts()
    assert at(120) < alert["at"] < at(121)
    assert alert["numbers"] == BOX
    grounds = json.loads(alert["grounds"])
    assert [abs(one["weight"]) for one in grounds] == sorted((abs(one["weight"]) for one in grounds), reverse=True)
    assert all(one["locators"] and say.has(one["rule"], language) for one in grounds for language in say.languages())
    assert alert["detector"] in set(OWNER.values())
    assert by_kind(found, "number") == [BOX]


def test_two_cards_in_one_device_are_one_alert_of_the_device_that_names_both() -> None:
    found = alerts(LIFE, box(BOX, 120, 40, 0), box(SECOND, 124, 40, 500, imsi="401019000000002"), subscribers=NEW)
    (device,) = found.filter(pl.col("subject_kind") == "device").to_dicts()
    assert (device["subject"], device["numbers"]) == ("863011020000010", f"{BOX};{SECOND}")
    run = call_alerts.run(
        tables(LIFE, box(BOX, 120, 40, 0), box(SECOND, 124, 40, 500, imsi="401019000000002"), subscribers=NEW),
        Settings(),
    )["devices"]
    (told,) = run.filter(pl.col("role") == "simbox").to_dicts()
    assert (told["imei"], told["numbers"], told["imsis"], told["score"]) == ("863011020000010", 2, 2, device["score"])


def office(number: str) -> list[Row]:
    """An old number whose customers call as much as it calls."""
    told = {"imei": "350099000000010", "cell": "100-3"}
    calls = [made(number, person(200_000 + n), n % 8 * 24 + 9 + n / 20, **told) for n in range(120)]
    return calls + [made(person(300_000 + n), number, n % 8 * 24 + 10 + n / 25) for n in range(120)]


def courier(number: str) -> list[Row]:
    """An old number that calls strangers from all over the town."""
    told = {"imei": "350098000000010"}
    return [
        made(number, person(400_000 + n), n % 8 * 24 + 9 + n / 50, 20, cell=f"100-{n % 40}", **told) for n in range(400)
    ]


def centre(number: str) -> list[Row]:
    """A call centre's fixed line, there from the start."""
    return [made(number, person(500_000 + n), n % 8 * 24 + 9 + n / 90, 90, trunk="KT_PSTN_7") for n in range(700)]


def probe(number: str) -> list[Row]:
    """A device that calls the same three numbers every ten minutes."""
    told = {"imei": "350097000000010", "cell": "100-5"}
    return [made(number, person(600_000 + n % 3), n / 6, 30, **told) for n in range(1000)]


@pytest.mark.parametrize("life", [office, courier, centre, probe])
def test_lawful_lives_raise_nothing(life: Any) -> None:
    assert alerts(LIFE, life("+77172000000" if life is centre else person(8001))).is_empty()


@pytest.mark.parametrize(("kind", "value"), [("phone", BOX), ("imei", "863011020000010"), ("cell", "100-99")])
def test_a_registered_gateway_raises_nothing(kind: str, value: str) -> None:
    said = {"act": "service", "a": kind, "b": value, "holds": True, "decision": "d"}
    told = box(BOX, 120, 60, 0)
    assert alerts(LIFE, told, subscribers=NEW, decided=[said]).is_empty()
    assert not alerts(LIFE, told, subscribers=NEW, decided=[said | {"holds": False}]).is_empty()


def test_at_most_so_many_for_one_day_and_only_probable_ones() -> None:
    told = [*box(BOX, 120, 40, 0), *box(SECOND, 124, 40, 500, imei="863011020777770", cell="100-98")]
    assert alerts(LIFE, told, subscribers=NEW).height == 2
    assert alerts(LIFE, told, subscribers=NEW, detect=Detect(calls_a_day=1)).height == 1
    assert alerts(LIFE, told, subscribers=NEW, detect=Detect(call_score=1000)).is_empty()


def test_what_comes_later_changes_nothing_of_an_alert() -> None:
    whole = [*LIFE, *box(BOX, 120, 60, 0), *box(SECOND, 122, 60, 500, imsi="401019000000002")]
    found = alerts(whole, subscribers=NEW)
    for alert in found.to_dicts():
        then = alerts([row for row in whole if row["at"] <= alert["at"]], subscribers=NEW)
        (same,) = then.filter(pl.col("alert_id") == alert["alert_id"]).to_dicts()
        assert {**same, "numbers": ""} == {**alert, "numbers": ""}  # a device's alert names its later numbers too


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(random: Any) -> None:
    frame = numbered([*LIFE, *box(BOX, 120, 60, 0), *box(SECOND, 124, 40, 500, imsi="401019000000002")])
    order = list(range(frame.height))
    random.shuffle(order)
    one, two = (call_alerts.run(Tables.of({"calls": told}), Settings()) for told in (frame, frame[order]))
    for name in ("alerts", "devices"):
        assert one[name].equals(two[name])


def test_nothing_told_raises_nothing() -> None:
    made_ = call_alerts.run(Tables.of({}), Settings())
    assert made_["alerts"].is_empty()
    assert made_["devices"].is_empty()
