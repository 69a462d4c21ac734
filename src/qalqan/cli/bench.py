"""Commands that measure: bench money."""

from __future__ import annotations

from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import bar, out, show_json, show_table
from qalqan.cli.tongue import t

bench = typer.Typer(help=t("cli-bench-help"), no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.add_typer(bench, name="bench")


@bench.callback()
def _group() -> None:
    """Keep ``money`` a word of its own while it is the only one."""


@bench.command("money", help=t("cli-bench-money-help"))
def money(
    rows: Annotated[int, typer.Option("--rows", metavar="N", help=t("cli-opt-bench-rows"))] = 1_000_000,
    as_json: opt.AsJson = False,
) -> None:
    """How fast this machine follows money, beside the targets."""
    from qalqan.desk.verbs import bench_money

    with bar() as progress:
        found = bench_money(rows, progress)
    if as_json:
        show_json(found.told())
        return
    title = t("bench-title", rows=f"{found.rows:,}".replace(",", "\u202f"))
    head = [t(key) for key in ("bench-what", "cli-value", "cli-unit", "bench-target", "bench-kept")]
    kept = {True: t("bench-yes"), False: t("bench-no"), None: ""}
    told = (
        (t(one.key), f"{one.value:.3g}", t(one.unit), f"≤ {one.target:.3g}" if one.target else "", kept[one.kept])
        for one in found.figures
    )
    show_table(title, head, told)
    out.print(t("bench-slower", times=f"{found.slower:.2f}"), markup=False)
    out.print(t("bench-conserved", cases=f"{found.conserved:,}".replace(",", "\u202f")), markup=False)
    out.print(t("bench-same" if found.alike else "bench-other", hash=found.hash), markup=False)
    if not found.alike:
        raise typer.Exit(1)
