"""A made world of calls with known truth, to build and to measure detectors of fraud by phone.

``world(seed, subscribers=…, days=…, level=…)`` is what one mobile operator sees: every call and message of its own
subscribers (device, SIM and cell of both sides where they are its own) and calls that come in over trunks (national
``NAT_…``, fixed ``KT_PSTN…``, international ``INT…``, service messages ``SMSC…``). Of other operators' and foreign
parties only the number and the trunk are seen; empty cells mean "not seen". ``duration_s`` 0 is an attempt that nobody
answered (or a message). Time is UTC, the curves of day and week are Kazakhstan's (UTC+5).

Frames a detector may read (``World.tables``; none tells the truth):

==============  =====================================================================================================
calls           table ``calls``; service voice, sms (codes come from 1414 and names of banks and shops) or data
subscribers     table ``subscribers``: number, holder, iin (a firm's is a BIN), from, to, imsi, iccid, imei
sims            number, imsi, iccid, activated (time), dealer
roaming         number, state (roaming, home, unknown), country, from, to, as_of: answers of the numbers' owners; an
                own subscriber without a row is at home
ported          number, operator: numbers whose prefix tells another operator than their own
gateways        kind (number, imei), value, holder: registered gateways, lawful
never           number: numbers that never originate calls (do-not-originate)
decided         table ``decided``: gateways (act service) and numbers that never originate (act never), as officers'
                words reach an analysis
transactions    table ``transactions``: loans paid out
holders         table ``holders``: account, iin and phone of those who got them
==============  =====================================================================================================

Truth (``World.truth``, see :class:`qalqan.simulate.cdr_truth.Truth`) names numbers, devices, cells, calls, victims and
look-alikes. ``level`` is the strategy of SIM-boxes, rooms and one-ring calls, 0 (naive) to 5 (``cdr_boxes``). SIM-box
SIM cards are 1 in 5,000 to 20,000 of all, drawn by the seed, at least three; a room of callers comes for every 100,000
subscribers, at least one (SIM cards in one place for even seeds, a foreign trunk for odd ones). One feast day brings
bursts of deliveries.
A gate at the border starts on day ``gate`` (0.6 of the days when not given); from then on false numbers move abroad.

Seeds: ``TUNING`` for building and choosing thresholds, ``TEST`` for reported figures and nothing else. Background and
campaigns draw from separate streams: one seed's ordinary calls are the same at every level.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl

from qalqan.errors import UsageError
from qalqan.simulate import cdr_alike, cdr_boxes, cdr_people, cdr_rooms, cdr_spoof
from qalqan.simulate.cdr_days import DAY, FIRST, Days, Ints
from qalqan.simulate.cdr_loans import loans
from qalqan.simulate.cdr_numbers import Mint
from qalqan.simulate.cdr_people import Scene
from qalqan.simulate.cdr_registers import Cards, decided, formed, ported, registers
from qalqan.simulate.cdr_rows import AUTO, NONE, Columns, Roster, named, placed
from qalqan.simulate.cdr_truth import Campaign, Truth, tell
from qalqan.simulate.chance import Chance

TUNING: Final = range(1, 100)
TEST: Final = range(1000, 1100)
RAREST, COMMONEST = 1 / 20_000, 1 / 5_000  # SIM-box SIM cards among all, field base rate
ROOM: Final = 100_000  # subscribers for each room of callers
LARGEST: Final = 16  # SIM cards of one box
VICTIMS: Final = 15e-6  # victims a subscriber a day: registered cases of 2025 and those not reported


@dataclass(frozen=True, slots=True)
class World:
    """Frames a detector may read, the truth, and what was asked for."""

    tables: dict[str, pl.DataFrame]
    truth: Truth
    seed: int
    level: int
    subscribers: int
    days: Days


def world(seed: int, subscribers: int = 50_000, days: int = 10, level: int = 0, *, gate: float | None = None) -> World:
    """A world of calls. Same parameters, same frames, byte for byte.

    Raises UsageError for a level outside 0-5, fewer than 2,000 subscribers or fewer than 3 days.
    """
    if not 0 <= level < len(cdr_boxes.LEVELS) or subscribers < 2_000 or days < 3:
        raise UsageError("error-simulate-calls", level=level, subscribers=subscribers, days=days)
    chance = Chance(seed)
    span = Days(FIRST + seed % 8 * 7 * DAY, days, int(chance.arrays("feast").integers(0, days)))
    roster = Roster(_cells(max(40, subscribers // 400)))
    scene = cdr_people.settle(chance.arrays("people"), Mint(chance.arrays("mint")), roster, span, subscribers)
    made = _Made()
    _ordinary(chance, scene, made)
    _false(chance, scene, made, days * 0.6 if gate is None else gate)
    _crimes(chance, scene, made, level)
    columns = _possible(scene.rows.columns(span), scene, made)
    placed(columns, roster)
    whole = named(columns, roster)
    tables, people = registers(chance.arrays("registers"), scene, made.cards, made.alike, made.firms)
    tables["calls"] = whole.drop("fraud")
    tables["roaming"] = cdr_spoof.roaming(chance.arrays("roaming"), scene, made.trips, made.shown)
    tables["never"] = pl.DataFrame({"number": roster.number.gather(made.silent).sort()})
    tables["ported"] = ported(scene)
    tables["decided"] = decided(tables["gateways"], tables["never"])
    hurt = {key: np.concatenate([one[key] for one in made.hurt]) for key in made.hurt[0]}
    tables["transactions"], tables["holders"] = loans(chance.arrays("loans"), span, people, hurt)
    truth = tell(whole, made.campaigns, hurt, made.alike, roster)
    tables = {name: formed(frame, name) for name, frame in tables.items()}
    return World(tables, truth, seed, level, subscribers, span)


@dataclass(slots=True)
class _Made:
    """What the parts of a world leave for its registers and its truth."""

    alike: cdr_alike.Alike = field(default_factory=cdr_alike.Alike)
    campaigns: list[Campaign] = field(default_factory=list)
    cards: list[Cards] = field(default_factory=list)
    hurt: list[dict[str, Ints]] = field(default_factory=list)
    firms: list[Ints] = field(default_factory=list)  # SIM cards bought in the name of shell firms
    silent: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    trips: cdr_spoof.Trips = field(init=False)
    shown: pl.DataFrame = field(init=False)


def _cells(count: int) -> pl.Series:
    """Base stations as LAC-CID."""
    number = np.arange(count)
    return pl.Series(27_010 + number // 60).cast(pl.String) + "-" + pl.Series(10_000 + number * 37).cast(pl.String)


def _ordinary(chance: Chance, scene: Scene, made: _Made) -> None:
    """All that is lawful."""
    people, alike = scene.people, made.alike
    for name in ("talk", "chance_calls", "codes", "from_abroad"):
        getattr(cdr_people, name)(chance.arrays(name), scene)
    pool = chance.arrays("trades-who").permutation(people.own[people.activated < scene.days.start])
    cdr_alike.trades(chance.arrays("trades"), scene, pool, alike)
    alike.parties["bank"], made.silent = cdr_alike.banks(chance.arrays("banks"), scene)
    for name in ("machines", "movers", "airlines"):
        getattr(cdr_alike, name)(chance.arrays(name), scene, alike)
    for who, activated, iccid, dealer in alike.extra:
        street = [f"D{d:03d}" for d in chance.arrays(f"dealers-{who[0]}").integers(0, cdr_people.DEALERS, len(who))]
        made.cards.append(Cards(who, activated, iccid, [dealer] * len(who) if dealer else street, np.arange(len(who))))
    cdr_rooms.confusions(chance.arrays("confusions"), scene, alike.parties["courier"], alike.parties["bank"])
    made.trips = cdr_spoof.travel(chance.arrays("travel"), scene)
    cdr_spoof.visitors(chance.arrays("visitors"), scene)


def _false(chance: Chance, scene: Scene, made: _Made, gate: float) -> None:
    """Calls with false A-numbers; a campaign for each class."""
    ids = {}
    for name in (*cdr_spoof.CLASSES, "moved"):
        ids[name] = len(made.campaigns)
        made.campaigns.append(Campaign("spoof", name, 0))
    people = scene.people
    home = np.setdiff1d(np.concatenate([people.own, people.others]), made.trips.who)
    pools = cdr_spoof.Pools(made.silent, home)
    made.shown = cdr_spoof.spoof(chance.arrays("spoof"), scene, pools, gate=gate, ids=ids)


def _crimes(chance: Chance, scene: Scene, made: _Made, level: int) -> None:
    """SIM-boxes, rooms with their victims, one-ring calls; how many there are does not hang on the level."""
    rng, size = chance.arrays(f"crimes-{level}"), len(scene.people.own)
    rate = float(np.exp(chance.arrays("rate").uniform(np.log(RAREST), np.log(COMMONEST))))
    left = max(3, round(size * rate))
    while left > 0:
        sims = min(left, LARGEST)
        left -= sims
        box = cdr_boxes.build(rng, scene, level=level, sims=sims)
        cdr_boxes.play(rng, scene, box, level=level, fraud=len(made.campaigns))
        made.campaigns.append(Campaign("simbox", "simbox", level))
        made.cards.append(Cards(box.who, box.activated, box.iccid, box.dealer, box.holder))
        if rng.random() < cdr_boxes.SHELL[level]:
            made.firms.append(box.who)
    rooms = max(1, size // ROOM)
    victims = max(3, round(size * VICTIMS * scene.days.count))
    for n, count in enumerate(chance.arrays("victims").multinomial(victims, [1 / rooms] * rooms).tolist()):
        fraud = len(made.campaigns)
        room = cdr_rooms.open_room(rng, scene, level=level, kind=("cell", "trunk")[(chance.seed + n) % 2])
        cdr_rooms.dial(rng, scene, room, level=level, fraud=fraud)
        made.hurt.append(cdr_rooms.victims(rng, scene, room, level=level, fraud=fraud, count=count))
        made.campaigns.append(Campaign("room", room.kind, level))
        if room.kind == "cell":
            dealers = [f"D{d:03d}" for d in rng.integers(0, cdr_people.DEALERS, len(room.who))]
            made.cards.append(Cards(room.who, room.activated, room.iccid, dealers, np.arange(len(room.who)) // 3))
    cdr_rooms.rings(rng, scene, level=level, fraud=len(made.campaigns))
    made.campaigns.append(Campaign("wangiri", "wangiri", level))


def _possible(columns: Columns, scene: Scene, made: _Made) -> Columns:
    """Without calls by or to SIM cards not yet active and by travellers at home; who is away shows no cell here."""
    size, at = scene.roster.size, columns["at"]
    born = np.zeros(size, np.int64)
    born[scene.people.own] = scene.people.active_from
    for cards in made.cards:
        born[cards.who] = cards.activated
    since, until = np.full(size, 2**62), np.zeros(size, np.int64)
    since[made.trips.who], until[made.trips.who] = made.trips.since, made.trips.until
    a, b = columns["a"], columns["b"]
    b_away = (at >= since[b]) & (at < until[b])
    columns["b_device"] = np.where(b_away, NONE, columns["b_device"])
    columns["b_cell"] = np.where(b_away, NONE, columns["b_cell"])
    a_away = (at >= since[a]) & (at < until[a]) & (columns["a_cell"] == AUTO)
    kept = ~a_away & (at >= born[a]) & (at >= born[b])
    return {name: values[kept] for name, values in columns.items()}


__all__ = ["TEST", "TUNING", "World", "world"]
