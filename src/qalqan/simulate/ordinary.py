"""Everyday money: salaries, pensions, shops, utilities, cash, friends, and legitimate look-alikes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qalqan.simulate.book import Book
from qalqan.simulate.ledger import Ledger
from qalqan.simulate.people import People
from qalqan.simulate.when import draw_times

Ints = NDArray[np.int64]


def everyday(rng: np.random.Generator, people: People, book: Book, ledger: Ledger, days: int) -> None:
    """Ordinary transfers of everybody."""
    everyone = np.arange(people.count)
    _incomes(rng, people, book, ledger, days)
    who = _times_each(rng, everyone, 18.0 * days / 90)
    shops = np.array(book.shops)
    ledger.add_block(
        _when(rng, len(who), days),
        book.main[who],
        shops[(who // 40 + _zipf(rng, len(who), 9)) % len(shops)],
        _sums(rng, len(who), 4_500, 0.9, tiyn=0.15),
        "shop",
    )
    who = _times_each(rng, everyone, 2.0 * days / 90)
    utilities = np.array(book.utilities)
    ledger.add_block(
        _when(rng, len(who), days),
        book.main[who],
        utilities[rng.integers(0, len(utilities), len(who))],
        _sums(rng, len(who), 9_000, 0.5, tiyn=0.8),
        "utility",
    )
    _cash(rng, people, book, ledger, days)
    who = _times_each(rng, everyone, 7.0 * days / 90)
    ledger.add_block(
        _when(rng, len(who), days),
        book.main[who],
        book.main[friends(rng, who, people.count)],
        _sums(rng, len(who), 7_000, 1.1),
        "p2p",
    )
    _own(rng, book, ledger, days)


def friends(rng: np.random.Generator, who: Ints, count: int) -> Ints:
    """A person from the circle of each: the neighbours in the list (families) and a few fixed others."""
    near = (who + rng.integers(1, 7, len(who))) % count
    far = (who * 31 + 17 * (1 + _zipf(rng, len(who), 6))) % count
    return np.where(rng.random(len(who)) < 0.5, near, far)


def _incomes(rng: np.random.Generator, people: People, book: Book, ledger: Ledger, days: int) -> None:
    employers = np.array(book.employers)
    wage = np.round(rng.lognormal(np.log(210_000), 0.45, people.count), -2)
    retired = people.occupation == 2
    working = ~retired & (people.occupation != 9) & (people.occupation != 7)
    for month in range(days // 30 + 1):
        for group, kind in ((working, "salary"), (retired, "benefit")):
            who = np.flatnonzero(group)
            day = month * 30 + 4 + who % 7
            who, day = who[day < days], day[day < days]
            sums = (wage[who] * (1.0 if kind == "salary" else 0.6) * 100).astype(np.int64)
            ledger.add_block(draw_times(rng, day), employers[who % len(employers)], book.main[who], sums, kind)


def _cash(rng: np.random.Generator, people: People, book: Book, ledger: Ledger, days: int) -> None:
    who = _times_each(rng, np.arange(people.count), 2.0 * days / 90)
    table = np.array([book.atms[region] for region in sorted(book.atms)])
    machines = table[people.region[who], rng.integers(0, table.shape[1], len(who))]
    sums = rng.choice((5, 10, 15, 20, 30, 50, 100), size=len(who)) * 100_000
    ledger.add_block(_when(rng, len(who), days), book.main[who], machines, sums.astype(np.int64), "cash")


def _own(rng: np.random.Generator, book: Book, ledger: Ledger, days: int) -> None:
    several = np.array([held[:2] for held in book.held if len(held) > 1], dtype=np.int64).reshape(-1, 2)
    which = _times_each(rng, np.arange(len(several)), 2.0 * days / 90)
    pairs = several[which]
    flip = rng.random(len(which)) < 0.35
    ledger.add_block(
        _when(rng, len(which), days),
        np.where(flip, pairs[:, 1], pairs[:, 0]),
        np.where(flip, pairs[:, 0], pairs[:, 1]),
        _sums(rng, len(which), 20_000, 0.9),
        "own",
    )


def look_alikes(
    rng: np.random.Generator, people: People, book: Book, ledger: Ledger, days: int
) -> dict[str, list[int]]:
    """Lawful people whose accounts look like droppers': who they are, by kind (nodes)."""
    count = max(2, people.count // 800)
    chosen = book.main[rng.choice(people.count, size=4 * count, replace=False)].tolist()
    made: dict[str, list[int]] = {}
    for kind, rate, typical, at_once in (
        ("trade", 2.5, 18_000, 0.6),
        ("class", 0.4, 5_000, 0.8),
        ("exchange", 3.0, 150_000, 0.95),
        ("rent", 0.06, 140_000, 0.5),
    ):
        made[kind] = [chosen.pop() for _ in range(count)]
        for node in made[kind]:
            n = max(3, int(rng.poisson(rate * days)))
            payers = book.main[rng.integers(0, people.count, n)]
            at = np.sort(_when(rng, n, days))
            sums = _sums(rng, n, typical, 0.6)
            name = "p2p" if kind == "exchange" else kind
            ledger.add_block(at, payers, np.full(n, node), sums, name)
            out = rng.random(n) < at_once
            later = at[out] + rng.integers(120, 7200, int(out.sum()))
            ends = np.array(book.shops if kind in ("trade", "class") else book.exchanges)
            to = ends[rng.integers(0, len(ends), len(later))]
            if kind == "exchange":  # half of a trader's money goes on to other people
                people_too = book.main[rng.integers(0, people.count, len(later))]
                to = np.where(rng.random(len(later)) < 0.5, to, people_too)
            inside = later < days * 86_400
            paid = (sums[out] * 0.97 / 100).astype(np.int64) * 100
            ledger.add_block(
                later[inside],
                np.full(int(inside.sum()), node),
                to[inside],
                paid[inside],
                "p2p" if kind == "exchange" else "shop",
            )
    return made


def _when(rng: np.random.Generator, n: int, days: int) -> Ints:
    return draw_times(rng, rng.integers(0, days, n))


def _times_each(rng: np.random.Generator, who: Ints, mean: float) -> Ints:
    return np.repeat(who, rng.poisson(mean, len(who)))


def _zipf(rng: np.random.Generator, n: int, top: int) -> Ints:
    weights = 1 / np.arange(1, top + 1)
    return rng.choice(top, size=n, p=weights / weights.sum()).astype(np.int64)


def _sums(rng: np.random.Generator, n: int, typical: float, spread: float, tiyn: float = 0.0) -> Ints:
    """Sums in tiyn around a typical tenge value; a share of them with an odd number of tiyn."""
    tenge = np.maximum(50, rng.lognormal(np.log(typical), spread, n))
    rounded = np.round(tenge, -1 if typical < 10_000 else -2).astype(np.int64) * 100
    odd = rng.random(n) < tiyn
    return np.where(odd, (tenge * 100).astype(np.int64), rounded)
