"""Commands of the registry: add, list, appeal, outcome, degree, restore, remove, import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out, show_json, show_table
from qalqan.cli.tongue import t

room = typer.Typer(help=t("cli-registry-help"), no_args_is_help=True)
Entry = Annotated[str, typer.Argument(metavar="ENTRY", help=t("cli-arg-entry"))]
Signing = Annotated[str, typer.Option("--officer", help=t("cli-opt-officer"))]
Number = Annotated[str, typer.Option("--number", help=t("cli-opt-registry-number"))]
Day = Annotated[str, typer.Option("--date", help=t("cli-opt-registry-date"))]
Reason = Annotated[str, typer.Option("--reason", help=t("cli-opt-reason"))]
Degree = Annotated[str, typer.Option("--degree", metavar="knowing|deceived|stolen|unknown",
                                     help=t("cli-opt-registry-degree"))]  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.add_typer(room, name="registry")


@room.command("add", help=t("cli-registry-add-help"))
def add(
    ws: opt.Workspace,
    ground: Annotated[str, typer.Option("--ground", metavar="verdict|afc|proposal", help=t("cli-opt-registry-ground"))],
    officer: Signing,
    account: Annotated[str, typer.Option("--account", help=t("cli-opt-registry-account"))] = "",
    phone: Annotated[str, typer.Option("--phone", help=t("cli-opt-registry-phone"))] = "",
    iin: Annotated[str, typer.Option("--iin", help=t("cli-opt-registry-iin"))] = "",
    court: Annotated[str, typer.Option("--court", help=t("cli-opt-registry-court"))] = "",
    number: Number = "",
    on: Day = "",
    reason: Reason = "",
    degree: Degree = "",
    since: Annotated[str, typer.Option("--since", help=t("cli-opt-registry-since"))] = "",
    until: Annotated[str, typer.Option("--until", help=t("cli-opt-registry-until"))] = "",
    earlier: Annotated[str, typer.Option("--earlier", help=t("cli-opt-registry-earlier"))] = "",
    passphrase_file: opt.Passphrase = "",
    set_: opt.Set = None,
    as_json: opt.AsJson = False,
) -> None:
    """Propose an entry, as the first of two officers."""
    from qalqan.desk.verbs import registry_add
    from qalqan.errors import UsageError

    given = [(kind, value) for kind, value in (("account", account), ("phone", phone), ("iin", iin)) if value]
    if len(given) != 1:
        raise UsageError("error-registry-one")
    told = {
        "ground": ground, "kind": given[0][0], "value": given[0][1], "court": court, "number": number, "on": on,
        "reason": reason, "degree": degree, "since": since, "until": until, "earlier": earlier,
    }  # fmt: skip
    words = opt.passphrase(passphrase_file, t("cli-ask-passphrase", name=officer))
    made = registry_add(ws, told, opt.settings_of(ws, set_), officer=officer, passphrase=words)
    if as_json:
        show_json({"entries": list(made.entries), "subject": made.subject, "shown": made.shown,
                   "approvals": made.approvals, "needed": made.needed})  # fmt: skip
        return
    out.print(t("cli-registry-added", entry=made.entries[0]), markup=False)
    _second(made.subject, made.shown, made.approvals, made.needed)


def _second(subject: str, shown: str, approvals: int, needed: int) -> None:
    out.print(t("cli-decided", subject=subject, approvals=approvals, needed=needed), markup=False)
    if approvals < needed:
        out.print(t("cli-registry-second", subject=subject, shown=shown), markup=False, soft_wrap=True)


@room.command("list", help=t("cli-registry-list-help"))
def list_(
    ws: opt.Workspace,
    value: Annotated[str, typer.Option("--value", help=t("cli-opt-registry-value"))] = "",
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    as_json: opt.AsJson = False,
) -> None:
    """The entries as they stand today."""
    from dataclasses import asdict

    from qalqan.desk.verbs import registry_list

    found = registry_list(ws, value, purpose=purpose, officer=officer)
    if as_json:
        show_json([asdict(one) for one in found])
        return
    head = ("cli-registry-entry", "cli-value", "cli-registry-ground", "cli-registry-from", "cli-registry-to",
            "cli-registry-degree", "cli-registry-state", "cli-registry-approved")  # fmt: skip
    show_table("", [t(key) for key in head], (
        (one.id, one.value, t(f"registry-ground-{one.ground}"), one.since, one.until,
         t(f"registry-degree-{one.degree}"),
         t(f"registry-state-{one.state}") + (f"; {t('registry-appealed')}" if one.appealed else ""),
         ", ".join(one.approved_by))
        for one in found
    ))  # fmt: skip
    for step in (step for one in found for step in one.pending):
        out.print(t("cli-registry-second", subject=step.subject, shown=step.shown), markup=False, soft_wrap=True)
    out.print(t("cli-registry-note"), markup=False)


@room.command("appeal", help=t("cli-registry-appeal-help"))
def appeal(
    ws: opt.Workspace, entry: Entry, officer: Signing, on: Day,
    who: Annotated[str, typer.Option("--who", help=t("cli-opt-registry-who"))],
    number: Number = "", reason: Reason = "", passphrase_file: opt.Passphrase = "",
) -> None:  # fmt: skip
    """Record an appeal."""
    _step(ws, entry, "appeal", officer, passphrase_file, who=who, on=on, number=number, reason=reason)


@room.command("outcome", help=t("cli-registry-outcome-help"))
def outcome(
    ws: opt.Workspace, entry: Entry,
    told: Annotated[str, typer.Argument(metavar="upheld|dismissed", help=t("cli-arg-outcome"))],
    officer: Signing, on: Day, reason: Reason, number: Number = "", passphrase_file: opt.Passphrase = "",
) -> None:  # fmt: skip
    """Record how an appeal ended."""
    _step(ws, entry, "outcome", officer, passphrase_file, outcome=told, on=on, number=number, reason=reason)


@room.command("degree", help=t("cli-registry-degree-help"))
def degree(
    ws: opt.Workspace, entry: Entry,
    told: Annotated[str, typer.Argument(metavar="knowing|deceived|stolen|unknown", help=t("cli-opt-registry-degree"))],
    officer: Signing, reason: Reason, passphrase_file: opt.Passphrase = "",
) -> None:  # fmt: skip
    """Set the degree of a person's part."""
    _step(ws, entry, "degree", officer, passphrase_file, degree=told, reason=reason)


@room.command("restore", help=t("cli-registry-restore-help"))
def restore(
    ws: opt.Workspace, entry: Entry, officer: Signing, reason: Reason, passphrase_file: opt.Passphrase = ""
) -> None:
    """Propose that a suspended entry counts again, as the first of two officers."""
    _step(ws, entry, "restore", officer, passphrase_file, reason=reason)


@room.command("remove", help=t("cli-registry-remove-help"))
def remove(
    ws: opt.Workspace, entry: Entry, officer: Signing, reason: Reason, passphrase_file: opt.Passphrase = ""
) -> None:
    """Take an entry out of use; it stays as a record."""
    _step(ws, entry, "remove", officer, passphrase_file, reason=reason)


def _step(ws: Path, entry: str, what: str, officer: str, passphrase_file: str, **told: str) -> None:
    from qalqan.desk.verbs import registry_step

    words = opt.passphrase(passphrase_file, t("cli-ask-passphrase", name=officer))
    made = registry_step(ws, entry, what, told, officer=officer, passphrase=words)
    out.print(t(f"cli-registry-done-{what}", entry=entry), markup=False)
    if made.subject:
        _second(made.subject, made.shown, made.approvals, made.needed)


@room.command("import", help=t("cli-registry-import-help"))
def import_(
    ws: opt.Workspace,
    source: Annotated[Path, typer.Argument(metavar="FILE", help=t("cli-arg-registry-file"))],
    officer: Signing,
    rejected: Annotated[Path | None, typer.Option("--rejected", help=t("cli-opt-registry-rejected"))] = None,
    passphrase_file: opt.Passphrase = "",
    set_: opt.Set = None,
    as_json: opt.AsJson = False,
) -> None:
    """Enter a list of the Anti-Fraud Centre."""
    from dataclasses import asdict

    from qalqan.desk.verbs import registry_import

    words = opt.passphrase(passphrase_file, t("cli-ask-passphrase", name=officer))
    made = registry_import(
        ws, source, opt.settings_of(ws, set_), officer=officer, passphrase=words, rejected=rejected
    )  # fmt: skip
    if as_json:
        show_json({"entries": list(made.added.entries), "subject": made.added.subject, "shown": made.added.shown,
                   "rows": made.rows, "refused": [asdict(one.masked()) for one in made.refused]})  # fmt: skip
        return
    out.print(t("cli-registry-imported", rows=made.rows, entries=len(made.added.entries), refused=len(made.refused)),
              markup=False)  # fmt: skip
    if made.refused:
        head = [t(key) for key in ("cli-registry-part", "cli-registry-row", "cli-registry-column", "cli-registry-why")]
        show_table("", head, ((one.part, one.row, one.column, t(one.reason)) for one in made.refused[:50]))
    _second(made.added.subject, made.added.shown, made.added.approvals, made.added.needed)
