"""Arguments and options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from qalqan.cli.tongue import t
from qalqan.settings import Leaf, Settings, load

Workspace = Annotated[Path, typer.Argument(metavar="WS", help=t("cli-arg-ws"))]
Purpose = Annotated[str, typer.Option("--purpose", help=t("cli-opt-purpose"))]
Officer = Annotated[str, typer.Option("--officer", help=t("cli-opt-officer"))]
AsJson = Annotated[bool, typer.Option("--json", help=t("cli-opt-json"))]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help=t("cli-opt-set"))]
Out = Annotated[Path, typer.Argument(metavar="OUT", help=t("cli-gate-arg-out"))]
Days = Annotated[int, typer.Option("--days", min=1, max=365, help=t("cli-gate-opt-days"))]
Never = Annotated[list[Path] | None, typer.Option("--never", help=t("cli-gate-opt-never"))]
Gateways = Annotated[list[Path] | None, typer.Option("--gateways", help=t("cli-gate-opt-gateways"))]
Allowed = Annotated[list[Path] | None, typer.Option("--allowed", help=t("cli-gate-opt-allowed"))]
Passphrase = Annotated[str, typer.Option("--passphrase-file", help=t("cli-opt-passphrase"))]


def settings_of(workspace: Path | None, changes: list[str] | None = None) -> Settings:
    """The settings in force for a call. Raises SettingsError naming the place of a wrong one."""
    call: dict[str, Leaf] = {}
    for change in changes or []:
        name, _, value = change.partition("=")
        call[name.strip()] = value.strip()
    return load(workspace, os.environ, call)[0]


def passphrase(path: str, prompt: str) -> str:
    """The officer's passphrase: first line of a file (``-`` is stdin), else asked for without echo."""
    if path == "-":
        import sys

        return sys.stdin.readline().rstrip("\n")
    if path:
        return Path(path).read_text("utf-8").splitlines()[0]
    return str(typer.prompt(prompt, hide_input=True))
