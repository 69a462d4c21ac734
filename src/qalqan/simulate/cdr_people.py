"""Ordinary subscribers: who they are, whom they know, and their calls and messages.

Acquaintance is drawn on a ring (people near each other on it share acquaintances) with long ties across it; how often
a pair talks is lognormal, so that a few ties carry most calls; both sides call (Onnela et al. 2007, PNAS 104:7332, for
the shape of both). Strangers, services and foreign relatives come on top.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from qalqan.simulate.cdr_days import Days, Ints
from qalqan.simulate.cdr_numbers import HOME, MNC, Mint, iins
from qalqan.simulate.cdr_rows import NATIONAL, NONE, SHORT, SMS, Roster, Rows

CODE_SENDERS: Final = (
    "1414",
    "Kaspi.kz",
    "HalykBank",
    "eGov",
    "Jusan",
    "ForteBank",
    "Wolt",
    "InDrive",
    "OLX.kz",
    "Zaimer",
)
OFF_NET: Final = 0.9  # other operators' numbers seen, for each own subscriber
KNOWN: Final = 5.0  # ties a person within the network; as many lead out of it
TALKS: Final = 1.7  # calls and messages a person a day with people of the network; as many with others
STRANGERS: Final = 0.12
CODES: Final = 0.35  # code messages a person a day
ABROAD: Final = (("ru", 0.62), ("uz", 0.1), ("kg", 0.06), ("tr", 0.08), ("de", 0.07), ("cn", 0.04), ("us", 0.03))
YOUNG: Final = 0.004  # new SIM cards a day, of all
DEALERS: Final = 180


@dataclass(slots=True)
class People:
    """Parties by id: own subscribers, other operators' numbers, senders of codes; and when each SIM was activated."""

    own: Ints
    others: Ints
    senders: Ints
    activated: Ints  # seconds of UTC, by own subscriber
    active_from: Ints  # the same, not before the world begins
    iccid: pl.Series


@dataclass(frozen=True, slots=True)
class Scene:
    """A world being made: all parts draw on the same numbers and add to the same calls."""

    mint: Mint
    roster: Roster
    days: Days
    people: People
    rows: Rows


def settle(rng: np.random.Generator, mint: Mint, roster: Roster, days: Days, subscribers: int) -> Scene:
    """The population, without a call yet."""
    lot = len(roster.cells)
    home = rng.integers(0, lot, subscribers)
    work = np.where(rng.random(subscribers) < 0.55, rng.integers(0, lot, subscribers), home)
    age = rng.exponential(700, subscribers) + 20
    fresh = rng.random(subscribers) < YOUNG * days.count * 0.5
    activated = np.where(
        fresh, days.start + rng.random(subscribers) * (days.count - 1) * 86_400, days.start - age * 86_400
    ).astype(np.int64)
    device = roster.add_devices(mint.imei(subscribers))
    own = roster.add(
        mint.mobile(subscribers, HOME),
        mint.imsi(subscribers, MNC[HOME]),
        device=device,
        home=home,
        work=work,
        wander=rng.integers(60, 300, subscribers),
    )
    half = int(subscribers * OFF_NET / 2)
    others = np.concatenate([roster.add(mint.mobile(half, "beeline")), roster.add(mint.mobile(half, "tele2"))])
    senders = roster.add(pl.Series(CODE_SENDERS))
    cards = mint.iccid(subscribers)
    people = People(own, rng.permutation(others), senders, activated, np.maximum(activated, days.start), cards)
    return Scene(mint, roster, days, people, Rows())


def lengths(
    rng: np.random.Generator, count: int, middle: float = 52, spread: float = 1.1, missed: float = 0.17
) -> Ints:
    """Durations in seconds: lognormal, some calls unanswered (0)."""
    seconds = np.clip(rng.lognormal(np.log(middle), spread, count), 1, 7_000).astype(np.int64)
    return np.where(rng.random(count) < missed, 0, seconds)


def talk(rng: np.random.Generator, scene: Scene) -> None:
    """Calls and messages between acquaintances, in and out of the network."""
    people, days = scene.people, scene.days
    own, others = len(people.own), len(people.others)
    lively = np.exp(rng.normal(0, 0.55, own))
    for there, known in ((people.own, own), (people.others, others)):
        ties = int(own * KNOWN / (2 if known == own else 1))
        who = rng.integers(0, own, ties)
        step = rng.geometric(0.06, ties) * rng.choice((-1, 1), ties)
        near = (who * known // own + step) % known
        whom = np.where(rng.random(ties) < 0.75, near, rng.integers(0, known, ties))
        often = rng.lognormal(0, 1.35, ties) * lively[who]
        often *= TALKS * own * days.mean("people") / often.sum()
        count = rng.poisson(often)
        bias = rng.beta(4, 4, ties)
        a, b = np.repeat(people.own[who], count), np.repeat(there[whom], count)
        out = rng.random(len(a)) < np.repeat(bias, count)
        _say(rng, scene, np.where(out, a, b), np.where(out, b, a))


def _say(rng: np.random.Generator, scene: Scene, a: Ints, b: Ints) -> None:
    """Calls and messages at people's hours, none to oneself or before a party's SIM was activated."""
    people = scene.people
    at = scene.days.draw(rng, len(a), "people")
    begun = np.zeros(scene.roster.size, np.int64)
    begun[people.own] = people.active_from
    kept = (at >= begun[a]) & (at >= begun[b]) & (a != b)
    a, b, at = a[kept], b[kept], at[kept]
    text = rng.random(len(a)) < 0.12
    seconds = np.where(text, 0, lengths(rng, len(a)))
    scene.rows.add(a, b, at, seconds, service=np.where(text, SMS, 0), trunk=way(rng, people, a))


def way(rng: np.random.Generator, people: People, a: Ints) -> Ints:
    """The trunk by which each caller's call came in: only callers of other networks have one."""
    elsewhere = (a >= people.others.min()) & (a <= people.others.max())
    return np.where(elsewhere, rng.choice(NATIONAL, len(a)), NONE)


def chance_calls(rng: np.random.Generator, scene: Scene) -> None:
    """Calls between strangers: wrong numbers, advertisements answered, lost parcels, a neighbour's friend."""
    people = scene.people
    count = int(len(people.own) * STRANGERS * scene.days.mean("people"))
    for there in (people.own, people.others):
        a, b = rng.choice(people.own, count), rng.choice(there, count)
        turned = rng.random(count) < 0.5
        _say(rng, scene, np.where(turned, b, a), np.where(turned, a, b))


def codes(rng: np.random.Generator, scene: Scene) -> None:
    """Code and notice messages of services to people."""
    people, days = scene.people, scene.days
    count = int(len(people.own) * CODES * days.mean("people"))
    share = np.array((0.1, 0.3, 0.12, 0.06, 0.06, 0.06, 0.1, 0.1, 0.07, 0.03))
    sender = people.senders[rng.choice(len(people.senders), count, p=share / share.sum())]
    to = rng.integers(0, len(people.own), count)
    at = days.draw(rng, count, "people")
    kept = at >= people.active_from[to]
    scene.rows.add(sender[kept], people.own[to[kept]], at[kept], 0, service=SMS, trunk=SHORT)


def from_abroad(rng: np.random.Generator, scene: Scene) -> Ints:
    """Relatives, partners and firms abroad, over the international trunks; the ids of their numbers."""
    people, days, mint = scene.people, scene.days, scene.mint
    kin = int(len(people.own) * 0.03)
    made = [scene.roster.add(mint.foreign(max(1, int(kin * part)), name)) for name, part in ABROAD]
    lines = np.concatenate(made)
    whom = rng.choice(people.own, len(lines))
    count = rng.poisson(rng.lognormal(-0.6, 1.0, len(lines)) * days.count / 3)
    a, b = np.repeat(lines, count), np.repeat(whom, count)
    at = days.draw(rng, len(a), "people")
    back = rng.random(len(a)) < 0.25
    trunk = np.where(back, NONE, rng.choice(4, len(a), p=(0.45, 0.35, 0.14, 0.06)))
    scene.rows.add(np.where(back, b, a), np.where(back, a, b), at, lengths(rng, len(a), 110), trunk=trunk)
    return lines


def contracts(rng: np.random.Generator, roster: Roster, who: Ints, activated: Ints, iccid: pl.Series) -> pl.DataFrame:
    """The table ``subscribers`` for people: a name that stands for one, an IIN, the SIM."""
    iin = iins(rng, len(who))
    return pl.DataFrame(
        {
            "number": roster.number.gather(who),
            "holder": "АБОНЕНТ " + iin.str.tail(7),
            "iin": iin,
            "from": pl.Series(activated * 1_000_000).cast(pl.Datetime("us", "UTC")),
            "imsi": roster.imsi.gather(who),
            "iccid": iccid,
            "imei": roster.imei.gather(roster.place[0, who]),
        }
    )
