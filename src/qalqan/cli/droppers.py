"""Command of the ranking: droppers."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out, show_json, show_table, tenge
from qalqan.cli.tongue import t


def register(app: typer.Typer) -> None:
    """Add this room's command."""
    app.command("droppers", help=t("cli-droppers-help"))(droppers)


def droppers(
    ws: opt.Workspace,
    top: Annotated[int, typer.Option("--top", min=1, help=t("cli-opt-top"))] = 20,
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    as_json: opt.AsJson = False,
) -> None:
    """The accounts that are most probably droppers', with their grounds."""
    from qalqan.desk.verbs import droppers as look

    found = look(ws, top, officer=officer, purpose=purpose)
    if as_json:
        show_json({"total": found.total, "accounts": found.rows.to_dicts()})
        return
    keys = ("cli-droppers-account", "cli-droppers-holder", "cli-probability", "cli-droppers-cases", "cli-droppers-came",
            "cli-droppers-against", "cli-grounds")  # fmt: skip
    told = (
        (row["account"], row["holder"], f"{row['score'] / 10:.0f} %", row["cases"], tenge(row["came_tiyn"]),
         _lives(row["against"]), _reasons(row["grounds"]))
        for row in found.rows.iter_rows(named=True)
    )  # fmt: skip
    title = t("cli-droppers-title", shown=found.rows.height, total=found.total)
    show_table(title, [t(key) for key in keys], told)
    out.print(t("cli-droppers-note"), markup=False)


def _lives(against: str | None) -> str:
    return ", ".join(t(f"life-{one}") for one in (against or "").split(";") if one)


def _reasons(told: str) -> str:
    """Grounds in words, the heaviest first: what, how much, how it moves the odds in doublings, and where it stands."""
    lines = []
    for one in json.loads(told or "[]"):
        values = ", ".join(str(value) for value in one["values"].values())
        where = f" [{one['locators'][0]} +{len(one['locators']) - 1}]" if one["locators"] else ""
        lines.append(f"{t(one['rule'])}{': ' if values else ''}{values} ({one['weight'] / 1000:+.1f}){where}")
    return "\n".join(lines)
