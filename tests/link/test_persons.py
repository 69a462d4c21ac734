"""Persons: what unites rows, what is proposed, what stays apart, and that officers' words bind (invented people)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.engine.frames import Tables
from qalqan.link import persons
from qalqan.settings import Settings

from .tied import frame

IIN, OTHER_IIN = "900101300017", "850505400028"
ACCOUNT = "KZ86125KZT5004100100"
SECOND = "KZ12722C000012345678"
PHONE = "+77011234567"
NAME = "СЫНАҚОВ ЕРЛАН МЫСАЛҰЛЫ"


def _run(decided: Sequence[tuple[str, str, bool]] = (), **rows: Sequence[Mapping[str, Any]]) -> Tables:
    words = [
        {"act": "person", "a": min(a, b), "b": max(a, b), "holds": holds, "decision": "d"} for a, b, holds in decided
    ]
    places = {name: [{"locators": f"{name}::{n}", **row} for n, row in enumerate(told)] for name, told in rows.items()}
    known = Tables.of({name: frame(name, told) for name, told in {**places, "decided": words}.items()})
    for name, made in persons.run(known, Settings()).items():
        known.put(name, made)
    return known


def _who(known: Tables, kind: str, value: str) -> list[str]:
    found = known["persons"].filter((pl.col("kind") == kind) & (pl.col("value") == value))
    return found["person_id"].unique().sort().to_list()


def _one(known: Tables, *things: tuple[str, str]) -> bool:
    return len({id_ for thing in things for id_ in _who(known, *thing)}) == 1


def test_one_iin_in_two_spellings_is_one_person_with_both_roles() -> None:
    known = _run(
        holders=[{"account": ACCOUNT, "holder": NAME, "iin": IIN}],
        subscribers=[{"number": PHONE, "holder": "Сынаков Ерлан Мысалович", "iin": IIN, "imei": "350000000000006"}],
    )
    assert _one(known, ("account", ACCOUNT), ("phone", PHONE), ("iin", IIN), ("imei", "350000000000006"))
    row = known["persons"].filter(pl.col("kind") == "iin").row(0, named=True)
    assert row["roles"] == "holder;subscriber"
    assert row["score"] == 1000
    assert row["locators"] == "holders::0;subscribers::0"
    assert known["person_pairs"].is_empty()


def test_a_number_held_by_one_name_unites_with_the_account_it_stands_at() -> None:
    known = _run(
        holders=[{"account": ACCOUNT, "holder": "Сынаков Е.М.", "phone": PHONE}],
        subscribers=[{"number": PHONE, "holder": NAME, "iin": IIN}],
    )
    assert _one(known, ("account", ACCOUNT), ("iin", IIN))
    row = known["persons"].filter(pl.col("kind") == "account").row(0, named=True)
    ground = json.loads(row["grounds"])[0]
    assert ground["rule"] == "person-joined"
    assert ground["values"]["by"] == "name;phone"
    assert "synakov" in ground["values"]["agree"]
    assert 950 <= row["score"] <= 1000


def test_another_name_on_the_same_number_is_another_person() -> None:
    known = _run(
        holders=[{"account": ACCOUNT, "holder": "ҮЛГІБАЕВА ӘСЕЛ БОЛАТҚЫЗЫ", "phone": PHONE}],
        subscribers=[{"number": PHONE, "holder": NAME, "iin": IIN}],
    )
    assert _who(known, "account", ACCOUNT) != _who(known, "iin", IIN)
    assert len(_who(known, "phone", PHONE)) == 2
    assert known["person_pairs"].is_empty()


def test_names_alone_never_merge_and_without_support_are_not_even_proposed() -> None:
    rare = "ҚАҢТАРМЫСАЛҰЛЫЕВ БӨРІСЫНАҚ ҮЛГІЖАНҰЛЫ"
    known = _run(holders=[{"account": ACCOUNT, "holder": rare}, {"account": SECOND, "holder": rare}])
    assert not _one(known, ("account", ACCOUNT), ("account", SECOND))
    assert known["person_pairs"].is_empty()


def test_a_rare_name_in_one_place_is_proposed_at_most() -> None:
    rare = "ҚАҢТАРМЫСАЛОВ БӨРІСЫНАҚ ҮЛГІЖАНҰЛЫ"
    known = _run(
        cases=[{"case_id": "c1", "victim_name": rare, "region": "KZ-27", "source": "r::1"}],
        subscribers=[{"number": PHONE, "holder": rare, "address": "г. Уральск, ул. Абая, 1"}],
    )
    assert not _one(known, ("case", "c1"), ("phone", PHONE))
    assert known["person_pairs"]["score"].to_list() == [] or known["person_pairs"]["score"].max() <= 900


def test_one_iin_under_contradicting_names_is_proposed_never_merged() -> None:
    known = _run(
        holders=[
            {"account": ACCOUNT, "holder": NAME, "iin": IIN},
            {"account": SECOND, "holder": "ҮЛГІБАЕВА ӘСЕЛ БОЛАТҚЫЗЫ", "iin": IIN},
        ]
    )
    assert not _one(known, ("account", ACCOUNT), ("account", SECOND))
    pair = known["person_pairs"].row(0, named=True)
    assert 300 <= pair["score"] < 950
    rules = {one["rule"]: one["weight"] for one in json.loads(pair["grounds"])}
    assert rules["person-iin"] > 0 > rules["person-name"]


def test_different_iins_are_different_people_even_with_one_name_and_number() -> None:
    known = _run(
        holders=[
            {"account": ACCOUNT, "holder": NAME, "iin": IIN, "phone": PHONE},
            {"account": SECOND, "holder": NAME, "iin": OTHER_IIN, "phone": PHONE},
        ]
    )
    assert not _one(known, ("account", ACCOUNT), ("account", SECOND))


def test_an_invalid_iin_and_an_organisation_are_nobody() -> None:
    known = _run(
        holders=[
            {"account": ACCOUNT, "holder": "ТОО Үлгі", "iin": "990540000011"},
            {"account": SECOND, "holder": NAME, "iin": "900101300018"},
        ]
    )
    assert known["persons"]["kind"].sort().to_list() == ["account", "name"]


def test_a_device_behind_two_numbers_is_told_and_proposes_only_with_a_name() -> None:
    calls = [{"a": PHONE, "b": "+77020000001", "imei": "350000000000006"}]
    calls += [{"a": "+77029999999", "b": "+77020000001", "imei": "350000000000006"}]
    known = _run(
        calls=calls,
        subscribers=[{"number": PHONE, "holder": NAME}, {"number": "+77029999999", "holder": "СЫНАКОВ Е. М."}],
    )
    row = known["persons"].filter(pl.col("kind") == "imei").row(0, named=True)
    assert json.loads(row["grounds"])[0]["rule"] == "person-used"
    assert row["score"] < 950
    assert not _one(known, ("phone", PHONE), ("phone", "+77029999999"))
    assert known["person_pairs"]["score"].item() == 900
    stranger = [{"number": PHONE, "holder": NAME}, {"number": "+77029999999", "holder": "ҮЛГІБАЕВА ӘСЕЛ БОЛАТҚЫЗЫ"}]
    assert _run(calls=calls, subscribers=stranger)["person_pairs"].is_empty()


def test_a_name_in_a_case_meets_the_holder_of_an_account_the_case_tells() -> None:
    told = {"evidence": "r", "part": "", "column": "plot", "start": 3, "end": 9, "case_id": "c1", "as_written": "x"}
    known = _run(
        cases=[{"case_id": "c1", "victim_name": "БАЙҚАУОВА ӘСЕЛ", "victim_iin": OTHER_IIN, "source": "r::1"}],
        mentions=[
            {**told, "row": 1, "kind": "iban", "value": ACCOUNT},
            {**told, "row": 1, "kind": "person", "value": "СЫНАКОВ ЕРЛАН"},
        ],
        holders=[{"account": ACCOUNT, "holder": NAME, "iin": IIN}],
    )
    assert _one(known, ("account", ACCOUNT), ("name", "СЫНАКОВ ЕРЛАН"))
    roles = known["persons"].filter(pl.col("value") == "СЫНАКОВ ЕРЛАН")["roles"].to_list()
    assert roles == ["named"]


TWO = {
    "holders": [{"account": ACCOUNT, "holder": NAME}, {"account": SECOND, "holder": "ҮЛГІБАЕВА ӘСЕЛ"}],
}
A, B = f"account:{ACCOUNT}", f"account:{SECOND}"


def test_an_officer_joins_and_undoes() -> None:
    assert not _one(_run(**TWO), ("account", ACCOUNT), ("account", SECOND))
    known = _run([(A, B, True)], **TWO)
    assert _one(known, ("account", ACCOUNT), ("account", SECOND))
    rules = {one["rule"] for cell in known["persons"]["grounds"] for one in json.loads(cell)}
    assert "person-decided" in rules
    assert not _one(_run([], **TWO), ("account", ACCOUNT), ("account", SECOND))  # unsure: the word is gone


def test_an_officer_holds_apart_what_the_data_join_and_it_is_told() -> None:
    rows = {
        "holders": [{"account": ACCOUNT, "holder": NAME, "iin": IIN}],
        "subscribers": [{"number": PHONE, "holder": NAME, "iin": IIN}],
    }
    assert _one(_run(**rows), ("account", ACCOUNT), ("phone", PHONE))
    known = _run([(A, f"phone:{PHONE}", False)], **rows)
    assert not _one(known, ("account", ACCOUNT), ("phone", PHONE))
    assert known["person_pairs"]["decided"].to_list() == ["apart"]


def test_a_word_follows_the_thing_when_the_person_gets_another_id() -> None:
    smaller = "KZ00125KZT5004100100"
    rows = {"holders": [*TWO["holders"], {"account": smaller, "holder": NAME, "iin": IIN}]}
    rows["subscribers"] = [{"number": PHONE, "holder": NAME, "iin": IIN}]
    rows["holders"][0] = {**rows["holders"][0], "iin": IIN}
    known = _run([(A, B, True)], **rows)
    assert _who(known, "account", SECOND) == [f"account:{smaller}"]


@pytest.mark.parametrize("holds", [True, False])
def test_a_word_about_things_nobody_has_changes_nothing(holds: bool) -> None:
    assert _run([("iin:1", "iin:2", holds)], **TWO)["persons"].equals(_run(**TWO)["persons"])


ROW = st.fixed_dictionaries(
    {
        "account": st.sampled_from([ACCOUNT, SECOND, None]),
        "holder": st.sampled_from([NAME, "СЫНАКОВ Е.М.", "ҮЛГІБАЕВА ӘСЕЛ", None]),
        "iin": st.sampled_from([IIN, OTHER_IIN, None]),
        "phone": st.sampled_from([PHONE, "+77029999999", None]),
    }
)
WORDS = st.lists(
    st.tuples(
        st.sampled_from([A, B, f"phone:{PHONE}", f"iin:{IIN}"]),
        st.sampled_from([A, B, f"iin:{OTHER_IIN}"]),
        st.booleans(),
    )
    .filter(lambda word: word[0] != word[1])
    .map(lambda word: (min(word[:2]), max(word[:2]), word[2])),
    max_size=2,
    unique_by=lambda word: word[:2],
)


@given(st.lists(ROW, max_size=7), WORDS, st.randoms(use_true_random=False))
def test_invariants(rows: list[dict[str, Any]], words: list[tuple[str, str, bool]], shuffle: Any) -> None:
    told = [{**row, "locators": f"h::{n}"} for n, row in enumerate(rows)]
    known = _run(words, holders=told)
    shuffle.shuffle(told)
    again = _run(words, holders=told)
    assert known["persons"].equals(again["persons"])
    assert known["person_pairs"].equals(again["person_pairs"])
    table, pairs = known["persons"], known["person_pairs"]
    for row in rows:  # nobody who can be somebody is lost
        if (row["holder"] or row["iin"]) and (row["iin"] or row["account"] or row["phone"]):
            for kind in ("account", "phone"):
                assert row[kind] is None or _who(known, kind, row[kind])
    joined = {id_ for a, b, holds in words if holds for id_ in (a, b)}
    if not joined:
        assert table.filter(pl.col("kind") == "iin").group_by("person_id").len()["len"].max() in (None, 1)
    ids = set(table["person_id"])
    assert set(pairs["person_a"]) | set(pairs["person_b"]) <= ids
    assert (pairs["person_a"] < pairs["person_b"]).all()
    assert pairs.filter(pl.col("decided") == "")["score"].is_between(300, 1000).all()


def test_what_is_learned_from_many_rows_still_unites_what_they_share() -> None:
    given_names, families = (
        ["ЕРЛАН", "СЕРІК", "БОЛАТ", "ҚАЙРАТ", "АЙДОС"],
        ["СЫНАҚОВ", "ҮЛГІБАЕВ", "МЫСАЛОВ", "КӨРНЕКОВ"],
    )
    names = [f"{family} {one} {father}ҰЛЫ" for family in families for one in given_names for father in given_names]
    accounts = [f"KZ{10 + n}722C0000{n:08}" for n in range(len(names))]
    holders = [{"account": account, "holder": name} for account, name in zip(accounts, names, strict=True)]
    paid = [
        {
            "to": account,
            "to_kind": "iban",
            "to_name": f"{name.split()[0].title()} {name.split()[1][0]}.",
            "tx_id": account,
        }
        for account, name in zip(accounts, names, strict=True)
    ]
    spelt = [
        {**row, "to_name": names[n].replace("Қ", "К").replace("І", "И").replace("Ү", "У")} for n, row in enumerate(paid)
    ]
    known = _run(holders=holders, transactions=[*paid, *spelt])
    assert known["persons"]["person_id"].n_unique() == len(names)
    assert known["persons"].filter(pl.col("kind") == "account")["person_id"].n_unique() == len(names)
