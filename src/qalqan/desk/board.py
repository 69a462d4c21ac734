"""The head's board: registered, cleared, damage, money held and returned, by region, scheme, victims and month.

Every figure stands beside the same period a year before. Cleared is told twice, since each alone misleads: cases
cleared within the period, whenever they were registered, and of those registered in the period (the cohort) how many
are cleared by its end. Damage is told by definition: as the register states it, and as the transfers show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from statistics import quantiles
from typing import Final

import polars as pl

from qalqan.clock import to_local
from qalqan.desk import acts_state
from qalqan.desk.acts_state import Kept
from qalqan.engine.frames import Tables
from qalqan.errors import UsageError
from qalqan.store.workspace import Workspace
from qalqan.values import occupation, place

CLEARED: Final = ("to_court", "cleared")
"""Statuses that count as cleared: sent to court, or told so by the register."""
AGES: Final = ((0, 18), (18, 30), (30, 45), (45, 60), (60, 120))
UNKNOWN: Final = ""
OTHER: Final = "other"
"""An occupation that the table of kinds does not hold: counted, never told by its words, which may name one person."""
Halves = tuple[pl.DataFrame, pl.DataFrame]
"""The cases of a period, and of the same period a year before."""
_COUNTED: Final = (pl.len(), pl.col("done").sum(), pl.col("damage_tiyn").sum())
_NINE_IN_TEN: Final = 8  # index of the ninth decile


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure of the period and of the same period a year before."""

    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Row:
    """One region, scheme, group or month: cases and tiyn. ``name`` is a code; empty: not told."""

    name: str
    registered: Pair
    cohort_cleared: Pair
    damage: Pair


@dataclass(frozen=True, slots=True)
class Minutes:
    """From the report's registration to a step: how many cases took it, median and ninth decile in minutes."""

    cases: int
    median: int | None
    nine_in_ten: int | None


@dataclass(frozen=True, slots=True)
class Board:
    """All figures of a period, both days included. Sums in tiyn."""

    since: date
    until: date
    registered: Pair
    cleared: Pair
    cohort_cleared: Pair
    damage_stated: Pair
    damage_found: Pair
    asked: int
    held: int
    returned: int
    drafted: Minutes
    sent: Minutes
    regions: tuple[Row, ...]
    schemes: tuple[Row, ...]
    occupations: tuple[Row, ...]
    ages: tuple[Row, ...]
    months: tuple[Row, ...]


def board(ws: Workspace, known: Tables, since: date, until: date) -> Board:
    """The board of a period. Raises UsageError when it ends before it begins."""
    if until < since:
        raise UsageError("error-board-period", since=since.isoformat(), until=until.isoformat())
    cases = _cases(known)
    ends = (until, _year_before(until))
    halves = (_half(cases, since, ends[0]), _half(cases, _year_before(since), ends[1]))
    acts = [one for one in acts_state.everything(ws) if one.kind != "loan"]
    cleared = [_cleared(cases, low, high) for low, high in ((since, until), (_year_before(since), ends[1]))]
    return Board(
        since, until, Pair(*(half.height for half in halves)), Pair(*cleared),
        _sums(halves, "done"),
        _sums(halves, "damage_tiyn"), _sums(halves, "found_tiyn"), *_money(acts, halves[0]),
        _minutes(acts, halves[0], "propose"), _minutes(acts, halves[0], "send"),
        _by("region", halves, every=sorted(place.codes())), _by("mo", halves), _by("occupation", halves),
        _by("age", halves), _months(halves, since, until),
    )  # fmt: skip


def _cases(known: Tables) -> pl.DataFrame:
    """Every case with its local days, its victim's age group and what the transfers show; made once of a run."""
    return known.once("board", lambda: _made(known))


def _made(known: Tables) -> pl.DataFrame:
    found = known["losses"].group_by("case_id").agg(pl.col("amount_tiyn").sum().alias("found_tiyn"))
    cases = known["cases"].select(
        "case_id", "registered_at", "region", "mo", "victim_iin", "status",
        occupation.kinds(known["cases"]["occupation"], OTHER).alias("occupation"),
        "damage_tiyn", _day("registered_at").alias("on"), _day("status_at").alias("status_on"),
    )  # fmt: skip
    return cases.join(found, on="case_id", how="left", maintain_order="left").with_columns(_age())


def _day(name: str) -> pl.Expr:
    return pl.col(name).dt.offset_by("5h").dt.date()


def _age() -> pl.Expr:
    """The age group at registration, out of the IIN's date of birth (its seventh figure tells the century)."""
    iin = pl.col("victim_iin")
    century = iin.str.slice(6, 1).replace_strict(
        {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}, default=None, return_dtype=pl.Int32
    )
    year = century + iin.str.slice(0, 2).cast(pl.Int32, strict=False)
    not_yet = pl.col("on").dt.strftime("%m%d") < iin.str.slice(2, 4)
    years = pl.col("on").dt.year() - year - not_yet.cast(pl.Int32)
    found = pl.lit(UNKNOWN)
    for low, high in AGES:
        found = pl.when(years.is_between(low, high - 1)).then(pl.lit(f"{low}-{high - 1}")).otherwise(found)
    return found.alias("age")


def _half(cases: pl.DataFrame, since: date, until: date) -> pl.DataFrame:
    """The cases registered between two days, with ``done``: cleared by the second."""
    return cases.filter(pl.col("on").is_between(since, until)).with_columns(_is_cleared(until).alias("done"))


def _year_before(day: date) -> date:
    """The same day a year before; 29 February becomes 28."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _is_cleared(until: date) -> pl.Expr:
    told = pl.col("status").is_in(CLEARED) & (pl.col("status_on").is_null() | (pl.col("status_on") <= until))
    return told.fill_null(value=False)


def _cleared(cases: pl.DataFrame, since: date, until: date) -> int:
    return int(cases.select((_is_cleared(until) & (pl.col("status_on") >= since)).sum()).item())


def _sums(halves: Halves, name: str) -> Pair:
    return Pair(*(int(half[name].sum() or 0) for half in halves))


def _by(name: str, halves: Halves, every: Iterable[str] = ()) -> tuple[Row, ...]:
    """Rows by the values of a column, the most cases first; ``every`` names rows that stand there with no case too."""
    told: dict[str, list[tuple[int, int, int]]] = {one: [(0, 0, 0), (0, 0, 0)] for one in every}
    for order, half in enumerate(halves):
        counted = half.group_by(pl.col(name).fill_null(UNKNOWN)).agg(*_COUNTED)
        for value, *figures in counted.rows():
            told.setdefault(value, [(0, 0, 0), (0, 0, 0)])[order] = (figures[0], figures[1], figures[2])
    rows = [Row(value, *(Pair(*pair) for pair in zip(*both, strict=True))) for value, both in told.items()]
    return tuple(sorted(rows, key=lambda row: (-row.registered.now, -row.registered.before, row.name)))


def _months(halves: Halves, since: date, until: date) -> tuple[Row, ...]:
    """The months that a period touches, each whole days of the period only, beside the same days a year before: the
    29th of February has none in a year without it."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    leap = (pl.col("on").dt.month() == 2) & (pl.col("on").dt.day() == 29)
    told: list[dict[int, tuple[int, ...]]] = []
    for years, half in enumerate(halves):
        month = (pl.col("on").dt.year().cast(pl.Int32) + years) * 12 + pl.col("on").dt.month() - 1
        rows = half if not years else half.filter(~leap)
        counted = rows.group_by(month.alias("month")).agg(*_COUNTED)
        told.append({number: tuple(figures) for number, *figures in counted.rows()})
    none = (0, 0, 0)
    rows_ = ((n, told[0].get(n, none), told[1].get(n, none)) for n in range(first, last + 1))
    return tuple(
        Row(f"{n // 12}-{n % 12 + 1:02}", *(Pair(*pair) for pair in zip(now, before, strict=True)))
        for n, now, before in rows_
    )


def _money(acts: list[Kept], half: pl.DataFrame) -> tuple[int, int, int]:
    """Asked for, held now and returned to victims, of the period's cases.

    Of one case and bank the measures follow each other over the same money: the largest counts, not their sum.
    """
    mine = set(_of_acts(acts, half)["case_id"])
    asked: dict[tuple[str, str], int] = {}
    held: dict[tuple[str, str], int] = {}
    paid = 0
    for one in acts:
        if one.case not in mine:
            continue
        key = (one.case, one.bank)
        asked[key] = max(asked.get(key, 0), sum(one.asked.values()))
        if one.measure.last("answer"):
            held[key] = max(held.get(key, 0), sum(one.held.values()))
        paid += sum(one.paid.values()) if one.kind == "return" else 0
    return sum(asked.values()), sum(held.values()), paid


def _of_acts(acts: list[Kept], half: pl.DataFrame) -> pl.DataFrame:
    """Columns case_id, registered_at of the cases that have a measure: few, whatever the period holds."""
    return half.filter(pl.col("case_id").is_in(sorted({one.case for one in acts}))).select("case_id", "registered_at")


def _minutes(acts: list[Kept], half: pl.DataFrame, step: str) -> Minutes:
    """How long it took from a case's registration to the first step of that name."""
    begun: Mapping[str, datetime] = dict(_of_acts(acts, half).drop_nulls().rows())
    first: dict[str, int] = {}
    for one in acts:
        taken = [event.at for event in one.measure.history if event.step == step]
        if taken and one.case in begun:
            told = int((min(taken) - begun[one.case]).total_seconds() // 60)
            first[one.case] = min(first.get(one.case, told), told)
    spent = sorted(max(0, one) for one in first.values())
    if not spent:
        return Minutes(0, None, None)
    decile = quantiles(spent, n=10, method="inclusive")[_NINE_IN_TEN] if len(spent) > 1 else spent[0]
    return Minutes(len(spent), spent[(len(spent) - 1) // 2], int(decile))


def period(known: Tables) -> tuple[date, date]:
    """The period shown first: this year until the day of the latest registration."""
    latest = known["cases"]["registered_at"].max()
    until = to_local(latest).date() if latest is not None else date(2000, 1, 1)  # type: ignore[arg-type]
    return until.replace(month=1, day=1), until
