"""False A-numbers on the international trunks, true roamers there, and what the owners' registers say of them.

Classes of a false A-number: fixed (71x/72x), at_home (a mobile number whose owner is not abroad), unassigned, short,
long (one digit too many), itself (A = B), never (a number that never originates calls). After the gate starts most of
them move to foreign prefixes not seen before: displacement, as India saw it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from qalqan.simulate.cdr_days import DAY, Days, Ints
from qalqan.simulate.cdr_numbers import Mint
from qalqan.simulate.cdr_people import People, lengths
from qalqan.simulate.cdr_rows import NONE, Roster, Rows

SHARE: Final = 0.001  # of all calls; 19M blocked in 2025 of some 60M a day is 0.0009
CLASSES: Final[dict[str, float]] = {
    "fixed": 0.34, "at_home": 0.3, "unassigned": 0.1, "short": 0.06, "long": 0.08, "itself": 0.02, "never": 0.1,
}  # fmt: skip
ABROAD: Final = 0.006  # share of subscribers who travel in a world of ten days
UNKNOWN: Final = 0.3  # of other operators' numbers: the owner does not answer
STALE: Final = 0.04  # of travellers: the register learns late
NEW_PREFIXES: Final = ("pg", "so", "ci", "md")


def spoof(
    rng: np.random.Generator, mint: Mint, people: People, roster: Roster, days: Days, rows: Rows, silent: Ints,
    home: Ints, *, total: int, gate: float, ids: dict[str, int],
) -> pl.DataFrame:  # fmt: skip
    """Calls with false numbers; after day ``gate`` nine in ten show a foreign number instead. The false numbers.

    ``home`` are mobile parties of this country that nobody takes abroad; ``silent`` never originate calls.
    """
    shown, told = [], []
    at = days.draw(rng, total, "office", 0.02)
    moved = (at > days.start + gate * DAY) & (rng.random(total) < 0.9)
    kinds = np.array(list(CLASSES))[rng.choice(len(CLASSES), total, p=np.array(list(CLASSES.values())))]
    whom, trunk = rng.choice(people.own, total), rng.choice(4, total, p=(0.15, 0.3, 0.35, 0.2))
    a = np.full(total, NONE)
    for name in CLASSES:
        here = np.flatnonzero((kinds == name) & ~moved)
        a[here] = _false(rng, mint, roster, whom[here], silent, home, name)
        shown.append(a[here])
        told += [name] * len(here)
    prefix = NEW_PREFIXES[int(rng.integers(0, len(NEW_PREFIXES)))]
    pool = roster.add(mint.foreign(max(3, int(moved.sum()) // 2), prefix))
    a[moved] = rng.choice(pool, int(moved.sum()))
    trunk[moved] = 2
    short = rng.random(total) < 0.75
    seconds = np.where(short, lengths(rng, total, 12, 0.8, 0.3), lengths(rng, total, 120, 0.9, 0.0))
    fraud = np.array([ids[name] for name in kinds], np.int64) if total else a
    rows.add(a, whom, at, seconds, device=NONE, a_cell=NONE, trunk=trunk, fraud=np.where(moved, ids["moved"], fraud))
    who = np.concatenate([*shown, pool])
    return pl.DataFrame({"who": who, "class": told + ["moved"] * len(pool)}).unique(maintain_order=True)


def _false(
    rng: np.random.Generator, mint: Mint, roster: Roster, whom: Ints, silent: Ints, home: Ints, name: str
) -> Ints:
    """A false A for each called party."""
    count = len(whom)
    if not count:
        return np.zeros(0, np.int64)
    few = max(1, count // 3)  # a false number is used some three times
    if name == "itself":
        return whom
    if name == "never":
        return rng.choice(silent, count)
    if name == "at_home":
        return rng.choice(home, count)
    if name == "fixed":
        return rng.choice(roster.add(mint.fixed(few)), count)
    if name == "unassigned":
        return rng.choice(roster.add(mint.unassigned(few)), count)
    if name == "short":
        return rng.choice(roster.add(pl.Series(["1414", "102", "109", "7711", "9999", "2525"])), count)
    longer = mint.mobile(few, "tele2").str.replace("+7", "+77", literal=True)
    return rng.choice(roster.add(longer), count)


def travel(rng: np.random.Generator, people: People, days: Days, rows: Rows) -> tuple[Ints, Ints, Ints, Ints]:
    """Travellers and their calls home: who, from, to (seconds), and the codes of the countries they are in."""
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
    return who, since, until, rng.integers(0, 5, len(who))


def roaming(
    rng: np.random.Generator, people: People, roster: Roster, trips: tuple[Ints, Ints, Ints, Ints], shown: pl.DataFrame
) -> pl.DataFrame:
    """What owners' registers say: number, state (roaming, home, unknown), country, from, to, as_of.

    A row for each traveller and for each national mobile number shown falsely. A stale row begins up to a day after
    the traveller left, or was last refreshed a day ago (``as_of``). ``from`` and ``to`` are empty when the state is
    unknown.
    """
    who, since, until, country = trips
    others = np.isin(who, people.others)
    stale = rng.random(len(who)) < STALE
    late = np.where(stale, rng.integers(3_600, DAY, len(who)), rng.integers(0, 60, len(who)))
    hidden = others & (rng.random(len(who)) < UNKNOWN)
    state = np.where(hidden, "unknown", "roaming")
    names = np.array(["ru", "tr", "ae", "cn", "uz"])[country]
    at_home = np.unique(shown.filter(pl.col("class") == "at_home")["who"].to_numpy())
    at_home = at_home[~np.isin(at_home, who)]
    quiet = np.isin(at_home, people.others) & (rng.random(len(at_home)) < UNKNOWN)
    begun = pl.Series(np.where(hidden, -1, since + late))
    ended = pl.Series(np.where(hidden, -1, until))
    trip = pl.DataFrame(
        {
            "number": roster.number.gather(who), "state": state, "country": np.where(hidden, "", names),
            "from": begun, "to": ended, "as_of": since + late,
        }
    )  # fmt: skip
    start = int(people.active_from.min())
    stay = pl.DataFrame(
        {
            "number": roster.number.gather(at_home), "state": np.where(quiet, "unknown", "home"),
            "country": np.full(len(at_home), ""), "from": np.full(len(at_home), -1), "to": np.full(len(at_home), -1),
            "as_of": np.full(len(at_home), start),
        }
    )  # fmt: skip
    moment = [
        pl.when(pl.col(name) >= 0).then((pl.col(name) * 1_000_000).cast(pl.Datetime("us", "UTC"))).alias(name)
        for name in ("from", "to", "as_of")
    ]
    return pl.concat([trip, stay]).with_columns(moment).sort("number", "from")


def visitors(rng: np.random.Generator, mint: Mint, people: People, roster: Roster, days: Days, rows: Rows) -> Ints:
    """Foreign SIM cards in this network's cells: inbound roamers."""
    count = max(4, len(people.own) // 500)
    cell = rng.integers(0, len(roster.cells), count)
    device = roster.add_devices(mint.imei(count))
    who = roster.add(
        mint.foreign(count, "ru"), mint.imsi(count, "25001"), device=device, home=cell, work=cell, wander=400
    )
    a = np.repeat(who, rng.poisson(2.5 * days.count / 3, count))
    rows.add(a, rng.choice(people.own, len(a)), days.draw(rng, len(a), "people"), lengths(rng, len(a), 60))
    return who
