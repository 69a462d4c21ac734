"""Kazakhstan's working-day calendar and the clocks counted on it.

Source: ``data/working_days.toml`` (Law on holidays, Labour Code 84-85, yearly orders). The day on which a period
begins is not counted; it ends with the last day counted.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from qalqan.report._data import table

DAY = timedelta(days=1)


@cache
def _off(year: int) -> frozenset[date]:
    """Weekdays of a year on which nobody works: holidays, those moved from weekends, days moved by order."""
    told = table("working_days")
    resting = {date(year, *_md(day)) for day in told["fixed"]["yearly"]}
    resting |= {one for one in map(date.fromisoformat, told["fixed"]["kurban_ait"]) if one.year == year}
    resting |= {one for one in map(date.fromisoformat, told["moved"]["off"]) if one.year == year}
    moving = sorted(
        date(year, *_md(day))
        for rule in told["moving"]
        if rule["since"] <= year <= rule["until"]
        for day in rule["days"]
    )
    resting |= set(moving)
    for holiday in moving:
        if holiday.weekday() >= 5:
            instead = holiday + DAY
            while instead.weekday() >= 5 or instead in resting:
                instead += DAY
            resting.add(instead)
    return frozenset(resting)


def _md(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def is_working(day: date) -> bool:
    """Whether offices work that day in a five-day week."""
    if day.isoformat() in table("working_days")["moved"]["worked"]:
        return True
    return day.weekday() < 5 and day not in _off(day.year)


def add_working_days(start: date, count: int) -> date:
    """The last day of a period of ``count`` working days; the day it begins on is not counted."""
    day = start
    while count:
        day += DAY
        count -= is_working(day)
    return day


def take_working_days(end: date, count: int) -> date:
    """The day so many working days before another; that one is not counted."""
    day = end
    while count:
        day -= DAY
        count -= is_working(day)
    return day


def checked(first: date, last: date) -> bool:
    """Whether every year from ``first`` to ``last`` was checked day by day, not only by the general rule."""
    return all(year in table("working_days")["checked"] for year in range(first.year, last.year + 1))
