"""qalqan serve: the officers' console and the API of a workspace, on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out
from qalqan.cli.tongue import LANGUAGE, t


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("serve", help=t("cli-serve-help"))(serve)


def serve(
    ws: opt.Workspace,
    host: Annotated[str, typer.Option("--host", help=t("cli-gate-opt-host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=t("cli-gate-opt-port"))] = 8700,
    worker: Annotated[bool, typer.Option("--worker/--no-worker", help=t("cli-serve-opt-workers"))] = True,
) -> None:
    """Serve until interrupted; the first start prints the link that makes the administrator."""
    from qalqan.console import server

    def told(first: str, minutes: int) -> None:
        out.print(t("cli-serving", host=host, port=str(port)), markup=False)
        if first:
            out.print(t("cli-serve-first", minutes=str(minutes)), markup=False)
            out.print(f"http://{host}:{port}/{LANGUAGE}{first}", markup=False, soft_wrap=True)

    server.serve(ws, host, port, worker=worker, told=told)
