"""Money-frozen@5: what the first accounts of the hold list truly hold, at four times after the loss, partial banks.

    python benchmarks/frozen.py --seeds 201 211 212 213 221 222 [--regime middle] [--cases 120]

Made worlds of unseen seeds (the curve of how soon money is passed on was set on seeds 11-13). For each case and time
the banks that have answered are drawn by chance, from none to all, each answer reaching some way towards the moment
(`frozen_world`). Printed is the share of the stolen money truly there, by the simulator's own FIFO at that moment, on
the first accounts of the product's list; of naive orders of the same accounts (hop; sum that came; hop, then sum;
latest arrival; sum times recency); of a list by contact alone (every account that a touched account paid, without
tracing); of the best order there is of the accounts a unit can know; and of the best accounts of all. Then the same for
a desk with many open cases at once, whose list is one. Intervals (95 %) by bootstrap over cases, or desks.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from frozen_world import TIMES, View, views
from qalqan.kernels import poison
from qalqan.kernels.money import Limits
from qalqan.link import follow, holds
from qalqan.link.follow_keep import book_for
from qalqan.link.follow_trace import Asked, losses_of
from qalqan.settings import Settings

FIRSTS, DRAWS = (1, 2, 5), 1000
NAIVE = ("hop", "sum", "hop, sum", "latest", "sum x recency")
OURS, KNOWABLE, ALL = "qalqan", "best of the knowable", "best of all"


@dataclass(frozen=True, slots=True)
class Place:
    """An account on a list: its case's place in the group, name, hop, sum that came, minutes since it came, worth."""

    case: int
    account: str
    hop: int
    came: int
    age: float
    expected: int = 0
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """One case at one time: what is known, what is true."""

    time: str
    share: float
    stolen: int
    true: dict[str, int]
    listed: tuple[Place, ...]
    contacts: tuple[Place, ...]


ORDERS: dict[str, Callable[[Place], Any]] = {
    "hop": lambda p: (p.hop, -p.age, p.account),
    "sum": lambda p: (-p.came, p.account),
    "hop, sum": lambda p: (p.hop, -p.came, p.account),
    "latest": lambda p: (p.age, p.account),
    "sum x recency": lambda p: (-p.came * 0.5 ** (p.age / 60), p.account),
}


def pictured(view: View) -> Picture:
    """The product's list of a view, and what an officer could list without it."""
    settings, known = Settings(), view.known
    for name, frame in follow.run(known, settings).items():
        known.put(name, frame)
    mine = pl.col("case_id") == view.case_id
    held = holds.run(known, settings)["holds"].filter(mine)
    trail = known["trails"].filter(mine & (pl.col("kind") != "sink") & pl.col("hop").is_not_null())
    age = ((pl.col("as_of") - pl.col("first_in")).dt.total_seconds() / 60).alias("age")
    facts = {row[0]: row[1:] for row in trail.select("account", "hop", "traced_in_tiyn", age).rows()}
    worth = {row[0]: row[1:] for row in held.select("account", "expected_tiyn", "rank").rows()}
    own = set(known["losses"].filter(mine).join(known["transactions"], on="tx_id")["from"])
    listed = tuple(
        Place(0, name, *facts[name], *worth.get(name, (0, 999))) for name in sorted(facts) if name not in own
    )
    return Picture(view.time, view.share, view.stolen, view.true, listed, _contacts(view, own))


def _contacts(view: View, own: set[str]) -> tuple[Place, ...]:
    """Every account that the money, or anything an account it touched paid later, came to; whole sums of those rows."""
    book, settings = book_for(view.known), Settings()
    cases = view.known["cases"].filter(pl.col("case_id") == view.case_id)
    moment = cases["registered_at"].dt.timestamp("us").to_numpy().astype(np.int64)
    losses = losses_of(book, view.known["losses"], Asked(cases["case_id"], moment), settings.trace)
    found = poison.trace(book.ledger, losses, Limits(8, 1, book.stop))
    made = []
    rows = np.arange(losses.seen[0])
    for node, hop, first in zip(found.place_account, found.place_hop, found.place_first, strict=True):
        name = book.nodes["name"][int(node)]
        if not book.stop[node] and name not in own:
            came = int(book.ledger.amount[rows[(book.ledger.receiver[rows] == node) & (rows >= first)]].sum())
            made.append(Place(0, name, int(hop), came, float(moment[0] - book.ledger.at[first]) / 6e7))
    return tuple(made)


def frozen(group: list[Picture], most: int) -> dict[str, int]:
    """What is truly on the first ``most`` accounts, by each order, over the open cases of one desk."""
    true = {(case, name): tiyn for case, one in enumerate(group) for name, tiyn in one.true.items()}
    listed = [_of(place, case) for case, one in enumerate(group) for place in one.listed]
    contacts = [_of(place, case) for case, one in enumerate(group) for place in one.contacts]

    def sum_of(places: list[Place]) -> int:
        return sum(true.get((place.case, place.account), 0) for place in places[:most])

    ours = (lambda p: p.rank) if len(group) == 1 else (lambda p: (-p.expected, p.rank, p.account))
    told = {OURS: sum_of(sorted(listed, key=ours))}
    told |= {name: sum_of(sorted(listed, key=order)) for name, order in ORDERS.items()}
    told |= {f"contact: {name}": sum_of(sorted(contacts, key=order)) for name, order in ORDERS.items()}
    told[KNOWABLE] = sum_of(sorted(listed, key=lambda p: -true.get((p.case, p.account), 0)))
    told[ALL] = sum(sorted(true.values(), reverse=True)[:most])
    return told | {"stolen": sum(one.stolen for one in group)}


def _of(place: Place, case: int) -> Place:
    return Place(case, place.account, place.hop, place.came, place.age, place.expected, place.rank)


def marks(groups: list[list[Picture]], most: int, rng: np.random.Generator) -> dict[str, object]:
    """Shares of the stolen by order; ratios to the best naive order and to the best there are, with intervals."""
    told = [frozen(group, most) for group in groups]
    names = list(told[0])
    table = np.array([[one[name] for name in names] for one in told], np.float64)
    draws = table[rng.integers(0, len(table), (DRAWS, len(table)))].sum(axis=1)
    total = table.sum(axis=0)
    at = {name: place for place, name in enumerate(names)}
    naive = max(NAIVE, key=lambda name: total[at[name]])
    contact = max((f"contact: {name}" for name in NAIVE), key=lambda name: total[at[name]])
    ratios = {
        f"to best naive ({naive})": (OURS, naive), f"to best of {contact}": (OURS, contact),
        "to best of the knowable": (OURS, KNOWABLE), "to best of all": (OURS, ALL),
        "ceiling: best of the knowable to best naive": (KNOWABLE, naive),
    }  # fmt: skip
    return {
        "shares": {name: round(total[at[name]] / total[at["stolen"]], 3) for name in names if name != "stolen"},
        "ratios": {name: _ratio(total, draws, at[a], at[b]) for name, (a, b) in ratios.items()},
    }


def _ratio(total: Any, draws: Any, above: int, below: int) -> list[float]:
    spread = np.quantile(draws[:, above] / np.maximum(draws[:, below], 1), (0.025, 0.975))
    return [round(float(one), 3) for one in (total[above] / max(total[below], 1), *spread)]


def main() -> None:
    """Print JSON lines: by time, then for desks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[201, 211, 212, 213, 221, 222])
    parser.add_argument("--regime", default="middle")
    parser.add_argument("--cases", type=int, default=120)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--days", type=int, default=60)
    given = parser.parse_args()
    pictures: dict[tuple[int, str], dict[str, Picture]] = {}
    for seed in given.seeds:
        for view in views(seed, given.regime, given.cases, given.people, given.days, TIMES):
            pictures.setdefault((seed, view.case_id), {})[view.time] = pictured(view)
    every = [one for times in pictures.values() for one in times.values()]
    expected, true, left = (
        np.array([[place.expected, one.true.get(place.account, 0)] for one in every for place in one.listed]).T,
        sum(sum(one.true.values()) for one in every),
        sum(one.stolen for one in every),
    )
    print(json.dumps({
        "pictures": len(every), "accounts known a case, mean": round(np.mean([len(one.listed) for one in every]), 2),
        "cases with more than 5": sum(len(one.listed) > 5 for one in every),
        "still on accounts, share of stolen": round(true / left, 3),
        "of it on accounts that any file names": round(expected[1].sum() / true, 3),
        "expected over true": round(expected[0].sum() / expected[1].sum(), 3),
    }), flush=True)  # fmt: skip
    rng = np.random.default_rng(5)
    for time in TIMES:
        for most in FIRSTS:
            groups = [[times[time]] for times in pictures.values()]
            print(json.dumps({"time": time, "first": most, **marks(groups, most, rng)}), flush=True)
    for size in (10, 30):
        desks, keys, draw = [], sorted(pictures), random.Random(size)
        for _ in range(20):
            draw.shuffle(keys)
            desks += [
                [pictures[key][draw.choice(list(TIMES))] for key in keys[at : at + size]]
                for at in range(0, len(keys) - size + 1, size)
            ]
        print(json.dumps({"desk of open cases": size, "first": 5, **marks(desks, 5, rng)}), flush=True)


if __name__ == "__main__":
    main()
