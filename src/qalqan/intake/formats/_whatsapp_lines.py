"""The lines of a WhatsApp export: heads in all known layouts, days in the order the whole file agrees on.

Android writes ``dd.mm.yyyy, hh:mm - Имя: текст``, iOS ``[dd.mm.yyyy, hh:mm:ss] Имя: текст``; the order of
day and month, the separators, AM/PM (after a narrow no-break space) and two-digit years are the phone's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import re2

_MARKS = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"
_HEAD_CHARS = 60
_HALF = r"(?i:[ap]\.? ?m\.?|таң\pL*|түс\pL*|кеш\pL*)"
_HEAD = re2.compile(
    r"^\[?(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4})\.?(?: г\.| ж\.)?,? (?:в |at )?"
    rf"(\d{{1,2}})[:.](\d{{2}})(?:[:.](\d{{2}}))?(?: ?({_HALF}))?(\] ?| - | – )"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a message as written: three parts of its day, its time, and the rest of the line."""

    day: tuple[int, int, int]
    separator: str
    hour: int
    minute: int
    second: int | None
    half: str
    rest: str

    def order_fits(self, order: str) -> bool:
        """Whether the day is a day when read in that order."""
        _year, month, day = self.ymd(order)
        return 1 <= month <= 12 and 1 <= day <= 31

    def ymd(self, order: str) -> tuple[int, int, int]:
        """Year, month, day when read in the order ``dmy``, ``mdy`` or ``ymd``."""
        parts = dict(zip(order, self.day, strict=True))
        year = parts["y"]
        return (year + 2000 if year < 100 else year), parts["m"], parts["d"]

    def iso(self, order: str) -> str:
        """The moment as ISO text, to the minute or second as written."""
        year, month, day = self.ymd(order)
        hour = self.hour
        if self.half:
            morning = self.half.lower().startswith(("a", "таң"))
            hour = hour % 12 + (0 if morning else 12)
        clock = f"{hour:02}:{self.minute:02}" + ("" if self.second is None else f":{self.second:02}")
        return f"{year:04}-{month:02}-{day:02} {clock}"


def clean(line: str) -> str:
    """A line without the invisible direction marks that iOS puts before names and attachments."""
    for mark in _MARKS:
        if mark in line:
            line = line.replace(mark, "")
    return line


def head(line: str) -> Head | None:
    """The head of a message at the start of a cleaned line, or None: the line goes on with the one before."""
    if not (line[:1].isdigit() or line[:1] == "["):
        return None
    start = line[:_HEAD_CHARS].replace("\u202f", " ").replace("\u00a0", " ").replace("\u2009", " ")
    found = _HEAD.match(start)
    if found is None:
        return None
    first, separator, second, third, hour, minute, seconds, half, _end = found.groups()
    if int(hour) > 24 or int(minute) > 59 or (len(first) > 2 and len(third) > 2):
        return None
    return Head(
        (int(first), int(second), int(third)), separator, int(hour), int(minute),
        int(seconds) if seconds else None, half or "", line[found.end() :],
    )  # fmt: skip


def order_of(heads: Iterable[Head]) -> str:
    """The order of day, month and year that the whole file agrees on.

    Orders that make an impossible day are out. Between those left, the one in which time runs back less often
    is taken, since exports are chronological; on a tie US order needs slashes and AM/PM, otherwise the day is
    first.
    """
    wrong = {"dmy": 0, "mdy": 0, "ymd": 0}
    back = dict.fromkeys(wrong, 0)
    last: dict[str, tuple[int, int, int]] = {}
    american = long_first = total = 0
    for one in heads:
        total += 1
        american += one.separator == "/" and bool(one.half)
        long_first += one.day[0] > 31
        for order in wrong:
            if not one.order_fits(order):
                wrong[order] += 1
                continue
            day = one.ymd(order)
            back[order] += order in last and day < last[order]
            last[order] = day
    if total and long_first == total:
        return "ymd"
    ranked = ("mdy", "dmy") if total and american * 2 > total else ("dmy", "mdy")
    return min(ranked, key=lambda order: (wrong[order], back[order], ranked.index(order)))
