"""Rows of any table as a page shows them: which columns, how each is written, where it leads, who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from qalqan.clock import now, to_local
from qalqan.console.eyes import Eyes
from qalqan.console.words import SAID
from qalqan.model.schema import TABLES, Column
from qalqan.registry import parts
from qalqan.report import banks
from qalqan.report.wording import Words
from qalqan.texts.say import has

MOST_PLACES: Final = 6
ROWS: Final = 50
SHOWN: Final[dict[str, str]] = {
    "cases": "case_id registered_at region organ mo damage_tiyn status",
    "series": "case_id series_id score",
    "links": "case_a case_b score grounds",
    "alike": "other score grounds",
    "losses": "amount_tiyn score tx_id grounds",
    "trails": "hop account kind bank first_in traced_in_tiyn remaining_tiyn end_point case_id",
    "holds": "rank account bank expected_tiyn amount_tiyn low_tiyn high_tiyn still last_seen grounds case_id",
    "hops": "at from to amount_tiyn locator",
    "trail_ends": "kind node bank amount_tiyn first watch_from watch_to score locators",
    "identifiers": "kind value rule sure case_id locators",
    "identifier_weights": "kind value cases rarity_bits trust decided",
    "transactions": "at from to from_name to_name amount_tiyn operation purpose locators",
    "calls": "at a b duration_s service imei cell locators",
    "messages": "at from to channel text source",
    "mentions": "kind as_written role case_id place",
    "accounts": "bank holder role score grounds",
    "numbers": "role score grounds",
    "holders": "account card holder iin phone bank opened_at locators",
    "subscribers": "number holder iin from to imsi imei address locators",
    "coverage": "from to by received_at opening_tiyn closing_tiyn locators",
    "aliases": "kind alias account locators",
    "possible_droppers": "account bank holder score cases came_tiyn first grounds",
    "unusual_transfers": "at from to amount_tiyn score grounds",
    "end_points": "kind bank holder score rows payers came_tiyn first last grounds",
    "persons": "kind value roles score grounds locators",
    "person_pairs": "person_a person_b score decided grounds",
    "groups": "kind member role score first last grounds",
    "group_ties": "rule score cuts_off locators",
    "series_cuts": "kind value cases parts largest",
    "possible_victims": "account name paid_tiyn transfers first last score grounds",
    "common_points": "kind value victims of expected score grounds",
    "devices": "numbers imsis cells first last role score grounds",
    "alerts": "at detector subject_kind subject score grounds",
    "call_campaign_members": "kind member calls called reported first last score campaign_id",
    "urls": "url domain score verdict brand mentions cases grounds",
    "loan_bursts": "first account loans lenders amount_tiyn passed_tiyn score case_id grounds",
    "victims_in_progress": "at number rule tell talk_s lenders case_id score grounds",
}
"""The columns that pages show of each table, in order; ``place`` is made of evidence, part and row."""
_THINGS: Final = {"phone": "phone", "account": "iban", "device": "imei", "iin": "iin", "card": "card"}
_WORDS: Final = {"mo": "mo", "region": "region", "status": "status", "rule": "ground"}
_CODED: Final = {
    "end_point": "thing", "service": "code-service", "subject_kind": "cli-calls-kind", "verdict": "code-url",
    "rule": "code-victim", "tell": "calls-page-tell",
}  # fmt: skip
"""Columns of short codes, and what stands before a code in the key of its words."""
_PLACES: Final = frozenset({"locators", "locator", "source", "tx_id", "place"})
_CASES: Final = frozenset({"case_id", "case_a", "case_b", "other"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: how it is written (text, case, thing, sum, moment, count, score, grounds, places), value, address."""

    kind: str
    value: Any
    href: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one table about the thing a page is about; ``total`` may exceed the rows, ``more`` leads to the rest."""

    id: str
    title: str
    columns: tuple[tuple[str, str, bool], ...]
    rows: list[list[Cell]] = field(default_factory=list)
    total: int = 0
    more: str = ""


def section(
    eyes: Eyes,
    name: str,
    frame: pl.DataFrame,
    *,
    most: int = ROWS,
    without: Sequence[str] = (),
    title: str = "",
    more: str = "",
    total: int = -1,
) -> Section:
    """The rows of a table as a section; ``without`` leaves columns out that say what the page already says."""
    ask = eyes.ask
    told = tuple(one for one in SHOWN[name].split() if one not in without)
    columns = columns_of(eyes, name, told)
    first = frame.head(most)
    words = title or ask.t(f"table-{name}")
    return Section(
        name, words[:1].upper() + words[1:], columns, cells(eyes, name, first, told),
        frame.height if total < 0 else total, more,
    )  # fmt: skip


def cells(eyes: Eyes, name: str, frame: pl.DataFrame, columns: Sequence[str]) -> list[list[Cell]]:
    """Each row's cells as the asker may see them."""
    if frame.is_empty():
        return []
    words = Words(eyes.ask.language)
    shown = eyes.masked(frame, name).to_dicts()
    return [
        [_cell(eyes, words, name, column, raw, seen) for column in columns]
        for raw, seen in zip(frame.to_dicts(), shown, strict=True)
    ]


def _cell(  # noqa: PLR0911, PLR0912, PLR0917 - one line a way of writing
    eyes: Eyes, words: Words, name: str, column: str, raw: dict[str, Any], seen: dict[str, Any]
) -> Cell:
    if column == "place":
        return Cell("places", _places(eyes, f"{raw['evidence']}:{raw['part']}:{raw['row']}"))
    value, shown = raw[column], seen[column]
    if value is None or value == "":
        return Cell("text", "")
    described = TABLES[name].column(column)
    if column in _PLACES:
        return Cell("places", _places(eyes, value))
    if column in _CASES:
        return Cell("case", value, eyes.case(value))
    if column == "series_id":
        return Cell("case", eyes.series(value), eyes.ask.link(f"/series/{eyes.series(value)}"))
    if column == "grounds":
        told = shown if shown == value else eyes.grounds(value)
        return Cell("grounds", (told, against(value)))
    if column in ("person_a", "person_b", "person_id"):
        return Cell("thing", _person(eyes, value), eyes.thing("person", value))
    if column in ("value", "member", "as_written") and "kind" in raw:
        return _told(eyes, raw, value, shown)
    if column == "kind":
        return Cell("text", kind_words(eyes, value))
    if described.personal in _THINGS and described.type == "text":
        return Cell("thing", shown, eyes.thing(_kind(described, raw), value))
    if column == "alias":
        return Cell("thing", eyes.value(raw["kind"], value), eyes.thing(raw["kind"], value))
    if column in ("role", "roles"):
        return Cell("text", ", ".join(_role(eyes, words, one) for one in value.split(";")))
    if column == "bank" or (name, column) == ("coverage", "by"):
        return Cell("text", banks.short(value, to_local(now()).date()))
    if column == "detector":
        return Cell("text", eyes.ask.t(parts("detect")[value].CARD.title) if value in parts("detect") else value)
    if column in _CODED and has(key := f"{_CODED[column]}-{value.replace('_', '-')}"):
        return Cell("text", eyes.ask.t(key))
    if column in _WORDS:
        return Cell("text", words.of(_WORDS[column], value))
    return Cell(_way(described), shown)


def _told(eyes: Eyes, raw: dict[str, Any], value: str, shown: str) -> Cell:
    kind = raw["kind"]
    if kind == "case":
        return Cell("case", value, eyes.case(value))
    if kind in ("name", "organisation", "money", "moment"):
        return Cell("text", shown)
    if kind in SAID:
        return Cell("text", SAID[kind](value, eyes.ask.language))
    if kind == "person" and "member" in raw:
        return Cell("thing", _person(eyes, value), eyes.thing("person", value))
    if kind == "person":
        return Cell("text", shown)
    real = raw.get("value") or value
    known = {"account": "iban", "number": "phone"}.get(kind, kind)
    return Cell("thing", shown, eyes.thing(known, real))


def thing_of(name: str, column: str, raw: dict[str, Any]) -> tuple[str, str] | None:
    """The thing (kind, value) that a cell names; None where it names none."""
    value = raw.get(column)
    if not isinstance(value, str) or not value:
        return None
    if column in ("person_a", "person_b", "person_id"):
        return "person", value
    if column in ("value", "member"):
        kind = raw.get("kind", "")
        plain = not kind or kind in ("case", "name", "organisation", "money", "moment", *SAID)
        return None if plain else ({"account": "iban", "number": "phone"}.get(kind, kind), value)
    described = TABLES[name].column(column)
    return (_kind(described, raw), value) if described.personal in _THINGS and described.type == "text" else None


def _role(eyes: Eyes, words: Words, role: str) -> str:
    key = f"read-role-{role}"
    return eyes.ask.t(key) if has(key) else words.of("role", role)


def _person(eyes: Eyes, person: str) -> str:
    kind, _, value = person.partition(":")
    return f"{kind_words(eyes, kind)} {eyes.value(kind, value)}"


def kind_words(eyes: Eyes, kind: str) -> str:
    """A kind of thing in words."""
    key = f"thing-{kind.replace('_', '-')}"
    return eyes.ask.t(key) if has(key) else Words(eyes.ask.language).of("ident", kind)


def _kind(described: Column, raw: dict[str, Any]) -> str:
    told = raw.get(f"{described.name}_kind")
    if described.name in ("imsi", "b_imsi"):
        return "imsi"
    return str(told) if told and told != "text" else _THINGS[described.personal]


def _way(described: Column) -> str:
    if described.unit == "tiyn":
        return "sum"
    if described.type == "time":
        return "moment"
    if described.unit in ("0-1000", "per mille"):
        return "score"
    if described.unit == "1/1000 bit":
        return "bits"
    return "count" if described.type == "int" else "flag" if described.type == "bool" else "text"


def _places(eyes: Eyes, text: str) -> tuple[list[tuple[str, str]], int]:
    from qalqan.console.words import short  # noqa: PLC0415

    told = [one for one in text.split(";") if one]
    return [(short(one), eyes.place(one)) for one in told[:MOST_PLACES]], max(0, len(told) - MOST_PLACES)


def against(grounds: str) -> int:
    """How many of the grounds speak against a finding: those of a negative weight."""
    return grounds.count('"weight":-')


def _title(eyes: Eyes, name: str, column: str) -> str:
    if column in ("from", "to") and TABLES[name].column(column).type == "time":
        column = "since" if column == "from" else "until"
    return eyes.ask.t(f"column-{column.replace('_', '-')}")


def _number(name: str, column: str) -> bool:
    if column in _PLACES or column == "grounds":
        return False
    return TABLES[name].column(column).type == "int"


def columns_of(eyes: Eyes, name: str, columns: Sequence[str]) -> tuple[tuple[str, str, bool], ...]:
    """Columns with their titles and whether they hold numbers."""
    return tuple((one, _title(eyes, name, one), _number(name, one)) for one in columns)
