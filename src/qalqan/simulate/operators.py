"""Which numbers, devices and base stations the operators were asked about, and who answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

from qalqan.simulate import operator_files as files
from qalqan.simulate.background import Background
from qalqan.simulate.calllog import Call
from qalqan.simulate.gangs import Gang, Sim
from qalqan.simulate.people import operator
from qalqan.simulate.regime import Regime
from qalqan.simulate.shelf import Shelf
from qalqan.simulate.stage import Stage
from qalqan.simulate.when import DAY

_BATCH = 25  # subscribers in one reply


@dataclass(slots=True)
class Asked:
    """What was asked and answered: numbers with their time, devices, base stations with a day."""

    numbers: dict[str, tuple[int, int]] = field(default_factory=dict)
    devices: set[str] = field(default_factory=set)
    cells: set[tuple[str, int]] = field(default_factory=set)


def ask(rng: Random, regime: Regime, stage: Stage, gangs: dict[str, Gang]) -> Asked:
    """Victims' numbers, callers' SIMs, their devices, call rooms' cells, and services named in plots."""
    asked = Asked()
    people = stage.world.people
    sims = {sim.number: sim for gang in gangs.values() for sim in gang.sims}
    for case in stage.cases:
        since = max(0, case.at // DAY - 20) * DAY
        if rng.random() < regime.operator_reply:
            asked.numbers[people.phone[case.victim]] = (since, case.registered // DAY * DAY + DAY)
        for number in dict.fromkeys(case.real_sims):
            known = number in case.told or people.phone[case.victim] in asked.numbers
            if not known or number in asked.numbers or rng.random() > regime.operator_reply:
                continue
            sim: Sim = sims[number]
            asked.numbers[number] = (sim.since // DAY * DAY, sim.until // DAY * DAY + DAY)
            if rng.random() < 0.3:
                asked.devices.add(sim.imei)
            if case.gangs and len(asked.cells) < 40 and rng.random() < 0.12:
                asked.cells.add((sim.cell, case.at // DAY))
        for hub in case.hubs:
            if hub.number.startswith("+") and rng.random() < regime.operator_reply:
                asked.numbers.setdefault(hub.number, (since, case.registered // DAY * DAY + DAY))
    return asked


def add_background(background: Background, asked: Asked, stage: Stage, gangs: dict[str, Gang], days: int) -> None:
    """Everybody else's calls around what was asked."""
    background.victims(stage.cases)
    background.cold_calls(list(gangs.values()))
    background.services(stage.services, days)
    for cell, day in sorted(asked.cells):
        background.bystanders(cell, day)


def write_calls(shelf: Shelf, asked: Asked, stage: Stage) -> dict[str, str]:
    """All operators' files of calls; the role of every number in them."""
    by_number: dict[str, list[Call]] = defaultdict(list)
    by_device: dict[str, list[Call]] = defaultdict(list)
    by_cell: dict[tuple[str, int], list[Call]] = defaultdict(list)
    for call in stage.log.ordered():
        for number in (call.a, call.b):
            if number in asked.numbers and asked.numbers[number][0] <= call.at < asked.numbers[number][1]:
                by_number[number].append(call)
        if call.a_imei in asked.devices:
            by_device[call.a_imei].append(call)
        if (call.a_cell, call.at // DAY) in asked.cells:
            by_cell[call.a_cell, call.at // DAY].append(call)
        if call.b_cell != call.a_cell and (call.b_cell, call.at // DAY) in asked.cells:
            by_cell[call.b_cell, call.at // DAY].append(call)
    _subscribers(shelf, asked, by_number)
    for order, imei in enumerate(sorted(by_device), 1):
        files.device(shelf, order, imei, by_device[imei])
    for order, key in enumerate(sorted(by_cell), 1):
        files.cell(shelf, order, key[0], by_cell[key])
    _switch(shelf, stage, asked)
    written = [*by_number.values(), *by_device.values(), *by_cell.values()]
    return _roles(stage, {n for calls in written for call in calls for n in (call.a, call.b)})


def _subscribers(shelf: Shelf, asked: Asked, by_number: dict[str, list[Call]]) -> None:
    subjects: dict[str, list[str]] = defaultdict(list)
    for number in sorted(by_number, key=lambda n: (asked.numbers[n][1], n)):
        subjects[operator(number)].append(number)
    for name in sorted(subjects):
        for start in range(0, len(subjects[name]), _BATCH):
            batch = subjects[name][start : start + _BATCH]
            told = [(number, asked.numbers[number], by_number[number]) for number in batch]
            files.SUBSCRIBER[name](shelf, start // _BATCH + 1, told)


def _switch(shelf: Shelf, stage: Stage, asked: Asked) -> None:
    """Records of the switch for calls from abroad to victims: they hold the incoming trunk."""
    victims = {stage.world.people.phone[case.victim] for case in stage.cases}
    wanted = [
        call
        for call in stage.log.ordered()
        if call.b in victims
        and call.b in asked.numbers
        and call.trunk.startswith("INT")
        and asked.numbers[call.b][0] <= call.at < asked.numbers[call.b][1]
    ]
    half = len(wanted) // 2
    for number, part in enumerate((wanted[:half], wanted[half:]), 1):
        files.switch(shelf, number, part)


def _roles(stage: Stage, seen: set[str]) -> dict[str, str]:
    people, world = stage.world.people, stage.world
    roles: dict[str, str] = dict.fromkeys(seen, "ordinary")
    roles |= {service.number: "service" for service in stage.services if service.number in seen}
    roles |= {number: role for number, role in world.roles.items() if number in seen}
    victims = {people.phone[case.victim] for case in stage.cases}
    roles |= dict.fromkeys(victims, "victim")
    told = {number for case in stage.cases for number in case.callers}
    roles |= {number: world.roles[number] for number in told}
    return roles
