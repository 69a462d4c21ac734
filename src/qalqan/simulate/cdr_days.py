"""When people, offices, couriers and machines call: curves of the day and of the week, in Kazakhstan's time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

FIRST: Final = 1_767_553_200  # Monday 2026-01-05 00:00 in Kazakhstan (UTC+5), in seconds of UTC
DAY: Final = 86_400
OFFSET: Final = 5 * 3600
HOURS: Final[dict[str, tuple[float, ...]]] = {
    "people": (8, 4, 2, 1, 1, 3, 9, 25, 45, 60, 66, 68, 66, 64, 63, 64, 68, 78, 88, 90, 80, 62, 40, 20),
    "office": (0, 0, 0, 0, 0, 0, 0, 2, 20, 80, 100, 95, 70, 60, 90, 95, 90, 60, 15, 4, 1, 0, 0, 0),
    "courier": (0, 0, 0, 0, 0, 0, 0, 1, 10, 40, 70, 80, 85, 85, 85, 85, 90, 95, 95, 80, 50, 20, 3, 0),
    "taxi": (45, 30, 20, 14, 12, 16, 35, 80, 90, 70, 55, 50, 52, 55, 55, 60, 75, 95, 95, 85, 80, 78, 70, 58),
    "machine": (1,) * 24,
    "night": (60, 80, 100, 100, 80, 40, 10, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 5, 15, 35),
}  # fmt: skip
WEEK: Final[dict[str, tuple[float, ...]]] = {
    "people": (1.0, 1.0, 1.0, 1.02, 1.1, 0.95, 0.85),
    "office": (1.05, 1.0, 1.0, 1.0, 1.0, 0.2, 0.03),
    "courier": (1.0, 1.0, 1.0, 1.0, 1.1, 1.0, 0.7),
    "taxi": (0.9, 0.9, 0.95, 1.0, 1.25, 1.2, 0.9),
    "machine": (1.0,) * 7,
    "night": (1.0,) * 7,
}
FEAST: Final[dict[str, float]] = {"people": 1.6, "office": 0.05, "courier": 2.6, "taxi": 1.5, "machine": 1, "night": 1}


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a world: ``start`` in seconds of UTC (midnight of a Monday in Kazakhstan), one of them a feast."""

    start: int
    count: int
    feast: int

    @property
    def end(self) -> int:
        """The first second after the last day."""
        return self.start + self.count * DAY

    def draw(
        self, rng: np.random.Generator, count: int, curve: str, since: float = 0, until: float | None = None
    ) -> Ints:
        """Moments by a curve, in no order; ``since`` and ``until`` are days, fractions allowed."""
        last = self.count if until is None else until
        weights = self._weights(curve)
        hours = np.arange(self.count * 24)
        inside = np.clip(np.minimum(hours + 1, last * 24) - np.maximum(hours, since * 24), 0, 1)
        share = np.cumsum(weights * inside)
        if not len(share) or share[-1] <= 0:
            return self.start + (since * DAY + rng.random(count) * max(last - since, 0.01) * DAY).astype(np.int64)
        place = np.searchsorted(share, rng.random(count) * share[-1], side="right")
        begun = np.maximum(place, since * 24)
        room = np.minimum(place + 1, last * 24) - begun
        moments: Ints = self.start + ((begun + rng.random(count) * room) * 3600).astype(np.int64)
        return moments

    def mean(self, curve: str, since: float = 0, until: float | None = None) -> float:
        """How many average days lie between ``since`` and ``until`` by the weights of the week."""
        last = self.count if until is None else until
        hours = np.arange(self.count * 24)
        inside = np.clip(np.minimum(hours + 1, last * 24) - np.maximum(hours, since * 24), 0, 1)
        return float((self._weights(curve) * inside).sum() / np.sum(HOURS[curve]))

    def _weights(self, curve: str) -> Floats:
        days = np.array([WEEK[curve][day % 7] for day in range(self.count)])
        days[self.feast] *= FEAST[curve]
        return np.outer(days, HOURS[curve]).ravel()


def hour_of(at: Ints) -> Ints:
    """The hour of the day in Kazakhstan."""
    return (at + OFFSET) % DAY // 3600


def weekday_of(at: Ints) -> Ints:
    """Day of the week in Kazakhstan, Monday 0."""
    return ((at + OFFSET) // DAY + 3) % 7


def after_one_another(at: Ints, seconds: Ints, gap: Ints) -> Ints:
    """Starts moved so that no call of one line begins before the last one ended plus ``gap``; in order of ``at``."""
    busy = np.concatenate([[0], np.cumsum(seconds + gap)[:-1]])
    moved: Ints = np.maximum.accumulate(at - busy) + busy
    return moved
