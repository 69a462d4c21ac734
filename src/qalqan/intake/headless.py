"""Tables without a header: known forms by the order of their columns, and neighbours of what the values tell."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qalqan.intake.fields import Field, catalogue
from qalqan.intake.lexicon import Said
from qalqan.intake.mapping import Guess, Mapping

_FORM_SURE = 850
_PLACED = 660
_NO_SUM = ("phone", "imei", "digits15", "digits12", "date", "datetime", "imsi", "iccid", "epoch")
_SIDE = ("name", "iin", "residency", "bank", "account")
_OFFICIAL = (
    "at", "currency", "operation", "unused", "raw_amount", "raw_amount_kzt",
    *(f"payer_{one}" for one in _SIDE), *(f"payee_{one}" for one in _SIDE), "knp", "purpose",
)  # fmt: skip
_FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("transaction", _OFFICIAL),
    ("transaction", tuple(one for one in _OFFICIAL if one != "currency")),
    ("transaction", (*_OFFICIAL[:4], "raw_debit", "raw_credit", *_OFFICIAL[5:])),
)
"""The official statement form and its deviations (18, 17 and 19 columns)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column to be understood: its header (empty when there is none) and the looks of its values."""

    header: str
    said: Said
    looks: dict[str, int]


def support(kind: str, name: str, column: Column) -> int:
    """How well a column's values fit a field, 0-1000."""
    field = next((one for one in catalogue()[kind] if one.name == name), None)
    if field is None:
        return 0
    return min(1000, sum(weight * column.looks.get(look, 0) for look, weight in field.looks.items()) // 1000)


def form(columns: list[Column]) -> Mapping | None:
    """The mapping of a headless table that has the columns of a known form, in its order."""
    if any(column.header for column in columns):
        return None
    for kind, names in _FORMS:
        if len(names) != len(columns):
            continue
        strict = {one.name for one in catalogue()[kind] if one.strict}
        judged = [
            support(kind, name, column) for name, column in zip(names, columns, strict=True)
            if name in strict and column.looks["filled"]
        ]  # fmt: skip
        if judged and min(judged) >= 500:
            guesses = tuple(
                Guess(at, "", name, _FORM_SURE, "columns in the order of the official form")
                for at, name in enumerate(names)
            )
            return Mapping(kind, guesses, _FORM_SURE)
    return None


def possible(field: Field, column: Column) -> bool:
    """Whether values alone may name a field: figures of a number, a device or a date are no sums."""
    if field.name.startswith(("own_", "other_", "raw_debit", "raw_credit", "raw_amount_", "raw_balance")):
        return False
    if "money" in field.looks:
        return not any(column.looks.get(look, 0) >= 500 for look in _NO_SUM)
    return True


def doubt(kind: str, columns: list[Column]) -> int:
    """What a kind loses when nothing but values speaks for it: a case without a plot is hardly one."""
    if any(column.header for column in columns) or kind == "transaction":
        return 0
    long = any(column.looks.get("long", 0) >= 500 for column in columns)
    if kind == "call":
        return 900 if long else 0
    return 0 if kind == "message" or (kind == "case" and long) else 900


def placed(kind: str, columns: list[Column], guesses: list[Guess]) -> list[Guess]:
    """The guesses, with names, IINs and banks given to the party whose account stands next to them."""
    if kind != "transaction":
        return guesses
    named = {guess.name: guess.column for guess in guesses if guess.name.endswith("_account")}
    sides = [(named[f"{side}_account"], side) for side in ("payer", "payee") if f"{side}_account" in named]
    taken = {guess.name for guess in guesses if guess.confidence >= _PLACED}
    out = list(guesses)
    for at, guess in enumerate(guesses):
        if guess.confidence >= _PLACED:
            continue
        for thing in ("iin", "bank", "name"):
            fits = support(kind, f"payer_{thing}", columns[at]) >= 700 and _is(thing, columns[at])
            side = _near(at, sides, taken, thing) if fits else ""
            if side:
                out[at] = replace(guess, name=f"{side}_{thing}", confidence=_PLACED, ground="beside its account")
                taken.add(f"{side}_{thing}")
                break
        else:
            out[at] = replace(guess, name="", confidence=0)
    return _purpose(columns, out)


def _is(thing: str, column: Column) -> bool:
    looks = column.looks
    if thing == "name":
        return looks.get("name", 0) + looks.get("organisation", 0) >= 500
    return looks.get("bank", 0) >= 500 if thing == "bank" else looks.get("digits12", 0) >= 500


def _near(at: int, sides: list[tuple[int, str]], taken: set[str], thing: str) -> str:
    free = [(abs(place - at), place, side) for place, side in sides if f"{side}_{thing}" not in taken]
    return min(free)[2] if free else ""


def _purpose(columns: list[Column], guesses: list[Guess]) -> list[Guess]:
    """The free text that is left over is what the payment is for."""
    free = [guess for guess in guesses if not guess.name and columns[guess.column].looks.get("text", 0) >= 600]
    if not free or any(guess.name == "purpose" for guess in guesses):
        return guesses
    chosen = max(free, key=lambda one: (columns[one.column].looks.get("unique", 0), one.column))
    return [
        replace(one, name="purpose", confidence=_PLACED, ground="the free text left over") if one is chosen else one
        for one in guesses
    ]
