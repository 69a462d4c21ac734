"""qalqan ask-next: which bank to ask next at a moment, about which accounts, over all cases or for one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from qalqan.desk import tables
from qalqan.desk.find import case_id
from qalqan.desk.moments import moment
from qalqan.engine.frames import conform
from qalqan.link import ask_next as step
from qalqan.link import follow_then
from qalqan.model.column import Table, col
from qalqan.model.schema import TABLES
from qalqan.report import redact
from qalqan.report.formats.csv import timed
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

_ONE = Table("asked", "an account", (col("accounts", "text", "account", personal="account"),), ("accounts",))


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows of ``ask_next`` at a moment, ``accounts`` as a list; sums in tiyn. traced: some loss was known by then."""

    at: str
    traced: bool
    rows: list[dict[str, Any]]

    def told(self) -> dict[str, Any]:
        """As plain structures."""
        return asdict(self)


def ask_next(
    ws: Workspace, settings: Settings, *, case: str = "", at: str = "", purpose: str = "", officer: str = ""
) -> Asked:
    """Whom to ask at a moment, by the answers that had arrived by then (without one: at the latest event, by all).

    Raises UsageError for a moment that is none, NotFound for an unknown case.
    """
    known = tables.current(ws)
    one = case_id(known, case) if case else ""
    when = moment(at) if at else None
    then = follow_then.pictured(known, settings, when, when, one)
    made = step.listed(then, settings, then.at, one)
    rows = conform(made.filter(pl.col("case_id") == one), TABLES["ask_next"]).with_columns(
        pl.col("accounts").str.split(";")
    )
    if purpose:
        purposes.log(ws, officer or "-", purpose, f"ask-next:{one or 'all'}", rows.height)
    else:
        rows = _masked(rows)
    told = timed(pl.DataFrame({"at": [then.at]}, schema={"at": pl.Datetime("us", "UTC")}))["at"][0]
    return Asked(str(told), not then.trails.is_empty(), timed(rows).to_dicts())


def _masked(rows: pl.DataFrame) -> pl.DataFrame:
    each = rows.select("rank", "accounts").explode("accounts")
    hidden = redact.masked(each, _ONE).group_by("rank", maintain_order=True).agg("accounts")
    return rows.drop("accounts").join(hidden, on="rank", how="left", maintain_order="left")
