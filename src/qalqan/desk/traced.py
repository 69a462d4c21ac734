"""The latest traces of single cases: a page, its pictures and the next look at it ask for the same one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from qalqan.engine.frames import Tables
from qalqan.engine.latest import Latest
from qalqan.link import follow
from qalqan.settings import Settings

_LATEST: Final = Latest[follow.Trace](32)


def traced(
    known: Tables,
    settings: Settings,
    case: str,
    rule: str = "fifo",
    at: datetime | None = None,
    *,
    seen: datetime | None = None,
    make: Callable[[], follow.Trace] | None = None,
) -> follow.Trace:
    """One case's money by a rule at a moment, by answers that had arrived by ``seen`` (`link/follow.trace`, which tells
    what is raised); of tables that never change the latest are kept. ``make`` makes it where the caller has more."""
    key = (known.stamp, settings.trace, case, rule, at, seen)
    return _LATEST.of(key, make or (lambda: follow.trace(known, settings, case, rule, at, seen)), keep=known.stamp)
