"""Masking: no clear personal value stays in a masked table."""

from __future__ import annotations

import json

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from qalqan.engine.frames import conform
from qalqan.model.schema import TABLES
from qalqan.report import redact
from qalqan.report.redact import masked, places


def _frame(name: str, **cells: object) -> pl.DataFrame:
    return conform(pl.DataFrame({key: [cell] for key, cell in cells.items()}), TABLES[name])


def test_identifiers_keep_only_their_ends() -> None:
    row = masked(
        _frame(
            "holders", account="KZ86722C000012345678", card="440043******1234", holder="Сәуле Ахметова",
            iin="850101400123", phone="+77011234567", bank="722",
        ),
        TABLES["holders"],
    ).row(0, named=True)  # fmt: skip
    assert row["account"] == "KZ86722•••678"
    assert row["holder"] == "С. А."
    assert row["iin"] == "85•••23"
    assert row["phone"] == "+7701•••67"
    assert row["bank"] == "722"


def test_free_text_is_withheld_and_end_points_stay_readable() -> None:
    row = masked(
        _frame(
            "transactions", tx_id="e:p:1", purpose="долг Ахметовой", **{"from": "KZ86722C000012345678", "to": "ATM 17"}
        ),
        TABLES["transactions"],
    ).row(0, named=True)
    assert "Ахмет" not in row["purpose"]
    assert row["to"] == "ATM 17"


def test_one_thing_looks_the_same_by_its_kind_as_in_a_column_of_its_own() -> None:
    """An account is found again between tables; a writing with spaces, which no pattern of accounts knows, stays so."""
    account = "KZ86722C000012345678"
    own = masked(_frame("holders", account=account, iin="850101400123"), TABLES["holders"]).row(0, named=True)
    for kind, value, same in (("iban", account, own["account"]), ("iin", "850101400123", own["iin"])):
        row = masked(_frame("identifiers", case_id="1", kind=kind, value=value), TABLES["identifiers"])
        assert row["value"][0] == same
    row = masked(
        _frame("mentions", kind="iban", value=account, as_written="KZ86 722C 0000 1234 5678"), TABLES["mentions"]
    )
    assert (row["value"][0], row["as_written"][0]) == ("KZ86722•••678", "KZ86•••78")


def test_mentions_are_masked_by_their_kind() -> None:
    row = masked(
        _frame("mentions", kind="phone", value="+77011234567", as_written="8 701 123 45 67", column="plot", start=0),
        TABLES["mentions"],
    ).row(0, named=True)
    assert "1234567" not in row["value"]
    assert "123 45" not in row["as_written"]


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=20) | st.integers(), min_size=1, max_size=4))
def test_grounds_lose_their_values(values: dict[str, object]) -> None:
    one = {"rule": "shared", "weight": 3, "values": values, "locators": []}
    told = json.dumps([one], ensure_ascii=False, separators=(",", ":"))
    row = masked(_frame("links", case_a="a", case_b="b", score=1, grounds=told), TABLES["links"]).row(0, named=True)
    assert json.loads(row["grounds"]) in ([], [one | {"values": {}}])


def test_nested_values_are_withheld_whole() -> None:
    told = '[{"rule":"r","values":{"a":{"phone":"+77011234567"}}}]'
    row = masked(_frame("links", case_a="a", case_b="b", score=1, grounds=told), TABLES["links"]).row(0, named=True)
    assert row["grounds"] == "[]"


def test_names_of_parts_are_hidden_inside_places_and_stay_apart() -> None:
    """A sheet named after a person is hidden in ids, locators and grounds alike; two such sheets are still two."""
    one, two = "f3bc8e96a2672b27:Әсем 77011234567:2", "f3bc8e96a2672b27:Нартай%3B х:2"
    frame = pl.DataFrame(
        {"tx_id": [one, two], "locators": [f"{one};f3bc8e96a2672b27:Лист1:9", None],
         "grounds": [f'[{{"locators":["{two}"]}}]', "[]"], "part": ["Әсем 77011234567", "Лист1"]}
    )  # fmt: skip
    told = places(frame, b"k")
    assert told["tx_id"].n_unique() == 2
    assert told["locators"][0] == f"{told['tx_id'][0]};f3bc8e96a2672b27:Лист1:9"
    assert told["tx_id"][1] in told["grounds"][0]
    assert told["part"].to_list() == [told["tx_id"][0].split(":")[1], "Лист1"]
    assert not [sign for sign in ("Әсем", "7701", "Нартай") if sign in told.write_json()]


LINKS = {
    "wa.me/77011234567": "wa.me/77•••",
    "t.me/timur_kredit": "t.me/ti•••",
    "instagram.com/aliya.b/": "instagram.com/al•••",
    "site.kz/?phone=77011234567": "site.kz/?•••",
    "site.kz/8-701-123-45-67/pay": "site.kz/8-70•••67/pay",
    "site.kz/u/KZ36722C000743906283": "site.kz/u/KZ36•••83",
    "site.kz/ivan.petrov@mail.kz/x": "site.kz/i•••@mail.kz/x",
    "77011234567.site.kz": "77•••67.site.kz",
}
PLAIN = ("kaspi-pay.kz/login/", "olx.kz/d/obyavlenie/stol-IDabc12.html", "192.168.100.200/a", "krisha.kz/a/show/12345")


def test_a_link_shows_its_site_and_not_whom_it_names() -> None:
    """Messengers' names, telephone numbers, accounts, mailboxes and what a query says; the rest of the path stays."""
    told = pl.DataFrame({"kind": ["url"] * (len(LINKS) + len(PLAIN)), "value": [*LINKS, *PLAIN]})
    openly = redact.said_openly(pl.col("kind"), pl.col("value"))
    shown = told.with_columns(redact.link(pl.col("value")), openly.alias("open"))
    assert shown["value"].to_list() == [*LINKS.values(), *PLAIN]
    assert shown["open"].to_list() == [False] * len(LINKS) + [True] * len(PLAIN)
    for written in ("wa . me / 7 701 123 45 67", "t[.]me/timur_kredit", "hxxps://wa.me/77011234567"):
        row = masked(_frame("mentions", kind="url", value="wa.me/77011234567", as_written=written), TABLES["mentions"])
        assert row["value"][0] == "wa.me/77•••"
        assert not [one for one in ("4567", "45 67", "kredit") if one in row["as_written"][0]]


@given(st.sampled_from([*LINKS, *PLAIN]), st.integers(10**10, 10**11 - 1), st.sampled_from(["/", "/a-", "/?q=", "."]))
def test_no_telephone_number_stays_in_a_link(link: str, number: int, between: str) -> None:
    shown = pl.DataFrame({"value": [f"{link}{between}{number}"]}).select(redact.link(pl.col("value")))["value"][0]
    assert str(number) not in shown
    assert str(number)[1:] not in shown
