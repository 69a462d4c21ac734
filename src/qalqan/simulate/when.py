"""Time in the simulated world: whole seconds since the first midnight, local time, UTC+5."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

DAY: Final = 86_400
START: Final = datetime(2025, 3, 1)
LATEST_DAYS: Final = 300  # keeps every date within 2025
_EPOCH: Final = np.datetime64("2025-03-01T00:00:00")

# chance of an event by hour of the day: few at night, most around noon and in the evening
DAY_CURVE: Final = np.array(
    [6, 3, 2, 1, 1, 2, 6, 16, 30, 46, 54, 58, 62, 60, 56, 54, 54, 58, 62, 60, 52, 40, 26, 13], dtype=float
)


def moment(second: int) -> datetime:
    """The local date and time of a second of the world."""
    return START + timedelta(seconds=int(second))


def stamp(second: int, form: str = "%d.%m.%Y %H:%M:%S") -> str:
    """A second of the world, written out."""
    return moment(second).strftime(form)


def iso(second: int) -> str:
    """ISO 8601 with the offset of Kazakhstan, as in the product's exports."""
    return moment(second).isoformat() + "+05:00"


def day_of(second: int) -> date:
    """The local date of a second of the world."""
    return moment(second).date()


def excel_serial(second: int) -> float:
    """A second of the world as an Excel serial number (days since 1899-12-30)."""
    return (moment(second) - datetime(1899, 12, 30)).total_seconds() / DAY


def draw_times(rng: np.random.Generator, days: NDArray[np.int64]) -> NDArray[np.int64]:
    """A second for each given day, by the curve of the day."""
    hours = rng.choice(24, size=len(days), p=DAY_CURVE / DAY_CURVE.sum())
    return np.asarray(days * DAY + hours * 3600 + rng.integers(0, 3600, len(days)), dtype=np.int64)


def stamps(seconds: NDArray[np.int64], form: str) -> list[str]:
    """Many seconds written out: ``dmy`` (31.12.2025 23:59:59) or ``iso`` (2025-12-31 23:59:59)."""
    texts: list[str] = np.datetime_as_string(_EPOCH + seconds.astype("timedelta64[s]")).tolist()
    if form == "iso":
        return [text.replace("T", " ") for text in texts]
    return [f"{t[8:10]}.{t[5:7]}.{t[:4]} {t[11:]}" for t in texts]
