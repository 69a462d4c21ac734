"""The fields a column of a file can be mapped to: those of the observation tables, and raw ones.

A raw field holds what a file says in its own way; :mod:`qalqan.intake.normalise` turns it into the observation's
fields. Readers whose format names its fields (camt, MT940, chats) may give raw fields in ``Records`` too:

every kind
    ``raw_date``, ``raw_time``      two halves of ``at`` (``registered_at`` of a case)
transaction
    ``raw_amount``                  sum in the row's ``currency`` (tenge when that is empty); may be signed
    ``raw_amount_kzt``              sum in tenge; may be signed
    ``raw_debit``, ``raw_credit``   sum that left / came to the own account (of either currency)
    ``raw_debit_kzt``, ``raw_credit_kzt``  the same in tenge
    ``raw_direction``               word or sign saying debit or credit, as seen from the own account
    ``raw_balance``                 balance of the own account after the row, tenge
    ``raw_reversal``                word saying that the row takes back an earlier one
    ``other_name, other_iin, other_bank, other_account, other_residency``  the counterparty
    ``own_name, own_iin, own_bank, own_residency``  the owner of ``own_account``
    ``raw_state``                   word saying whether the operation was carried out
call
    ``other``                       the other number, as seen from ``own_number``
    ``raw_duration``                duration in any spelling; ``raw_end`` time the call ended
    ``raw_lac``, ``raw_cid``        halves of ``cell``
    ``other_imei``                  device of the other number (kept only when it is A's)
holder
    ``raw_opening``                 balance at ``opening_at``
case
    ``raw_damage``                  damage in tenge
    ``raw_victim``                  one cell with name, IIN and phone of the victim
holder, subscriber
    ``raw_person``                  one cell with name and IIN of the holder
message
    ``raw_title``                   heading of an advertisement or subject of a letter, put above the text
    ``raw_price``, ``raw_url``, ``raw_listing``, ``raw_site``, ``raw_place``  what a listing tells beside its text
    ``raw_direction``               word saying whether the phone got or sent the message: what it sent went to ``from``
    ``raw_seller``                  seller's name, the sender where no phone is told
coverage
    ``raw_opening``, ``raw_closing``

All sums in raw fields are strings in tenge or whole units of the currency ("1 250,50"), never minor units.
The field ``unused`` marks a column whose meaning is known and that no observation keeps.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from qalqan.errors import PartError
from qalqan.model.schema import OBSERVATIONS

UNUSED = "unused"
TABULAR = ("transaction", "call", "case", "holder", "subscriber", "message", "coverage")
_EVERY = ("raw_date", "raw_time")
_PARTY = ("name", "iin", "bank", "account", "residency")
RAW: dict[str, tuple[str, ...]] = {
    "transaction": (
        "raw_amount", "raw_amount_kzt", "raw_debit", "raw_credit", "raw_debit_kzt", "raw_credit_kzt",
        "raw_direction", "raw_balance", "raw_reversal", "raw_state",
        *(f"other_{one}" for one in _PARTY), *(f"own_{one}" for one in _PARTY if one != "account"),
    ),
    "call": ("other", "raw_duration", "raw_end", "raw_lac", "raw_cid", "other_imei"),
    "holder": ("raw_opening", "raw_person"),
    "subscriber": ("raw_person",),
    "case": ("raw_damage", "raw_victim"),
    "coverage": ("raw_opening", "raw_closing"),
    "message": (
        "raw_title", "raw_price", "raw_url", "raw_listing", "raw_site", "raw_place", "raw_seller", "raw_direction",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind: the header phrases that mean it and the looks of its values.

    ``says`` are (concepts, score 0-1000); ``looks`` maps a look of :mod:`qalqan.intake.looks` to its weight;
    ``strict`` says that values without any of these looks speak against the field; ``blind`` says that
    the values alone may name it.
    """

    kind: str
    name: str
    says: tuple[tuple[frozenset[str], int], ...]
    looks: dict[str, int]
    strict: bool
    blind: bool


def known(kind: str) -> frozenset[str]:
    """Names a mapping may use for that kind: observation fields without the place, and raw ones."""
    place = {"evidence", "part", "row", "seq"}
    named = {name for name in OBSERVATIONS[kind].names if name not in place}
    return frozenset(named | set(RAW[kind]) | set(_EVERY) | {UNUSED})


@cache
def catalogue() -> dict[str, tuple[Field, ...]]:
    """All fields by kind, as ``words/fields.toml`` describes them. Raises PartError for an unknown name."""
    tree = tomllib.loads((files(__package__) / "words" / "fields.toml").read_text("utf-8"))
    shared = tree.pop("every")
    looks = tree.pop("looks")
    found: dict[str, tuple[Field, ...]] = {}
    for kind in TABULAR:
        described = {**tree[kind], **{name: value for name, value in shared.items() if name == UNUSED}}
        if strange := set(described) - known(kind):
            raise PartError("error-intake-field", where="words/fields.toml", name=", ".join(sorted(strange)))
        found[kind] = tuple(_field(kind, name, value, looks) for name, value in described.items())
    return found


def _field(kind: str, name: str, told: dict[str, object], looks: dict[str, dict[str, int]]) -> Field:
    look = str(told.get("look", ""))
    says: list[tuple[frozenset[str], int]] = []
    for phrase in told.get("say", []):  # type: ignore[attr-defined]
        concepts, _, score = str(phrase).partition(":")
        says.append((frozenset(concepts.split()), int(score or 1000)))
    return Field(
        kind, name, tuple(says), dict(looks.get(look, {})), bool(told.get("strict", False)),
        bool(told.get("blind", False)),
    )  # fmt: skip
