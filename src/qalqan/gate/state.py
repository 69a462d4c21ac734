"""What the gate remembers: little, bounded, and gone by itself.

Three things: whom a person pardoned (a cancelled decision, until it would have ended), persons who may be victims in
progress (rule C3), and how many calls new foreign prefixes bring by the hour (rule G5). Who called whom before is kept
as two Bloom filters that take turns (Bloom, 1970), so that memory does not grow with calls; a filter can take a
stranger for an acquaintance (fewer alerts), never the other way round while its turn lasts.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, Final
from zlib import crc32

MINUTE: Final = 60_000_000
HOUR: Final = 60 * MINUTE
MOST_PARDONS, MOST_PERSONS, MOST_PREFIXES = 100_000, 200_000, 20_000
TURN: Final = 7 * 24 * HOUR  # how long a filter is written before the other takes over
BITS: Final = 1 << 25  # 4 MiB a filter: a stranger passes for known in 1 of 200 after five million pairs
CODE_WINDOW: Final = 30 * MINUTE
LOAN_WINDOW: Final = HOUR
STANDS: Final = 3 * HOUR  # how long somebody counts as being talked to
WARM_UP: Final = 24 * HOUR  # before it every prefix is new
Z_ALERT, LEAST_CALLS, SLOW = 4.0, 30, 0.1  # EWMA of calls by prefix and hour (Roberts, 1959)


@dataclass(slots=True)
class Person:
    """Signs about one person: code messages, calls of strangers and loan applications, as (moment, whom)."""

    codes: list[int] = field(default_factory=list)
    strangers: list[tuple[int, str]] = field(default_factory=list)
    loans: list[tuple[int, str]] = field(default_factory=list)
    until: int = 0


class State:
    """The memory of one gate. Not thread-safe: one thread decides."""

    def __init__(self) -> None:
        self._pardons: dict[str, int] = {}
        self._persons: dict[str, Person] = {}
        self._prefixes: dict[str, list[float]] = {}  # hour, calls in it, mean, variance, hours seen
        self._filters = [bytearray(BITS >> 3), bytearray(BITS >> 3)]
        self._turned = 0
        self._since = 0
        self.displaced: dict[str, float] = {}

    # --- pardons ----------------------------------------------------------------------------------

    def pardon(self, subject: str, until: int) -> None:
        """Let a subject through until a moment: somebody cancelled a decision on it."""
        self._pardons.pop(subject, None)
        self._pardons[subject] = until
        _shortened(self._pardons, MOST_PARDONS)

    def pardoned(self, subject: str, now: int) -> bool:
        """Whether a subject goes through."""
        return bool(self._pardons) and self._pardons.get(subject, 0) > now

    # --- persons ----------------------------------------------------------------------------------

    def called(self, a: str, b: str, abroad: bool, now: int) -> None:
        """Remember a call: a stranger's call to a person under signs, and a foreign prefix's count."""
        if abroad and a and not a.startswith("+7"):
            self._count(a[:4], now)
        if b and self._new_pair(a or "-", b, now):
            person = self._person(b)
            person.strangers = [one for one in person.strangers[-7:] if one[0] > now - CODE_WINDOW]
            person.strangers.append((now, a))

    def code_sent(self, b: str, now: int) -> None:
        """A code message reached a person."""
        person = self._person(b)
        person.codes = [one for one in person.codes[-7:] if one > now - CODE_WINDOW]
        person.codes.append(now)

    def loan_asked(self, who: str, lender: str, now: int) -> None:
        """A person applied for a loan."""
        person = self._person(who)
        person.loans = [one for one in person.loans[-15:] if one[0] > now - LOAN_WINDOW]
        person.loans.append((now, lender))

    def in_progress(self, who: str, now: int) -> dict[str, Any]:
        """The signs that somebody is being talked to now (counts), or nothing.

        A code message and two strangers within half an hour, or applications to two lenders within an hour.
        """
        person = self._persons.get(who)
        if person is None:
            return {}
        codes = sum(one > now - CODE_WINDOW for one in person.codes)
        strangers = len({a for at, a in person.strangers if at > now - CODE_WINDOW})
        lenders = len({a for at, a in person.loans if at > now - LOAN_WINDOW})
        if (codes and strangers >= 2) or lenders >= 2:
            person.until = now + STANDS
        if person.until <= now:
            return {}
        return {"codes": codes, "lenders": lenders, "strangers": strangers}

    def _person(self, who: str) -> Person:
        person = self._persons.pop(who, None) or Person()
        self._persons[who] = person  # the last touched stands last
        _shortened(self._persons, MOST_PERSONS)
        return person

    def _new_pair(self, a: str, b: str, now: int) -> bool:
        """Whether this pair never spoke while the filters remember; it has now."""
        if now - self._turned > TURN:
            self._filters = [bytearray(BITS >> 3), self._filters[0]]
            self._turned = now
        pair = f"{a}|{b}".encode()
        first = crc32(pair)
        second = crc32(pair, 0x51ED270B) | 1
        fresh, old = self._filters
        known = known_before = True
        for turn in range(4):
            bit = (first + turn * second) & (BITS - 1)
            place, sign = bit >> 3, 1 << (bit & 7)
            known_before = known_before and bool(old[place] & sign)
            if not fresh[place] & sign:
                known = False
                fresh[place] |= sign
        return not (known or known_before)

    # --- displacement -----------------------------------------------------------------------------

    def _count(self, prefix: str, now: int) -> None:
        """Rule G5: an hour of a foreign prefix far above its own past."""
        hour = float(now // HOUR)
        row = self._prefixes.get(prefix)
        if row is None:
            row = self._prefixes[prefix] = [hour, 0.0, 0.0, 0.0, 0.0]
            _shortened(self._prefixes, MOST_PREFIXES)
        if row[0] != hour:
            calls = row[1]
            for _ in range(int(min(hour - row[0], 48))):  # hours without a call count as such
                off = calls - row[2]
                row[2] += SLOW * off
                row[3] = (1 - SLOW) * (row[3] + SLOW * off * off)
                row[4] += 1
                calls = 0.0
            row[0], row[1] = hour, 0.0
            self.displaced.pop(prefix, None)
        row[1] += 1
        self._since = self._since or now
        if now - self._since < WARM_UP:
            return
        if row[1] >= LEAST_CALLS and row[1] - row[2] > Z_ALERT * sqrt(row[3] + row[2] + 1):
            self.displaced[prefix] = round((row[1] - row[2]) / sqrt(row[3] + row[2] + 1), 1)

    # --- keeping ----------------------------------------------------------------------------------

    def kept(self) -> dict[str, Any]:
        """Everything remembered, as JSON can hold it."""
        return {
            "pardons": self._pardons,
            "persons": {who: [one.codes, one.strangers, one.loans, one.until] for who, one in self._persons.items()},
            "prefixes": self._prefixes,
            "filters": [base64.b85encode(zlib.compress(bytes(one), 1)).decode() for one in self._filters],
            "turned": self._turned,
            "since": self._since,
        }

    @classmethod
    def restored(cls, told: Mapping[str, Any]) -> State:
        """The state of what :meth:`kept` gave. Raises KeyError, ValueError or TypeError when it is none."""
        state = cls()
        state._pardons = {str(one): int(until) for one, until in told["pardons"].items()}
        for who, (codes, strangers, loans, until) in told["persons"].items():
            state._persons[who] = Person(
                [int(at) for at in codes], [(int(at), str(a)) for at, a in strangers],
                [(int(at), str(a)) for at, a in loans], int(until),
            )  # fmt: skip
        state._prefixes = {str(one): [float(part) for part in row] for one, row in told["prefixes"].items()}
        filters = [bytearray(zlib.decompress(base64.b85decode(one))) for one in told["filters"]]
        if len(filters) != 2 or any(len(one) != BITS >> 3 for one in filters):
            raise ValueError("filters of another size")
        state._filters, state._turned, state._since = filters, int(told["turned"]), int(told["since"])
        return state

    def sizes(self) -> dict[str, int]:
        """How many things are remembered, by kind."""
        return {"pardons": len(self._pardons), "persons": len(self._persons), "prefixes": len(self._prefixes)}


def _shortened(held: dict[str, Any], most: int) -> None:
    """Forget the longest untouched when there are too many."""
    while len(held) > most:
        del held[next(iter(held))]
