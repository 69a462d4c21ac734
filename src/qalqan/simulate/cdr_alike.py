"""Those who look like fraud and are none: by class, with the reason why a detector could take them for it.

taxi, courier (strangers all day, moving); clinic, office, pollster, collector, bank,
dispatcher (a taxi's or courier's desk), reminder (a machine that calls patients; strangers from one place); probe,
m2m, shop (devices and SIM cards like a gateway's); gateway (a lawful, registered one); newcomer, tourist (young SIM,
many numbers at once); seller, teacher (bursts); airline (a foreign number that calls many).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from qalqan.simulate.cdr_days import DAY, Ints, after_one_another
from qalqan.simulate.cdr_numbers import BOX_TACS, HOME, MNC
from qalqan.simulate.cdr_people import Scene, lengths, way
from qalqan.simulate.cdr_rows import AUTO, DATA, PSTN


class Trade(NamedTuple):
    """How one of a class calls: share of subscribers, calls a day, curve, seconds, missed, reuse, incoming, moving."""

    share: float
    least: int
    calls: tuple[int, int]
    curve: str
    middle: float
    missed: float
    regulars: int  # counterparts it keeps returning to; 0: strangers each time
    reuse: float  # share of calls that go to regulars
    incoming: float  # incoming calls for each outgoing one
    moving: bool
    firm: bool  # the contract is an organisation's


TRADES: Final[dict[str, Trade]] = {
    "taxi": Trade(0.0025, 8, (14, 42), "taxi", 24, 0.2, 6, 0.1, 0.5, True, False),
    "courier": Trade(0.0016, 6, (40, 115), "courier", 28, 0.22, 4, 0.06, 0.16, True, False),
    "clinic": Trade(0.0002, 2, (35, 80), "office", 62, 0.2, 220, 0.7, 0.6, False, True),
    "office": Trade(0.003, 10, (12, 48), "office", 80, 0.15, 55, 0.75, 0.8, False, True),
    "pollster": Trade(0.00003, 2, (70, 140), "office", 48, 0.42, 0, 0.0, 0.06, False, True),
    "collector": Trade(0.00006, 2, (60, 130), "office", 33, 0.5, 90, 0.95, 0.12, False, True),
    "dispatcher": Trade(0.00008, 2, (80, 220), "taxi", 22, 0.15, 30, 0.2, 0.3, False, True),
    "reminder": Trade(0.00006, 2, (50, 150), "office", 26, 0.3, 260, 0.3, 0.03, False, True),
    "seller": Trade(0.003, 8, (4, 12), "people", 58, 0.15, 5, 0.2, 2.4, False, False),
    "teacher": Trade(0.002, 6, (3, 14), "people", 75, 0.15, 28, 0.95, 0.7, False, False),
}


@dataclass(slots=True)
class Alike:
    """What was made: parties and devices by class, contracts of firms, lawful gateways, extra SIM cards."""

    parties: dict[str, Ints] = field(default_factory=dict)
    devices: dict[str, Ints] = field(default_factory=dict)
    firms: list[Ints] = field(default_factory=list)  # the SIM cards of each firm
    extra: list[tuple[Ints, Ints, pl.Series, str]] = field(default_factory=list)  # parties, activated, ICCID, dealer
    lawful: list[tuple[Ints, Ints]] = field(default_factory=list)  # parties and devices of registered gateways


def trades(rng: np.random.Generator, scene: Scene, pool: Ints, made: Alike) -> None:
    """People whose work is calling, taken from the front of ``pool``."""
    people = scene.people
    taken = 0
    for name, trade in TRADES.items():
        count = max(trade.least, round(trade.share * len(people.own)))
        who = pool[taken : taken + count]
        taken += count
        made.parties[name] = who
        if trade.firm:
            made.firms += np.split(who, len(who))
        _work(rng, scene, trade, who)


def _work(rng: np.random.Generator, scene: Scene, trade: Trade, who: Ints) -> None:
    people, days, rows = scene.people, scene.days, scene.rows
    daily = rng.uniform(*trade.calls, len(who))
    count = rng.poisson(daily * days.mean(trade.curve))
    a = np.repeat(np.arange(len(who)), count)
    at = days.draw(rng, len(a), trade.curve)
    order = np.lexsort((at, a))
    a, at = a[order], at[order]
    public = np.concatenate([people.own, people.others])
    regular = rng.choice(public, (len(who), max(1, trade.regulars)))
    known = rng.random(len(a)) < trade.reuse
    b = np.where(known, regular[a, rng.integers(0, max(1, trade.regulars), len(a))], rng.choice(public, len(a)))
    seconds = lengths(rng, len(a), trade.middle, 0.8, trade.missed)
    cells = _route(rng, len(scene.roster.cells), a, at) if trade.moving else _desk(rng, scene, trade, who)[a]
    cells = np.where((cells != AUTO) & (rng.random(len(a)) < 0.1), (cells + 1) % len(scene.roster.cells), cells)
    rows.add(who[a], b, at, seconds, a_cell=cells)
    loved = trade.incoming * rng.lognormal(0, 0.45, len(who))  # some are called back more than others of the trade
    again = np.maximum(1, np.round(loved)).astype(np.int64)
    back = np.flatnonzero(rng.random(len(a)) < (loved / again)[a])
    callers = np.repeat(back, again[a[back]])
    wait = rng.exponential(1800, len(callers)).astype(np.int64) + 20
    caller = np.where(rng.random(len(callers)) < 0.75, b[callers], rng.choice(public, len(callers)))
    trunk = way(rng, people, caller)
    moment, seconds = at[callers] + wait, lengths(rng, len(callers), 45)
    rows.add(caller, who[a[callers]], moment, seconds, b_cell=cells[callers], trunk=trunk)


def _desk(rng: np.random.Generator, scene: Scene, trade: Trade, who: Ints) -> Ints:
    """The cell in which a firm's line stays day and night; AUTO for people, and for a firm's line that somebody
    carries about (one in four)."""
    stays = (rng.random(len(who)) >= 0.25) & trade.firm
    scene.roster.stay(who[stays])
    return np.where(stays, scene.roster.place[2, who], AUTO)


def _route(rng: np.random.Generator, lot: int, a: Ints, at: Ints) -> Ints:
    """Cells, of ``lot``, of people who drive: another part of town every half hour."""
    part = at // 1800
    return (a * 7_919 + part * 104_729 + part * part % 613 + rng.integers(0, 3, len(a))) % lot


def banks(rng: np.random.Generator, scene: Scene) -> tuple[Ints, Ints]:
    """Call centres of banks on fixed lines, and their public numbers that never call: centre ids, silent ids."""
    mint, people, roster, days, rows = scene.mint, scene.people, scene.roster, scene.days, scene.rows
    count = max(4, len(people.own) // 25_000)
    centre, silent = roster.add(mint.fixed(count)), roster.add(mint.fixed(30))
    who = np.repeat(centre, rng.poisson(rng.uniform(120, 420, count) * days.mean("office")))
    at = days.draw(rng, len(who), "office")
    whom = rng.choice(people.own, len(who))
    rows.add(who, whom, at, lengths(rng, len(who), 75, 1.0, 0.35), trunk=PSTN)
    asked = rng.random(len(who)) < 0.12  # people call their bank, too: the public number
    rows.add(whom[asked], rng.choice(silent, int(asked.sum())), at[asked] + 4_000, lengths(rng, int(asked.sum()), 180))
    return centre, silent


def machines(rng: np.random.Generator, scene: Scene, made: Alike) -> None:
    """Probes, meters and alarms, a repair shop's phones, lawful gateways."""
    people, roster, days, rows = scene.people, scene.roster, scene.days, scene.rows
    lot, size = len(roster.cells), len(people.own)
    probe = _sims(rng, scene, made, max(4, size // 30_000), ("probe", "OPERATOR"))
    for n, one in enumerate(probe):
        at = np.arange(days.start + 37 * n, days.end, 600)
        target = np.resize(np.concatenate([np.delete(probe, n), people.others[:6]]), len(at))
        rows.add(one, target, at, 30, a_cell=n * 31 % lot)
    meters = max(40, size // 70)
    for n in range(0, meters, 400):
        batch = _sims(rng, scene, made, min(400, meters - n), ("m2m", f"M2M-{n // 400 % 7}"))
        server = int(roster.add(pl.Series([f"88{n:05d}"]))[0])
        who = np.repeat(batch, rng.poisson(4 * days.count, len(batch)))
        rows.add(who, server, days.draw(rng, len(who), "machine"), 0, service=DATA)
        alarm = rng.choice(batch, max(1, len(batch) // 9))
        rows.add(alarm, people.own[rng.integers(0, size, len(alarm))], days.draw(rng, len(alarm), "machine"), 12)
    for _ in range(max(1, size // 120_000)):
        who = _sims(rng, scene, made, 8, ("gateway", "OPERATOR"))
        made.lawful.append((who, roster.place[0, who]))
        a = np.repeat(who, rng.poisson(rng.uniform(90, 210, len(who)) * days.mean("office")))
        at = days.draw(rng, len(a), "office")
        rows.add(a, rng.choice(people.own, len(a)), at, lengths(rng, len(a), 30, 0.7, 0.3))
    _shop(rng, scene, made)


def _sims(rng: np.random.Generator, scene: Scene, made: Alike, count: int, named: tuple[str, str]) -> Ints:
    """New SIM cards in a row in new modems, all activated on one day; ``named``: class and dealer."""
    mint, roster, (name, dealer) = scene.mint, scene.roster, named
    device = roster.add_devices(mint.imei(count, BOX_TACS, in_row=True))
    cell = rng.integers(0, len(roster.cells), 1 if name == "gateway" else count)
    number, sim = mint.mobile(count, HOME, 0.0), mint.imsi(count, MNC[HOME])
    who = roster.add(number, sim, device=device, home=cell, work=cell)
    start = scene.days.start
    day = start - int(rng.integers(1, 500)) * DAY if name != "m2m" or rng.random() < 0.7 else start + DAY
    activated = day + rng.integers(9 * 3600, 17 * 3600, count) - 5 * 3600
    made.extra.append((who, activated, mint.iccid(count, in_row=True), dealer))
    made.firms.append(who)
    made.parties[name] = np.concatenate([made.parties.get(name, np.zeros(0, np.int64)), who])
    made.devices[name] = np.concatenate([made.devices.get(name, np.zeros(0, np.int64)), device])
    return who


def _shop(rng: np.random.Generator, scene: Scene, made: Alike) -> None:
    """Repair shops: customers' SIM cards in the shop's phone, the shop's SIM card in customers' phones."""
    mint, people, roster, days, rows = scene.mint, scene.people, scene.roster, scene.days, scene.rows
    count = max(2, len(people.own) // 40_000)
    phones = roster.add_devices(mint.imei(count))
    made.devices["shop"] = phones
    clerk = rng.choice(people.own, count)
    made.parties["shop"] = clerk
    for n in range(count):
        guests = rng.choice(people.own, int(rng.integers(5, 12)) * days.count)
        at = days.draw(rng, len(guests), "office")
        place = int(roster.place[2, clerk[n]])
        rows.add(guests, clerk[n], at, 5, device=int(phones[n]), a_cell=place, b_cell=place)
        tried = rng.choice(people.own, int(rng.integers(6, 16)) * days.count)
        at = days.draw(rng, len(tried), "office")
        rows.add(clerk[n], guests[0], at, 4, device=roster.place[0, tried], a_cell=place)


def movers(rng: np.random.Generator, scene: Scene, made: Alike) -> None:
    """New SIM cards of students and tourists: many numbers in the first days, then an ordinary life."""
    mint, people, roster, days, rows = scene.mint, scene.people, scene.roster, scene.days, scene.rows
    for name, strangers in (("newcomer", 0.25), ("tourist", 0.9)):
        count = max(5, len(people.own) // (2500 if name == "newcomer" else 6000))
        device = roster.add_devices(mint.imei(count))
        cell = rng.integers(0, len(roster.cells), count)
        number, sim = mint.mobile(count, HOME, 0.0), mint.imsi(count, MNC[HOME])
        who = roster.add(number, sim, device=device, home=cell, work=cell, wander=500)
        begun = rng.uniform(0, max(0.5, days.count - 2), count)
        activated = days.start + (begun * DAY).astype(np.int64)
        made.extra.append((who, activated, mint.iccid(count), ""))
        made.parties[name] = who
        for n, one in enumerate(who.tolist()):
            friends = rng.choice(people.own, 45)
            many = int(rng.integers(25, 60))
            quick = days.draw(rng, many, "people", begun[n], min(days.count, begun[n] + 1.6))
            slow = days.draw(rng, rng.poisson(4 * (days.count - begun[n])), "people", begun[n])
            at = np.sort(np.concatenate([quick, slow]))
            whom = np.where(
                rng.random(len(at)) < strangers, rng.choice(people.own, len(at)), rng.choice(friends, len(at))
            )
            seconds = lengths(rng, len(at), 60)
            rows.add(one, whom, after_one_another(at, seconds, np.full(len(at), 15)), seconds)
            back = rng.random(len(at)) < 0.35
            rows.add(
                whom[back], one, at[back] + rng.integers(300, 9000, int(back.sum())), lengths(rng, int(back.sum()))
            )


def airlines(rng: np.random.Generator, scene: Scene, made: Alike) -> None:
    """Foreign firms that call many people here: answered, not rung off."""
    people, days = scene.people, scene.days
    lines = scene.roster.add(scene.mint.foreign(3, "tr"))
    made.parties["airline"] = lines
    a = np.repeat(lines, rng.poisson(rng.uniform(25, 90, 3) * days.mean("office")))
    scene.rows.add(
        a, rng.choice(people.own, len(a)), days.draw(rng, len(a), "office"), lengths(rng, len(a), 95, 0.8, 0.3), trunk=0
    )


__all__ = ["TRADES", "Alike", "airlines", "banks", "machines", "movers", "trades"]
