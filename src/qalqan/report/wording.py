"""Words, sums and times of a document in its language."""

from __future__ import annotations

from datetime import date, datetime

from qalqan.clock import FIVE, to_local
from qalqan.report.signs import shortened
from qalqan.texts.say import has, say

HARD = "\u00a0"
NOTHING = "—"
WHOLE = 1000


class Words:
    """One language's way of saying things. Raises nothing: an unknown key is shown as it is."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, **args: object) -> str:
        """The message of this room: ``report-`` is put before the key."""
        return say(f"report-{key}", self.lang, **args)

    def of(self, family: str, name: str) -> str:
        """The message ``report-family-name``; the name itself when nobody has words for it.

        Grounds are named by rules, whose words stand beside their rule under the rule's own name.
        """
        own = (name, f"ground-{name}") if family == "ground" else ()
        for key in (f"report-{family}-{name.replace('_', '-')}", *own):
            if has(key):
                return say(key, self.lang)
        return name

    def money(self, tiyn: int | None) -> str:
        """A sum in tenge to the tiyn; a dash for none."""
        if tiyn is None:
            return NOTHING
        tenge, rest = divmod(abs(tiyn), 100)
        sign = "-" if tiyn < 0 else ""
        if self.lang == "en":
            return f"{sign}{tenge:,}.{rest:02}{HARD}₸"
        return f"{sign}{tenge:,}".replace(",", HARD) + f",{rest:02}{HARD}₸"

    def between(self, low: int | None, high: int | None) -> str:
        """A range of sums."""
        return self.money(low) if low == high else f"{self.money(low)} … {self.money(high)}"

    def count(self, number: int) -> str:
        """A whole number with thousands apart."""
        return f"{number:,}" if self.lang == "en" else f"{number:,}".replace(",", HARD)

    def time(self, at: datetime | None, *, day_only: bool = False) -> str:
        """A moment in Kazakhstan's time; the offset is told where it is not today's UTC+5."""
        if at is None:
            return NOTHING
        local = to_local(at)
        if day_only:
            return self.day(local.date())
        old = "" if local.utcoffset() == FIVE.utcoffset(None) else f"{HARD}(UTC+6)"
        return f"{self.day(local.date())} {local:%H:%M:%S}{old}"

    def day(self, on: date | None) -> str:
        """A day: 14.03.2025, in English 2025-03-14."""
        if on is None:
            return NOTHING
        return on.isoformat() if self.lang == "en" else f"{on:%d.%m.%Y}"

    def share(self, part: int, whole: int) -> str:
        """A part of a whole in per cent with one place, rounded down: the paper never says more than there is."""
        if whole <= 0:
            return NOTHING
        promille = part * WHOLE // whole
        dot = "." if self.lang == "en" else ","
        return f"{promille // 10}{dot}{promille % 10}{HARD}%"

    def foreign(self, text: str, most: int = 0) -> str:
        """A foreign text, cut when it is too long, with its full length said."""
        if not text:
            return NOTHING
        cut, whole = shortened(text, most) if most else shortened(text)
        return f"{cut}… {self('cut-text', count=self.count(whole))}" if whole else cut
