"""Commands that make invented data with known truth: simulate calls."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import bar, out, show_json, show_table
from qalqan.cli.tongue import t

simulate = typer.Typer(help=t("cli-simulate-help"), no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.add_typer(simulate, name="simulate")


@simulate.callback()
def _group() -> None:
    """Keep ``calls`` a word of its own while it is the only one."""


@simulate.command("calls", help=t("cli-simulate-calls-help"))
def calls(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help=t("cli-simulate-arg-out"))],
    seed: Annotated[int, typer.Option("--seed", min=0, help=t("cli-simulate-opt-seed"))] = 1,
    subscribers: Annotated[int, typer.Option("--subscribers", help=t("cli-simulate-opt-subscribers"))] = 20_000,
    days: Annotated[int, typer.Option("--days", help=t("cli-simulate-opt-days"))] = 10,
    level: Annotated[int, typer.Option("--level", help=t("cli-simulate-opt-level"))] = 0,
    as_json: opt.AsJson = False,
) -> None:
    """Write an operator's files of invented calls, and the truth beside them."""
    from qalqan.desk.verbs import simulate_calls

    with bar() as progress:
        made = simulate_calls(folder, seed=seed, subscribers=subscribers, days=days, level=level, progress=progress)
    if as_json:
        show_json({"files": made.files, "rows": made.rows, "truth": made.truth})
        return
    show_table(t("cli-simulate-files"), (t("cli-what"), t("cli-rows")), list(made.rows.items()))
    show_table(
        t("cli-simulate-truth"),
        (t("cli-what"), t("cli-rows")),
        [(t(f"cli-simulate-{name}"), count) for name, count in made.truth.items()],
    )
    out.print(t("cli-written", path=made.files), markup=False)
    out.print(t("cli-simulate-next", files=made.files), markup=False)
