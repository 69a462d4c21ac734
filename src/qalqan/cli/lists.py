"""Command of the lists that leave the house for operators: lists."""

from __future__ import annotations

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out, show_json, show_table
from qalqan.cli.tongue import t


def register(app: typer.Typer) -> None:
    """Add this room's command."""
    app.command("lists", help=t("cli-lists-help"))(lists)


def lists(
    ws: opt.Workspace,
    folder: opt.Out,
    days: opt.Days = 30,
    never: opt.Never = None,
    gateways: opt.Gateways = None,
    allowed: opt.Allowed = None,
    officer: opt.Officer = "",
    as_json: opt.AsJson = False,
) -> None:
    """Write the lists for operators; a draft until two officers approve."""
    from qalqan.desk.lists import summary
    from qalqan.desk.verbs import lists as write

    extra = {"never": never or [], "gateways": gateways or [], "allowed": allowed or []}
    done = write(ws, folder, days=days, extra=extra, officer=officer)
    if as_json:
        show_json(summary(done))
        return
    show_table("", (t("cli-gate-list"), t("cli-rows")), [(t(f"lists-{name}"), n) for name, n in done.rows.items()])
    for path in done.paths:
        out.print(t("cli-written", path=str(path)), markup=False)
    out.print(t("cli-request-subject", subject=done.subject, shown=done.shown), markup=False, soft_wrap=True)
    if done.draft:
        out.print(t("cli-draft", reason=t(done.draft)), markup=False)
