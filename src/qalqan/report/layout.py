"""Small shapes that several sections share: places, grounds, cut lists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from qalqan.report.facts import SHORT_HASH, Ground, Place, Source, Stand
from qalqan.report.wording import NOTHING, Words

MOST_PLACES = 3
MOST_VALUES = 6
VALUE_SIGNS = 160
FILE_SIGNS = 60
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
    if name.endswith("_tiyn") and value.isdigit() and len(value) <= MOST_DIGITS:
        return words.money(int(value))
    return words.of("ident", value) if name == "kind" else words.foreign(value, VALUE_SIGNS)


def account_text(number: int, account: str) -> str:
    """An account with its running number in the document."""
    shown = account if len(account) <= 60 else f"{account[:59]}…"
    return f"№{number} {shown}" if number else shown


def stand_name(stand: Stand, words: Words) -> str:
    """What an end point or an account is called beside its number."""
    return words.of("end", stand.end_point) if stand.end_point else words.of("kind", stand.kind)
