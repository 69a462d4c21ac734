"""Commands by which something leaves the house: export, report, request."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.acts import plain_notes, say_notes
from qalqan.cli.console import bar, out, show_json, show_table
from qalqan.cli.tongue import LANGUAGE, t
from qalqan.errors import UsageError

requests = typer.Typer(help=t("cli-request-help"), no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("export", help=t("cli-export-help"))(export)
    app.command("report", help=t("cli-report-help"))(report)
    app.command("request", help=t("cli-request-help"))(request)


def export(
    ws: opt.Workspace,
    folder: Annotated[Path, typer.Argument(metavar="OUT", help=t("cli-arg-out"))],
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    as_json: opt.AsJson = False,
) -> None:
    """Write the tables."""
    from qalqan.desk.verbs import export as write

    done = write(ws, folder, officer=officer, purpose=purpose)
    if as_json:
        show_json(
            {
                "folder": str(done.folder),
                "rows": done.rows,
                "masked": done.masked,
                "result_hash": done.result_hash,
            }
        )
        return
    show_table("", (t("cli-table"), t("cli-rows")), list(done.rows.items()))
    out.print(t("cli-export-masked" if done.masked else "cli-export-clear", path=str(folder)), markup=False)
    out.print(t("cli-result-hash", hash=done.result_hash), markup=False)


def report(
    ws: opt.Workspace,
    what: Annotated[str, typer.Argument(metavar="case|series", help=t("cli-arg-what"))],
    wanted: Annotated[str, typer.Argument(metavar="ID", help=t("cli-arg-id"))],
    out_: Annotated[Path, typer.Option("--out", help=t("cli-opt-pdf"))],
    lang: Annotated[str, typer.Option("--lang", help=t("cli-opt-doc-lang"))] = LANGUAGE,
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
) -> None:
    """The dossier of a case or series as PDF/A."""
    from qalqan.desk.papers import dossier

    made = dossier(ws, what, wanted, out_, lang=lang, officer=officer, purpose=purpose)
    out.print(t("cli-written", path=str(made.path)), markup=False)
    if made.draft:
        out.print(t("cli-draft", reason=t(made.draft)), markup=False)


def request(
    ws: opt.Workspace,
    act: Annotated[str, typer.Argument(metavar="hold", help=t("cli-arg-act"))],
    case: Annotated[str, typer.Option("--case", help=t("cli-opt-case"))],
    bank: Annotated[str, typer.Option("--bank", help=t("cli-opt-bank"))] = "",
    all_banks: Annotated[bool, typer.Option("--all-banks", help=t("cli-opt-all-banks"))] = False,
    out_: Annotated[Path | None, typer.Option("--out", help=t("cli-opt-request-out"))] = None,
    lang: Annotated[str, typer.Option("--lang", help=t("cli-opt-doc-lang"))] = LANGUAGE,
    legal_act: Annotated[str, typer.Option("--legal-act", help=t("cli-opt-legal-act"))] = "suspension",
    officer: opt.Officer = "",
    as_json: opt.AsJson = False,
) -> None:
    """A request to a bank, or to every bank of a case, as PDF, as an editable letter and as a workbook."""
    from qalqan.desk import papers as write

    if bool(bank) == all_banks:
        raise UsageError("error-request-bank")
    if all_banks:
        with bar() as progress:
            made = write.requests(
                ws, act, case, out_, lang=lang, legal_act=legal_act, officer=officer, progress=progress
            )
    else:
        made = (write.request(ws, act, case, bank, out_, lang=lang, legal_act=legal_act, officer=officer),)
    if as_json:
        show_json([
            {"paths": [str(path) for path in one.paths], "subject": one.subject, "shown": one.shown, "draft": one.draft,
             "notes": plain_notes(one.notes)}
            for one in made
        ])  # fmt: skip
        return
    for one in made:
        for path in one.paths:
            out.print(t("cli-written", path=str(path)), markup=False)
        if one.subject:
            out.print(t("cli-request-subject", subject=one.subject, shown=one.shown), markup=False, soft_wrap=True)
        if one.draft:
            out.print(t("cli-draft", reason=t(one.draft)), markup=False)
        say_notes(one.notes)
