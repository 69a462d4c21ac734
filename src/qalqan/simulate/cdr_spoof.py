"""False A-numbers on the international trunks, true roamers there, and what the owners' registers say of them.

Classes of a false A-number: fixed (71x/72x), at_home (a mobile number whose owner is not abroad), unassigned, short,
long (one digit too many), itself (A = B), never (a number that never originates calls). After the gate starts most of
them move to foreign prefixes not seen before: displacement, as India saw it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import polars as pl

from qalqan.simulate.cdr_days import DAY, Ints
from qalqan.simulate.cdr_numbers import FOREIGN_MCC
from qalqan.simulate.cdr_people import Scene, lengths
from qalqan.simulate.cdr_rows import NONE

SHARE: Final = 0.001  # of all calls; 19M blocked in 2025 of some 60M a day is 0.0009
CLASSES: Final[dict[str, float]] = {
    "fixed": 0.34, "at_home": 0.3, "unassigned": 0.1, "short": 0.06, "long": 0.08, "itself": 0.02, "never": 0.1,
}  # fmt: skip
ABROAD: Final = 0.006  # share of subscribers who travel in a world of ten days
UNKNOWN: Final = 0.3  # of other operators' numbers: the owner does not answer
STALE: Final = 0.04  # of travellers: the register learns late
ROWS: Final = 4  # calls and messages a subscriber a day, about
COUNTRIES: Final = ("ru", "tr", "ae", "cn", "uz")
SHORT_CODES: Final = ("1414", "102", "109", "7711", "9999", "2525")
NEW_PREFIXES: Final = ("pg", "so", "ci", "md")


class Pools(NamedTuple):
    """Whose numbers are shown falsely: ``silent`` never originate calls, ``home`` are mobile and nobody is abroad."""

    silent: Ints
    home: Ints


class Trips(NamedTuple):
    """Travellers: party, from and to (seconds of UTC), place of the country in ``COUNTRIES``."""

    who: Ints
    since: Ints
    until: Ints
    country: Ints


def spoof(rng: np.random.Generator, scene: Scene, pools: Pools, *, gate: float, ids: dict[str, int]) -> pl.DataFrame:
    """Calls with false numbers; after day ``gate`` nine in ten show a foreign number instead.

    ``ids`` are the campaigns' numbers by class. Returns who (party) and class of all false numbers.
    """
    people, days = scene.people, scene.days
    total = int(len(people.own) * days.count * ROWS * SHARE)
    at = days.draw(rng, total, "office", 0.02)
    moved = (at > days.start + gate * DAY) & (rng.random(total) < 0.9)
    kinds = np.array(list(CLASSES))[rng.choice(len(CLASSES), total, p=list(CLASSES.values()))]
    kinds[moved] = "moved"
    whom, trunk = rng.choice(people.own, total), rng.choice(4, total, p=(0.15, 0.3, 0.35, 0.2))
    a, fraud = np.full(total, NONE), np.full(total, NONE)
    for name in (*CLASSES, "moved"):
        here = np.flatnonzero(kinds == name)
        a[here], fraud[here] = _false(rng, scene, whom[here], pools, name), ids[name]
    trunk[moved] = 2
    short = rng.random(total) < 0.75
    seconds = np.where(short, lengths(rng, total, 12, 0.8, 0.3), lengths(rng, total, 120, 0.9, 0.0))
    scene.rows.add(a, whom, at, seconds, device=NONE, a_cell=NONE, trunk=trunk, fraud=fraud)
    return pl.DataFrame({"who": a, "class": kinds}).unique(maintain_order=True)


def _false(rng: np.random.Generator, scene: Scene, whom: Ints, pools: Pools, name: str) -> Ints:
    """A false A for each called party; made-up numbers are used some three times each."""
    mint, few = scene.mint, max(1, len(whom) // 3)
    owned = {"itself": whom, "never": pools.silent, "at_home": pools.home}
    if name in owned:
        return whom if name == "itself" else rng.choice(owned[name], len(whom))
    made = {
        "fixed": lambda: mint.fixed(few),
        "unassigned": lambda: mint.unassigned(few),
        "short": lambda: pl.Series(SHORT_CODES),
        "long": lambda: mint.mobile(few, "tele2").str.replace("+7", "+77", literal=True),
        "moved": lambda: mint.foreign(few, NEW_PREFIXES[int(rng.integers(0, len(NEW_PREFIXES)))]),
    }
    return rng.choice(scene.roster.add(made[name]()), len(whom))


def travel(rng: np.random.Generator, scene: Scene) -> Trips:
    """Travellers and their calls home: who, from, to (seconds), and the codes of the countries they are in."""
    people, days, rows = scene.people, scene.days, scene.rows
    count = max(6, int(len(people.own) * ABROAD * days.count / 10))
    own = rng.choice(people.own[people.activated < days.start], count, replace=False)
    other = rng.choice(people.others, count, replace=False)
    who = np.concatenate([own, other])
    since = days.start + (rng.uniform(-4, days.count - 1, len(who)) * DAY).astype(np.int64)
    until = since + (rng.uniform(2, 12, len(who)) * DAY).astype(np.int64)
    calls = rng.poisson(1.3 * (until - since) / DAY)
    a = np.repeat(np.arange(len(who)), calls)
    at = since[a] + (rng.random(len(a)) * (until - since)[a]).astype(np.int64)
    family = rng.choice(people.own, (len(who), 4))
    whom = family[a, rng.integers(0, 4, len(a))]
    apart = whom != who[a]
    rows.add(
        who[a][apart], whom[apart], at[apart], lengths(rng, int(apart.sum()), 95), device=NONE, a_cell=NONE,
        trunk=rng.choice(4, int(apart.sum()), p=(0.45, 0.35, 0.15, 0.05)),
    )  # fmt: skip
    return Trips(who, since, until, rng.integers(0, len(COUNTRIES), len(who)))


def roaming(rng: np.random.Generator, scene: Scene, trips: Trips, shown: pl.DataFrame) -> pl.DataFrame:
    """What owners' registers say of the national mobile numbers on international trunks, a row a stay.

    number, state (roaming, home, unknown), country, from, to, as_of (when the owner last knew). A number asked outside
    all its stays is at home; ``from``, ``to`` and ``as_of`` are empty where the owner does not answer. A stale stay
    begins up to a day after the traveller left.
    """
    people = scene.people
    late = np.where(rng.random(len(trips.who)) < STALE, rng.integers(3_600, DAY, len(trips.who)), 0)
    quiet = np.isin(trips.who, people.others) & (rng.random(len(trips.who)) < UNKNOWN)
    away = pl.DataFrame(
        {
            "who": trips.who,
            "state": np.where(quiet, "unknown", "roaming"),
            "country": np.where(quiet, "", np.array(COUNTRIES)[trips.country]),
            "from": trips.since + late,
            "to": trips.until,
            "as_of": trips.since + late,
        }
    )
    asked = np.setdiff1d(shown.filter(pl.col("class") == "at_home")["who"].to_numpy(), trips.who)
    quiet = np.isin(asked, people.others) & (rng.random(len(asked)) < UNKNOWN)
    stay = pl.DataFrame(
        {
            "who": asked,
            "state": np.where(quiet, "unknown", "home"),
            "country": [""] * len(asked),
            "from": scene.days.start - rng.integers(1, 90, len(asked)) * DAY,
            "to": [scene.days.end] * len(asked),
            "as_of": scene.days.draw(rng, len(asked), "people"),
        }
    )
    known = pl.col("state") != "unknown"
    moments = [
        pl.when(known).then((pl.col(name) * 1_000_000).cast(pl.Datetime("us", "UTC"))).alias(name)
        for name in ("from", "to", "as_of")
    ]
    both = pl.concat([away, stay]).with_columns(moments)
    number = scene.roster.number.gather(both["who"]).alias("number")
    return both.select(number, "state", "country", "from", "to", "as_of").sort("number", "from")


def visitors(rng: np.random.Generator, scene: Scene) -> None:
    """Foreign SIM cards in this network's cells: inbound roamers."""
    people, roster, days, mint = scene.people, scene.roster, scene.days, scene.mint
    for country, network in FOREIGN_MCC.items():
        count = max(2, len(people.own) // 2_500)
        cell, device = rng.integers(0, len(roster.cells), count), roster.add_devices(mint.imei(count))
        number, sim = mint.foreign(count, country), mint.imsi(count, network)
        who = roster.add(number, sim, device=device, home=cell, work=cell, wander=400)
        a = np.repeat(who, rng.poisson(2.5 * days.count / 3, count))
        whom, at = rng.choice(people.own, len(a)), days.draw(rng, len(a), "people")
        scene.rows.add(a, whom, at, lengths(rng, len(a), 60))
