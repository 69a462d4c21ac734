"""The command that moves a workspace's database."""

from __future__ import annotations

from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import bar, out, show_json
from qalqan.cli.tongue import t
from qalqan.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("move", help=t("cli-move-help"))(move)


def move(
    ws: opt.Workspace,
    to: Annotated[str, typer.Option("--to", metavar="URL", help=t("cli-move-opt-to"))] = "",
    forget: Annotated[bool, typer.Option("--forget", help=t("cli-move-opt-forget"))] = False,
    as_json: opt.AsJson = False,
) -> None:
    """Move the database, or remove what earlier moves put aside."""
    from qalqan.desk import verbs

    if bool(to) == forget:
        raise UsageError("error-move-what")
    with bar() as progress:
        if forget:
            files = verbs.forget_moved(ws, progress)
            told: dict[str, object] = {"files": files}
        else:
            moved = verbs.move(ws, to, progress)
            told = {"to": moved.to, "size": moved.size, "root": moved.root, "aside": moved.aside}
    if as_json:
        show_json(told)
        return
    if forget:
        out.print(t("cli-move-forgotten", files=files), markup=False)
        return
    out.print(t("cli-move-done", to=moved.to, size=moved.size, root=moved.root), markup=False)
    if moved.aside:
        out.print(t("cli-move-aside", where=moved.aside), markup=False)
