"""Commands of the pages: the citizens' page and its open figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out, show_json
from qalqan.cli.tongue import t

citizen = typer.Typer(help=t("cli-citizen-help"), no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.add_typer(citizen, name="citizen")


@citizen.command("serve", help=t("cli-citizen-serve-help"))
def serve(
    figures: Annotated[Path | None, typer.Option("--figures", help=t("cli-citizen-opt-figures"))] = None,
    host: Annotated[str, typer.Option("--host", help=t("cli-gate-opt-host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=t("cli-gate-opt-port"))] = 8703,
) -> None:
    """Serve the citizens' page."""
    import json

    from qalqan.errors import UsageError
    from qalqan.web.citizen import serve as run

    told = None
    if figures is not None:
        try:
            told = json.loads(figures.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise UsageError("error-figures-file", where=str(figures), reason=str(error)) from error
    out.print(t("cli-citizen-serving", host=host, port=str(port)), markup=False)
    run(host, port, told)


@citizen.command("figures", help=t("cli-citizen-figures-help"))
def figures(
    ws: opt.Workspace,
    path: Annotated[Path, typer.Argument(metavar="OUT", help=t("cli-arg-out"))],
    as_json: opt.AsJson = False,
) -> None:
    """Write the open figures of a workspace."""
    from qalqan.desk.figures import figures as write

    told = write(ws, path)
    if as_json:
        show_json(told)
        return
    out.print(t("cli-written", path=str(path)), markup=False)
