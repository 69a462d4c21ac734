"""Lawful numbers that many people deal with: hubs that must not tie cases together."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from qalqan.simulate.people import People
from qalqan.simulate.places import PLACES


@dataclass(frozen=True, slots=True)
class Service:
    """A service number: what it is, and whether people (not machines) are called from it."""

    number: str
    kind: str  # bank, state, courier, clinic, taxi, post
    name_ru: str
    name_kk: str


def make_services(rng: Random, people: People) -> list[Service]:
    """Short numbers, call centres, couriers, clinics and taxis."""
    found = [
        Service("1414", "state", "1414", "1414"),
        Service("9999", "bank", "Kaspi", "Kaspi"),
        Service("7111", "bank", "Halyk Bank", "Halyk Bank"),
        Service("+77272589999", "bank", "колл-центра Kaspi", "Kaspi колл-орталығы"),
        Service("+77272590777", "bank", "колл-центра Halyk", "Halyk колл-орталығы"),
        Service("1499", "post", "Казпочты", "Қазпошта"),
    ]
    for n in range(4):
        found.append(Service(people.spare_phone(), "courier", f"курьера №{n + 1}", f"№{n + 1} курьер"))
    found += [Service(people.spare_phone(), "taxi", "такси", "такси") for _ in range(3)]
    for place in PLACES[:4]:
        number = f"+7{place.fixed}{rng.randrange(10 ** (10 - len(place.fixed))):0{10 - len(place.fixed)}d}"
        found.append(Service(number, "clinic", "поликлиники", "емхана"))
    return found
