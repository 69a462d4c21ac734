"""Our detectors of calls, run by their tables: steps by the order in which the desk sorts them."""

from __future__ import annotations

from types import ModuleType

import polars as pl

from qalqan.desk import steps
from qalqan.engine.frames import Tables
from qalqan.settings import Settings, load

WANTED = ("alerts", "victims_in_progress")


def needed(wanted: tuple[str, ...] = WANTED, given: frozenset[str] = frozenset()) -> list[ModuleType]:
    """The steps that make these tables, each after those it reads from; ``given`` tables are not made."""
    order, tables = steps.in_order(), set(wanted)
    chosen: list[ModuleType] = []
    for step in reversed(order):
        if tables & set(step.CARD.writes) - given and "calls" in {*step.CARD.reads, *step.CARD.writes} | _money(step):
            chosen.append(step)
            tables |= set(step.CARD.reads)
    return [step for step in reversed(chosen) if not set(step.CARD.writes) & given]


def _money(step: ModuleType) -> set[str]:
    """Loans are read from transfers, not from calls."""
    return {"calls"} if "loan_bursts" in step.CARD.writes else set()


def run(tables: dict[str, pl.DataFrame], settings: Settings | None = None) -> dict[str, pl.DataFrame]:
    """The tables of ``WANTED`` from a world's frames."""
    held = Tables.of(tables)
    chosen = settings or load(None)[0]
    made: dict[str, pl.DataFrame] = {}
    for step in needed(given=frozenset(tables)):
        for name, frame in step.run(held, chosen).items():
            held.put(name, frame)
            made[name] = frame
    return made
