"""Ordinary and criminal calls around the cases: friends, cold calls of call rooms, services, bystanders.

Only numbers the unit may ask about get traffic: simulating every call of everybody would fill no file.
"""

from __future__ import annotations

import numpy as np

from qalqan.simulate.calllog import INTERNATIONAL, NATIONAL, Call, CallLog
from qalqan.simulate.cases import Case
from qalqan.simulate.gangs import Gang, Sim
from qalqan.simulate.people import People
from qalqan.simulate.services import Service
from qalqan.simulate.stage import home_cell
from qalqan.simulate.when import DAY, draw_times

_COLD_CALLS = {"caller": (18, 45), "simbox": (50, 110)}  # a day


class Background:
    """Adds ordinary traffic to the call log."""

    def __init__(self, rng: np.random.Generator, people: People, log: CallLog) -> None:
        self.rng, self.people, self.log = rng, people, log

    def victims(self, cases: list[Case]) -> None:
        """A victim's own calls from three weeks before the case until its registration."""
        for case in cases:
            first = max(0, case.at // DAY - 20)
            days = max(1, case.registered // DAY - first)
            n = int(self.rng.poisson(4.5 * days))
            times = draw_times(self.rng, first + self.rng.integers(0, days, n))
            circle = self._circle(case.victim)
            rank = np.minimum(self.rng.zipf(1.7, n) - 1, len(circle) - 1)
            lengths = np.minimum(self.rng.lognormal(4.0, 1.1, n), 5400).astype(int)
            draws = self.rng.random((n, 2))
            for at, who, seconds, (way, sort) in zip(
                times.tolist(), rank.tolist(), lengths.tolist(), draws.tolist(), strict=True
            ):
                self._friendly(at, case.victim, circle[who], seconds, way=way, sort=sort)

    def _circle(self, person: int) -> list[int]:
        near = [(person + step) % self.people.count for step in range(1, 7)]
        return near + [(person * 31 + 17 * step) % self.people.count for step in range(1, 9)]

    def _friendly(self, at: int, person: int, friend: int, seconds: int, *, way: float, sort: float) -> None:
        people = self.people
        own = (people.phone[person], people.imei(person), home_cell(person))
        other = (people.phone[friend], people.imei(friend), home_cell(friend))
        service = "sms" if sort < 0.15 else "voice"
        seconds = 0 if service == "sms" else seconds
        if sort > 0.985:  # a relative in Russia
            abroad = f"+79{(friend * 7_919_317) % 10**9:09d}"
            self.log.add(Call(at, abroad, own[0], seconds, "voice", "", "", own[1], own[2], INTERNATIONAL[at % 3]))
        elif way < 0.5:
            self.log.add(
                Call(at, own[0], other[0], seconds, service, own[1], own[2], other[1], other[2], NATIONAL[friend % 3])
            )
        else:
            self.log.add(
                Call(at, other[0], own[0], seconds, service, other[1], other[2], own[1], own[2], NATIONAL[friend % 3])
            )

    def cold_calls(self, gangs: list[Gang]) -> None:
        """The many short calls of a gang's SIMs to people who did not fall for it."""
        for gang in gangs:
            for sim in gang.sims:
                days = min(3, max(1, (sim.until - sim.since) // DAY))
                low, high = _COLD_CALLS[sim.role]
                if gang.family != "call" or gang.lone:
                    low, high = 3, 12
                n = int(self.rng.integers(low, high)) * days
                self._cold(sim, n, days)

    def _cold(self, sim: Sim, n: int, days: int) -> None:
        times = sim.since + self.rng.integers(0, days, n) * DAY + self.rng.integers(0, 9 * 3600, n)
        whom = self.rng.integers(0, self.people.count, n)
        lengths = np.where(self.rng.random(n) < 0.85, self.rng.integers(2, 45, n), self.rng.integers(45, 600, n))
        for at, person, seconds in zip(times.tolist(), whom.tolist(), lengths.tolist(), strict=True):
            self.log.add(
                Call(
                    at,
                    sim.number,
                    self.people.phone[person],
                    seconds,
                    "voice",
                    sim.imei,
                    sim.cell,
                    self.people.imei(person),
                    home_cell(person),
                    NATIONAL[at % 3],
                )
            )

    def services(self, services: list[Service], days: int) -> None:
        """Calls of lawful services: many strangers, both ways, one place or many."""
        for service in services:
            if not service.number.startswith("+"):
                continue
            rate = {"bank": 60, "courier": 35, "taxi": 40, "clinic": 30}.get(service.kind, 10)
            n = rate * min(days, 45)
            times = draw_times(self.rng, self.rng.integers(0, days, n))
            whom = self.rng.integers(0, self.people.count, n)
            inward = self.rng.random(n) < (0.35 if service.kind in ("bank", "courier") else 0.6)
            lengths = np.minimum(self.rng.lognormal(3.9, 0.8, n), 1800).astype(int)
            imei = self.people.imei(abs(hash_text(service.number)) % self.people.count)
            for at, person, back, seconds in zip(
                times.tolist(), whom.tolist(), inward.tolist(), lengths.tolist(), strict=True
            ):
                other = (self.people.phone[person], self.people.imei(person), home_cell(person))
                cell = home_cell(person) if service.kind in ("courier", "taxi") else ""
                own = (service.number, imei if cell else "", cell)
                first, second = (other, own) if back else (own, other)
                self.log.add(
                    Call(
                        at,
                        first[0],
                        second[0],
                        seconds,
                        "voice",
                        first[1],
                        first[2],
                        second[1],
                        second[2],
                        NATIONAL[at % 3],
                    )
                )

    def bystanders(self, cell: str, day: int) -> None:
        """Everybody else's calls at a base station on a day."""
        n = int(self.rng.integers(250, 600))
        times = draw_times(self.rng, np.full(n, day))
        whom = self.rng.integers(0, self.people.count, (n, 2))
        lengths = np.minimum(self.rng.lognormal(4.0, 1.0, n), 3600).astype(int)
        for at, (person, friend), seconds in zip(times.tolist(), whom.tolist(), lengths.tolist(), strict=True):
            self.log.add(
                Call(
                    at,
                    self.people.phone[person],
                    self.people.phone[friend],
                    seconds,
                    "voice",
                    self.people.imei(person),
                    cell,
                    self.people.imei(friend),
                    home_cell(friend),
                    NATIONAL[at % 3],
                )
            )


def hash_text(text: str) -> int:
    """A number from a text, the same on every machine."""
    return int.from_bytes(text.encode()[-6:], "big")
