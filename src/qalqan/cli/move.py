"""Commands that carry a workspace: move, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import bar, out, show_json
from qalqan.cli.tongue import t
from qalqan.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("move", help=t("cli-move-help"))(move)
    app.command("backup", help=t("cli-backup-help"))(backup)
    app.command("restore", help=t("cli-restore-help"))(restore)


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


def backup(
    ws: opt.Workspace,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=t("cli-arg-backup-file"))],
    as_json: opt.AsJson = False,
) -> None:
    """The whole workspace in one file."""
    from qalqan.desk import verbs

    with bar() as progress:
        made = verbs.backup(ws, file, progress)
    if as_json:
        show_json({"file": made.file, "sha256": made.sha256, "bytes": made.bytes, "files": made.files,
                   "size": made.size, "root": made.root})  # fmt: skip
        return
    out.print(t("cli-backup-done", file=str(made.file), files=made.files, size=made.size, root=made.root), markup=False)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=t("cli-arg-backup-file"))],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=t("cli-arg-restore-folder"))],
    as_json: opt.AsJson = False,
) -> None:
    """A workspace out of a backup."""
    from qalqan.desk import verbs

    with bar() as progress:
        made = verbs.restore(file, folder, progress)
    if as_json:
        show_json({"sha256": made.sha256, "files": made.files, "size": made.size, "root": made.root})
        return
    out.print(t("cli-restore-done", files=made.files, size=made.size, root=made.root), markup=False)
