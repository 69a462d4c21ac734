"""SIM-boxes by strategy level: what their operators do against being seen.

==  ==========================================================================================================
0   one SIM a slot, hundreds of calls day and night from the hour of activation; IMEIs and ICCIDs in a row, one
    dealer, one contract holder, one cell
1   fewer calls, at people's hours; SIM cards of a few dealers and holders, ICCIDs in short rows; two cells
2   SIM cards take turns in a slot (several IMSIs in an IMEI an hour each)
3   IMEI changed with the SIM; an ordinary phone's IMEI; SIM cards bought singly; a few messages; three cells
4   some 25 calls a SIM a day, SIM cards aged for days first; own SIM cards call and text each other, part of the
    calls repeated and returned; moving over four cells
5   the best of the literature: a dozen calls a day paced as people's, months of ageing, an acquaintance of its own,
    messages, incoming calls as often as people have, home and work cells like a person's
==  ==========================================================================================================

After Murynets et al. 2014 (levels 0-2), and the strategies of "Battle of Wits" 2024 (3-5: human behaviour, rotation,
mobility), as those papers describe them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from qalqan.simulate.cdr_days import DAY, Days, Floats, Ints, after_one_another
from qalqan.simulate.cdr_numbers import BOX_TACS, HOME, MNC
from qalqan.simulate.cdr_people import Scene, lengths, way
from qalqan.simulate.cdr_rows import AUTO, SMS


class Strategy(NamedTuple):
    """What a level does; calls are of a slot in a day."""

    calls: float
    sims: int  # SIM cards that share a slot
    turn: int  # seconds until the next SIM's turn; 0: no turns
    curve: str
    middle: float  # seconds of a usual call
    cells: int
    reuse: float  # share of calls to numbers called before
    returned: float  # share of called people who call back
    answered: float  # share of these that are answered
    among: float  # calls between own SIM cards, for each call out
    texts: float  # messages for each call out
    aged: tuple[float, float]  # days between activation and the first call out
    dealers: int  # 0: a dealer each


LEVELS: Final = (
    Strategy(430, 1, 0, "machine", 48, 1, 0.0, 0.02, 0.0, 0.0, 0.0, (0.0, 0.05), 1),
    Strategy(170, 1, 0, "people", 55, 2, 0.01, 0.03, 0.0, 0.0, 0.0, (0.1, 1.5), 2),
    Strategy(260, 4, 3_600, "people", 55, 2, 0.02, 0.03, 0.0, 0.0, 0.0, (0.3, 4.0), 3),
    Strategy(150, 3, 7_200, "people", 60, 3, 0.05, 0.05, 0.2, 0.02, 0.03, (1.0, 12.0), 0),
    Strategy(50, 2, 14_400, "people", 60, 4, 0.2, 0.12, 0.8, 0.3, 0.12, (5.0, 40.0), 0),
    Strategy(13, 1, 0, "people", 55, 0, 0.5, 0.35, 0.85, 0.5, 0.15, (40.0, 300.0), 0),
)

SHELL: Final = (0.0, 0.0, 0.1, 0.25, 0.4, 0.5)  # by level: chance that a box's SIM cards are a shell firm's


@dataclass(slots=True)
class Box:
    """A SIM-box: its parties, devices, cells (fixed ones), contract holders and SIM cards."""

    who: Ints
    devices: Ints
    cells: Ints
    holder: Ints  # which of its holders a SIM is registered on
    activated: Ints
    iccid: pl.Series
    dealer: list[str]
    begins: float  # day of the first call out


def build(rng: np.random.Generator, scene: Scene, level: int, sims: int) -> Box:
    """A box with its SIM cards, which begins on some day of the second quarter."""
    mint, roster, days = scene.mint, scene.roster, scene.days
    plan = LEVELS[level]
    begins = float(rng.uniform(0.2, 0.55) * days.count)
    # the latest SIM card begins its calls before the world ends, whatever its age
    late = np.minimum(rng.uniform(0, 0.12 * days.count, sims) * (level > 0), 0.3 * days.count)
    starts = days.start + ((begins + late) * DAY).astype(np.int64)
    activated = starts - (rng.uniform(*plan.aged, sims) * DAY).astype(np.int64)
    if level == 0:
        activated = starts - np.sort(rng.integers(60, 2 * 3600, sims))
    lot = len(roster.cells)
    cells = (int(rng.integers(0, lot)) + np.arange(plan.cells)) % lot
    slots = -(-sims // plan.sims)
    if level <= 2:
        devices = roster.add_devices(mint.imei(slots, BOX_TACS, in_row=level < 2))
        device = devices[np.arange(sims) // plan.sims]
    else:
        devices = roster.add_devices(mint.imei(sims * (6 if level == 3 else 1)))
        device = devices[:sims]
    home = cells[0] if plan.cells else rng.integers(0, lot, sims)
    work = cells[0] if plan.cells else rng.integers(0, lot, sims)
    who = roster.add(
        mint.mobile(sims, HOME, 0.0),
        mint.imsi(sims, MNC[HOME]),
        device=device,
        home=home,
        work=work,
        wander=0 if plan.cells else rng.integers(60, 300, sims),
    )
    row = 1 if level == 0 else max(1, -(-sims // 4)) if level == 1 else sims
    iccid = pl.concat(
        [mint.iccid(min(-(-sims // row), sims - n), in_row=level < 2) for n in range(0, sims, -(-sims // row))]
    )
    dealer = [f"D{int(d):03d}" for d in rng.integers(0, 180, max(1, plan.dealers or sims))]
    holder = np.arange(sims) // 10 if level == 0 else np.arange(sims) // 4 if level < 3 else np.arange(sims)
    names = [dealer[n * len(dealer) // sims] for n in range(sims)]
    return Box(who, devices, cells, holder, activated, iccid, names, begins)


def play(rng: np.random.Generator, scene: Scene, box: Box, *, level: int, fraud: int) -> None:
    """All calls of a box."""
    people, days, rows = scene.people, scene.days, scene.rows
    plan, begins = LEVELS[level], box.begins
    sims, slots = len(box.who), -(-len(box.who) // plan.sims)
    public = np.concatenate([people.own, people.others])
    share = len(people.own) / len(public)
    for slot in range(slots):
        members = np.arange(slot * plan.sims, min(sims, (slot + 1) * plan.sims))
        at, seconds = _stream(rng, days, plan, begins, len(members) / plan.sims)
        sim = members[at // plan.turn % len(members)] if plan.turn else np.resize(members, len(at))
        ready = at >= box.activated[sim] + 60
        at, seconds, sim = at[ready], seconds[ready], sim[ready]
        own = rng.random(len(at)) < 0.3 + 0.7 * share
        whom = np.where(own, rng.choice(people.own, len(at)), rng.choice(people.others, len(at)))
        known = rng.choice(public, (sims, 14))
        again = rng.random(len(at)) < plan.reuse
        whom = np.where(again, known[sim, rng.integers(0, 14, len(at))], whom)
        device = _device(box, sim, at, level, slot)
        cell = _cell(rng, box, at, plan)
        rows.add(box.who[sim], whom, at, seconds, device=device, a_cell=cell, fraud=fraud)
        shown = {"b_device": device, "b_cell": cell}
        _returns(rng, scene, plan, (at, whom, box.who[sim]), shown)
    _among(rng, scene, box, level)


def _stream(rng: np.random.Generator, days: Days, plan: Strategy, begins: float, part: float) -> tuple[Ints, Ints]:
    """Calls of one slot, one after another: starts and seconds."""
    count = int(rng.poisson(plan.calls * part * days.mean(plan.curve, begins) * rng.uniform(0.75, 1.25)))
    at = np.sort(days.draw(rng, count, plan.curve, begins))
    seconds = lengths(rng, count, plan.middle, 0.9, 0.2)
    return after_one_another(at, seconds, rng.integers(4, 20, count)), seconds


def _device(box: Box, sim: Ints, at: Ints, level: int, slot: int) -> Ints:
    """The IMEI shown: the slot's, another one with each turn (level 3), or the SIM's own."""
    if level <= 2:
        return np.full(len(sim), box.devices[slot])
    turned: Ints = sim * 6 + at // (DAY // 2) % 6 if level == 3 else sim
    return box.devices[turned]


def _cell(rng: np.random.Generator, box: Box, at: Ints, plan: Strategy) -> Ints:
    """The cell: fixed, one of a few neighbours by the half day, or like a person's."""
    if not plan.cells:
        return np.full(len(at), AUTO)
    turns: Ints = at // (3 * 3600) % plan.cells
    if plan.cells < 4:
        turns = rng.choice(plan.cells, len(at), p=_share(plan.cells))
    return box.cells[turns]


def _share(cells: int) -> Floats:
    share: Floats = np.power(0.15, np.arange(cells, dtype=np.float64))
    return share / float(share.sum())


def _returns(
    rng: np.random.Generator, scene: Scene, plan: Strategy, calls: tuple[Ints, Ints, Ints], shown: dict[str, Ints]
) -> None:
    """People who call back: a naive box does not answer. ``calls``: start, called party, calling party."""
    back = np.flatnonzero(rng.random(len(calls[0])) < plan.returned)
    at, caller, called = (one[back] for one in calls)
    wait = rng.exponential(5_400, len(back)).astype(np.int64) + 40
    heard = rng.random(len(back)) < plan.answered
    seconds = np.where(heard, lengths(rng, len(back), 50, 1.0, 0.0), 0)
    sides = {name: values[back] for name, values in shown.items()}
    scene.rows.add(caller, called, at + wait, seconds, trunk=way(rng, scene.people, caller), **sides)


def _among(rng: np.random.Generator, scene: Scene, box: Box, level: int) -> None:
    """Calls and messages between own SIM cards, before (ageing) and beside the calls out."""
    days, plan, sims = scene.days, LEVELS[level], len(box.who)
    if sims < 2 or not plan.among:
        return
    since = 0.0 if level >= 4 else box.begins
    daily = plan.calls / plan.sims
    for share, service in ((plan.among, 0), (plan.texts, SMS)):
        count = int(rng.poisson(sims * daily * share * days.mean("people", since)))
        at = days.draw(rng, count, "people", since)
        one = rng.integers(0, sims, count)
        other = (one + 1 + rng.integers(0, min(5, sims - 1), count)) % sims
        late = (at > box.activated[one] + 600) & (at > box.activated[other] + 600) & (one != other)
        at, one, other = at[late], one[late], other[late]
        seconds = np.zeros(len(at), np.int64) if service else lengths(rng, len(at), 45)
        cells = {}
        if plan.cells:
            cells = {"a_cell": _cell(rng, box, at, plan), "b_cell": _cell(rng, box, at, plan)}
        a_device, b_device = _device(box, one, at, level, 0), _device(box, other, at, level, 0)
        scene.rows.add(
            box.who[one], box.who[other], at, seconds, service=service, device=a_device, b_device=b_device, **cells
        )
