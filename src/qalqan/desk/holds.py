"""qalqan holds: where money can be held at a moment, over all cases or of one, by bank."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from qalqan.desk import access, tables
from qalqan.desk.find import case_id
from qalqan.desk.moments import moment
from qalqan.engine.frames import conform
from qalqan.link import follow_then
from qalqan.link import holds as step
from qalqan.link._expected import Outlook
from qalqan.model.schema import TABLES
from qalqan.report import redact
from qalqan.report.formats.csv import timed
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

LIKELY, PERHAPS = 700, 300
"""From here on, per mille, the chance is told as likely, perhaps; below as little; sure where an answer tells so."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The list at a moment: banks with their sums, and rows of ``holds`` in the order of what can be expected.

    place is the order over all rows, chance one of sure, likely, perhaps, little (what ``still`` means in words);
    minutes since an answer told of the account; total counts the rows before ``top`` cut them. Sums in tiyn.
    """

    at: str
    total: int
    banks: list[dict[str, Any]]
    rows: list[dict[str, Any]]

    def told(self) -> dict[str, Any]:
        """As plain structures."""
        return asdict(self)


def holds(
    ws: Workspace, settings: Settings, *, case: str = "", at: str = "", known_at: str = "", top: int = 20,
    purpose: str = "", officer: str = "",
) -> Listed:  # fmt: skip
    """The hold list as of a moment (the latest event), by answers that had arrived by another (all).

    Raises UsageError for a moment that is none, NotFound for an unknown case.
    """
    known = access.known_to(ws, tables.current(ws), officer)
    one = case_id(known, case) if case else ""
    then = follow_then.pictured(
        known, settings, moment(at) if at else None, moment(known_at) if known_at else None, one
    )
    every = listed(then)
    shown = conform(every.drop("place", "chance", "minutes"), TABLES["holds"])
    rows = every.head(top)
    if purpose:
        purposes.log(ws, officer or "-", purpose, f"holds:{one or 'all'}", rows.height)
    else:
        rows = redact.masked(rows, TABLES["holds"])
    at_ = timed(pl.DataFrame({"at": [then.at]}, schema={"at": pl.Datetime("us", "UTC")}))["at"][0]
    return Listed(str(at_), every.height, by_bank(shown).to_dicts(), timed(rows).to_dicts())


def listed(then: follow_then.Then, ahead: Outlook | None = None) -> pl.DataFrame:
    """All rows of ``holds`` at a moment in the order of what can be expected, with place, chance and minutes."""
    rows = step.listed(then, ahead)
    still = pl.col("still")
    chance = (
        pl.when(pl.col("grounds").str.contains('"hold-told"', literal=True))
        .then(pl.lit("sure"))
        .when(still >= LIKELY)
        .then(pl.lit("likely"))
        .when(still >= PERHAPS)
        .then(pl.lit("perhaps"))
        .otherwise(pl.lit("little"))
    )
    order = [pl.col(f"{name}_tiyn").neg() for name in ("expected", "amount", "high")]
    return rows.sort(*order, "case_id", "rank").with_columns(
        pl.int_range(1, pl.len() + 1).cast(pl.Int64).alias("place"),
        chance.alias("chance"),
        (pl.col("as_of") - pl.col("told_to")).dt.total_minutes().alias("minutes"),
    )


def by_bank(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns bank, accounts, cases, low_tiyn, amount_tiyn, high_tiyn, expected_tiyn, most to expect first."""
    return (
        rows.group_by("bank")
        .agg(
            pl.col("account").n_unique().cast(pl.Int64).alias("accounts"),
            pl.col("case_id").n_unique().cast(pl.Int64).alias("cases"),
            *(pl.col(f"{name}_tiyn").sum() for name in ("low", "amount", "high", "expected")),
        )
        .sort(pl.col("expected_tiyn").neg(), pl.col("amount_tiyn").neg(), "bank", nulls_last=True)
    )
