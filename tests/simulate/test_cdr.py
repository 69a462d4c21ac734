"""The made world of calls: the same from the same seed, true to its truth, and silent about it."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from qalqan.engine.frames import conform, table
from qalqan.errors import UsageError
from qalqan.simulate.cdr import COMMONEST, RAREST, TEST, TUNING, World, world
from qalqan.simulate.cdr_alike import TRADES

SIZE, DAYS = 3_000, 6
SEED = 2
FORMED = ("calls", "subscribers", "transactions", "holders", "decided")
SCHEMAS = {
    "sims": {"number", "imsi", "iccid", "activated", "dealer"},
    "roaming": {"number", "state", "country", "from", "to", "as_of"},
    "ported": {"number", "operator"},
    "gateways": {"kind", "value", "holder"},
    "never": {"number"},
}


@pytest.fixture(scope="module")
def levels() -> list[World]:
    return [world(SEED, SIZE, DAYS, level) for level in range(6)]


def _bad(made: World) -> pl.Series:
    return made.truth.numbers["value"].unique()


def test_same_seed_same_frames_and_another_seed_others(levels: list[World]) -> None:
    again, other = world(SEED, SIZE, DAYS, 3), world(SEED + 1, SIZE, DAYS, 3)
    for name, frame in levels[3].tables.items():
        assert frame.equals(again.tables[name]), name
    for name in levels[3].truth.__slots__:
        assert getattr(levels[3].truth, name).equals(getattr(again.truth, name)), name
    assert not levels[3].tables["calls"].equals(other.tables["calls"])


def test_ordinary_calls_are_the_same_at_every_level(levels: list[World]) -> None:
    strange = pl.concat([made.tables["sims"]["number"] for made in (levels[0], levels[5])])
    extra = pl.concat([strange.filter(strange.is_duplicated().not_()), _bad(levels[0]), _bad(levels[5])]).to_list()
    ordinary = [
        made.tables["calls"]
        .filter(pl.col("service") == "voice", ~pl.col("a").is_in(extra), ~pl.col("b").is_in(extra))
        .drop("call_id", "locators")
        for made in (levels[0], levels[5])
    ]
    assert len(ordinary[0]) > SIZE * DAYS * 2
    assert ordinary[0].equals(ordinary[1])


def test_frames_have_the_form_of_the_tables(levels: list[World]) -> None:
    for made in levels[::5]:
        for name in FORMED:
            frame = made.tables[name]
            assert conform(frame, table(name)).columns == frame.columns
            assert frame.height
        assert {name: set(frame.columns) for name, frame in made.tables.items() if name not in FORMED} == SCHEMAS


def test_nothing_observable_tells_the_truth(levels: list[World]) -> None:
    made = levels[0]
    assert made.tables["calls"]["at"].is_sorted()
    for name in ("subscribers", "sims"):
        assert made.tables[name]["number"].is_sorted()
    bad = _bad(made)
    places = made.tables["subscribers"].with_row_index().filter(pl.col("number").is_in(bad.to_list()))["index"]
    assert places.max() - places.min() > SIZE / 4
    assert not set(bad) & set(made.tables["decided"]["b"])


def test_every_fraud_call_has_its_parties_in_the_truth(levels: list[World]) -> None:
    for made in levels:
        truth = made.truth
        calls = made.tables["calls"].join(truth.calls, on="call_id", validate="1:1")
        assert len(calls) == len(truth.calls) == truth.numbers["calls"].sum() + truth.spoofed["calls"].sum()
        for role, column, named in (
            ("simbox", "a", truth.numbers), ("simbox", "imei", truth.devices), ("simbox", "cell", truth.cells),
            ("wangiri", "a", truth.numbers), ("spoof", "a", truth.spoofed), ("room", "a", truth.numbers),
        ):  # fmt: skip
            seen = calls.filter(pl.col("role") == role).group_by(pl.col(column).alias("value"), "campaign").agg(
                pl.col("at").min().alias("first_at"), pl.len().cast(pl.Int64).alias("calls")
            )  # fmt: skip
            told = named.filter(pl.col("role") == role).select("value", "campaign", "first_at", "calls")
            assert seen.sort("value", "campaign").equals(told.sort("value", "campaign")), (role, column)


def test_sim_boxes_are_as_rare_as_in_the_field() -> None:
    size = 40_000
    made = world(7, size, 3, 0)
    boxes = made.truth.numbers.filter(pl.col("role") == "simbox")["value"].n_unique()
    assert max(3, size * RAREST) <= boxes <= size * COMMONEST
    false = made.truth.spoofed["calls"].sum() / len(made.tables["calls"])
    assert 0.0004 < false < 0.002


def test_ordinary_life_has_its_usual_shares(levels: list[World]) -> None:
    calls = levels[5].tables["calls"]
    voice = calls.filter(pl.col("service") == "voice")
    assert 3.5 < len(calls) / SIZE / DAYS < 7
    assert 0.05 < (calls["service"] == "sms").mean() < 0.25  # type: ignore[operator]
    assert 0.1 < (voice["duration_s"] == 0).mean() < 0.3  # type: ignore[operator]
    assert 0.2 < (voice["imei"].is_not_null() & voice["b_imei"].is_not_null()).mean() < 0.7  # type: ignore[operator]
    hours = voice.group_by((pl.col("at") + timedelta(hours=5)).dt.hour().alias("hour")).len().sort("hour")["len"]
    assert hours[3] * 10 < hours[18]


def test_acquaintances_call_each_other_again(levels: list[World]) -> None:
    calls = levels[5].tables["calls"].filter(pl.col("imei").is_not_null(), pl.col("b_imei").is_not_null())
    pairs = calls.group_by("a", "b").len()
    back = pairs.join(pairs, left_on=["a", "b"], right_on=["b", "a"])
    assert pairs["len"].mean() > 1.3  # type: ignore[operator]
    assert len(back) > len(pairs) * 0.15


def _box(made: World) -> dict[str, float]:
    """What a level shows: calls a SIM a day, share of incoming, SIMs a device, cells a SIM, reuse, age."""
    numbers = made.truth.numbers.filter(pl.col("role") == "simbox")["value"].to_list()
    calls = made.tables["calls"]
    out, into = calls.filter(pl.col("a").is_in(numbers)), calls.filter(pl.col("b").is_in(numbers))
    first = made.truth.numbers.filter(pl.col("role") == "simbox").select("value", "first_at")
    born = made.tables["sims"].join(first, left_on="number", right_on="value")
    return {
        "daily": len(out) / out.select("a", pl.col("at").dt.date()).n_unique(),
        "incoming": len(into.filter(pl.col("duration_s") > 0)) / len(out),
        "sims": out.group_by("imei").agg(pl.col("imsi").n_unique())["imsi"].mean(),  # type: ignore[dict-item]
        "devices": out.group_by("imsi").agg(pl.col("imei").n_unique())["imei"].mean(),  # type: ignore[dict-item]
        "cells": out.group_by("a").agg(pl.col("cell").n_unique())["cell"].mean(),  # type: ignore[dict-item]
        "repeat": len(out) / out.select("a", "b").n_unique(),
        "age": (born["first_at"] - born["activated"]).min().total_seconds() / 86_400,  # type: ignore[union-attr]
    }


def test_levels_hide_as_described(levels: list[World]) -> None:
    shown = [_box(made) for made in levels]
    assert shown[0]["daily"] > 2 * shown[1]["daily"] > 4 * shown[4]["daily"] > 4 * shown[5]["daily"]
    assert [round(one["cells"]) for one in shown[:5]] == [1, 2, 2, 3, 4]
    assert shown[5]["cells"] > 2
    assert [one["sims"] for one in shown] == [1, 1, 3, 1, 1, 1]
    assert [one["devices"] > 1 for one in shown] == [False, False, False, True, False, False]
    assert shown[0]["incoming"] < 0.03
    assert 0.15 < shown[4]["incoming"] < shown[5]["incoming"]
    assert shown[5]["repeat"] > shown[4]["repeat"] > shown[1]["repeat"]
    assert shown[0]["age"] < 0.2
    assert shown[4]["age"] >= 5
    assert shown[5]["age"] >= 40


def test_the_naive_box_has_cards_and_devices_in_a_row(levels: list[World]) -> None:
    rows = levels[0].tables["sims"].filter(pl.col("number").is_in(_bad(levels[0]).to_list()), pl.col("dealer") != "")
    devices = levels[0].truth.devices.filter(pl.col("role") == "simbox")["value"].str.head(14).cast(pl.Int64).sort()
    assert devices.diff().drop_nulls().to_list() == [1] * (len(devices) - 1)
    boxes = levels[0].truth.numbers.filter(pl.col("role") == "simbox")["value"].to_list()
    cards = rows.filter(pl.col("number").is_in(boxes))
    assert cards["iccid"].str.head(18).cast(pl.Int64).sort().diff().drop_nulls().to_list() == [1] * (len(boxes) - 1)
    assert cards["dealer"].n_unique() == 1


def test_every_look_alike_calls_and_none_is_guilty(levels: list[World]) -> None:
    made = levels[0]
    alike, calls = made.truth.alike_numbers, made.tables["calls"]
    others = {"probe", "m2m", "gateway", "shop", "newcomer", "tourist", "airline", "bank"}
    assert set(alike["class"]) == set(TRADES) | others
    per = calls.join(alike, left_on="a", right_on="value").group_by("class").len()
    assert per["len"].min() > 0
    assert set(per["class"]) == set(alike["class"])
    assert not set(alike["value"]) & set(_bad(made))
    assert not set(made.truth.alike_devices["value"]) & set(made.truth.devices["value"])
    lawful = made.tables["gateways"].filter(pl.col("kind") == "number")["value"]
    assert set(lawful) == set(alike.filter(pl.col("class") == "gateway")["value"])


def test_a_victim_shows_the_signature(levels: list[World]) -> None:
    made = levels[1]
    calls, victims = made.tables["calls"], made.truth.victims
    assert len(victims) >= 3
    for one in victims.iter_rows(named=True):
        near = calls.filter(pl.col("b") == one["number"], pl.col("at").is_between(one["first_at"], one["second_at"]))
        assert one["caller"] in near["a"].to_list()
        assert near.filter(pl.col("service") == "sms", pl.col("trunk") == "SMSC_APP").height
        assert one["second_at"] - one["first_at"] < timedelta(minutes=30)
        assert one["seconds"] >= 600
        account = made.tables["holders"].filter(pl.col("phone") == one["number"])["account"].to_list()
        paid = made.tables["transactions"].filter(
            pl.col("to").is_in(account),
            pl.col("at").is_between(one["second_at"], one["second_at"] + timedelta(hours=1)),
        )
        end = calls["at"].max()
        if one["second_at"] + timedelta(hours=1) < end:  # type: ignore[operator]
            assert paid["from"].n_unique() >= one["lenders"]


def test_false_numbers_come_over_the_border_and_move_when_the_gate_starts(levels: list[World]) -> None:
    made = levels[0]
    calls = made.tables["calls"].join(made.truth.calls.filter(pl.col("role") == "spoof"), on="call_id")
    assert calls["trunk"].str.starts_with("INT").all()
    assert calls["imei"].is_null().all()
    assert (calls.filter(pl.col("class") == "itself").select(pl.col("a") == pl.col("b")).to_series()).all()
    assert set(calls.filter(pl.col("class") == "never")["a"]) <= set(made.tables["never"]["number"])
    assert calls.filter(pl.col("class") == "long")["a"].str.contains(r"^\+77\d{10}$").all()
    late = world(SEED, SIZE, DAYS, 0, gate=DAYS)
    assert "moved" in set(calls["class"])
    assert "moved" not in set(late.truth.spoofed["class"])


def test_travellers_are_known_to_roam_or_unknown_and_false_numbers_are_at_home(levels: list[World]) -> None:
    made = levels[0]
    roaming = made.tables["roaming"]
    assert set(roaming["state"]) == {"roaming", "home", "unknown"}
    assert roaming.filter(pl.col("state") == "unknown").select("from", "to", "as_of").null_count().sum_horizontal()[0]
    at_home = made.truth.spoofed.filter(pl.col("class") == "at_home")["value"]
    assert not set(at_home) & set(roaming.filter(pl.col("state") == "roaming")["number"])
    away = roaming.filter(pl.col("state") == "roaming")
    calls = made.tables["calls"].join(away, left_on="a", right_on="number")
    inside = calls.filter(pl.col("at") >= pl.col("from"), pl.col("at") < pl.col("to"))
    assert len(inside)
    assert inside["cell"].is_null().all()
    assert inside["trunk"].str.starts_with("INT").all()


def test_tuning_and_test_seeds_are_apart() -> None:
    assert not set(TUNING) & set(TEST)


@pytest.mark.parametrize(("size", "days", "level"), [(1_999, 6, 0), (3_000, 2, 0), (3_000, 6, 6), (3_000, 6, -1)])
def test_impossible_worlds_are_refused(size: int, days: int, level: int) -> None:
    with pytest.raises(UsageError) as told:
        world(1, size, days, level)
    assert told.value.key == "error-simulate-calls"


def test_a_firm_has_one_number_of_state_for_all_its_cards(levels: list[World]) -> None:
    made = levels[0]
    lawful = made.tables["gateways"].filter(pl.col("kind") == "number")["value"]
    contracts = made.tables["subscribers"].filter(pl.col("number").is_in(lawful.to_list()))
    assert len(contracts) == 8
    assert contracts["iin"].n_unique() == contracts["holder"].n_unique() == 1
    clinics = made.truth.alike_numbers.filter(pl.col("class") == "clinic")["value"].to_list()
    assert made.tables["subscribers"].filter(pl.col("number").is_in(clinics))["iin"].n_unique() == len(clinics)
