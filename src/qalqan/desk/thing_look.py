"""A thing (account, number, device, person, group, value) as a page shows it: which tables speak of it, by look-ups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from qalqan.desk._lens_index import distinct
from qalqan.desk.lens import Lens, Rows, Sight
from qalqan.desk.search import PAGES

LATEST: Final = frozenset({"transactions", "calls", "messages", "unusual_transfers"})
"""Tables shown from the latest row backwards."""
_TABLES: Final[dict[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "account": (
        ("accounts", ("account",)), ("possible_droppers", ("account",)), ("end_points", ("node",)),
        ("holders", ("account", "card")), ("aliases", ("account", "alias")), ("identifiers", ("value",)),
        ("holds", ("account",)), ("trails", ("account",)), ("transactions", ("from", "to")),
        ("unusual_transfers", ("from", "to")), ("coverage", ("account",)), ("groups", ("member",)),
        ("possible_victims", ("account",)), ("loan_bursts", ("account",)), ("persons", ("value",)),
        ("mentions", ("value",)),
    ),
    "number": (
        ("numbers", ("number",)), ("alerts", ("subject",)), ("subscribers", ("number",)), ("aliases", ("alias",)),
        ("identifiers", ("value",)), ("victims_in_progress", ("number",)), ("calls", ("a", "b")),
        ("call_campaign_members", ("member",)), ("groups", ("member",)), ("persons", ("value",)),
        ("mentions", ("value",)),
    ),
    "device": (
        ("devices", ("imei",)), ("alerts", ("subject",)), ("subscribers", ("imei", "imsi", "iccid")),
        ("identifiers", ("value",)), ("calls", ("imei", "imsi", "b_imei", "b_imsi")),
        ("call_campaign_members", ("member",)), ("groups", ("member",)), ("persons", ("value",)),
        ("mentions", ("value",)),
    ),
    "person": (
        ("persons", ("person_id",)), ("person_pairs", ("person_a", "person_b")), ("groups", ("member",)),
    ),
    "value": (
        ("urls", ("url", "domain")), ("identifiers", ("value",)), ("identifier_weights", ("value",)),
        ("holders", ("iin",)), ("subscribers", ("iin",)), ("loan_bursts", ("iin",)), ("alerts", ("subject",)),
        ("groups", ("member",)), ("persons", ("value",)), ("mentions", ("value",)),
    ),
    "group": (
        ("groups", ("group_id",)), ("group_ties", ("group_id",)), ("possible_victims", ("series_id",)),
        ("common_points", ("series_id",)),
    ),
}  # fmt: skip
"""Each page's tables in the order they are shown, with the columns that may hold the thing."""
_KINDED: Final = frozenset({"identifiers", "identifier_weights", "mentions"})


def page_of(kind: str) -> str:
    """Which page shows a kind of thing."""
    return kind if kind in ("person", "group") else PAGES.get(kind, "value")


def names(kind: str) -> tuple[str, ...]:
    """The tables that may speak of a kind of thing."""
    return tuple(name for name, _ in _TABLES[page_of(kind)])


def places(lens: Lens, name: str, kind: str, value: str) -> Rows:
    """The rows of a table that speak of a thing, in the table's order."""
    columns = dict(_TABLES[page_of(kind)])[name]
    found = distinct(np.concatenate([lens.places(name, column, [value]) for column in columns]))
    if name == "aliases":  # a hash says nothing to a person
        found = found[(lens.frame(name)["kind"].gather(found) != "card_hash").to_numpy()]
    if name in _KINDED and len(found):
        said = lens.frame(name)["kind"].gather(found)
        own = said.is_in([kind, *(("contract", "card") if kind == "iban" else ())]).to_numpy()
        found = found[own] if own.any() else found
    return found


def frames(lens: Lens, kind: str, value: str, sight: Sight, most: int) -> Iterator[tuple[str, pl.DataFrame, int]]:
    """Each table that speaks of a thing: its first (or latest) ``most`` rows, and how many there are."""
    for name in names(kind):
        rows = places(lens, name, kind, value)
        if not len(rows):
            continue
        down = name in LATEST
        told = lens.page(name, most, down=down, within=rows, sight=sight)
        if told.total:
            yield name, told.frame, told.total


def cases(lens: Lens, kind: str, value: str, sight: Sight) -> list[str]:
    """The cases that have a thing."""
    rows = places(lens, "identifiers", kind, value) if "identifiers" in names(kind) else np.empty(0, np.int64)
    return sorted(set(sight.of(lens.frame("identifiers")[rows])["case_id"].to_list()))


def of_case(lens: Lens, kind: str, value: str, case: str) -> bool:
    """Whether a thing is the case's own: an identifier of it, its victim's, or an account its money came to."""
    if case in cases(lens, kind, value, Sight()):
        return True
    own = lens.rows("cases", "case_id", [case]).select("victim_iin", "victim_phone", "victim_account")
    if own.height and value in own.row(0):
        return True
    if page_of(kind) == "account":
        return value in lens.rows("trails", "case_id", [case])["account"].to_list()
    if kind == "person":
        told = lens.rows("persons", "person_id", [value])
        return any(
            of_case(lens, known, one, case) if known != "case" else one == case
            for known, one in told.select("kind", "value").iter_rows()
            if known in ("case", "iin", "phone", "account", "card", "imei")
        )
    return False
