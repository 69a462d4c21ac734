"""Gangs and lone fraudsters: their SIMs, devices, cells, spoofed numbers, droppers and web fronts.

A lone fraudster is a gang of one case. Whatever a gang uses is rotated: a SIM after days, a device after some
SIMs, a first-hop account after some cases.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from qalqan.simulate import people as ppl
from qalqan.simulate.book import Book
from qalqan.simulate.fronts import Front, new_front
from qalqan.simulate.places import BANK_SHARE, PLACES
from qalqan.simulate.regime import Regime
from qalqan.simulate.schemes import Family
from qalqan.simulate.when import DAY


@dataclass(slots=True)
class Sim:
    """A SIM in a fraudster's device, in use from ``since`` to ``until`` (seconds)."""

    number: str
    imei: str
    cell: str
    since: int
    until: int
    role: str  # caller or simbox


@dataclass(slots=True)
class Dropper:
    """A dropper's account; ``phone`` is the number tied to it; ``left`` cases until it is given up."""

    node: int
    phone: str
    left: int


@dataclass(slots=True)
class _Slot:
    """One phone or SIM-box port of a call room."""

    cell: str
    sim: Sim | None = None
    imei: str = ""
    passed: int = 0


@dataclass(slots=True)
class Gang:
    """One group and what it has in hand now."""

    id: str
    family: Family
    schemes: list[str]
    size: int
    since: int
    until: int
    simbox: bool
    lone: bool
    slots: list[_Slot]
    spoofed: list[str]
    sims: list[Sim] = field(default_factory=list)
    first: list[Dropper] = field(default_factory=list)
    second: list[Dropper] = field(default_factory=list)
    front: Front | None = None
    front_left: int = 0
    wallet: int = -1
    chief: int = -1  # the organiser's own account, where the money of some second accounts is collected
    used: list[Dropper] = field(default_factory=list)
    atm_region: int = 0


@dataclass(slots=True)
class Underworld:
    """What gangs share: the market of droppers and the list of numbers everybody spoofs."""

    regime: Regime
    rng: Random
    people: ppl.People
    book: Book
    market: list[Dropper] = field(default_factory=list)
    spoof_list: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    busy: set[int] = field(default_factory=set)  # persons who are victims or droppers already
    alias: dict[int, str] = field(default_factory=dict)  # account → the phone tied to it

    def new_gang(
        self, gang_id: str, family: Family, schemes: list[str], size: int, span: tuple[int, int], *, lone: bool
    ) -> Gang:
        """A gang with its call room and spoofed numbers; accounts come when needed."""
        rng = self.rng
        rooms = 1 if size < 8 else 2
        cells = [f"{rng.randint(10100, 10990)}-{rng.randint(10001, 59999)}" for _ in range(rooms)]
        simbox = not lone and family == "call" and rng.random() < 0.45
        slots = [_Slot(cells[i % rooms]) for i in range(1 if lone else min(6, 2 + size // 5))]
        own = [self._landline() for _ in range(1 if lone else 1 + size // 8)]
        gang = Gang(gang_id, family, schemes, size, span[0], span[1], simbox, lone, slots, own)
        gang.atm_region = rng.randrange(len(PLACES))
        if not lone or rng.random() < 0.2:
            gang.wallet = self.book.wallet(f"{gang_id}:{rng.random()}")
        return gang

    def _landline(self) -> str:
        """A number to pose with: a fixed line of an office, or a mobile number that is not the gang's."""
        if self.rng.random() < 0.2:
            number = self.people.spare_phone()
            self.roles[number] = "spoofed"
            return number
        code = self.rng.choice(PLACES).fixed
        number = f"+7{code}{self.rng.randrange(10 ** (10 - len(code))):0{10 - len(code)}d}"
        self.roles[number] = "spoofed"
        return number

    def spoofed(self, gang: Gang) -> str:
        """A number to show instead of the true one."""
        while len(self.spoof_list) < 12:
            self.spoof_list.append(self._landline())
        shared = self.rng.random() < self.regime.spoof_shared
        return self.rng.choice(self.spoof_list if shared else gang.spoofed)

    def sim(self, gang: Gang, at: int) -> Sim:
        """A SIM of the gang that is in use at a moment, replaced when its days are over."""
        slot = self.rng.choice(gang.slots)
        if slot.sim is None or at > slot.sim.until:
            slot.passed += 1
            if not slot.imei or slot.passed % self.regime.sims_per_device == 0:
                slot.imei = ppl.imei(86_000_000 + self.rng.randrange(9000), self.rng.randrange(10**6))
            number = self.people.spare_phone()
            role = "simbox" if gang.simbox else "caller"
            life = self.rng.randint(*self.regime.sim_days) * DAY
            slot.sim = Sim(number, slot.imei, slot.cell, at - self.rng.randint(600, 2 * DAY), at + life, role)
            gang.sims.append(slot.sim)
            self.roles[number] = role
        return slot.sim

    def dropper(self, gang: Gang, layer: int, day: int) -> Dropper:
        """An account for the money: of the first or the second layer."""
        pool = gang.first if layer == 1 else gang.second
        for used in [d for d in pool if d.left <= 0]:
            pool.remove(used)
        if len(pool) < (1 if gang.lone or gang.size < 5 else 2):
            pool.append(self._recruit(gang, layer, day))
        found = self.rng.choice(pool)
        found.left -= 1
        return found

    def _recruit(self, gang: Gang, layer: int, day: int) -> Dropper:
        low, high = self.regime.dropper_cases
        life = self.rng.randint(low, high) * (1 if layer == 1 else 3)
        if layer == 1 and self.market and not gang.lone and self.rng.random() < self.regime.dropper_shared:
            sold = self.rng.choice(self.market)
            again = Dropper(sold.node, sold.phone, life)
            gang.used.append(again)
            return again
        person = self.free_person(young=True)
        if self.rng.random() < 0.45:
            bank = self.rng.choices(list(BANK_SHARE), list(BANK_SHARE.values()))[0]
            node = self.book.open(person, bank, max(0, day - self.rng.randint(0, 6)))
        else:
            node = int(self.book.main[person])
        self.book.nodes[node].role = f"dropper{layer}"
        phone = self.people.phone[person] if self.rng.random() < 0.7 else self.people.spare_phone()
        self.alias[node] = phone
        dropper = Dropper(node, phone, life)
        gang.used.append(dropper)
        if layer == 1 and not gang.lone:
            self.market.append(dropper)
        return dropper

    def free_person(self, *, young: bool = False) -> int:
        """A person who has no part in any case yet."""
        while True:
            person = self.rng.randrange(self.people.count)
            if person in self.busy or (young and self.people.birth_year[person] < 1985):
                continue
            self.busy.add(person)
            return person

    def front_of(self, gang: Gang) -> Front:
        """The web front (site, handle, messenger number) a gang shows now."""
        if gang.front is None or gang.front_left <= 0:
            gang.front = new_front(self.rng, gang.schemes[0])
            gang.front_left = self.rng.randint(*self.regime.dropper_cases) + 1
        gang.front_left -= 1
        return gang.front
