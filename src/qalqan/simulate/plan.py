"""Who commits which cases when: sizes of gangs, their schemes, and the days of their cases."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np

from qalqan.simulate.gangs import Gang, Underworld
from qalqan.simulate.regime import Regime
from qalqan.simulate.schemes import FAMILIES, SCHEMES, Family, family_share
from qalqan.simulate.when import DAY, DAY_CURVE

Planned = tuple[int, Gang, str]  # second of first contact, gang, scheme


def plan_cases(rng: Random, world: Underworld, regime: Regime, cases: int, days: int) -> list[Planned]:
    """All cases in order of time."""
    sizes = _gang_sizes(rng, regime, cases)
    planned: list[Planned] = []
    used: Counter[str] = Counter()
    budget = {family: family_share(family) * cases for family in FAMILIES}
    for number, size in enumerate(sizes, 1):
        family = max(FAMILIES, key=lambda f: (budget[f] + rng.random(), f))
        budget[family] -= size
        planned += _gang(rng, world, f"G{number:03d}", family, size=size, days=days, used=used)
    for number in range(1, cases - sum(sizes) + 1):
        positive = {family: max(0.01, left) for family, left in budget.items()}
        family = rng.choices(list(positive), list(positive.values()))[0]
        budget[family] -= 1
        scheme = _scheme(rng, family, used, 1)
        at = _moment(rng, rng.randrange(8, max(9, days - 3)))
        gang = world.new_gang(f"L{number:03d}", family, [scheme], 1, (at, at), lone=True)
        planned.append((at, gang, scheme))
    return sorted(planned, key=lambda item: (item[0], item[1].id))


def _gang_sizes(rng: Random, regime: Regime, cases: int) -> list[int]:
    left = round(cases * (1 - regime.lone_share))
    low, high = regime.gang_cases
    sizes: list[int] = []
    while left >= low:
        size = min(high, left, low + int(rng.lognormvariate(1.6, 0.8)))
        if 0 < left - size < low:
            size = left if left <= high else left - low
        sizes.append(size)
        left -= size
    return sorted(sizes, reverse=True)


def _gang(
    rng: Random, world: Underworld, gang_id: str, family: Family, *, size: int, days: int, used: Counter[str]
) -> list[Planned]:
    length = min(days - 12, rng.randint(10, 25) + size * 2)
    since = rng.randrange(8, max(9, days - 3 - length))
    count = 1 if rng.random() < 0.5 else 2
    schemes = sorted({_scheme(rng, family, used, size // count) for _ in range(count)})
    span = (since * DAY, (since + length) * DAY)
    gang = world.new_gang(gang_id, family, schemes, size, span, lone=False)
    times = [_moment(rng, rng.randrange(since, since + length)) for _ in range(size)]
    return [(at, gang, rng.choice(schemes)) for at in sorted(times)]


def _scheme(rng: Random, family: Family, used: Counter[str], weight: int) -> str:
    """The scheme of a family that lags behind its share the most, with some chance."""
    own = [scheme for scheme in SCHEMES if scheme.family == family]
    found = max(own, key=lambda s: (s.share * (0.6 + 0.8 * rng.random()) / (1 + used[s.id]), s.id)).id
    used[found] += weight
    return found


def _moment(rng: Random, day: int) -> int:
    """A second in the waking hours of a day."""
    curve = np.where(np.arange(24) < 8, 0, DAY_CURVE)
    hour = rng.choices(range(24), curve.tolist())[0]
    return day * DAY + hour * 3600 + rng.randrange(3600)
