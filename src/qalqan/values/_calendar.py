"""Dates in columns: civil days as numbers, local time as UTC. Arrays in, arrays out."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import numpy as np
import numpy.typing as npt

from qalqan.clock import KYZYLORDA, KYZYLORDA_FIVE_SINCE, ONE_ZONE_SINCE, UTC, WESTERN

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND
_LENGTHS: Final = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int64)


def days(year: Ints, month: Ints, day: Ints) -> Ints:
    """Days since 1970-01-01 of the Gregorian calendar (Hinnant's days_from_civil)."""
    year = year - (month <= 2)
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + np.where(month > 2, -3, 9)) + 2) // 5 + day - 1
    return np.asarray(era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468)


def valid(year: Ints, month: Ints, day: Ints) -> Mask:
    """Whether the day exists, in the years 1900 to 2100."""
    within = (month >= 1) & (month <= 12) & (year >= 1900) & (year <= 2100)
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    most = _LENGTHS[np.where(within, month, 0)] + (leap & (month == 2))
    return np.asarray(within & (day >= 1) & (day <= most))


def micros(at: datetime) -> int:
    """Microseconds of a naive time since 1970-01-01 00:00."""
    return int(at.replace(tzinfo=UTC).timestamp()) * SECOND


def offsets(local: Ints, region: str) -> Ints:
    """What to take from local microseconds for UTC: the rule of :func:`qalqan.clock.zone` over an array."""
    if region in WESTERN:
        return np.full_like(local, 5 * 3600 * SECOND)
    since = KYZYLORDA_FIVE_SINCE if region == KYZYLORDA else ONE_ZONE_SINCE
    hours = np.where(local >= micros(since), 5, 6)
    return np.asarray(hours * (3600 * SECOND), np.int64)
