"""Whose column is it: what a statement's columns mean once all of them, their values and the letter-head are seen.

One header word rarely says whose account or name stands below it. «Счёт» beside «Отправитель/получатель» is the other
party's when the letter-head names another account; «ID» between payer and payee belongs to the nearer of the two;
«Детали» full of people's names, in a statement that names nobody else, is the other party.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from qalqan.intake.fields import UNUSED
from qalqan.intake.headless import Column
from qalqan.intake.mapping import Guess, Mapping

_THINGS = ("name", "iin", "bank", "account", "residency")
_NAMES = frozenset(f"{side}_{thing}" for side in ("payer", "payee", "other") for thing in ("name", "account", "iin"))
_MOST = 600
_BESIDE = 660
_DEALS = 700
_KINDS = frozenset({"type", "kind", "category", "operation", "document", "name", "description"})


def settle(kind: str, columns: list[Column], guesses: list[Guess]) -> list[Guess]:
    """The guesses of a table with header, each column given to the party, or the half of a cell, that it tells of."""
    if not any(column.header for column in columns):
        return guesses
    if kind == "call":
        return _halved(columns, guesses)
    if kind != "transaction":
        return guesses
    return _dealt(columns, _named(columns, _sided(guesses)))


def _halved(columns: list[Column], guesses: list[Guess]) -> list[Guess]:
    """«Базовая станция / LAC» beside «Базовая станция / CID» is the first half of the cell, not the cell."""
    at = {guess.name: guess.column for guess in guesses if guess.name not in ("", UNUSED)}
    for half, rest in (("raw_lac", "raw_cid"), ("raw_cid", "raw_lac")):
        if "cell" not in at or half in at or rest not in at:
            continue
        column = columns[at["cell"]]
        if column.looks.get("int", 0) + column.looks.get("hex", 0) >= _MOST and column.looks.get("cell", 0) < _MOST:
            place = at["cell"]
            out = list(guesses)
            out[place] = replace(out[place], name=half, ground=f"beside its other half; {out[place].ground}")
            return out
    return guesses


def _dealt(columns: list[Column], guesses: list[Guess]) -> list[Guess]:
    """A column that is set aside by its header («Тип документа», «Категория») but names kinds of operation."""
    if any(guess.name == "operation" for guess in guesses):
        return guesses
    free = [
        guess for guess in guesses
        if guess.name in ("", UNUSED) and columns[guess.column].header
        and columns[guess.column].looks.get("deal", 0) >= _DEALS
        and columns[guess.column].said.concepts & _KINDS
    ]  # fmt: skip
    if not free:
        return guesses
    out = list(guesses)
    chosen = max(free, key=lambda one: (columns[one.column].looks.get("deal", 0), -one.column))
    out[chosen.column] = replace(
        chosen, name="operation", confidence=_BESIDE, ground=f"kinds of operation; {chosen.ground}"
    )
    return out


def _sided(guesses: list[Guess]) -> list[Guess]:
    """A thing of nobody in particular belongs to the one of two named parties that lacks it and is nearer."""
    at = {guess.name: guess.column for guess in guesses if guess.name not in ("", UNUSED)}
    places = {
        side: [at[f"{side}_{thing}"] for thing in _THINGS if f"{side}_{thing}" in at] for side in ("payer", "payee")
    }
    if not all(places.values()):
        return guesses
    out = list(guesses)
    for thing in _THINGS:
        loose = [name for name in (f"other_{thing}", f"own_{thing}") if name in at]
        short = [side for side in ("payer", "payee") if f"{side}_{thing}" not in at]
        if len(loose) != 1 or len(short) != 1:
            continue
        column = at[loose[0]]
        near = min(places, key=lambda side: (min(abs(one - column) for one in places[side]), side))
        if near == short[0]:
            ground = f"beside the {near}; {out[column].ground}"
            out[column] = replace(out[column], name=f"{near}_{thing}", ground=ground)
    return out


def _named(columns: list[Column], guesses: list[Guess]) -> list[Guess]:
    """Details that are people's names, where no other column names a party."""
    if any(guess.name in _NAMES for guess in guesses):
        return guesses
    return [
        replace(guess, name="other_name", confidence=min(guess.confidence, _BESIDE), ground=f"names; {guess.ground}")
        if guess.name == "purpose" and _people(columns[guess.column]) else guess
        for guess in guesses
    ]  # fmt: skip


def _people(column: Column) -> bool:
    return column.looks.get("name", 0) + column.looks.get("organisation", 0) >= _MOST


def by_values(mapping: Mapping, cells: pl.DataFrame, account: str) -> Mapping:
    """The mapping with the account column of another party called so: its values are not the letter-head's account."""
    columns = mapping.columns()
    at = columns.get("own_account")
    taken = any(name in columns for name in ("other_account", "payer_account", "payee_account"))
    if mapping.kind != "transaction" or mapping.by == "person" or not account or at is None or taken:
        return mapping
    written = cells[:, at].drop_nulls().str.replace_all(r"[\s\x{00a0}]", "").str.to_uppercase()
    if not len(written) or int((written == account.upper()).sum()) * 2 > len(written):
        return mapping
    guesses = tuple(
        replace(one, name="other_account", ground=f"not the letter-head's account; {one.ground}") if one.column == at
        else one for one in mapping.guesses
    )  # fmt: skip
    return replace(mapping, guesses=guesses)
