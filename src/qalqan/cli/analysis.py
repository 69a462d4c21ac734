"""Commands that analyse and show: analyse, show, trace, status, formats, settings, demo."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import bar, grounds, out, show_json, show_table, tenge
from qalqan.cli.tongue import LANGUAGE, t

SHOWN = "case|series|group|account|number|device|cell|campaign|person|value|message|url"


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("analyse", help=t("cli-analyse-help"))(analyse)
    app.command("show", help=t("cli-show-help"))(show)
    app.command("trace", help=t("cli-trace-help"))(trace)
    app.command("status", help=t("cli-status-help"))(status)
    app.command("formats", help=t("cli-formats-help"))(formats)
    app.command("settings", help=t("cli-settings-help"))(settings)
    app.command("demo", help=t("cli-demo-help"))(demo)


def analyse(ws: opt.Workspace, set_: opt.Set = None, as_json: opt.AsJson = False) -> None:
    """Make a new run."""
    from qalqan.desk.verbs import analyse as run

    with bar() as progress:
        done = run(ws, opt.settings_of(ws, set_), progress)
    if as_json:
        told = {"run": done.run.id, "result_hash": done.run.result_hash, "rows": done.run.counts}
        show_json(told | {"urgent": list(done.urgent)})
        return
    key = "cli-analyse-done" if done.fresh else "cli-analyse-same"
    out.print(t(key, run=done.run.id, hash=done.run.result_hash), markup=False)
    if done.urgent:
        out.print(t("cli-urgent", count=len(done.urgent), first=done.urgent[0]), markup=False)
    rows = [(name, t(f"table-{name}"), count) for name, count in done.run.counts.items()]
    show_table("", (t("cli-table"), t("cli-what"), t("cli-rows")), rows)


def show(
    ws: opt.Workspace,
    what: Annotated[str, typer.Argument(metavar=SHOWN, help=t("cli-arg-what"))],
    wanted: Annotated[str, typer.Argument(metavar="ID", help=t("cli-arg-id"))],
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    as_json: opt.AsJson = False,
) -> None:
    """Everything known about one thing."""
    from qalqan.desk.verbs import show as look
    from qalqan.report.formats.csv import timed

    sheet = look(ws, what, wanted, officer=officer, purpose=purpose)
    if as_json:
        show_json({one.table: timed(one.rows).to_dicts() for one in sheet.sections})
        return
    for one in sheet.sections:
        title = t("cli-show-section", title=t(f"table-{one.table}"), shown=one.rows.height, total=one.total)
        _show_rows(title, timed(one.rows))


def _show_rows(title: str, frame) -> None:  # type: ignore[no-untyped-def]
    """Rows side by side, or one row as name and value."""
    filled = frame[[column.name for column in frame if column.null_count() < frame.height]]
    if "grounds" in filled.columns:
        filled = filled.with_columns(filled["grounds"].map_elements(grounds, return_dtype=filled["grounds"].dtype))
    if filled.height == 1:
        show_table(title, (t("cli-what"), t("cli-value")), list(filled.row(0, named=True).items()))
        return
    show_table(title, filled.columns, filled.rows())


def trace(
    ws: opt.Workspace,
    case: Annotated[str, typer.Option("--case", help=t("cli-opt-case"))],
    rule: Annotated[str, typer.Option("--rule", help=t("cli-opt-rule"))] = "fifo",
    as_of: Annotated[str, typer.Option("--as-of", help=t("cli-opt-as-of"))] = "",
    known_at: Annotated[str, typer.Option("--known-at", help=t("cli-opt-known-at"))] = "",
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    set_: opt.Set = None,
    as_json: opt.AsJson = False,
) -> None:
    """Follow one case's money."""
    from qalqan.desk.verbs import trace as follow

    told = follow(
        ws, case, opt.settings_of(ws, set_), rule=rule, as_of=as_of, known_at=known_at, purpose=purpose,
        officer=officer,
    )  # fmt: skip
    if as_json:
        show_json(told.told())
        return
    out.print(
        t(
            "cli-trace-head",
            case=told.case_id,
            rule=t(f"rule-{told.rule}"),
            at=told.as_of,
            loss=tenge(told.loss_tiyn),
        ),
        markup=False,
    )
    columns = ("cli-col-hop", "cli-col-account", "cli-col-kind", "cli-col-bank", "cli-col-first_in",
            "cli-col-traced", "cli-col-remaining", "cli-col-range")  # fmt: skip
    show_table(t("cli-trace-where"), [t(key) for key in columns], (
        (row["hop"], row["account"], t(f"kind-{row['kind']}"), row["bank"], row["first_in"],
         tenge(row["traced_in_tiyn"]), tenge(row["remaining_tiyn"]),
         f"{tenge(row['remaining_low_tiyn'])} … {tenge(row['remaining_high_tiyn'])}")
        for row in told.trail
    ))  # fmt: skip
    head = [t(f"cli-col-{column}") for column in ("seq", "at", "from", "to", "amount")]
    moved = ((row["seq"], row["at"], row["from"], row["to"], tenge(row["amount_tiyn"])) for row in told.hops[:50])
    show_table(t("cli-trace-hops", hops=len(told.hops)), head, moved)
    out.print(t("cli-trace-sum", sum=tenge(told.sum_tiyn), loss=tenge(told.loss_tiyn)), markup=False)


def status(ws: opt.Workspace, as_json: opt.AsJson = False) -> None:
    """What the workspace holds."""
    from qalqan.desk.status import status as look

    told = look(ws)
    if as_json:
        show_json(told)
        return
    show_table(str(ws), (t("cli-what"), t("cli-value")), [(t(f"status-{k}"), v) for k, v in told.items()])


def formats(as_json: opt.AsJson = False) -> None:
    """File formats that can be read."""
    from qalqan.desk.status import formats as known

    told = known()
    if as_json:
        show_json(told)
        return
    show_table("", (t("cli-format"), t("cli-what")), [(name, t(title)) for name, title in told.items()])


def settings(
    ws: Annotated[Path | None, typer.Argument(metavar="WS", help=t("cli-arg-ws"))] = None, set_: opt.Set = None,
    as_json: opt.AsJson = False,
) -> None:  # fmt: skip
    """Every setting, its value, unit, reason and where the value came from."""
    from qalqan.settings import load

    call = dict(change.split("=", 1) for change in set_ or [])
    origins = load(ws, os.environ, call)[1]
    if as_json:
        show_json({one.path: {"value": one.value, "origin": one.origin} for one in origins})
        return
    head = [t(key) for key in ("cli-setting", "cli-value", "cli-unit", "cli-origin", "cli-why")]
    show_table("", head, [(o.path, o.value, o.unit, o.origin, o.why) for o in origins])


def demo(
    folder: Annotated[Path, typer.Argument(help=t("cli-arg-demo"))] = Path("demo"),
    seed: Annotated[int, typer.Option("--seed", help=t("cli-opt-seed"))] = 7,
    cases: Annotated[int, typer.Option("--cases", help=t("cli-opt-cases"))] = 365,
    people: Annotated[int, typer.Option("--people", help=t("cli-opt-people"))] = 20_000,
    days: Annotated[int, typer.Option("--days", help=t("cli-opt-days"))] = 90,
    regime: Annotated[str, typer.Option("--regime", help=t("cli-opt-regime"))] = "middle",
) -> None:
    """A synthetic region, the main job on it, and where the results are."""
    from qalqan.desk.demo import demo as run

    with bar() as progress:
        told = run(
            folder,
            seed=seed,
            cases=cases,
            people=people,
            days=days,
            regime=regime,
            language=LANGUAGE,
            progress=progress,
        )
    show_table(t("cli-demo-done"), (t("cli-what"), t("cli-value")), [(t(k), v) for k, v in told.facts])
    out.print(t("cli-demo-next"), markup=False)
    activate = Path(sys.argv[0]).parent / "activate"
    if shutil.which("qalqan") is None and activate.is_file():  # started by its path, as `make demo` does
        out.print(f"  . {activate}", markup=False)
    for command in told.commands:
        out.print(f"  {command}", markup=False)
