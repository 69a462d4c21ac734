"""Small shapes that several sections share: places, grounds, cut lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from qalqan.report import banks
from qalqan.report.facts import SHORT_HASH, Dossier, Ground, Place, Source, Stand
from qalqan.report.wording import NOTHING, Words

MOST_PLACES = 3
MOST_VALUES = 6
VALUE_SIGNS = 160
FILE_SIGNS = 60
ACCOUNT_SIGNS = 60
SUMS = frozenset({"traced", "passed", "came"})
END_POINTS = frozenset({"atm", "exchange", "merchant", "foreign", "wallet", "bank", "unknown"})
MOST_DIGITS = 18


@lru_cache(maxsize=64)
def _by_evidence(sources: tuple[Source, ...]) -> dict[str, Source]:
    return {one.evidence: one for one in sources}


def place_text(place: Place, sources: tuple[Source, ...], words: Words) -> str:
    """File, part, row and the first 16 digits of the original's SHA-256."""
    source = _by_evidence(sources).get(place.evidence)
    file = source.file.rsplit("/", 1)[-1] if source else words("file-unknown")
    file = file if len(file) <= FILE_SIGNS else f"{file[: FILE_SIGNS - 12]}…{file[-11:]}"
    part = f", {place.part[:40]}" if place.part else ""
    digits = (source.sha256 if source else place.evidence)[:SHORT_HASH]
    return f"{file}{part}, {words('row', row=str(place.row))} [{digits}]"


def places_text(places: Sequence[Place], sources: tuple[Source, ...], words: Words) -> str:
    """All places of a fact, the first few in full and the rest as a number."""
    told = [place_text(one, sources, words) for one in places[:MOST_PLACES]]
    if len(places) > MOST_PLACES:
        told.append(words("more-places", count=words.count(len(places) - MOST_PLACES)))
    return "; ".join(told) if told else NOTHING


def ground_values(ground: Ground, words: Words) -> str:
    """The values a ground used, with their names in words."""
    values = [(name, value) for name, value in ground.values if name != "other"]
    told = [f"{words.of('value', name)}: {_value(name, value, words)}" for name, value in values[:MOST_VALUES]]
    if len(values) > MOST_VALUES:
        told.append(words("more", count=words.count(len(values) - MOST_VALUES)))
    return "; ".join(told) if told else NOTHING


def ground_rule(ground: Ground, words: Words) -> str:
    """The rule of a ground in words; and how the other case came by the same value, when by another rule."""
    other = dict(ground.values).get("other", "")
    told = words.of("ground", ground.rule)
    return f"{told}; {words('other-case', rule=words.of('ground', other))}" if other not in ("", ground.rule) else told


def _value(name: str, value: str, words: Words) -> str:
    """A value of a ground: sums as money, names of kinds and rules in words, all else as it stands."""
    if (name.endswith("_tiyn") or name in SUMS) and value.isdigit() and len(value) <= MOST_DIGITS:
        return words.money(int(value))
    family = {"kind": "ident", "end_point": "end"}.get(name, "")
    return words.of(family, value) if family else words.foreign(value, VALUE_SIGNS)


def account_text(number: int, account: str, words: Words) -> str:
    """An account with its running number in the document; end points without an account in words."""
    told = end_text(account, words)
    shown = told if len(told) <= ACCOUNT_SIGNS else f"{told[: ACCOUNT_SIGNS - 1]}…"
    return f"№{number} {shown}" if number else shown


def moment_text(dossier: Dossier, words: Words) -> str:
    """The moment of the picture; in a series each case has its own."""
    told = words.time(dossier.as_of)
    return words("moment-each", moment=told) if len(dossier.cases) > 1 else told


def end_text(account: str, words: Words) -> str:
    """``atm at 601`` in words; every other account as it is."""
    kind, _, code = account.partition(" at ")
    if kind not in END_POINTS:
        return account
    bank = banks.short(code, date.max)
    return f"{words.of('end', kind)} ({bank})" if bank else words.of("end", kind)


def stand_name(stand: Stand, words: Words) -> str:
    """What an end point or an account is called beside its number."""
    return words.of("end", stand.end_point) if stand.end_point else words.of("kind", stand.kind)
