"""Commands that draw: pictures of one case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out, show_json
from qalqan.cli.tongue import LANGUAGE, t

WHAT = "sankey|balances|hops|timeline"


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("draw", help=t("cli-draw-help"))(draw)


def draw(
    what: Annotated[str, typer.Argument(metavar=WHAT, help=t("cli-arg-picture"))],
    ws: opt.Workspace,
    case: Annotated[str, typer.Option("--case", help=t("cli-opt-case"))],
    out_: Annotated[Path, typer.Option("--out", help=t("cli-opt-picture-out"))],
    rule: Annotated[str, typer.Option("--rule", help=t("cli-opt-rule"))] = "fifo",
    as_of: Annotated[str, typer.Option("--as-of", help=t("cli-opt-as-of"))] = "",
    known_at: Annotated[str, typer.Option("--known-at", help=t("cli-opt-known-at"))] = "",
    lang: Annotated[str, typer.Option("--lang", help=t("cli-opt-doc-lang"))] = LANGUAGE,
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    set_: opt.Set = None,
    as_json: opt.AsJson = False,
) -> None:
    """A picture of one case's money."""
    from qalqan.desk.verbs import draw as make

    made = make(
        ws, what, case, out_, opt.settings_of(ws, set_), lang=lang, rule=rule, as_of=as_of, known_at=known_at,
        purpose=purpose, officer=officer,
    )  # fmt: skip
    if as_json:
        show_json({
            "paths": [str(path) for path in made.paths], "case": made.case_id, "as_of": made.as_of.isoformat(),
            "rule": made.rule, "accounts": made.accounts, "hops": made.hops,
        })  # fmt: skip
        return
    for path in made.paths:
        out.print(t("cli-written", path=str(path)), markup=False)
