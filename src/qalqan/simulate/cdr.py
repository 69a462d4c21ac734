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
transactions    table ``transactions``: loans paid out
holders         table ``holders``: account, iin and phone of those who got them
==============  =====================================================================================================

Truth (``World.truth``, see :class:`qalqan.simulate.cdr_truth.Truth`) names numbers, devices, cells, calls, victims and
look-alikes. ``level`` is the strategy of SIM-boxes, rooms and one-ring calls, 0 (naive) to 5 (``cdr_boxes``). SIM-box
SIM cards are 1 in 5,000 to 20,000 of all, drawn by the seed, at least three. One feast day brings bursts of deliveries.
A gate at the border starts on day ``gate`` (0.6 of the days when not given); from then on false numbers move abroad.

Seeds: ``TUNING`` for building and choosing thresholds, ``TEST`` for reported figures and nothing else. Background and
campaigns draw from separate streams: one seed's ordinary calls are the same at every level.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from qalqan.errors import UsageError
from qalqan.simulate import cdr_alike, cdr_boxes, cdr_people, cdr_rooms, cdr_spoof
from qalqan.simulate.cdr_days import DAY, FIRST, Days, Ints
from qalqan.simulate.cdr_loans import loans
from qalqan.simulate.cdr_numbers import HOME, PREFIXES, Mint, bins, iins
from qalqan.simulate.cdr_rows import AUTO, NONE, Roster, Rows, named, placed, within
from qalqan.simulate.cdr_truth import Campaign, Truth, tell
from qalqan.simulate.chance import Chance

TUNING: Final = range(1, 100)
TEST: Final = range(1000, 1100)
RAREST, COMMONEST = 1 / 20_000, 1 / 5_000  # SIM-box SIM cards among all, field base rate
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
    mint = Mint(chance.arrays("mint"))
    lot = max(40, subscribers // 400)
    roster = Roster(_cells(lot))
    span = Days(FIRST + seed % 8 * 7 * DAY, days, int(chance.arrays("feast").integers(0, days)))
    rows, alike = Rows(), cdr_alike.Alike()
    people = cdr_people.settle(chance.arrays("people"), mint, roster, span, subscribers)
    silent, trips = _ordinary(chance, mint, people, roster, span, rows, alike)
    start = days * 0.6 if gate is None else gate
    campaigns: list[Campaign] = []
    shown = _false(chance, mint, people, roster, span, rows, silent, trips, start, campaigns)
    hurt, bad = _crimes(chance, mint, people, roster, span, rows, level, campaigns)
    columns = _without_travel(within(rows.columns(), span), roster, trips)
    placed(columns, roster)
    whole = named(columns, roster)
    tables = _registers(chance, people, roster, alike, bad)
    tables["calls"] = whole.drop("fraud")
    tables["roaming"] = cdr_spoof.roaming(chance.arrays("roaming"), people, roster, trips, shown)
    tables["never"] = pl.DataFrame({"number": roster.number.gather(silent).sort()})
    tables["ported"] = _ported(roster, people)
    together = {key: np.concatenate([one[key] for one in hurt]) for key in hurt[0]}
    tables["transactions"], tables["holders"] = loans(
        chance.arrays("loans"), span, tables["subscribers"].head(subscribers), together, together["who"]
    )
    return World(tables, tell(whole, campaigns, hurt, alike, roster), seed, level, subscribers, span)


def _cells(count: int) -> pl.Series:
    """Base stations as LAC-CID."""
    number = np.arange(count)
    return pl.Series(27_010 + number // 60).cast(pl.String) + "-" + pl.Series(10_000 + number * 37).cast(pl.String)


def _ordinary(
    chance: Chance,
    mint: Mint,
    people: cdr_people.People,
    roster: Roster,
    days: Days,
    rows: Rows,
    alike: cdr_alike.Alike,
) -> tuple[Ints, tuple[Ints, Ints, Ints, Ints]]:
    """All that is lawful; the silent numbers and the travellers' trips."""
    cdr_people.talk(chance.arrays("talk"), people, days, rows)
    cdr_people.chance_calls(chance.arrays("strangers"), people, days, rows)
    cdr_people.codes(chance.arrays("codes"), people, days, rows)
    cdr_people.from_abroad(chance.arrays("abroad"), mint, people, roster, days, rows)
    pool = chance.arrays("trades-who").permutation(people.own[people.activated < days.start])
    cdr_alike.trades(chance.arrays("trades"), people, pool, days, rows, alike)
    centre, silent = cdr_alike.banks(chance.arrays("banks"), mint, people, roster, days, rows)
    alike.parties["bank"] = centre
    cdr_alike.machines(chance.arrays("machines"), mint, people, roster, days, rows, alike)
    cdr_alike.movers(chance.arrays("movers"), mint, people, roster, days, rows, alike)
    cdr_alike.airlines(chance.arrays("airlines"), mint, people, roster, days, rows, alike)
    cdr_rooms.confusions(chance.arrays("confusions"), people, days, rows, alike.parties["courier"], centre)
    trips = cdr_spoof.travel(chance.arrays("travel"), people, days, rows)
    cdr_spoof.visitors(chance.arrays("visitors"), mint, people, roster, days, rows)
    return silent, trips


Bad = tuple[Ints, Ints, pl.Series, list[str], Ints]  # parties, activated, ICCID, dealers, contract holders


def _crimes(
    chance: Chance, mint: Mint, people: cdr_people.People, roster: Roster, days: Days, rows: Rows, level: int,
    campaigns: list[Campaign],
) -> tuple[list[dict[str, Ints]], list[Bad]]:  # fmt: skip
    """SIM-boxes, rooms with their victims, one-ring calls; adds their campaigns."""
    rng = chance.arrays(f"crimes-{level}")
    size = len(people.own)
    # how many SIM cards and victims there are does not hang on the level
    rate = float(np.exp(chance.arrays("rate").uniform(np.log(RAREST), np.log(COMMONEST))))
    bad: list[Bad] = []
    left = max(3, round(size * rate))
    while left > 0:
        sims = left if left <= 16 else 12
        left -= sims
        box, begins = cdr_boxes.build(rng, mint, people, roster, days, level=level, sims=sims)
        cdr_boxes.play(rng, people, days, rows, box, begins, level=level, fraud=len(campaigns))
        campaigns.append(Campaign("simbox", "simbox", level))
        bad.append((box.who, box.activated, box.iccid, box.dealer, box.holder))
    rooms = max(2, size // 75_000)
    counts = chance.arrays("victims").multinomial(max(3, round(size * VICTIMS * days.count)), [1 / rooms] * rooms)
    hurt = []
    for n in range(rooms):
        room = cdr_rooms.open_room(rng, mint, roster, days, level=level, kind=("cell", "trunk")[n % 2])
        cdr_rooms.dial(rng, people, days, rows, room, level=level, fraud=len(campaigns))
        fraud, count = len(campaigns), int(counts[n])
        hurt.append(cdr_rooms.victims(rng, people, days, rows, room, level=level, fraud=fraud, count=count))
        campaigns.append(Campaign("room", room.kind, level))
        if room.kind == "cell":
            dealers = [f"D{int(d):03d}" for d in rng.integers(0, cdr_people.DEALERS, len(room.who))]
            bad.append((room.who, room.activated, room.iccid, dealers, np.arange(len(room.who)) // 3))
    cdr_rooms.rings(rng, mint, people, roster, days, rows, level=level, fraud=len(campaigns))
    campaigns.append(Campaign("wangiri", "wangiri", level))
    return hurt, bad


def _false(
    chance: Chance, mint: Mint, people: cdr_people.People, roster: Roster, days: Days, rows: Rows, silent: Ints,
    trips: tuple[Ints, Ints, Ints, Ints], gate: float, campaigns: list[Campaign],
) -> pl.DataFrame:  # fmt: skip
    """Calls with false A-numbers; adds a campaign for each class."""
    ids = {}
    for name in (*cdr_spoof.CLASSES, "moved"):
        ids[name] = len(campaigns)
        campaigns.append(Campaign("spoof", name, 0))
    total = int(len(people.own) * days.count * 4 * cdr_spoof.SHARE)
    home = np.setdiff1d(np.concatenate([people.own, people.others]), trips[0])
    return cdr_spoof.spoof(
        chance.arrays("spoof"), mint, people, roster, days, rows, silent, home, total=total, gate=gate, ids=ids
    )


def _without_travel(columns: dict[str, Ints], roster: Roster, trips: tuple[Ints, Ints, Ints, Ints]) -> dict[str, Ints]:
    """Travellers make no calls in this network while they are away, and are called without a cell of it."""
    since, until = np.full(roster.size, 2**62), np.zeros(roster.size, np.int64)
    since[trips[0]], until[trips[0]] = trips[1], trips[2]
    at = columns["at"]
    away = {side: (at >= since[columns[side]]) & (at < until[columns[side]]) for side in ("a", "b")}
    columns["b_device"] = np.where(away["b"], NONE, columns["b_device"])
    columns["b_cell"] = np.where(away["b"], NONE, columns["b_cell"])
    kept = ~(away["a"] & (columns["a_cell"] == AUTO))
    return {name: values[kept] for name, values in columns.items()}


def _registers(
    chance: Chance, people: cdr_people.People, roster: Roster, alike: cdr_alike.Alike, bad: list[Bad]
) -> dict[str, pl.DataFrame]:
    """Contracts, SIM cards and lawful gateways."""
    rng = chance.arrays("registers")
    size = len(people.own)
    told = [cdr_people.subscribers(rng, roster, people.own, people.activated, people.iccid)]
    dealer = ["D" + pl.Series(rng.integers(0, cdr_people.DEALERS, size)).cast(pl.String).str.zfill(3)]
    for who, activated, iccid, name in alike.extra:
        told.append(cdr_people.subscribers(rng, roster, who, activated, iccid))
        street = [f"D{int(d):03d}" for d in rng.integers(0, cdr_people.DEALERS, len(who))]
        dealer.append(pl.Series([name] * len(who) if name else street))
    for who, activated, iccid, names, holder in bad:
        whose = iins(rng, int(holder.max()) + 1)
        frame = cdr_people.subscribers(rng, roster, who, activated, iccid)
        person = "АБОНЕНТ " + whose.str.tail(7)
        told.append(frame.with_columns(iin=whose.gather(holder), holder=person.gather(holder)))
        dealer.append(pl.Series(names))
    subscribers = _firms(rng, pl.concat(told), roster, alike)
    lawful = [pl.DataFrame({"kind": "number", "value": roster.number.gather(w)}) for w, _ in alike.lawful]
    lawful += [pl.DataFrame({"kind": "imei", "value": roster.imei.gather(d)}) for _, d in alike.lawful]
    sims = subscribers.select(
        "number", "imsi", "iccid", pl.col("from").alias("activated"), pl.concat(dealer).alias("dealer")
    )
    return {
        "subscribers": subscribers.with_columns(
            pl.lit(None, pl.Datetime("us", "UTC")).alias("to"),
            pl.lit(None, pl.String).alias("address"),
            ("cdr:subscribers:" + pl.int_range(1, pl.len() + 1).cast(pl.String)).alias("locators"),
        ).select("number", "holder", "iin", "from", "to", "imsi", "iccid", "imei", "address", "locators"),
        "sims": sims.sort("number"),
        "gateways": pl.concat(lawful).with_columns(pl.lit("ТОО Шлюз Сервис").alias("holder")).sort("kind", "value"),
    }


def _firms(rng: np.random.Generator, told: pl.DataFrame, roster: Roster, alike: cdr_alike.Alike) -> pl.DataFrame:
    """Contracts of organisations: a BIN and a firm's name."""
    who = np.unique(np.concatenate([*alike.firms, *(alike.parties[name] for name in ("probe", "m2m"))]))
    firms = pl.DataFrame(
        {
            "number": roster.number.gather(who),
            "bin": bins(rng, len(who)),
            "firm": [f"ТОО Фирма {n}" for n in who.tolist()],
        }
    )
    joined = told.join(firms, on="number", how="left", maintain_order="left")
    return joined.with_columns(
        pl.coalesce("bin", "iin").alias("iin"), pl.coalesce("firm", "holder").alias("holder")
    ).drop("bin", "firm")


def _ported(roster: Roster, people: cdr_people.People) -> pl.DataFrame:
    """Numbers whose prefix names another operator than the one they are with."""
    of = {str(prefix): name for name, some in PREFIXES.items() for prefix in some}
    both = np.concatenate([people.own, np.sort(people.others)])
    half = len(people.others) // 2
    true = np.repeat(np.array([HOME, "beeline", "tele2"]), [len(people.own), half, len(people.others) - half])
    frame = pl.DataFrame({"number": roster.number.gather(both), "operator": true})
    by_prefix = pl.col("number").str.slice(2, 3).replace_strict(of, default="")
    return frame.filter(by_prefix != pl.col("operator")).sort("number")


__all__ = ["TEST", "TUNING", "World", "world"]
