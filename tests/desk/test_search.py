"""The search box: any spelling and script, parts of numbers, last signs; what was typed first, what is hidden never."""

from __future__ import annotations

from itertools import count

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.desk import lens, search
from qalqan.engine.frames import Tables, conform, table

IBAN, OTHER = "KZ36722C000743906283", "KZ24722C000359461646"
PHONE = "+77083809702"
_RUNS = count()


def _tables() -> Tables:
    def made(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
        return conform(pl.DataFrame(rows), table(name))

    place = {"evidence": "e1", "part": "", "column": "x", "start": -1, "end": -1}
    known = Tables.of(
        {
            "cases": made(
                "cases",
                [
                    {"case_id": "251500121000040", "kui_number": "КУИ-77/25", "victim_name": "Орлова Юлия Алексеевна"},
                    {"case_id": "251500121000067", "victim_name": "Исаев Жандос Болатұлы"},
                    {"case_id": "257100121000999", "aliases": "257100121000111", "victim_name": "Әбдіқадыр Сәуле"},
                ],
            ),
            "identifiers": made(
                "identifiers",
                [
                    {"case_id": "251500121000040", "kind": "iban", "value": IBAN},
                    {"case_id": "251500121000067", "kind": "iban", "value": IBAN},
                    {"case_id": "251500121000067", "kind": "phone", "value": PHONE},
                    {"case_id": "257100121000999", "kind": "handle", "value": "@timur_stop_kredit34"},
                ],
            ),
            "mentions": made(
                "mentions",
                [
                    place | {"row": 1, "kind": "iban", "value": IBAN, "case_id": "251500121000040"},
                    place | {"row": 2, "kind": "phone", "value": PHONE, "case_id": "251500121000067"},
                    place | {"row": 3, "kind": "handle", "value": "@timur_stop_kredit34", "case_id": "257100121000999"},
                ],
            ),
            "persons": made(
                "persons",
                [
                    {"person_id": "iin:581207405728", "kind": "iin", "value": "581207405728"},
                    {"person_id": "iin:581207405728", "kind": "name", "value": "Орлова Юлия"},
                ],
            ),
            "aliases": made("aliases", [{"alias": "440043******6583", "kind": "card", "account": OTHER}]),
            "accounts": made("accounts", [{"account": OTHER, "holder": "АЛИЕВ ЕРЖАН"}, {"account": IBAN}]),
        }
    )
    known.stamp = f"search-{next(_RUNS)}"
    return known


@pytest.fixture(scope="module")
def looked() -> lens.Lens:
    return lens.over(_tables())


def _hits(groups: tuple[search.Group, ...]) -> list[tuple[str, str]]:
    return [(one.page, value) for one in groups for value in one.hits["value"]]


@pytest.mark.parametrize(
    ("typed", "kind", "code", "cases"),
    [
        ("Атырау", "region", "KZ-23", 2), ("atyrau", "region", "KZ-23", 2), ("атыр", "region", "KZ-23", 2),
        ("Qaraǵandy", "region", "KZ-35", 0), ("БҚО", "region", "KZ-27", 0), ("каспи", "bank", "722", 1),
        ("Kaspi Bank", "bank", "722", 1), ("Халық банкі", "bank", "601", 0), ("halyk", "bank", "601", 0),
    ],
)  # fmt: skip
def test_regions_and_banks_are_found_by_their_names(typed: str, kind: str, code: str, cases: int) -> None:
    """In any script and by a beginning, with the visible cases of the list they lead to."""
    known = Tables.of({
        "cases": conform(pl.DataFrame([{"case_id": one, "region": "KZ-23"} for one in "abc"]), table("cases")),
        "holds": conform(pl.DataFrame([{"case_id": one, "bank": "722"} for one in "ac"]), table("holds")),
    })  # fmt: skip
    known.stamp = f"search-{next(_RUNS)}"
    sight = lens.Sight(cases=frozenset({"c"}))
    (first, *_) = search.search(lens.over(known), typed, sight=sight)
    assert first.hits.select("page", "value", "cases").rows() == [(kind, code, cases)]


def test_common_words_name_no_region_and_no_bank(looked: lens.Lens) -> None:
    for typed in ("банк", "облысы", "ал", "Орлова Юлия", "7083809702"):
        assert not {one.page for one in search.search(looked, typed)} & {"region", "bank"}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("KZ36 722C 0007 4390 6283", ("account", IBAN)),
        ("kz36722c000743906283", ("account", IBAN)),
        ("440043******6583", ("account", "440043******6583")),
        ("8 (708) 380-97-02", ("number", PHONE)),
        ("7083809702", ("number", PHONE)),
        ("9702", ("number", PHONE)),
        ("0 97 02", ("number", PHONE)),
        ("8708", ("number", PHONE)),
        ("6283", ("account", IBAN)),
        ("581207405728", ("person", "iin:581207405728")),
        ("1210000", ("case", "251500121000040")),
        ("КУИ-77/25", ("case", "251500121000040")),
        ("257100121000111", ("case", "257100121000999")),
        ("@timur", ("value", "@timur_stop_kredit34")),
        ("Орловой Юлии", ("case", "251500121000040")),
        ("orlova yuliya", ("case", "251500121000040")),
        ("ОРЛОВА", ("case", "251500121000040")),
        ("Zhandos Issayev", ("case", "251500121000067")),
        ("Jandos", ("case", "251500121000067")),
        ("Болатұлы", ("case", "251500121000067")),
        ("bolatuly", ("case", "251500121000067")),
        ("Абдикадыр Сауле", ("case", "257100121000999")),
        ("Äbdiqadyr", ("case", "257100121000999")),
        ("Әбдіқ", ("case", "257100121000999")),
        ("Ержан Алиев", ("account", OTHER)),
    ],
)
def test_any_spelling_finds(looked: lens.Lens, typed: str, first: tuple[str, str]) -> None:
    assert _hits(search.search(looked, typed, clear=search.everything))[0] == first


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0", "Жоқадам", "+77009999999", "zz"])
def test_what_is_not_there_is_not_found(looked: lens.Lens, typed: str) -> None:
    assert search.search(looked, typed, clear=search.everything) == ()


def test_a_card_leads_to_its_account_too(looked: lens.Lens) -> None:
    assert _hits(search.search(looked, "4400 43** **** 6583")) == [("account", "440043******6583"), ("account", OTHER)]


def test_a_hit_counts_its_cases_and_one_kind_can_be_asked_for(looked: lens.Lens) -> None:
    (group,) = search.search(looked, IBAN)
    assert group.hits.row(0, named=True) == {
        "page": "account", "kind": "iban", "value": IBAN, "how": "typed", "cases": 2,
    }  # fmt: skip
    every = search.search(looked, "Орлова Юлия")
    assert [one.page for one in every] == ["case", "person"]
    assert [one.page for one in search.search(looked, "Орлова Юлия", only="person")] == ["person"]


def test_totals_tell_more_than_is_shown(looked: lens.Lens) -> None:
    (group,) = search.search(looked, "121000", most=1)
    assert (group.total, group.hits.height) == (3, 1)


def test_what_only_a_hidden_case_tells_of_is_not_found(looked: lens.Lens) -> None:
    hidden = lens.Sight(frozenset({"251500121000067"}))
    assert search.search(looked, PHONE, sight=hidden) == ()
    assert search.search(looked, "Исаев", sight=hidden, clear=search.everything) == ()
    assert search.search(looked, "0000067", sight=hidden) == ()
    (group,) = search.search(looked, IBAN, sight=hidden)
    assert group.hits["cases"].to_list() == [1]


@pytest.mark.parametrize(
    "whole", [IBAN, PHONE, "@timur_stop_kredit34", "Орлова Юлия", "581207405728", "Issayev Zhandos"]
)
def test_without_a_purpose_only_the_whole_finds(looked: lens.Lens, whole: str) -> None:
    """No beginning and no end of a personal value finds more than nothing: a masked one cannot be told sign by sign."""
    assert _hits(search.search(looked, whole))
    parts = [whole[:end] for end in range(3, len(whole))] + [whole[start:] for start in range(1, len(whole) - 3)]
    told = {one: _hits(search.search(looked, one)) for one in parts}
    same = {one for one in parts if one in {whole.lstrip("@+"), whole.removeprefix("+7")}}  # the whole, written shorter
    found = {one: hits for one, hits in told.items() if hits and one not in same}
    assert {page for hits in found.values() for page, _ in hits} <= {"case"}
    assert not any("name" in one.hits["how"].to_list() for part in found for one in search.search(looked, part))


def test_what_the_purpose_covers_is_found_by_a_part(looked: lens.Lens) -> None:
    """Of two values that begin alike, the one that the asker sees in clear."""
    mine = [IBAN]
    told = search.search(looked, "KZ", clear=lambda things: [value in mine for _, value in things])
    assert told == ()
    (group,) = search.search(looked, "KZ3", clear=lambda things: [value in mine for _, value in things])
    assert group.hits["value"].to_list() == mine
    assert search.search(looked, "KZ2", clear=lambda things: [value in mine for _, value in things]) == ()


@given(st.text(max_size=300))
def test_anything_may_be_typed(typed: str) -> None:
    assert all(one.total >= one.hits.height > 0 for one in search.search(lens.over(_ANY), typed))


_ANY = _tables()
