"""A slow, obvious oracle of tracing, written from the rules alone and apart from the kernels.

Every account is a plain list of parcels; every row is played in the total order (time, source order, id).
All sums are whole tiyn. Nothing here is meant to be quick: it is meant to be read.

Readings of the rules where the page leaves a choice, so that a difference can be judged:

* A row that sends more than is there is met by an unseen untainted inflow at that very moment (the newest parcel).
* A named loss row carries its full sum as the victim's money. What the rule takes off the payer's account for it
  is used up: money of another victim among it is counted as ``displaced``, so conservation still closes.
* Haircut keeps one pool per victim on an account, floors each pool's share and leaves the remainder. When no clean
  money is left to make up the floored tiyn, they are unseen inflow: a balance is never below the taint on it.
* A reversal takes first what is still there of what the reversed row brought, then goes on by the rule.
* A piece cut off by a limit has left its account and is counted as cut, not as still there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

CLEAN = -1  # the victim number of untainted money


class Row(NamedTuple):
    """One transfer; ``reverses`` is the id of the row whose money it gives back, or -1."""

    id: int
    time: int
    src: int
    dst: int
    amount: int
    order: int = 0
    reverses: int = -1


class Parcel(NamedTuple):
    """Money of one kind on an account: whose it is, how many transfers it has made, which row brought it."""

    amount: int
    victim: int = CLEAN
    hops: int = 0
    via: int = -1


@dataclass(frozen=True)
class Limits:
    """What the trace is allowed to follow; ``None`` is no limit. The window's end is itself inside."""

    end: int | None = None
    hops: int | None = None
    smallest: int = 0


@dataclass
class Outcome:
    """Where every tiyn of every victim is; keys are (account, victim)."""

    traced: dict[int, int] = field(default_factory=dict)
    still: dict[tuple[int, int], int] = field(default_factory=dict)
    cashed: dict[tuple[int, int], int] = field(default_factory=dict)
    cut_hops: dict[tuple[int, int], int] = field(default_factory=dict)
    cut_small: dict[tuple[int, int], int] = field(default_factory=dict)
    displaced: dict[tuple[int, int], int] = field(default_factory=dict)
    carried: dict[tuple[int, int], int] = field(default_factory=dict)  # (row id, victim) -> sum

    def conserved(self, victim: int) -> bool:
        """Traced sum = still there + ended + cut off + displaced, to the tiyn."""
        parts = (self.still, self.cashed, self.cut_hops, self.cut_small, self.displaced)
        found = sum(sum(n for (_, v), n in part.items() if v == victim) for part in parts)
        return found == self.traced.get(victim, 0)


Take = Callable[[list[Parcel], int], tuple[list[Parcel], list[Parcel]]]


def add(table: dict[tuple[int, int], int], key: tuple[int, int], amount: int) -> None:
    """Add a sum under a key."""
    table[key] = table.get(key, 0) + amount


def in_order(rows: Iterable[Row]) -> list[Row]:
    """The total order: time, then the source's row order, then id."""
    return sorted(rows, key=lambda row: (row.time, row.order, row.id))


def balance(parcels: list[Parcel]) -> int:
    """All the money on an account."""
    return sum(parcel.amount for parcel in parcels)


def take_fifo(parcels: list[Parcel], amount: int) -> tuple[list[Parcel], list[Parcel]]:
    """(taken, kept): the oldest money leaves first."""
    taken, kept = [], []
    for parcel in parcels:
        part = min(parcel.amount, amount)
        amount -= part
        if part:
            taken.append(parcel._replace(amount=part))
        if parcel.amount - part:
            kept.append(parcel._replace(amount=parcel.amount - part))
    return taken, kept


def take_lifo(parcels: list[Parcel], amount: int) -> tuple[list[Parcel], list[Parcel]]:
    """(taken, kept): the newest money leaves first; what is taken is in the order in which it left."""
    taken, kept = take_fifo(parcels[::-1], amount)
    return taken, kept[::-1]


def pools(parcels: list[Parcel]) -> list[Parcel]:
    """One parcel per victim, its hops those of the shortest way."""
    pooled: dict[int, Parcel] = {}
    for parcel in parcels:
        old = pooled.get(parcel.victim, parcel._replace(amount=0))
        hops = min(old.hops, parcel.hops)
        pooled[parcel.victim] = Parcel(old.amount + parcel.amount, parcel.victim, hops)
    return list(pooled.values())


def take_haircut(parcels: list[Parcel], amount: int) -> tuple[list[Parcel], list[Parcel]]:
    """(taken, kept): each victim's pool gives its share floored to the tiyn; clean money makes up the sum."""
    whole = balance(parcels)
    taken, kept, clean = [], [], 0
    for pool in pools(parcels):
        if pool.victim == CLEAN:
            clean = pool.amount
            continue
        part = pool.amount * amount // whole
        taken.append(pool._replace(amount=part))
        kept.append(pool._replace(amount=pool.amount - part))
    rest = amount - balance(taken)
    taken.append(Parcel(rest))
    kept.append(Parcel(max(clean - rest, 0)))
    return [p for p in taken if p.amount], [p for p in kept if p.amount]


def split_brought(parcels: list[Parcel], row_id: int, amount: int) -> tuple[list[Parcel], list[Parcel]]:
    """(taken, kept): up to ``amount`` of the parcels which the row brought and which are still there."""
    taken, kept = [], []
    for parcel in parcels:
        part = min(parcel.amount, amount) if parcel.via == row_id else 0
        amount -= part
        if part:
            taken.append(parcel._replace(amount=part))
        if parcel.amount - part:
            kept.append(parcel._replace(amount=parcel.amount - part))
    return taken, kept


def take_row(parcels: list[Parcel], row: Row, take: Take) -> tuple[list[Parcel], list[Parcel]]:
    """(taken, kept) for one row: the reversed row's own money first, then a shortfall made good, then the rule."""
    returned: list[Parcel] = []
    if row.reverses >= 0:
        returned, parcels = split_brought(parcels, row.reverses, row.amount)
    rest = row.amount - balance(returned)
    if not rest:
        return returned, parcels
    shortfall = rest - balance(parcels)
    if shortfall > 0:
        parcels = [*parcels, Parcel(shortfall)]
    taken, kept = take(parcels, rest)
    return returned + taken, kept


def play(
    rows: Iterable[Row],
    losses: Mapping[int, int],
    take: Take,
    openings: Mapping[int, int] | None = None,
    sinks: Iterable[int] = (),
    limits: Limits | None = None,
) -> Outcome:
    """Play the rows under one rule. ``losses``: row id -> victim; an opening not given is 0 (the likely value)."""
    limits, ends, out = limits or Limits(), set(sinks), Outcome()
    accounts = {a: [Parcel(n)] for a, n in (openings or {}).items() if n}
    for row in in_order(rows):
        if limits.end is not None and row.time > limits.end:
            break
        taken, accounts[row.src] = take_row(accounts.get(row.src, []), row, take)
        if row.id in losses:
            for parcel in taken:
                if parcel.victim != CLEAN:
                    add(out.displaced, (row.src, parcel.victim), parcel.amount)
            victim = losses[row.id]
            out.traced[victim] = out.traced.get(victim, 0) + row.amount
            taken = [Parcel(row.amount, victim)]
        accounts.setdefault(row.dst, []).extend(arrive(row, taken, ends, limits, out))
    for account, parcels in accounts.items():
        for parcel in parcels:
            if parcel.victim != CLEAN:
                add(out.still, (account, parcel.victim), parcel.amount)
    return out


def arrive(row: Row, taken: list[Parcel], ends: set[int], limits: Limits, out: Outcome) -> Iterator[Parcel]:
    """What lands on the payee's account; ends and cut pieces are counted and land as clean money."""
    for parcel in taken:
        hops = parcel.hops + 1
        if parcel.victim == CLEAN:
            yield Parcel(parcel.amount, via=row.id)
        elif limits.hops is not None and hops > limits.hops:
            add(out.cut_hops, (row.src, parcel.victim), parcel.amount)
            yield Parcel(parcel.amount, via=row.id)
        elif parcel.amount < limits.smallest:
            add(out.cut_small, (row.src, parcel.victim), parcel.amount)
            yield Parcel(parcel.amount, via=row.id)
        else:
            add(out.carried, (row.id, parcel.victim), parcel.amount)
            if row.dst in ends:
                add(out.cashed, (row.dst, parcel.victim), parcel.amount)
                yield Parcel(parcel.amount, via=row.id)
            else:
                yield Parcel(parcel.amount, parcel.victim, hops, row.id)


def poison(
    rows: Iterable[Row], losses: Mapping[int, int], sinks: Iterable[int] = (), limits: Limits | None = None
) -> dict[tuple[int, int], int]:
    """Any contact: (account, victim) -> id of the row of first contact. Sinks are reached, never left."""
    limits, ends = limits or Limits(), set(sinks)
    touched: dict[tuple[int, int], int] = {}
    hops: dict[tuple[int, int], int] = {}
    victims = sorted(set(losses.values()))
    for row in in_order(rows):
        if limits.end is not None and row.time > limits.end:
            break
        for victim in victims:
            here, there = (row.src, victim), (row.dst, victim)
            if losses.get(row.id) == victim:
                depth = 1
            elif here in touched and row.src not in ends and row.id not in losses:
                depth = hops[here] + 1
            else:
                continue
            if row.amount < max(limits.smallest, 1) or (limits.hops is not None and depth > limits.hops):
                continue
            touched.setdefault(there, row.id)
            hops[there] = min(depth, hops.get(there, depth))
    return touched


def opening_vectors(unknown: list[int], top: int) -> Iterator[dict[int, int]]:
    """Every vector of openings 0..top of the unknown accounts."""
    for values in product(range(top + 1), repeat=len(unknown)):
        yield dict(zip(unknown, values, strict=True))


def remaining_bounds(
    rows: list[Row],
    losses: Mapping[int, int],
    take: Take,
    known: Mapping[int, int],
    unknown: list[int],
    sinks: Iterable[int] = (),
    limits: Limits | None = None,
    top: int | None = None,
) -> dict[tuple[int, int], tuple[int, int]]:
    """(account, victim) -> (least, most) still there over every opening vector, by brute force.

    Under FIFO and LIFO an opening above an account's total outflow changes nothing more, so the sum of all rows is
    a sufficient ``top``; the pro rata rule only nears its limit, so its answer is a subset of the admissible.
    """
    ends = list(sinks)
    most = sum(row.amount for row in rows) if top is None else top
    seen: list[dict[tuple[int, int], int]] = []
    for vector in opening_vectors(unknown, most):
        seen.append(play(rows, losses, take, {**known, **vector}, ends, limits).still)
    keys = {key for still in seen for key in still}
    return {key: (min(s.get(key, 0) for s in seen), max(s.get(key, 0) for s in seen)) for key in sorted(keys)}
