"""Commands that take files in: init, ingest, map, basis, quality, case new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import bar, out, show_json, show_table
from qalqan.cli.tongue import t

cases = typer.Typer(help=t("cli-case-help"), no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("init", help=t("cli-init-help"))(init)
    app.command("ingest", help=t("cli-ingest-help"))(ingest)
    app.command("map", help=t("cli-map-help"))(map_)
    app.command("basis", help=t("cli-basis-help"))(basis)
    app.command("quality", help=t("cli-quality-help"))(quality)
    app.add_typer(cases, name="case")


def init(
    ws: opt.Workspace,
    key_file: Annotated[Path | None, typer.Option("--key-file", help=t("cli-opt-key-file"))] = None,
) -> None:
    """Make an empty workspace."""
    from qalqan.desk.init import init as make

    made = make(ws, key_file)
    out.print(t("cli-init-done", path=str(ws), key=made), markup=False)


def ingest(
    ws: opt.Workspace,
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER…", help=t("cli-arg-folders"))],
    basis: Annotated[str, typer.Option("--basis", help=t("cli-opt-basis"))] = "",
    region: Annotated[str, typer.Option("--region", help=t("cli-opt-region"))] = "",
    mapping: Annotated[Path | None, typer.Option("--mapping", help=t("cli-opt-mapping"))] = None,
    yes: Annotated[bool, typer.Option("--yes", help=t("cli-opt-yes"))] = False,
    set_: opt.Set = None,
    as_json: opt.AsJson = False,
) -> None:
    """Read files and archives into the workspace."""
    from qalqan.desk.ingest import ingest as read

    settings = opt.settings_of(ws, set_)
    with bar() as progress:
        done = read(
            ws,
            folders,
            settings,
            basis=basis,
            region=region,
            mapping=mapping,
            take_best=yes,
            progress=progress,
        )
    if as_json:
        show_json(done.told())
        return
    rows = [(t(f"cli-files-{status}"), count) for status, count in sorted(done.by_status.items())]
    show_table(t("cli-ingest-done", files=done.files, records=done.records), (t("cli-what"), t("cli-files")), rows)
    if done.units != done.accounted:
        out.print(t("cli-ingest-unbalanced", units=done.units, accounted=done.accounted), style="bold red")
    for name, note in done.asks:
        out.print(f"  {name}: {t(note)}", markup=False)
    if done.asks:
        out.print(t("cli-ingest-asks", ws=str(ws)), markup=False)


def map_(
    ws: opt.Workspace,
    evidence: Annotated[str, typer.Argument(help=t("cli-arg-evidence"))],
    mapping: Annotated[Path | None, typer.Option("--mapping", help=t("cli-opt-mapping"))] = None,
    set_: opt.Set = None,
) -> None:
    """Show how a file was understood, or read it again with a corrected mapping, remembered as a profile."""
    from qalqan.desk import mapping as desk

    if mapping is None:
        out.print(desk.proposal(ws, evidence), markup=False)
        return
    with bar() as progress:
        records = desk.correct(ws, evidence, mapping, opt.settings_of(ws, set_), progress)
    out.print(t("cli-map-done", records=records), markup=False)


def basis(
    ws: opt.Workspace,
    evidence: Annotated[str, typer.Argument(help=t("cli-arg-evidence"))],
    words: Annotated[str, typer.Argument(help=t("cli-opt-basis"))],
) -> None:
    """Give a file its lawful basis, or a new one."""
    from qalqan.desk.ingest import give_basis

    count = give_basis(ws, evidence, words)
    out.print(t("cli-basis-done", files=count), markup=False)


def quality(
    ws: opt.Workspace,
    out_: Annotated[Path | None, typer.Option("--out", help=t("cli-opt-quality-out"))] = None,
    as_json: opt.AsJson = False,
) -> None:
    """What was understood, what was not, and why."""
    from qalqan.desk.quality import quality as sheet

    told = sheet(ws, out_)
    if as_json:
        show_json(told.told())
        return
    shown = ("evidence", "file", "format", "record_kind", "units", "records", "duplicates", "rejected", "skipped",
             "status")  # fmt: skip
    show_table(t("cli-quality-files"), [t(f"cli-col-{c}") for c in shown], told.files.select(shown).rows())
    why = ("file", "column", "reason", "action", "count")
    together = told.sheet.reasons.group_by(why[:-1], maintain_order=True).sum()  # sheets of a file side by side
    rows = together.select(why).rows(named=True)
    cells = ([t(row[c]) if c == "reason" else row[c] for c in why] for row in rows)
    show_table(t("cli-quality-reasons"), [t(f"cli-col-{c}") for c in why], cells)
    if out_:
        out.print(t("cli-written", path=str(out_)), markup=False)


@cases.command("new", help=t("cli-case-new-help"))
def case_new(
    ws: opt.Workspace,
    from_: Annotated[Path | None, typer.Option("--from", help=t("cli-opt-from"))] = None,
    kui: Annotated[str, typer.Option("--kui", help=t("cli-opt-kui"))] = "",
    region: Annotated[str, typer.Option("--region", help=t("cli-opt-region"))] = "",
    victim: Annotated[str, typer.Option("--victim", help=t("cli-opt-victim"))] = "",
    iin: Annotated[str, typer.Option("--iin", help=t("cli-opt-iin"))] = "",
    phone: Annotated[str, typer.Option("--phone", help=t("cli-opt-phone"))] = "",
    account: Annotated[str, typer.Option("--account", help=t("cli-opt-account"))] = "",
    call: Annotated[list[str] | None, typer.Option("--call", help=t("cli-opt-call"))] = None,
    transfer: Annotated[list[str] | None, typer.Option("--transfer", help=t("cli-opt-transfer"))] = None,
    words: Annotated[str, typer.Option("--words", help=t("cli-opt-words"))] = "",
    set_: opt.Set = None,
) -> None:
    """Type in a report before any register number exists."""
    from qalqan.desk.case_new import FIELDS, Form, new

    form = Form.read(from_) if from_ else Form(
        kui_number=kui, region=region, victim_name=victim, victim_iin=iin, victim_phone=phone,
        victim_account=account, calls=tuple(call or ()), transfers=tuple(transfer or ()), words=words,
    )  # fmt: skip
    if not form.kui_number and not from_:
        asked = {name: typer.prompt(t(f"cli-ask-{name}"), default="") for name in FIELDS}
        calls = _several("cli-ask-call")
        transfers = _several("cli-ask-transfer")
        form = Form(**asked, calls=calls, transfers=transfers, words=typer.prompt(t("cli-ask-words"), default=""))
    case_id = new(ws, form, opt.settings_of(ws, set_))
    out.print(t("cli-case-new-done", case=case_id, ws=str(ws)), markup=False)


def _several(question: str) -> tuple[str, ...]:
    """Answers until an empty one."""
    answers: list[str] = []
    while answer := typer.prompt(t(question, number=len(answers) + 1), default="", show_default=False):
        answers.append(answer)
    return tuple(answers)
