"""Commands of linkage: tie (one new report against all), reopened (old cases that new data tie)."""

from __future__ import annotations

from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import grounds, out, show_json, show_table
from qalqan.cli.tongue import t


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("tie", help=t("cli-tie-help"))(tie)
    app.command("reopened", help=t("cli-reopened-help"))(reopened)


def tie(
    ws: opt.Workspace,
    values: Annotated[list[str] | None, typer.Argument(metavar="[VALUE]...", help=t("cli-arg-values"))] = None,
    text: Annotated[str, typer.Option("--text", help=t("cli-opt-tie-text"))] = "",
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    as_json: opt.AsJson = False,
) -> None:
    """What a new report's values and words tie it to."""
    from qalqan.desk.verbs import tie as look

    found = look(ws, list(values or []), text, officer=officer, purpose=purpose)
    if as_json:
        show_json({"told": found.told.to_dicts(), "series": found.series.to_dicts(), "cases": found.cases.to_dicts()})
        return
    head = [t("cli-kind"), t("cli-value")]
    show_table(t("cli-tie-told"), head, found.told.select("kind", "value").rows())
    columns = [t(key) for key in ("cli-series", "cli-cases", "cli-probability", "cli-grounds")]
    rows = found.series.select("series_id", "cases", "score", "grounds").rows()
    show_table(t("cli-tie-series"), columns, ((*row[:2], _share(row[2]), grounds(row[3])) for row in rows))
    columns = [t(key) for key in ("cli-case", "cli-series", "cli-probability", "cli-grounds")]
    rows = found.cases.select("case_id", "series_id", "score", "grounds").rows()
    show_table(t("cli-tie-cases"), columns, ((*row[:2], _share(row[2]), grounds(row[3])) for row in rows))
    out.print(t("cli-tie-note"), markup=False)


def reopened(
    ws: opt.Workspace,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help=t("cli-opt-since"))],
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    set_: opt.Set = None,
    as_json: opt.AsJson = False,
) -> None:
    """Old unsolved cases that something received since then ties."""
    from qalqan.desk.verbs import reopened as look

    found = look(ws, since, opt.settings_of(ws, set_), officer=officer, purpose=purpose)
    if as_json:
        show_json({"since": found.since.isoformat(), "links": found.links.to_dicts()})
        return
    columns = ("cli-case", "cli-status", "cli-other-case", "cli-before", "cli-probability", "cli-fresh", "cli-grounds")
    rows = found.links.select("case", "status", "other", "before", "score", "fresh", "grounds").rows()
    told = ((*row[:3], _share(row[3]), _share(row[4]), row[5], grounds(row[6])) for row in rows)
    show_table(t("cli-reopened-title", count=len(rows)), [t(key) for key in columns], told)


def _share(score: int) -> str:
    return f"{score / 10:.0f} %"
