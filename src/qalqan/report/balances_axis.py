"""A time axis for doings that crowd into minutes and then rest for days: long empty stretches are broken out.

Each stretch with doings is to scale in itself; a break is a fixed width, and its length stands in it. Integers only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

HOUR = 3_600_000_000
MOST_BREAKS = 6
LEAST_BREAK = HOUR
SHARE = 10
"""A stretch is empty when it is longer than this part of the whole time."""
BREAK, LEAST, POINT = 34, 40, 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment to another (microseconds), drawn between two places (pixels)."""

    since: int
    until: int
    x1: int
    x2: int


@dataclass(frozen=True, slots=True)
class Axis:
    """Stretches in order of time; between two of them time is broken out."""

    stretches: tuple[Stretch, ...]

    def x(self, at: int) -> int:
        """The place of a moment; inside a break its middle, outside the axis its end. Never falls with time."""
        last = self.stretches[0].x1
        for one in self.stretches:
            if at < one.since:
                return (last + one.x1) // 2 if last != self.stretches[0].x1 else one.x1
            if at <= one.until:
                long = max(one.until - one.since, 1)
                return one.x1 + (at - one.since) * (one.x2 - one.x1) // long
            last = one.x2
        return last


def axis(moments: Sequence[int], left: int, right: int) -> Axis:
    """The axis over these moments (microseconds) between two places. Raises ValueError for no moment."""
    times = sorted(set(moments))
    gaps = sorted(((b - a, a) for a, b in pairwise(times)), reverse=True)
    limit = max(LEAST_BREAK, (times[-1] - times[0]) // SHARE)
    breaks = {at for long, at in gaps[:MOST_BREAKS] if long > limit}
    spans: list[tuple[int, int]] = []
    since = times[0]
    for at in times:
        if at in breaks or at == times[-1]:
            spans.append((since, at))
            since = next((one for one in times if one > at), at)
    least = [LEAST if until > since else POINT for since, until in spans]
    room = max(right - left - BREAK * (len(spans) - 1) - sum(least), 0)
    whole = max(sum(until - since for since, until in spans), 1)
    made: list[Stretch] = []
    x = left
    for (since, until), narrow in zip(spans, least, strict=True):
        wide = narrow + room * (until - since) // whole
        made.append(Stretch(since, until, x, x + wide))
        x += wide + BREAK
    end = made[-1]
    return Axis((*made[:-1], Stretch(end.since, end.until, right if end.since == end.until else end.x1, right)))
