"""Command of calls: alerts, campaigns, victims in progress, numbers, devices, cells, each with its reasons."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import grounds, out, show_json, show_table
from qalqan.cli.tongue import t

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_REASONS = 3


def register(app: typer.Typer) -> None:
    """Add this room's command."""
    app.command("calls", help=t("cli-calls-help"))(calls)


def calls(
    ws: opt.Workspace,
    top: Annotated[int, typer.Option("--top", min=1, help=t("cli-opt-calls-top"))] = 10,
    since: Annotated[str, typer.Option("--since", help=t("cli-opt-calls-since"))] = "",
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    as_json: opt.AsJson = False,
) -> None:
    """What the calls show, the weightiest first."""
    from qalqan.desk.verbs import calls as look
    from qalqan.report.formats.csv import timed

    found = look(ws, top=top, since=since, officer=officer, purpose=purpose)
    if as_json:
        show_json({one.name: {"total": one.total, "rows": timed(one.rows).to_dicts()} for one in found})
        return
    for one in found:
        title = t("cli-show-section", title=t(f"table-{one.table}" if one.name != "cells" else "cli-calls-cells"),
                  shown=one.rows.height, total=one.total)  # fmt: skip
        head, cells = _SHOWN[one.name]
        if one.rows.height:
            told = (cells(row) for row in one.rows.iter_rows(named=True))
            show_table(title, [t(f"cli-calls-{name}") for name in head], told)
        else:
            out.print(f"{title}: {t('cli-calls-none')}", markup=False)
        out.print()
    out.print(t("cli-calls-note"), markup=False)


def _victim(row: dict[str, Any]) -> Sequence[object]:
    return (
        row["number"] or row["account"], _when(row["at"]), t(f"victim-tell-{row['tell']}"), row["score"],
        row["case_id"], _reasons(row),
    )  # fmt: skip


def _alert(row: dict[str, Any]) -> Sequence[object]:
    against = ", ".join(t(f"life-{one}") for one in (row["against"] or "").split(";") if one)
    return (
        t(f"cli-calls-kind-{row['subject_kind']}"),
        row["subject"],
        _when(row["at"]),
        row["score"],
        against,
        _reasons(row),
    )


def _campaign(row: dict[str, Any]) -> Sequence[object]:
    cases, series = (one.split(";") if one else [] for one in (row["cases"], row["series"]))
    told = t("cli-calls-reached", numbers=row["numbers"], devices=row["devices"], called=row["called"],
             reported=row["reported"])  # fmt: skip
    cases_told = "\n".join((t("cli-calls-cases-told", count=len(cases), first=_first(cases)),
                            t("cli-calls-series-told", count=len(series), first=_first(series))))  # fmt: skip
    return row["campaign_id"], f"{told}\n{_span(row)}", cases_told, row["score"], _reasons(row, places=False)


def _number(row: dict[str, Any]) -> Sequence[object]:
    return row["number"], t(f"cli-calls-role-{row['role']}"), row["score"], _reasons(row)


def _device(row: dict[str, Any]) -> Sequence[object]:
    used = f"{row['numbers']} / {row['imsis']} / {row['cells']}"
    return row["imei"], t(f"cli-calls-role-{row['role']}"), used, _span(row), row["score"], _reasons(row)


def _cell(row: dict[str, Any]) -> Sequence[object]:
    told = t("cli-calls-cell-reached", calls=row["calls"], called=row["called"], reported=row["reported"])
    return row["member"], told, _span(row), _first(row["cases"].split(";") if row["cases"] else []), row["campaign_id"]


_SHOWN: dict[str, tuple[tuple[str, ...], Callable[[dict[str, Any]], Sequence[object]]]] = {
    "victims": (("person", "at", "tell", "score", "case", "reasons"), _victim),
    "alerts": (("kind", "subject", "at", "score", "against", "reasons"), _alert),
    "campaigns": (("campaign", "reach", "cases", "score", "reasons"), _campaign),
    "numbers": (("number", "role", "score", "reasons"), _number),
    "devices": (("device", "role", "used", "span", "score", "reasons"), _device),
    "cells": (("cell", "reach", "span", "cases", "campaign"), _cell),
}


def _reasons(row: dict[str, Any], *, places: bool = True) -> str:
    """The weightiest grounds of a row, in words."""
    told = sorted(json.loads(row["grounds"] or "[]"), key=lambda one: -abs(int(one.get("weight", 0))))
    if not places:
        told = [one | {"locators": []} for one in told]
    more = f"\n+{len(told) - MOST_REASONS}" if len(told) > MOST_REASONS else ""
    return grounds(json.dumps(told[:MOST_REASONS])) + more


def _first(ids: list[str], most: int = 3) -> str:
    return ", ".join(ids[:most]) + (f" +{len(ids) - most}" if len(ids) > most else "")


def _when(at: datetime) -> str:
    from qalqan.clock import to_local

    return f"{to_local(at):%d.%m.%Y %H:%M}"


def _span(row: dict[str, Any]) -> str:
    from qalqan.clock import to_local

    return f"{to_local(row['first']):%d.%m.%Y} – {to_local(row['last']):%d.%m.%Y}"
