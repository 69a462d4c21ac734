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

Second readings, written after the kernels had been seen, for the places where the page allows both:

* ``by_row`` (LIFO): the page does not order the money within one row. Here it lands as clean money with the victim's
  part as one piece on top, its hops counted from the account's shortest way; limits look at that one piece.
* ``pro_rata`` (haircut, one victim): the balance is the ledger's own, whatever the floors leave; a named loss row
  takes nothing of the pool; a reversal gives back the share which the reversed row had carried, as far as so much is
  there (a pool does not know which row brought what).
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
        turn = -1 if take is take_lifo else 1  # within the row too, LIFO takes the newest first
        returned, parcels = split_brought(parcels[::turn], row.reverses, row.amount)
        parcels = parcels[::turn]
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
    by_row: bool = False,
) -> Outcome:
    """Play the rows under one rule. ``losses``: row id -> victim; an opening not given is 0 (the likely value)."""
    limits, ends, out = limits or Limits(), set(sinks), Outcome()
    shortest: dict[tuple[int, int], int] = {}
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
        elif by_row:
            taken = sorted(pools(taken), key=lambda parcel: parcel.victim)
            taken = [p if p.victim == CLEAN else p._replace(hops=shortest[row.src, p.victim]) for p in taken]
        landed = list(arrive(row, taken, ends, limits, losses, out))
        accounts.setdefault(row.dst, []).extend(landed)
        for parcel in landed:
            key = (row.dst, parcel.victim)
            shortest[key] = min(shortest.get(key, parcel.hops), parcel.hops)
    for account, parcels in accounts.items():
        for parcel in parcels:
            if parcel.victim != CLEAN:
                add(out.still, (account, parcel.victim), parcel.amount)
    return out


def arrive(
    row: Row, taken: list[Parcel], ends: set[int], limits: Limits, named: Mapping[int, int], out: Outcome
) -> Iterator[Parcel]:
    """What lands on the payee's account; ends and cut pieces are counted and land as clean money.

    A named loss is never cut off: it is the case's money in full.
    """
    for parcel in taken:
        hops = parcel.hops + 1
        if parcel.victim == CLEAN:
            yield Parcel(parcel.amount, via=row.id)
        elif row.id not in named and limits.hops is not None and hops > limits.hops:
            add(out.cut_hops, (row.src, parcel.victim), parcel.amount)
            yield Parcel(parcel.amount, via=row.id)
        elif row.id not in named and parcel.amount < limits.smallest:
            add(out.cut_small, (row.src, parcel.victim), parcel.amount)
            yield Parcel(parcel.amount, via=row.id)
        else:
            add(out.carried, (row.id, parcel.victim), parcel.amount)
            if row.dst in ends:
                add(out.cashed, (row.dst, parcel.victim), parcel.amount)
                yield Parcel(parcel.amount, via=row.id)
            else:
                yield Parcel(parcel.amount, parcel.victim, hops, row.id)


def pro_rata(
    rows: Iterable[Row],
    losses: Iterable[int],
    openings: Mapping[int, int] | None = None,
    sinks: Iterable[int] = (),
    limits: Limits | None = None,
) -> tuple[dict[int, int], int]:
    """Haircut of one victim in its second reading: account -> what is counted there, and what the limits cut off.

    A sink counts all it got; a cut piece is out of the pool and counted where it was last seen.
    """
    limits, ends, named = limits or Limits(), set(sinks), set(losses)
    full, pool, hops = dict(openings or {}), dict[int, int](), dict[int, int]()
    sums, carried, cut = dict[int, int](), dict[int, int](), dict[int, int]()
    for row in in_order(rows):
        if limits.end is not None and row.time > limits.end:
            break
        here, there = full.get(row.src, 0), pool.get(row.src, 0)
        depth, moved = hops.get(row.src, 0) + 1, there * row.amount // max(here, there, row.amount)
        if row.reverses >= 0:
            moved = min(there, row.amount, carried.get(row.reverses, 0) * row.amount // sums[row.reverses])
        too_far = limits.hops is not None and depth > limits.hops
        if row.id in named:
            depth, moved = 1, row.amount
        elif row.src in ends:
            moved = 0
        else:
            pool[row.src] = there - moved
            if too_far or moved < limits.smallest:
                cut[row.src] = cut.get(row.src, 0) + moved
                moved = 0
        full[row.src] = max(here, row.amount) - row.amount
        full[row.dst] = full.get(row.dst, 0) + row.amount
        sums[row.id], carried[row.id] = row.amount, moved
        if moved:
            pool[row.dst] = pool.get(row.dst, 0) + moved
            hops[row.dst] = min(depth, hops.get(row.dst, depth))
    counted = {account: pool.get(account, 0) + cut.get(account, 0) for account in pool | cut}
    return {account: n for account, n in counted.items() if n}, sum(cut.values())


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
            small = row.amount < max(limits.smallest, 1) and row.id not in losses
            if small or (limits.hops is not None and depth > limits.hops):
                continue
            touched.setdefault(there, row.id)
            hops[there] = min(depth, hops.get(there, depth))
    return touched


def opening_vectors(unknown: list[int], values: Iterable[int]) -> Iterator[dict[int, int]]:
    """Every vector of openings of the unknown accounts with these values."""
    for vector in product(list(values), repeat=len(unknown)):
        yield dict(zip(unknown, vector, strict=True))


def remaining_bounds(
    rows: Iterable[Row],
    losses: Mapping[int, int],
    take: Take,
    known: Mapping[int, int],
    unknown: list[int],
    sinks: Iterable[int] = (),
    values: Iterable[int] | None = None,
) -> dict[tuple[int, int], tuple[int, int]]:
    """(account, victim) -> (least, most) still there over every opening vector, by brute force.

    Under FIFO and LIFO an opening above an account's total outflow changes nothing more, so 0 to the sum of all rows
    is enough; the pro rata rule only nears its limit, so its answer is a subset of the admissible. Money displaced
    by a later loss row counts as still there: it came back to its victim. So does what a sink got.
    """
    rows, ends = list(rows), list(sinks)
    tried = list(range(sum(row.amount for row in rows) + 1)) if values is None else list(values)
    seen: list[dict[tuple[int, int], int]] = []
    for vector in opening_vectors(unknown, tried):
        out, there = play(rows, losses, take, {**known, **vector}, ends), dict[tuple[int, int], int]()
        for part in (out.still, out.cashed, out.displaced):
            for key, amount in part.items():
                add(there, key, amount)
        seen.append(there)
    keys = {key for there in seen for key in there}
    return {key: (min(s.get(key, 0) for s in seen), max(s.get(key, 0) for s in seen)) for key in sorted(keys)}
