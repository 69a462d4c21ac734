"""Time: the one place that asks the machine for it, and Kazakhstan's local time.

Kazakhstan has one zone, UTC+5, since 2024-03-01. Before it most of the country kept UTC+6, while Aktobe,
Atyrau, West Kazakhstan and Mangystau kept UTC+5, and Kyzylorda since 2018-12-21. Source:
government decree of 2024-01-19 No. 20 and the IANA zone database, as collected in the project's reference;
the machine's own zone data may be too old to know the change of 2024, so the rule stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

UTC = timezone.utc  # noqa: UP017 - the alias reads the same on every supported Python
FIVE = timezone(timedelta(hours=5))
SIX = timezone(timedelta(hours=6))
ONE_ZONE_SINCE = datetime(2024, 3, 1)
KYZYLORDA_FIVE_SINCE = datetime(2018, 12, 21)
WESTERN = frozenset({"KZ-15", "KZ-23", "KZ-27", "KZ-47"})
KYZYLORDA = "KZ-43"

_source: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731 - one line, replaced in tests


def written(text: str) -> str:
    """A day or moment as people write it here (``15.03.2025``, ``15.03.2025 14:20``) in ISO; else the text as it is."""
    day, gap, rest = text.strip().replace("T", " ", 1).partition(" ")
    parts = day.split(".")
    if len(parts) != 3 or [len(one) for one in parts] != [2, 2, 4]:
        return text.strip()
    return "-".join(reversed(parts)) + ("T" if gap else "") + rest.strip()


def now() -> datetime:
    """The present moment, in UTC."""
    return _source()


def use(source: Callable[[], datetime]) -> None:
    """Take the time from ``source`` from now on (tests and replays)."""
    global _source  # noqa: PLW0603 - the one place that may turn the clock
    _source = source


def zone(local: datetime, region: str = "") -> timezone:
    """The offset in force at a naive local time in a region (ISO 3166-2 code; empty: most of the country)."""
    if local >= ONE_ZONE_SINCE or region in WESTERN:
        return FIVE
    if region == KYZYLORDA and local >= KYZYLORDA_FIVE_SINCE:
        return FIVE
    return SIX


def to_utc(local: datetime, region: str = "") -> datetime:
    """A naive local time of a region as an instant in UTC. An aware time is only converted."""
    if local.tzinfo is None:
        local = local.replace(tzinfo=zone(local, region))
    return local.astimezone(UTC)


def to_local(at: datetime) -> datetime:
    """An instant as Kazakhstan's time of today's rule (UTC+5), for showing; older instants keep UTC+6."""
    local = at.astimezone(SIX)
    return local if local.replace(tzinfo=None) < ONE_ZONE_SINCE else at.astimezone(FIVE)
