"""The head's board: registered, cleared, damage, money held and returned, by region, scheme, victims and month.

Every figure stands beside the same period a year before. Cleared is told twice, since each alone misleads: cases
cleared within the period, whenever they were registered, and of those registered in the period (the cohort) how many
are cleared by its end. Damage is told by definition: as the register states it, and as the transfers show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import quantiles
from typing import Final

import polars as pl

from qalqan.clock import to_local
from qalqan.desk import acts_state
from qalqan.desk.acts_state import Kept
from qalqan.engine.frames import Tables
from qalqan.errors import UsageError
from qalqan.store.workspace import Workspace
from qalqan.values import place

CLEARED: Final = ("to_court", "cleared")
"""Statuses that count as cleared: sent to court, or told so by the register."""
AGES: Final = ((0, 18), (18, 30), (30, 45), (45, 60), (60, 120))
UNKNOWN: Final = ""
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
    halves = (_within(cases, since, until), _within(cases, _year_before(since), _year_before(until)))
    ends = (until, _year_before(until))
    acts = [one for one in acts_state.everything(ws) if one.kind != "loan"]
    cleared = [_cleared(cases, low, high) for low, high in ((since, until), (_year_before(since), ends[1]))]
    return Board(
        since, until, Pair(*(half.height for half in halves)), Pair(*cleared),
        Pair(*(_cohort(half, end) for half, end in zip(halves, ends, strict=True))),
        _sums(halves, "damage_tiyn"), _sums(halves, "found_tiyn"), *_money(acts, halves[0]),
        _minutes(acts, halves[0], "propose"), _minutes(acts, halves[0], "send"),
        _by("region", halves, ends, every=sorted(place.codes())), _by("mo", halves, ends),
        _by("occupation", halves, ends), _by("age", halves, ends), _months(cases, since, until),
    )  # fmt: skip


def _cases(known: Tables) -> pl.DataFrame:
    """Every case with its local days, its victim's age group and what the transfers show."""
    found = known["losses"].group_by("case_id").agg(pl.col("amount_tiyn").sum().alias("found_tiyn"))
    cases = known["cases"].select(
        "case_id", "registered_at", "region", "mo", "victim_iin", "status",
        pl.col("occupation").str.strip_chars().str.to_lowercase(),
        "damage_tiyn", _day("registered_at").alias("on"), _day("status_at").alias("status_on"),
    )  # fmt: skip
    return cases.join(found, on="case_id", how="left").with_columns(_age()).sort("case_id")


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


def _within(cases: pl.DataFrame, since: date, until: date) -> pl.DataFrame:
    return cases.filter(pl.col("on").is_between(since, until))


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
    return cases.filter(_is_cleared(until) & (pl.col("status_on") >= since)).height


def _cohort(half: pl.DataFrame, until: date) -> int:
    return half.filter(_is_cleared(until)).height


def _sums(halves: Iterable[pl.DataFrame], name: str) -> Pair:
    return Pair(*(int(half[name].sum() or 0) for half in halves))


def _by(
    name: str, halves: tuple[pl.DataFrame, pl.DataFrame], ends: tuple[date, date], every: Iterable[str] = ()
) -> tuple[Row, ...]:
    """Rows by the values of a column, the most cases first; ``every`` names rows that stand there with no case too."""
    told: dict[str, list[tuple[int, int, int]]] = {one: [(0, 0, 0), (0, 0, 0)] for one in every}
    for order, (half, end) in enumerate(zip(halves, ends, strict=True)):
        counted = half.group_by(pl.col(name).fill_null(UNKNOWN)).agg(
            pl.len(), _is_cleared(end).sum().alias("cleared"), pl.col("damage_tiyn").sum()
        )
        for value, cases, cleared, damage in counted.rows():
            told.setdefault(value, [(0, 0, 0), (0, 0, 0)])[order] = (cases, cleared, damage or 0)
    rows = [Row(value, *(Pair(*pair) for pair in zip(*both, strict=True))) for value, both in told.items()]
    return tuple(sorted(rows, key=lambda row: (-row.registered.now, -row.registered.before, row.name)))


def _months(cases: pl.DataFrame, since: date, until: date) -> tuple[Row, ...]:
    """The months that a period touches, each whole days of the period only, beside the same days a year before."""
    rows, low = [], since
    while low <= until:
        high = min(until, (low.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1))
        halves = [_within(cases, low, high), _within(cases, _year_before(low), _year_before(high))]
        cohort = Pair(_cohort(halves[0], until), _cohort(halves[1], _year_before(until)))
        damage = _sums(halves, "damage_tiyn")
        rows.append(Row(f"{low:%Y-%m}", Pair(halves[0].height, halves[1].height), cohort, damage))
        low = high + timedelta(days=1)
    return tuple(rows)


def _money(acts: list[Kept], half: pl.DataFrame) -> tuple[int, int, int]:
    """Asked for, held now and returned to victims, of the period's cases.

    Of one case and bank the measures follow each other over the same money: the largest counts, not their sum.
    """
    mine = set(half["case_id"].to_list())
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


def _minutes(acts: list[Kept], half: pl.DataFrame, step: str) -> Minutes:
    """How long it took from a case's registration to the first step of that name."""
    begun: Mapping[str, object] = dict(half.select("case_id", "registered_at").drop_nulls().rows())
    first: dict[str, int] = {}
    for one in acts:
        taken = [event.at for event in one.measure.history if event.step == step]
        if taken and one.case in begun:
            told = int((min(taken) - begun[one.case]).total_seconds() // 60)  # type: ignore[operator]
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
