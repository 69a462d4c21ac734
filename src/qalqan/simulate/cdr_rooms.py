"""Rooms of callers, the people they talk into trouble, and one-ring calls from abroad.

A room dials strangers: most refuse within a minute, few stay long. A victim in progress: an unknown number calls (1-5
minutes, a code is asked for), a code message comes, within half an hour a second unknown number calls and stays long,
and several lenders pay out within the hour (`reference/kazakhstan.md`, signature in data).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from qalqan.simulate.cdr_days import DAY, Ints, after_one_another
from qalqan.simulate.cdr_numbers import HOME, MNC
from qalqan.simulate.cdr_people import Scene, lengths
from qalqan.simulate.cdr_rows import NONE, PSTN, SHORT, SMS

ROOM_TRUNK: Final = 3
WANGIRI: Final = ("lv", "ci", "cu", "so", "pg", "ee", "lt", "md")


class Dialling(NamedTuple):
    """How a room works at a level: calls a line a day, share refused, lines' SIM cards, hours a SIM, cells."""

    calls: float
    refused: float
    sims: int
    turn: int
    cells: int
    returned: float


LEVELS: Final = (
    Dialling(320, 0.8, 1, 0, 1, 0.01),
    Dialling(220, 0.75, 1, 0, 1, 0.02),
    Dialling(180, 0.72, 3, 2 * 3600, 1, 0.03),
    Dialling(120, 0.65, 4, DAY, 2, 0.06),
    Dialling(60, 0.55, 4, DAY, 3, 0.15),
    Dialling(26, 0.45, 4, DAY, 4, 0.3),
)


@dataclass(slots=True)
class Room:
    """A room: parties, devices (none on a trunk), cells, and the SIM cards' activation."""

    who: Ints
    devices: Ints
    cells: Ints
    activated: Ints
    iccid: pl.Series
    begins: float
    kind: str  # cell: SIM cards in one place; trunk: internet telephony with changing foreign numbers


def open_room(rng: np.random.Generator, scene: Scene, *, level: int, kind: str) -> Room:
    """A room of three to six lines; on a trunk their numbers are foreign and change."""
    mint, roster, days = scene.mint, scene.roster, scene.days
    plan, lines = LEVELS[level], int(rng.integers(3, 7))
    begins = float(rng.uniform(0.15, 0.45) * days.count)
    empty = np.zeros(0, np.int64)
    if kind == "trunk":
        half = [roster.add(mint.foreign(lines * (2 + 4 * level), name)) for name in ("gb", "ua")]
        return Room(np.concatenate(half), empty, empty, empty, pl.Series([], dtype=pl.String), begins, kind)
    count, lot = lines * plan.sims, len(roster.cells)
    cells = (int(rng.integers(0, lot)) + np.arange(plan.cells)) % lot
    devices = roster.add_devices(mint.imei(lines))
    who = roster.add(
        mint.mobile(count, HOME, 0.0),
        mint.imsi(count, MNC[HOME]),
        device=devices[np.arange(count) // plan.sims],
        home=cells[0],
        work=cells[0],
    )
    aged = rng.uniform(0.2, 3 + 6 * level, count) * DAY
    activated = (days.start + begins * DAY - aged).astype(np.int64)
    return Room(who, devices, cells, activated, mint.iccid(count, in_row=level < 2), begins, kind)


def dial(rng: np.random.Generator, scene: Scene, room: Room, *, level: int, fraud: int) -> None:
    """The room's calls to strangers, and who calls back."""
    people, days, rows = scene.people, scene.days, scene.rows
    plan = LEVELS[level]
    lines = len(room.devices) or 5
    for line in range(lines):
        count = int(rng.poisson(plan.calls * days.mean("office", room.begins)))
        at = np.sort(days.draw(rng, count, "office", room.begins))
        short = rng.random(count) < plan.refused
        seconds = np.where(short, lengths(rng, count, 14, 0.7, 0.3), lengths(rng, count, 130, 0.9, 0.0))
        at = after_one_another(at, seconds, rng.integers(3, 25, count))
        whom = rng.choice(people.own, count)
        who, device, cell, trunk = _line(rng, room, plan, line, at)
        rows.add(who, whom, at, seconds, device=device, a_cell=cell, trunk=trunk, fraud=fraud)
        back = np.flatnonzero(rng.random(count) < plan.returned)
        wait = rng.exponential(3_600, len(back)).astype(np.int64) + 30
        rows.add(
            whom[back], who[back], at[back] + wait, lengths(rng, len(back), 25, 1.0, 0.6),
            b_device=device[back], b_cell=cell[back],
        )  # fmt: skip


def _line(rng: np.random.Generator, room: Room, plan: Dialling, line: int, at: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Party, device, cell and trunk of a line's calls."""
    none = np.full(len(at), NONE)
    if room.kind == "trunk":
        return room.who[rng.integers(0, len(room.who), len(at))], none, none, np.full(len(at), ROOM_TRUNK)
    turn = at // plan.turn % plan.sims if plan.turn else np.zeros(len(at), np.int64)
    cell = room.cells[at // DAY % len(room.cells)]
    return room.who[line * plan.sims + turn], np.full(len(at), room.devices[line]), cell, none


def victims(
    rng: np.random.Generator, scene: Scene, room: Room, *, level: int, fraud: int, count: int
) -> dict[str, Ints]:
    """People whom the room talks into trouble; columns who, first, sms, second, seconds, lenders, caller, closer."""
    people, days, rows = scene.people, scene.days, scene.rows
    plan = LEVELS[level]
    grown = people.own[people.activated < days.start]
    who = rng.choice(grown, count, replace=False)
    latest = days.count - 0.15
    first = days.draw(rng, count, "office", min(room.begins + 0.05, latest - 0.5), latest)
    lines = len(room.devices) or 5
    lead, closer = rng.integers(0, lines, count), rng.integers(0, lines, count)
    talk = rng.integers(60, 300, count)
    code = first + talk // 2 + rng.integers(10, 120, count)
    second = first + talk + rng.integers(60, 22 * 60, count)
    long = np.clip(rng.lognormal(np.log(1_500), 0.5, count), 660, 6_000).astype(np.int64)
    names = []
    for line, at, seconds in ((lead, first, talk), (closer, second, long)):
        sides = [_line(rng, room, plan, int(one), at[n : n + 1]) for n, one in enumerate(line)]
        a, device, cell, trunk = (
            (np.concatenate([side[k] for side in sides]) for k in range(4)) if count else (line,) * 4
        )
        rows.add(a, who, at, seconds, device=device, a_cell=cell, trunk=trunk, fraud=fraud)
        names.append(a)
    for _ in range(2):  # codes of several services, most of them within the talks
        at = code + rng.integers(0, 90, count)
        rows.add(people.senders[rng.choice((0, 1, 2, 3, 9), count)], who, at, 0, service=SMS, trunk=SHORT)
        code = second + (long * rng.random(count)).astype(np.int64)
    lenders = np.where(rng.random(count) < 0.6, rng.integers(2, 5, count), rng.integers(0, 2, count))
    return {
        "who": who, "first": first, "second": second, "seconds": long, "lenders": lenders,
        "caller": names[0], "closer": names[1],
    }  # fmt: skip


def rings(rng: np.random.Generator, scene: Scene, *, level: int, fraud: int) -> Ints:
    """One-ring calls from dear foreign numbers in two nights, and those who call back; the foreign parties."""
    people, days, rows = scene.people, scene.days, scene.rows
    size = len(people.own)
    total = max(300, size // 60)
    each = (total, 400, 120, 40, 15, 6)[level]  # the higher the level, the fewer calls a number makes
    country = WANGIRI[int(rng.integers(0, len(WANGIRI)))]
    lines = scene.roster.add(scene.mint.foreign(max(2, total // each), country))
    night = float(rng.uniform(0.2, 0.7) * days.count) // 1
    at = days.draw(rng, total, "night", night, min(days.count, night + 2))
    a, whom = rng.choice(lines, total), rng.choice(people.own, total)
    seconds = np.where(rng.random(total) < 0.6, 0, rng.integers(1, 4, total))
    rows.add(a, whom, at, seconds, trunk=int(rng.integers(0, 4)), fraud=fraud)
    back = rng.random(total) < 0.04
    rows.add(
        whom[back], a[back], at[back] + rng.integers(600, 40_000, int(back.sum())), lengths(rng, int(back.sum()), 150)
    )
    return lines


def confusions(rng: np.random.Generator, scene: Scene, couriers: Ints, centres: Ints) -> None:
    """Lawful days that resemble a victim's: parcels with codes, the bank that calls back, long talks with strangers."""
    people, days, rows = scene.people, scene.days, scene.rows
    size = len(people.own)
    parcels = int(size * 0.003 * days.count)
    who, at = rng.choice(people.own, parcels), days.draw(rng, parcels, "courier")
    caller = rng.choice(couriers, parcels)
    rows.add(caller, who, at, lengths(rng, parcels, 35, 0.6, 0.1))
    sender = people.senders[rng.choice((1, 2, 6, 8), parcels)]
    rows.add(sender, who, at + rng.integers(60, 900, parcels), 0, service=SMS, trunk=SHORT)
    rows.add(caller, who, at + rng.integers(300, 1_700, parcels), lengths(rng, parcels, 30, 0.6, 0.1))
    helped = int(size * 0.0004 * days.count) + 1
    who, at = rng.choice(people.own, helped), days.draw(rng, helped, "office")
    centre = rng.choice(centres, helped)
    rows.add(who, centre, at, lengths(rng, helped, 200, 0.6, 0.0))
    rows.add(people.senders[rng.choice((1, 2), helped)], who, at + 200, 0, service=SMS, trunk=SHORT)
    rows.add(centre, who, at + rng.integers(500, 1_700, helped), lengths(rng, helped, 420, 0.5, 0.0), trunk=PSTN)
    hired = int(size * 0.0002 * days.count) + 1
    who, at = rng.choice(people.own, hired), days.draw(rng, hired, "office")
    rows.add(rng.choice(people.own, hired), who, at, lengths(rng, hired, 120, 0.5, 0.0))
    rows.add(
        rng.choice(people.own, hired), who, at + rng.integers(300, 1_800, hired), lengths(rng, hired, 1_100, 0.4, 0.0)
    )
    coded = rng.random(hired) < 0.15
    rows.add(people.senders[1], who[coded], at[coded] + 200, 0, service=SMS, trunk=SHORT)
