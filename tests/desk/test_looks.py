"""Look-ups of cases, things and the graph against plain filters; what a series is without a part of it."""

from __future__ import annotations

from itertools import count

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.desk import case_look, graph_look, lens, series_if, thing_look
from qalqan.desk.lens import ALL, Sight
from qalqan.desk.series_if import Without
from qalqan.engine.frames import Tables, conform, table
from qalqan.errors import NotFound
from qalqan.settings import Settings

_RUNS = count()
A, B, C, D = "c1", "c2", "c3", "c4"


def _lens(**frames: list[dict[str, object]]) -> lens.Lens:
    known = Tables.of({name: conform(pl.DataFrame(rows), table(name)) for name, rows in frames.items()})
    known.stamp = f"looks-{next(_RUNS)}"
    return lens.over(known)


def _had(case: str, kind: str, value: str, sure: int = 1000) -> dict[str, object]:
    return {"case_id": case, "kind": kind, "value": value, "rule": "tie-told", "sure": sure, "chain": value,
            "locators": "e::1"}  # fmt: skip


def _weight(kind: str, value: str, cases: int, bits: int) -> dict[str, object]:
    return {"kind": kind, "value": value, "cases": cases, "rarity_bits": bits, "trust": 1000, "decided": ""}


CASES = [{"case_id": one} for one in (A, B, C, D)]


def test_a_case_s_things_come_rarest_shared_first() -> None:
    looked = _lens(
        cases=CASES,
        identifiers=[_had(A, "phone", "+1"), _had(A, "iban", "KZ1"), _had(A, "imei", "9"), _had(B, "iban", "KZ1")],
        identifier_weights=[_weight("iban", "KZ1", 2, 9000), _weight("phone", "+1", 3, 2000)],
    )
    things = case_look.things(looked, A, ALL)
    assert things.select("value", "cases", "rarity_bits").rows() == [("KZ1", 2, 9000), ("+1", 3, 2000), ("9", 1, 0)]


def test_the_graph_goes_from_a_case_to_its_things_and_back() -> None:
    looked = _lens(
        cases=CASES,
        identifiers=[_had(A, "iban", "KZ1"), _had(B, "iban", "KZ1"), _had(C, "phone", "KZ1")],
        transactions=[
            {"tx_id": "e::1", "from": "KZ1", "to": "KZ2", "locators": "e::1"},
            {"tx_id": "e::2", "from": "KZ3", "to": "KZ1", "locators": "e::2"},
            {"tx_id": "e::3", "from": "KZ1", "to": "KZ2", "locators": "e::3"},
            {"tx_id": "e::4", "from": "KZ1", "to": "KZ1", "locators": "e::4"},
        ],
    )
    near = graph_look.neighbours(looked, "iban", "KZ1", ALL)
    assert near.select("kind", "value", "rule", "score").rows() == [
        ("case", A, "tie-told", 1000), ("case", B, "tie-told", 1000), ("iban", "KZ2", "paid", 2),
        ("iban", "KZ3", "paid", 1),
    ]  # fmt: skip
    assert graph_look.counted(near) == [("account", 2), ("case", 2)]
    some, rest = graph_look.some(near, ["account"], 1, 5)
    assert (some["value"].to_list(), rest) == (["KZ3"], 0)
    hidden = graph_look.neighbours(looked, "iban", "KZ1", Sight(frozenset({A})))
    assert A not in hidden["value"].to_list()
    with pytest.raises(NotFound):
        graph_look.neighbours(looked, "case", A, Sight(frozenset({A})))
    with pytest.raises(NotFound):
        graph_look.neighbours(looked, "case", "none", ALL)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=12), st.integers(1, 4))
def test_pages_of_neighbours_give_each_once(calls: list[tuple[str, str]], most: int) -> None:
    rows: list[dict[str, object]] = [
        {"call_id": f"e::{n}", "a": a, "b": b, "locators": f"e::{n}"} for n, (a, b) in enumerate(calls)
    ]
    looked = _lens(cases=CASES, **({"calls": rows} if rows else {}))
    near = graph_look.neighbours(looked, "phone", "a", ALL)
    wanted = {b for a, b in calls if a == "a"} | {a for a, b in calls if b == "a"} - {"a"}
    assert set(near["value"]) == wanted - {"a"}
    got: list[str] = []
    rest = 1
    while rest:
        some, rest = graph_look.some(near, [], len(got), most)
        got += some["value"].to_list()
    assert got == near["value"].to_list()


def test_a_thing_is_found_in_every_table_that_tells_of_it() -> None:
    looked = _lens(
        cases=[{"case_id": A, "victim_phone": "+1"}, {"case_id": B}],
        identifiers=[_had(B, "phone", "+1"), _had(B, "contract", "+1")],
        calls=[{"call_id": f"e::{n}", "a": "+1", "b": "+2", "at": None, "locators": "e::1"} for n in range(5)],
        numbers=[{"number": "+1", "role": "caller", "score": 500}],
        aliases=[
            {"alias": "+1", "kind": "phone", "account": "KZ1"},
            {"alias": "h", "kind": "card_hash", "account": "KZ1"},
        ],
    )
    told = {name: (frame.height, total) for name, frame, total in thing_look.frames(looked, "phone", "+1", ALL, 2)}
    assert told == {"numbers": (1, 1), "aliases": (1, 1), "identifiers": (1, 1), "calls": (2, 5)}
    assert len(thing_look.places(looked, "aliases", "iban", "KZ1")) == 1
    assert thing_look.cases(looked, "phone", "+1", ALL) == [B]
    assert thing_look.of_case(looked, "phone", "+1", A)
    assert thing_look.of_case(looked, "phone", "+1", B)
    assert not thing_look.of_case(looked, "phone", "+2", B)


def test_events_stand_in_order_with_the_victim_s_calls_around_the_loss() -> None:
    at = [f"2025-03-0{day}T10:00:00Z" for day in (1, 2, 4, 9)]

    def moment(text: str) -> object:
        return pl.Series([text]).str.to_datetime(time_zone="UTC", time_unit="us")[0]

    looked = _lens(
        cases=[{"case_id": A, "victim_phone": "+1", "registered_at": moment(at[2]), "source": "e::1"}],
        losses=[{"case_id": A, "tx_id": "e::9", "amount_tiyn": 500}],
        transactions=[{"tx_id": "e::9", "at": moment(at[1]), "from": "KZ1", "to": "KZ2", "locators": "e::9"}],
        calls=[
            {"call_id": f"e::{n}", "a": "+2", "b": "+1", "at": moment(one), "duration_s": 60, "locators": f"e::{n}"}
            for n, one in enumerate((at[0], at[3]))
        ],
    )
    told = case_look.events(looked, A, Settings(), ALL)
    assert [(one.lane, one.what) for one in told] == [
        ("call", "called"), ("money", "loss"), ("register", "registered"),
    ]  # fmt: skip
    assert case_look.events(looked, A, Settings(), Sight(frozenset({A}))) == []


def _series() -> lens.Lens:
    """Two pairs of cases tied by two accounts each, and one device that all four have."""
    had = [_had(one, "iban", f"KZ{n}{k}") for n, pair in enumerate(((A, B), (C, D))) for one in pair for k in "xy"]
    had += [_had(one, "imei", "860057005373906") for one in (A, B, C, D)]
    had += [_had(one, "phone", "+77010000001") for one in (A, B, C, D)]
    filler = [f"z{n:03}" for n in range(200)]
    weights = [_weight("iban", f"KZ{n}{k}", 2, 7600) for n in "01" for k in "xy"]
    weights += [_weight("imei", "860057005373906", 4, 5600), _weight("phone", "+77010000001", 4, 5600)]
    return _lens(
        cases=[*CASES, *({"case_id": one} for one in filler)],
        identifiers=had,
        identifier_weights=weights,
        series=[{"case_id": one, "series_id": A, "score": 900} for one in (A, B, C, D)],
    )


def test_a_series_falls_apart_without_what_holds_it() -> None:
    looked = _series()
    assert series_if.parts(looked, A, Without()) == [[A, B, C, D]]
    assert series_if.parts(looked, A, Without(case=D)) == [[A, B, C]]
    assert series_if.parts(looked, A, Without(thing=("iban", "KZ0x"))) == [[A, B, C, D]]
    parts = series_if.parts(looked, A, Without(tie=(A, C)))
    assert all(not {A, C} <= set(part) for part in parts)
    assert sorted(one for part in parts for one in part) == [A, B, C, D]


@pytest.mark.parametrize(
    "without", [Without(case="z001"), Without(thing=("iban", "none")), Without(tie=(A, "z001"))]
)  # fmt: skip
def test_what_is_none_of_a_series_cannot_be_taken_away(without: Without) -> None:
    with pytest.raises(NotFound):
        series_if.parts(_series(), A, without)


def test_a_series_there_is_not_has_no_parts() -> None:
    with pytest.raises(NotFound):
        series_if.parts(_series(), "none", Without())
