"""The tags of an MT940 or MT942 message, one by one, whatever a bank did to its lines.

Cutting is ours, so that one bad tag never loses another; the patterns of single tags are the ``mt940``
package's, run on pieces of bounded length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import mt940.tags
import re2

KNOWN = frozenset({"13", "20", "21", "25", "28", "34", "60", "61", "62", "64", "65", "86", "90", "NS"})
FIELD_CHARS = 1000
_HOUR = re2.compile(r"(^|\D)[0-2]?\d$|T[0-2]\d$")
_LINE = re2.compile(r"^(\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})|\s{4})?(R?[DC]|E[DC])([A-Z]?)\s?([\d.,]*\d[\d.,]*)")
_BALANCE = re2.compile(r"^([DC])(\d{2})(\d{2})(\d{2})([A-Z]{3})?([\d.,]+)")
_ENTRY = mt940.tags.Statement()
_SUM = mt940.tags.BalanceBase()


@dataclass(frozen=True, slots=True)
class Field:
    """One tag: its number, its letter, its lines."""

    tag: str
    letter: str
    lines: tuple[str, ...]

    @property
    def value(self) -> str:
        """The lines as the message wrapped them."""
        return "\n".join(self.lines)[: 20 * FIELD_CHARS]


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance: day (ISO), currency (may be empty) and signed sum as written."""

    day: str
    currency: str
    amount: str


def fields(lines: Iterable[str]) -> Iterator[Field]:
    """All tags in order; ``-`` ends a message, lines that belong to no tag (letter-heads) are dropped."""
    tag, letter = "", ""
    held: list[str] = []
    waiting = False
    for raw in lines:
        line = raw.strip("\x01\x03\r ")
        if waiting and _tag(":" + line):
            line = ":" + line
        waiting = line == ":"
        if waiting:
            continue
        found = None if tag == "86" and _is_clock(held, line) else _tag(line)
        if found:
            if tag:
                yield Field(tag, letter, tuple(held))
            tag, letter = found
            held = [line[3 + len(tag) + len(letter) - 1 :]]
        elif line in ("-", "-}") or line.startswith("{"):
            if tag:
                yield Field(tag, letter, tuple(held))
            tag, held = "", []
        elif tag and len(held) < FIELD_CHARS:
            held.append(line[:FIELD_CHARS])
    if tag:
        yield Field(tag, letter, tuple(held))


def _tag(line: str) -> tuple[str, str] | None:
    """Number and letter of the known tag a line begins with."""
    if line[:1] != ":" or line[1:3] not in KNOWN:
        return None
    if line[3:4] == ":":
        return line[1:3], ""
    return (line[1:3], line[3]) if line[4:5] == ":" and "A" <= line[3] <= "Z" else None


def _is_clock(held: list[str], line: str) -> bool:
    """A time of day that wrapping tore, like ``…T13`` / ``:20:11``, is no tag."""
    if line[:1] != ":" or line[3:4] != ":" or not line[4:6].isdigit() or line[6:7].isdigit():
        return False
    return line[1:3] <= "59" and line[4:6] <= "59" and bool(held) and bool(_HOUR.search(held[-1][-4:]))


def entry(value: str) -> dict[str, str] | None:
    """The parts of a ``:61:`` line: year, month, day, entry_month, entry_day, status, amount, id and so on.

    Read by the library's pattern, else by the fixed fields at its head; None when even these are not there.
    """
    text = value.strip()[:FIELD_CHARS]
    if found := _ENTRY.re.match(text):
        return {name: part or "" for name, part in found.groupdict().items()}
    if found := _LINE.match(text):
        names = ("year", "month", "day", "entry_month", "entry_day", "status", "funds_code", "amount")
        parts = dict(zip(names, (one or "" for one in found.groups()), strict=True))
        return parts | {"extra_details": text[found.end() :].replace("\n", " ").strip()}
    return None


def balance(value: str) -> Balance | None:
    """A balance of ``:60:``, ``:62:``; a currency left out is empty. None when there is no sum."""
    text = value.strip()[:FIELD_CHARS]
    own = _BALANCE.match(text)
    if own is None:
        return None
    mark, year, month, day, currency, amount = (one or "" for one in own.groups())
    found = _SUM.re.match(text) if currency else None
    if found and found.group("amount"):
        amount = found.group("amount")
    sign = "-" if mark == "D" else ""
    return Balance(f"{century(year)}-{month}-{day}", currency, sign + plain(amount))


def century(year: str) -> str:
    """A two-digit year in full: 80-99 are of the last century."""
    return ("19" if year >= "80" else "20") + year


def plain(amount: str) -> str:
    """A sum without the comma that SWIFT demands after whole numbers."""
    return amount.strip().rstrip(",.")
