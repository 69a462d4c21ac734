"""The latest traces of single cases: a page, its pictures and the next look at it ask for the same one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final

from qalqan.engine.frames import Tables
from qalqan.link import follow
from qalqan.settings import Settings

KEPT: Final = 32
Key = tuple[object, ...]
_kept: dict[Key, follow.Trace] = {}
_keeping: Final = threading.Lock()


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
    key: Key = (known.stamp, settings.trace, case, rule, at, seen)
    with _keeping:
        if known.stamp and (found := _kept.pop(key, None)) is not None:
            _kept[key] = found
            return found
    made = make() if make else follow.trace(known, settings, case, rule, at, seen)
    if known.stamp:
        with _keeping:
            _kept[key] = made
            while len(_kept) > KEPT:
                del _kept[next(iter(_kept))]
    return made
