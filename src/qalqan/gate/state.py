"""What the gate remembers: little, bounded, and gone by itself.

Three things: whom a person pardoned (a cancelled decision, until it would have ended), persons who may be victims in
progress (rule C3), and how many calls new foreign prefixes bring by the hour (rule G5). Who called whom before is kept
in fixed memory (`kernels.acquainted`): a stranger can pass for an acquaintance, so fewer signs are seen, never more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import Any, Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from qalqan.kernels.acquainted import filters, met, places, strangers

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
MOST_PARDONS, MOST_PERSONS, MOST_PREFIXES = 100_000, 200_000, 20_000
TURN: Final = 7 * 24 * HOUR  # how long a filter is written before the other takes over
BITS: Final = 25  # 4 MiB a filter: a stranger passes for known in 1 of 20 after five million pairs
PLACES: Final = 19  # 10 MiB: the last strangers of half a million people
CODE_WINDOW: Final = 30 * MINUTE
LOAN_WINDOW: Final = HOUR
STANDS: Final = 3 * HOUR  # how long somebody counts as being talked to
WARM_UP: Final = 24 * HOUR  # before it every prefix is new
_SALT: Final = 0x51ED270B
Z_ALERT, LEAST_CALLS, SLOW = 4.0, 30, 0.1  # EWMA of calls by prefix and hour (Roberts, 1959)


@dataclass(slots=True)
class Person:
    """Signs about one person: moments of code messages, loan applications as (moment, lender)."""

    codes: list[int] = field(default_factory=list)
    loans: list[tuple[int, str]] = field(default_factory=list)
    until: int = 0


class Kept(NamedTuple):
    """A state's copy: what JSON can hold, the filters of pairs, the last strangers of each place."""

    told: dict[str, Any]
    pairs: NDArray[np.uint8]
    recent: NDArray[np.uint32]


class State:
    """The memory of one gate. Not thread-safe: one thread decides."""

    def __init__(self) -> None:
        self._pardons: dict[str, int] = {}
        self._persons: dict[str, Person] = {}
        self._prefixes: dict[str, list[float]] = {}  # hour, calls in it, mean, variance
        self._pairs, self._recent = filters(BITS), places(PLACES)
        self._turned = 0
        self._since = 0
        self.displaced: dict[str, float] = {}

    # --- pardons ----------------------------------------------------------------------------------

    def pardon(self, subject: str, until: int) -> None:
        """Let a subject through until a moment: somebody cancelled a decision on it."""
        self._pardons.pop(subject, None)
        self._pardons[subject] = until
        _shortened(self._pardons, MOST_PARDONS)

    def pardoned(self, kind: str, value: str, now: int) -> bool:
        """Whether the subject ``kind:value`` goes through."""
        return bool(self._pardons) and self._pardons.get(f"{kind}:{value}", 0) > now

    # --- persons ----------------------------------------------------------------------------------

    def called(self, a: str, b: str, abroad: bool, now: int) -> None:
        """Remember a call: who met whom, and a foreign prefix's count."""
        if abroad and a and not a.startswith("+7"):
            self._count(a[:4], now)
        if not b:
            return
        if now - self._turned > TURN:
            self._pairs[1] = self._pairs[0]
            self._pairs[0] = 0
            self._turned = now
        caller, called = crc32(a.encode()), b.encode("utf-8", "surrogatepass")
        pair = crc32(called, caller)
        other = crc32(called, _SALT ^ pair)
        met(self._pairs, self._recent, pair, other, crc32(called) | 1, caller | 1, now // SECOND)

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
        unknown = int(strangers(self._recent, crc32(who.encode()) | 1, (now - CODE_WINDOW) // SECOND))
        lenders = len({a for at, a in person.loans if at > now - LOAN_WINDOW})
        if (codes and unknown >= 2) or lenders >= 2:
            person.until = now + STANDS
        if person.until <= now:
            return {}
        return {"codes": codes, "lenders": lenders, "strangers": unknown}

    def _person(self, who: str) -> Person:
        person = self._persons.pop(who, None) or Person()
        self._persons[who] = person  # the last touched stands last
        _shortened(self._persons, MOST_PERSONS)
        return person

    # --- displacement -----------------------------------------------------------------------------

    def _count(self, prefix: str, now: int) -> None:
        """Rule G5: an hour of a foreign prefix far above its own past."""
        hour = float(now // HOUR)
        row = self._prefixes.get(prefix)
        if row is None:
            row = self._prefixes[prefix] = [hour, 0.0, 0.0, 0.0]
            _shortened(self._prefixes, MOST_PREFIXES)
        if row[0] != hour:
            calls = row[1]
            for _ in range(int(min(hour - row[0], 48))):  # hours without a call count as such
                off = calls - row[2]
                row[2] += SLOW * off
                row[3] = (1 - SLOW) * (row[3] + SLOW * off * off)
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

    def told(self) -> dict[str, Any]:
        """What is remembered besides :meth:`arrays`, copied, as JSON can hold it."""
        return {
            "pardons": dict(self._pardons),
            "persons": {who: [one.codes, one.loans, one.until] for who, one in self._persons.items()},
            "prefixes": {prefix: list(row) for prefix, row in self._prefixes.items()},
            "turned": self._turned,
            "since": self._since,
        }

    def arrays(self) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
        """The filters of pairs and the last strangers of each place, themselves. They may be copied piece by piece
        between decisions: every row tells for itself, and what is met meanwhile may be in the copy or not."""
        return self._pairs, self._recent

    def kept(self) -> Kept:
        """Everything remembered, copied."""
        return Kept(self.told(), self._pairs.copy(), self._recent.copy())

    @classmethod
    def restored(cls, kept: Kept) -> State:
        """The state of what :meth:`kept` gave. Raises KeyError, ValueError or TypeError when it is none."""
        state, told = cls(), kept.told
        for held, given in ((state._pairs, kept.pairs), (state._recent, kept.recent)):
            if (held.shape, held.dtype) != (given.shape, given.dtype):
                raise ValueError(f"a memory of another size: {given.shape} {given.dtype}")
        state._pairs, state._recent = kept.pairs, kept.recent
        state._pardons = {str(one): int(until) for one, until in told["pardons"].items()}
        for who, (codes, loans, until) in told["persons"].items():
            asked = [(int(at), str(lender)) for at, lender in loans]
            state._persons[who] = Person([int(at) for at in codes], asked, int(until))
        state._prefixes = {str(one): [float(part) for part in row] for one, row in told["prefixes"].items()}
        state._turned, state._since = int(told["turned"]), int(told["since"])
        return state

    def sizes(self) -> dict[str, int]:
        """How many things are remembered, by kind."""
        return {"pardons": len(self._pardons), "persons": len(self._persons), "prefixes": len(self._prefixes)}


def _shortened(held: dict[str, Any], most: int) -> None:
    """Forget the longest untouched when there are too many."""
    while len(held) > most:
        del held[next(iter(held))]
