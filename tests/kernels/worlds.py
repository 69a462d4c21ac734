"""Random ledgers for the kernels and the oracle at once, and the comparison of the two, to the tiyn.

``pick(low, high)`` is the only source of chance, so hypothesis and a seeded generator draw the same kind of ledgers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from tests.kernels import oracle
from tests.kernels.oracle import Outcome, Row

from qalqan.kernels import fifo, haircut, lifo, poison
from qalqan.kernels.bounds import Known, bounds
from qalqan.kernels.csr import build
from qalqan.kernels.money import Flow, Ledger, Limits, Losses

Pick = Callable[[int, int], int]
FAR = 64  # hops that no small ledger has
EVER = 2**61
MOST_VECTORS = 260


@dataclass(frozen=True)
class World:
    """A ledger and a question: ``rows`` in no order, ``losses`` per victim the ids of its rows."""

    accounts: int
    rows: tuple[Row, ...]
    losses: tuple[tuple[int, ...], ...]
    openings: dict[int, int]
    sinks: frozenset[int]
    limits: oracle.Limits

    @property
    def ordered(self) -> list[Row]:
        """The rows in total order."""
        return oracle.in_order(self.rows)


def draw_world(pick: Pick, rows: int = 14, limited: bool = True, big: bool = True) -> World:
    """A small ledger: equal times, big and tiny sums, cycles, self-transfers, reversals, sinks, several victims."""
    accounts, count = pick(2, 6), pick(1, rows)
    scale = pick(0, 3) if big else 0
    tops = {0: (5, 9), 1: (60, 60), 2: (3, 10**12), 3: (2**55, 2**55)}[scale]
    table: list[Row] = []
    flags: list[bool] = []
    for number in range(count):
        order = pick(0, 2)
        src, dst = pick(0, accounts - 1), pick(0, accounts - 1)
        back = pick(0, 4) == 0
        if back and table and pick(0, 3):  # most reversals give back a row that is there
            other = table[pick(0, len(table) - 1)]
            src, dst = other.dst, other.src
            amount = other.amount if pick(0, 1) else pick(1, other.amount)
        else:
            amount = pick(1, tops[pick(0, 1)])
        table.append(Row(number, pick(0, count), src, dst, amount, order))
        flags.append(back)
    free = list(range(count))
    losses = []
    for _ in range(min(pick(1, 3), count)):
        mine = [free.pop(pick(0, len(free) - 1)) for _ in range(min(pick(1, 2), len(free)))]
        if mine:
            losses.append(tuple(sorted(mine)))
    openings = {a: pick(0, tops[pick(0, 1)]) for a in range(accounts) if pick(0, 1)}
    sinks = frozenset([pick(0, accounts - 1)] if pick(0, 2) == 0 else [])
    limits = oracle.Limits(None, FAR, 1)
    if limited and pick(0, 1):
        end = pick(0, count) if pick(0, 1) else None
        limits = oracle.Limits(end, pick(1, 4) if pick(0, 1) else FAR, pick(1, tops[0]) if pick(0, 1) else 1)
    linked = link_reversals(oracle.in_order(table), {row.id for row in table if flags[row.id]})
    return World(accounts, tuple(linked), tuple(losses), openings, sinks, limits)


def link_reversals(rows: list[Row], flagged: set[int]) -> list[Row]:
    """Each flagged row with the row it takes back: the nearest earlier one the other way, equal sums first."""
    open_part = {row.id: row.amount for row in rows}
    linked: list[Row] = []
    for row in rows:
        found = -1
        if row.id in flagged:
            fits = [
                one.id
                for one in reversed(linked)
                if (one.src, one.dst) == (row.dst, row.src)
                and one.id not in flagged
                and open_part[one.id] >= row.amount
            ]
            equal = [one for one in fits if open_part[one] == row.amount]
            found = (equal or fits or [-1])[0]
            if found >= 0:
                open_part[found] -= row.amount
        linked.append(row._replace(reverses=found))
    # an unlinked flag is told to the kernel too, which must not link it either
    return [row._replace(reverses=-2) if row.id in flagged and row.reverses < 0 else row for row in linked]


def kernel_side(world: World) -> tuple[Ledger, Losses, Limits]:
    """The world as the kernels want it."""
    rows = world.ordered
    place = {row.id: number for number, row in enumerate(rows)}
    known = sorted(world.openings)
    ledger = build(
        np.array([row.time for row in rows], np.int64),
        np.array([row.src for row in rows], np.int32),
        np.array([row.dst for row in rows], np.int32),
        np.array([row.amount for row in rows], np.int64),
        world.accounts,
        np.array([row.reverses != -1 for row in rows], np.uint8),
        np.zeros(len(known), np.int64),
        np.array(known, np.int32),
        np.array([world.openings[one] for one in known], np.int64),
    )
    flat = [sorted(place[one] for one in mine) for mine in world.losses]
    each = [one for mine in flat for one in mine]
    last = len(rows) if world.limits.end is None else ledger.row_at(world.limits.end)
    ends = np.full(len(flat), last, np.int64)
    losses = Losses(
        np.cumsum([0, *(len(mine) for mine in flat)]).astype(np.int64),
        np.array(each, np.int32),
        np.array([rows[one].amount for one in each], np.int64),
        ends,
        ends.copy(),
    )
    stop = np.zeros(world.accounts, np.uint8)
    stop[sorted(world.sinks)] = 1
    return ledger, losses, Limits(world.limits.hops or FAR, world.limits.smallest, stop)


def places(flow: Flow, case: int) -> dict[int, int]:
    """Account -> what the kernel says is there of a case."""
    mine = (flow.place_case == case) & (flow.place_left > 0)
    return dict(zip(flow.place_account[mine].tolist(), flow.place_left[mine].tolist(), strict=True))


def carried(flow: Flow, case: int, rows: list[Row]) -> dict[int, int]:
    """Row id -> what the kernel says it carried of a case."""
    sums: dict[int, int] = defaultdict(int)
    mine = flow.move_case == case
    for number, amount in zip(flow.move_row[mine].tolist(), flow.move_amount[mine].tolist(), strict=True):
        sums[rows[number].id] += amount
    return {row: amount for row, amount in sums.items() if amount}


def cut_off(flow: Flow, case: int) -> tuple[int, int]:
    """What the kernel says the limits cut off, and what came back and was paid out again by a loss row."""
    hops, smallest, _, returned = flow.cut[case].tolist()
    return hops + smallest, returned


def told_cut(out: Outcome) -> tuple[int, int]:
    """The same of the oracle."""
    return sum(out.cut_hops.values()) + sum(out.cut_small.values()), sum(out.displaced.values())


def counted(out: Outcome, victim: int) -> dict[int, int]:
    """Account -> sum, as the kernels count: a cut or displaced piece is counted where it was last seen."""
    sums: dict[int, int] = defaultdict(int)
    for part in (out.still, out.cashed, out.cut_hops, out.cut_small, out.displaced):
        for (account, whose), amount in part.items():
            sums[account] += amount if whose == victim else 0
    return {account: amount for account, amount in sums.items() if amount}


def alone(world: World, victim: int, take: oracle.Take, by_row: bool = False) -> Outcome:
    """The oracle's answer for one victim followed by itself."""
    named = dict.fromkeys(world.losses[victim], victim)
    return oracle.play(world.rows, named, take, world.openings, world.sinks, world.limits, by_row)


def together(world: World, take: oracle.Take) -> Outcome:
    """The oracle's answer for all victims at once."""
    named = {row: victim for victim, mine in enumerate(world.losses) for row in mine}
    return oracle.play(world.rows, named, take, world.openings, world.sinks, world.limits)


def _parted(rule: str, case: int, kernel: object, slow: object) -> list[str]:
    return [] if kernel == slow else [f"{rule}, case {case}: kernel {kernel}, oracle {slow}"]


def differences(world: World) -> list[str]:
    """Every difference between the kernels and the oracle on one ledger, in words; none is right."""
    ledger, losses, limits = kernel_side(world)
    by = {
        name: rule.trace(ledger, losses, limits)
        for name, rule in (("fifo", fifo), ("haircut", haircut), ("lifo", lifo), ("poison", poison))
    }
    rows, found = world.ordered, []
    linked = [rows[one].id if one >= 0 else -1 for one in ledger.original.tolist()]
    found += _parted("reversals", -1, linked, [max(row.reverses, -1) for row in rows])
    for case in range(len(world.losses)):
        for name, take in (("fifo", oracle.take_fifo), ("lifo", oracle.take_lifo)):
            slow = alone(world, case, take, by_row=name == "lifo")
            found += _parted(name, case, places(by[name], case), counted(slow, case))
            found += _parted(
                f"{name} rows", case, carried(by[name], case, rows), {row: n for (row, _), n in slow.carried.items()}
            )
            found += _parted(f"{name} cut", case, cut_off(by[name], case), told_cut(slow))
            found += _parted(f"{name} oracle conserves", case, True, slow.conserved(case))
        there, cut = oracle.pro_rata(world.rows, world.losses[case], world.openings, world.sinks, world.limits)
        found += _parted("haircut", case, places(by["haircut"], case), there)
        found += _parted("haircut cut", case, cut_off(by["haircut"], case), (cut, 0))
        named = dict.fromkeys(world.losses[case], case)
        touched = oracle.poison(world.rows, named, world.sinks, world.limits)
        flow = by["poison"]
        mine = flow.place_case == case
        firsts = zip(flow.place_account[mine].tolist(), flow.place_first[mine].tolist(), strict=True)
        found += _parted(
            "poison",
            case,
            {account: rows[row].id for account, row in firsts},
            {account: row for (account, _), row in touched.items()},
        )
        lost = sum(
            row.amount for row in rows if row.id in named and (world.limits.end is None or row.time <= world.limits.end)
        )
        for name, flow in by.items():
            found += _parted(f"{name} conserves", case, sum(places(flow, case).values()), lost)
    return found + _first_readings(world, by)


def _first_readings(world: World, by: dict[str, Flow]) -> list[str]:
    """The oracle as it was written apart, wherever the page leaves no choice."""
    found = []
    joint = together(world, oracle.take_fifo)
    if not joint.displaced:  # nobody's loss row spends another's money: identity is kept
        for case in range(len(world.losses)):
            found += _parted("fifo, all at once", case, places(by["fifo"], case), counted(joint, case))
    unlimited = world.limits.hops == FAR  # a pool's hops are those of its money there, not of all that ever came
    for case in range(len(world.losses)):
        slow = alone(world, case, oracle.take_haircut)
        if unlimited and not slow.displaced and all(row.reverses < 0 for row in world.rows):
            found += _parted("haircut, first reading", case, places(by["haircut"], case), counted(slow, case))
    return found


def kernel_ranges(world: World, rule: str) -> list[dict[int, tuple[int, int]]]:
    """Per victim account -> (low, high) as the kernel bounds them, every account covered for ever."""
    ledger, losses, limits = kernel_side(world)
    stated = [-EVER if account in world.openings else 2**62 for account in range(world.accounts)]
    known = Known(
        np.arange(world.accounts + 1, dtype=np.int64),
        np.full(world.accounts, -EVER, np.int64),
        np.full(world.accounts, EVER, np.int64),
        np.array(stated, np.int64),
        np.ones(world.accounts, np.uint8),
        np.zeros(ledger.rows, np.int64),
        np.full(world.accounts, rule != "fifo", np.uint8),
    )
    flow = {"fifo": fifo, "haircut": haircut, "lifo": lifo}[rule].trace(ledger, losses, limits)
    horizon = np.full(len(world.losses), len(world.rows) + 1, np.int64)
    found = bounds(ledger, losses, limits.stop, known, horizon, flow)
    ranges: list[dict[int, tuple[int, int]]] = [{} for _ in world.losses]
    for case, account, low, high in zip(
        found.case.tolist(), found.account.tolist(), found.low.tolist(), found.high.tolist(), strict=True
    ):
        ranges[case][account] = (low, high)
    return ranges


def outside_bounds(world: World) -> tuple[list[str], int, int]:
    """Truths outside low…high over the opening vectors tried, how many ranges there were, and how many were attained.

    All whole vectors up to the sum of the rows where they are few, otherwise all vectors of some telling values.
    """
    whole = sum(row.amount for row in world.rows)
    unknown = [account for account in range(world.accounts) if account not in world.openings]
    values = list(range(whole + 1))
    if len(values) ** len(unknown) > MOST_VECTORS:
        values = [0, 3, 8, whole] if len(unknown) < 5 else [0, whole]
    missed, ranges, attained = [], 0, 0
    for rule, take in (("fifo", oracle.take_fifo), ("lifo", oracle.take_lifo), ("haircut", oracle.take_haircut)):
        for case, found in enumerate(kernel_ranges(world, rule)):
            named = dict.fromkeys(world.losses[case], case)
            truth = oracle.remaining_bounds(world.rows, named, take, world.openings, unknown, world.sinks, values)
            for account in range(world.accounts):
                least, most = truth.get((account, case), (0, 0))
                low, high = found.get(account, (0, 0))
                if not low <= least <= most <= high:
                    missed.append(f"{rule}, case {case}, account {account}: {low}…{high}, oracle {least}…{most}")
                if rule == "fifo" and account in found:
                    ranges += 1
                    attained += (low, high) == (least, most)
    return missed, ranges, attained


def outside_openings(world: World, pick: Pick, vectors: int) -> tuple[list[str], int]:
    """Sums outside low…high under random opening balances, by FIFO of the oracle, and how many sums were looked at.

    The balances of accounts whose opening is unknown run from nothing over small ones to more than ever moved.
    """
    whole = sum(row.amount for row in world.rows)
    unknown = [account for account in range(world.accounts) if account not in world.openings]
    ranges = kernel_ranges(world, "fifo")
    found, sums = [], 0
    for _ in range(vectors):
        drawn = {one: pick(0, (0, 9, whole // 7 + 1, whole, 2 * whole)[pick(0, 4)]) for one in unknown}
        for case, mine in enumerate(world.losses):
            named = dict.fromkeys(mine, case)
            out = oracle.play(world.rows, named, oracle.take_fifo, {**world.openings, **drawn}, world.sinks)
            there = counted(out, case)
            for account in range(world.accounts):
                low, high = ranges[case].get(account, (0, 0))
                sums += 1
                if not low <= there.get(account, 0) <= high:
                    where = f"case {case}, account {account}, openings {drawn}"
                    found.append(f"{where}: {there.get(account, 0)} is not in {low}…{high}")
    return found, sums
