"""qalqan calls: alerts, campaigns of calls, victims in progress, and the numbers, devices and cells behind them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl

from qalqan.desk import tables
from qalqan.desk.lens import ALL, Sight
from qalqan.desk.moments import moment
from qalqan.engine.frames import Tables
from qalqan.errors import UsageError
from qalqan.model.schema import TABLES
from qalqan.report import redact
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

ROLES: Final = ("simbox", "spoofed", "caller")
CELLS: Final = "call_campaign_members"
SHEET: Final = r":(\+?\d{4})\d{4,}(\d{2}):"


@dataclass(frozen=True, slots=True)
class Part:
    """One list: its name, the table its rows are of, the first rows, and how many there are."""

    name: str
    table: str
    rows: pl.DataFrame
    total: int


def calls(ws: Workspace, *, top: int = 20, since: str = "", officer: str = "", purpose: str = "") -> tuple[Part, ...]:
    """The lists ``victims``, ``alerts``, ``campaigns``, ``numbers``, ``devices``, ``cells``, each the weightiest first.

    With ``since`` only what happened after it. Masked unless a purpose is given, which is logged. Raises UsageError
    when ``top`` is below 1 or ``since`` is no moment, NotFound before any analysis.
    """
    if top < 1:
        raise UsageError("error-top", value=top)
    parts = lists(tables.current(ws), top=top, since=since, clear=lambda _: bool(purpose))
    if purpose:
        purposes.log(ws, officer or "-", purpose, "calls", sum(one.rows.height for one in parts))
    return parts


def lists(
    known: Tables, *, top: int, since: str = "", clear: Callable[[str], bool] = lambda _: False, sight: Sight = ALL
) -> tuple[Part, ...]:
    """The lists out of tables that the caller holds, without what is hidden from ``sight``.

    Rows of no case, and of those that ``clear`` says (empty: of no case), are in clear: only for a purpose that the
    caller has logged.
    """
    told = [(name, table, _seen(rows, sight)) for name, table, rows in _lists(known, moment(since) if since else None)]
    return tuple(Part(name, table, _shown(rows.head(top), table, clear), rows.height) for name, table, rows in told)


def _seen(rows: pl.DataFrame, sight: Sight) -> pl.DataFrame:
    """Without rows of hidden cases, and without their numbers where a row is of several cases."""
    found = sight.of(rows)
    if not sight.cases or "cases" not in found.columns or found.schema["cases"] != pl.String:
        return found
    known = pl.element().filter(~pl.element().is_in(sorted(sight.cases)))
    return found.with_columns(pl.col("cases").fill_null("").str.split(";").list.eval(known).list.join(";"))


def _shown(rows: pl.DataFrame, table: str, clear: Callable[[str], bool]) -> pl.DataFrame:
    """Rows in clear where they may be, else masked."""
    hidden = _masked(rows, table)
    of = rows["case_id"].fill_null("").to_list() if "case_id" in rows.columns else [""] * rows.height
    mask = pl.Series([clear(one) for one in of], dtype=pl.Boolean)
    return rows.select(pl.when(mask).then(rows[one]).otherwise(hidden[one]).alias(one) for one in rows.columns)


def _masked(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    """Rows as somebody without a purpose sees them: grounds keep their numbers, places lose the subscribers' numbers
    by which operators call their sheets."""
    hidden = redact.masked(rows, TABLES[table]).with_columns(
        pl.Series("grounds", [_bare(told) for told in rows["grounds"]], pl.String)
    )
    places = [name for name in ("locators", "victim_id", "campaign_id") if name in hidden.columns]
    return hidden.with_columns(pl.col("grounds", *places).str.replace_all(SHEET, ":${1}•••${2}:"))


def _bare(told: str | None) -> str:
    made = json.loads(told or "[]")
    for one in made:
        one["values"] = {name: value for name, value in one.get("values", {}).items() if isinstance(value, int)}
    return json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _lists(known: Tables, since: datetime | None) -> list[tuple[str, str, pl.DataFrame]]:
    def after(frame: pl.DataFrame, column: str) -> pl.DataFrame:
        return frame if since is None else frame.filter(pl.col(column) >= since)

    victims = after(known["victims_in_progress"], "until")
    alerts = after(known["alerts"], "at")
    campaigns = after(known["call_campaigns"], "last")
    members = after(known["call_campaign_members"], "last")
    devices = after(known["devices"], "last").filter(pl.col("role") != "ordinary")
    order = ["reported", "called", "calls"]
    return [
        ("victims", "victims_in_progress", victims.sort("at", "score", "victim_id", descending=[True, True, False])),
        ("alerts", "alerts", alerts.sort("score", "at", "alert_id", descending=[True, True, False])),
        ("campaigns", "call_campaigns", campaigns.sort(*order, "campaign_id", descending=[True, True, True, False])),
        ("numbers", "numbers", _numbers(known, since)),
        ("devices", "devices", devices.sort("score", "numbers", "imei", descending=[True, True, False])),
        ("cells", CELLS, members.filter(pl.col("kind") == "cell")
         .sort(*order, "member", descending=[True, True, True, False])),
    ]  # fmt: skip


def _numbers(known: Tables, since: datetime | None) -> pl.DataFrame:
    """Numbers with a role that speaks against them, the surest first; with ``since`` those that called after it."""
    found = known["numbers"].filter(pl.col("role").is_in(ROLES))
    if since is not None:
        later = known["calls"].filter(pl.col("at") >= since).select(pl.col("a").alias("number")).unique()
        found = found.join(later, on="number", how="semi")
    rank = pl.col("role").replace_strict({role: n for n, role in enumerate(ROLES)}, return_dtype=pl.Int64)
    return found.sort(-pl.col("score"), rank, "number")
