"""Which column is what: header words and values together, for all columns at once, for every kind of record.

Each pair of column and field gets a confidence 0-1000 from what the header says (:mod:`lexicon`, ``words/fields.toml``)
and from what the values look like (:mod:`looks`). The assignment with the greatest total is taken, for each kind of
record; the kind that explains the table best, and has what such a record cannot do without, wins.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qalqan.intake import headless, parties
from qalqan.intake.assign import best
from qalqan.intake.fields import TABULAR, UNUSED, Field, catalogue
from qalqan.intake.headless import Column
from qalqan.intake.kinds import NEEDED, hints_of, lacking
from qalqan.intake.lexicon import Said, analyse
from qalqan.intake.looks import looks, rank
from qalqan.intake.mapping import Guess, Mapping

LEAST = 300
"""A weaker guess is none."""
_BLIND = 720
_BLIND_HEADED = 640
_VAGUE = 420
_MISTYPED = 930
_STATE_NUMBERS = 800
_NAMED = 800
_GIVEN = 800
_PHONES = 500
_RANKING = frozenset({"number", "index", "row"})


def study(headers: list[str], cells: pl.DataFrame) -> list[Column]:
    """The columns of a table: headers and the looks of a sample of their values."""
    seen = looks(cells.get_columns())
    for at, one in enumerate(seen):
        one["rank"] = rank(cells[:, at])
    return [
        Column(header, analyse(header), seen[at] if at < cells.width else {"filled": 0})
        for at, header in enumerate(headers)
    ]


def understand(columns: list[Column], title: str = "", given: frozenset[str] = frozenset(),
               kind: str = "") -> Mapping:  # fmt: skip
    """The best mapping of these columns.

    ``title`` is the text above the table; ``given`` names fields that the letter-head already tells; ``kind`` fixes the
    kind of record when it is known. The mapping's kind is empty when no kind explains the table.
    """
    if not kind and (formed := headless.form(columns)) is not None:
        return formed
    ranked: list[tuple[int, str, list[Guess]]] = []
    told = hints_of(title)
    for one in (kind,) if kind else TABULAR:
        guesses = _assigned(one, columns, given, fixed=bool(kind))
        if guesses is None:
            continue
        named = {guess.name for guess in guesses} - {"", UNUSED}
        short = lacking(one, named | given)
        total = sum(guess.confidence**2 // 1000 for guess in guesses if guess.name not in ("", UNUSED))
        total -= 220 * sum(not guess.name and columns[guess.column].looks["filled"] > 0 for guess in guesses)
        total += 500 * (one in told) - headless.doubt(one, columns)
        if short and not kind:
            continue
        ranked.append((total - 2000 * short, one, guesses))
    if not ranked:
        return Mapping("", _unknown(columns), 0)
    ranked.sort(key=lambda item: (-item[0], TABULAR.index(item[1])))
    _, chosen, guesses = ranked[0]
    if not any(column.header for column in columns):
        guesses = headless.placed(chosen, columns, guesses)
    guesses = parties.settle(chosen, columns, guesses)
    return Mapping(chosen, tuple(guesses), _confidence(chosen, guesses))


def _unknown(columns: list[Column]) -> tuple[Guess, ...]:
    return tuple(Guess(at, one.header, "", 0, "") for at, one in enumerate(columns))


def _confidence(kind: str, guesses: list[Guess]) -> int:
    """The lowest confidence among the columns such a record cannot do without."""
    named = {guess.name: guess.confidence for guess in guesses if guess.name not in ("", UNUSED)}
    chosen = []
    for group in NEEDED[kind]:
        if found := [named[name] for name in group if name in named]:
            chosen.append(max(found))
    return min(chosen, default=0)


def _assigned(kind: str, columns: list[Column], given: frozenset[str], *, fixed: bool) -> list[Guess] | None:
    """The best guesses for a kind; None when no assignment could have all that such a record needs."""
    fields, unused = _fields(kind)
    bare = not any(column.header for column in columns)
    gain = np.zeros((len(columns), len(fields)), dtype=np.int64)
    said = [_scores(kind, column.header) for column in columns]
    set_aside = [1000 if _ranks(column) else one[-1] for column, one in zip(columns, said, strict=True)]
    for at, column in enumerate(columns):
        scores = said[at][:-1]
        if set_aside[at] >= max([500, *scores]):
            continue
        for to, one in enumerate(fields):
            gain[at, to] = _sure(one, scores[to], column, bare)
    if not bare:
        _blinded(gain, np.array([one[:-1] for one in said], dtype=np.int64).reshape(gain.shape), columns, fields)
    else:
        _ordered(gain)
    less = np.array([one.name in given for one in fields])
    gain = np.where(less & (gain < _GIVEN), gain * 8 // 10, gain)
    gain[gain < LEAST] = 0
    possible = {one.name for one, most in zip(fields, gain.max(axis=0, initial=0), strict=True) if most}
    if not fixed and lacking(kind, possible | given):
        return None
    chosen = best(gain)
    guesses = []
    for at, (column, to) in enumerate(zip(columns, chosen, strict=True)):
        if to >= 0:
            one = fields[to]
            guesses.append(Guess(at, column.header, one.name, int(gain[at, to]), _ground(one, column)))
        elif set_aside[at] >= 500:
            guesses.append(Guess(at, column.header, UNUSED, set_aside[at], _ground(unused, column)))
        else:
            guesses.append(Guess(at, column.header, "", 0, ""))
    return guesses


def _ordered(gain: NDArray[np.int64]) -> None:
    """Without headers a column is likelier a field the nearer it stands to the field's usual place."""
    columns, fields = gain.shape
    place = np.arange(fields) * 1000 // max(1, fields)
    off = place - (np.arange(columns) * 1000 // max(1, columns))[:, None]
    gain[:] = np.where(gain > 0, np.maximum(gain - off * off // 14_000, 1), 0)


def _blinded(gain: NDArray[np.int64], headed: NDArray[np.int64], columns: list[Column], fields: list[Field]) -> None:
    """Take back guesses that the header's words of other columns speak against.

    Values alone do not name a field that another column's header names. Where columns hold accounts, a phone or card
    beside them is an account by its header only, and only of a party whose account no column tells: the account wins.
    """
    blind = headed < LEAST
    gain[blind & (np.where(blind, 0, gain) >= _NAMED).any(axis=0)] = 0
    money = np.array([column.looks.get("iban", 0) >= _PHONES for column in columns])
    if not money.any():
        return
    accounts = np.array([one.name.endswith("_account") for one in fields])
    told = (gain[money] >= _NAMED).any(axis=0) & accounts
    for at, column in enumerate(columns):
        concepts = column.said.concepts
        looks = [column.looks.get(one, 0) for one in ("phone", "card") if one in concepts]
        if money[at] or not looks or max(looks) < _PHONES:
            continue
        row = np.where(accounts, gain[at], 0)
        if told[int(row.argmax())]:
            gain[at, accounts] = 0
        elif "phone" in concepts:
            gain[at, accounts & blind[at]] = 0


@cache
def _fields(kind: str) -> tuple[list[Field], Field]:
    """The fields of a kind, and the one that sets a column aside."""
    every = catalogue()[kind]
    return [one for one in every if one.name != UNUSED], next(one for one in every if one.name == UNUSED)


@lru_cache(maxsize=4096)
def _scores(kind: str, header: str) -> tuple[int, ...]:
    """How surely a header means each field of a kind; last, that it is set aside. Headers recur, sheet after sheet."""
    fields, unused = _fields(kind)
    said = analyse(header)
    return tuple(headed(one, said) for one in [*fields, unused])


def _ranks(column: Column) -> bool:
    """Row numbers 1, 2, 3 … under a bare «№» or under nothing."""
    bare = not column.said.unknown and all(span.concepts & _RANKING for span in column.said.spans)
    return bare and column.looks.get("rank", 0) >= 900


def _sure(field: Field, header: int, column: Column, bare: bool) -> int:  # noqa: PLR0911
    """Confidence that the column is the field, from the header's score and the values."""
    support = min(1000, sum(weight * column.looks.get(look, 0) for look, weight in field.looks.items()) // 1000)
    if field.name == "reference" and column.looks.get("iin", 0) >= _STATE_NUMBERS:
        return 0
    if header < LEAST:
        if not bare and not field.blind:
            return 0
        if support < 700 or not headless.possible(field, column):
            return 0
        if bare:
            return support * (_BLIND if field.strict or field.blind else _VAGUE) // 1000
        return support * _BLIND_HEADED // 1000
    if not column.looks["filled"]:
        return header * 85 // 100
    if field.strict and support < LEAST:
        return header * 35 // 100
    part = 35 if field.strict else 20
    return (header * (100 - part) + support * part) // 100


@cache
def _costs() -> tuple[int, dict[str, int]]:
    tree = tomllib.loads((files(__package__) / "words" / "costs.toml").read_text("utf-8"))
    return int(tree["default"]), {name: int(value) for name, value in tree["cost"].items()}


def headed(field: Field, said: Said) -> int:
    """How surely a header means a field, 0-1000: all concepts of a phrase are said, and little else is."""
    default, costs = _costs()
    top = 0
    for wanted, told in field.says:
        spans = [span for span in said.spans if span.concepts & wanted]
        if len(wanted) > len(frozenset().union(*(span.concepts & wanted for span in spans))) or not spans:
            continue
        score = told
        for span in said.spans:
            if not span.concepts & wanted:
                score -= min(costs.get(concept, default) for concept in span.concepts)
        score -= 90 * min(said.unknown, 4)
        if any(span.sure < 1000 for span in spans):
            score = score * _MISTYPED // 1000
        top = max(top, score)
    return top


def _ground(field: Field, column: Column) -> str:
    said = "+".join(sorted({min(span.concepts) for span in column.said.spans}))
    seen = sorted(
        ((share, look) for look, share in column.looks.items() if look in field.looks and share >= 100),
        reverse=True,
    )
    values = ", ".join(f"{look} {share / 10:.0f} %" for share, look in seen[:3])
    return f"header: {said or '–'}; values: {values or '–'}"
