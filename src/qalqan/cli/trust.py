"""Commands of trust: user, decide, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import bar, out, show_json, show_table
from qalqan.cli.tongue import t

users = typer.Typer(help=t("cli-user-help"), no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.add_typer(users, name="user")
    app.command("decide", help=t("cli-decide-help"))(decide)
    app.command("witness", help=t("cli-witness-help"))(witness)
    app.command("verify", help=t("cli-verify-help"))(verify)


@users.command("add", help=t("cli-user-add-help"))
def user_add(
    ws: opt.Workspace,
    name: Annotated[str, typer.Argument(help=t("cli-arg-officer"))],
    role: Annotated[str, typer.Option("--role", help=t("cli-opt-role"))] = "investigator",
    by: Annotated[str, typer.Option("--by", help=t("cli-opt-by"))] = "",
    passphrase_file: opt.Passphrase = "",
    by_passphrase_file: Annotated[str, typer.Option("--by-passphrase-file", help=t("cli-opt-by-passphrase"))] = "",
) -> None:
    """A new officer with a key of their own, added by an administrator or head once there is one."""
    from qalqan.desk.verbs import user_add

    mine = opt.passphrase(by_passphrase_file, t("cli-ask-passphrase", name=by)) if by else ""
    words = opt.passphrase(passphrase_file, t("cli-ask-passphrase", name=name))
    fingerprint = user_add(ws, name, role, words, by=by, by_passphrase=mine)
    out.print(t("cli-user-added", name=name, role=role, key=fingerprint), markup=False)


@users.command("list", help=t("cli-user-list-help"))
def user_list(ws: opt.Workspace) -> None:
    """The officers of the workspace."""
    from qalqan.desk.verbs import list_officers

    head = [t(key) for key in ("cli-officer", "cli-role", "cli-key", "cli-since")]
    show_table("", head, list_officers(ws))


def decide(
    ws: opt.Workspace,
    subject: Annotated[str, typer.Argument(help=t("cli-arg-subject"))],
    verdict: Annotated[str, typer.Argument(metavar="approve|reject|unsure", help=t("cli-arg-verdict"))],
    officer: Annotated[str, typer.Option("--officer", help=t("cli-opt-officer"))],
    reason: Annotated[str, typer.Option("--reason", help=t("cli-opt-reason"))],
    act: Annotated[str, typer.Option("--act", help=t("cli-opt-act"))] = "",
    shown: Annotated[str, typer.Option("--shown", help=t("cli-opt-shown"))] = "",
    purpose: opt.Purpose = "investigation",
    passphrase_file: opt.Passphrase = "",
) -> None:
    """Approve or reject a proposal, signed with the officer's own key."""
    from qalqan.desk.verbs import decide as sign

    words = opt.passphrase(passphrase_file, t("cli-ask-passphrase", name=officer))
    state = sign(
        ws,
        subject,
        verdict,
        officer=officer,
        passphrase=words,
        reason=reason,
        act=act,
        shown=shown,
        purpose=purpose,
    )
    out.print(t("cli-decided", subject=subject, approvals=state.approvals, needed=state.needed), markup=False)


def witness(ws: opt.Workspace, to: Annotated[Path, typer.Argument(metavar="FILE", help=t("cli-arg-witness"))]) -> None:
    """Append the signed root of the ledger to a file kept outside the workspace."""
    from qalqan.desk.verbs import witness as write

    out.print(t("cli-witnessed", root=write(ws, to), path=str(to)), markup=False)


def verify(
    ws: opt.Workspace,
    witness_: Annotated[Path | None, typer.Option("--witness", help=t("cli-opt-witness"))] = None,
    as_json: opt.AsJson = False,
) -> None:
    """Check every byte and value against the ledger."""
    from qalqan.desk.verify import verify as check

    with bar() as progress:
        report = check(ws, witness_, progress)
    if as_json:
        show_json({"ok": report.ok, "checked": report.checked, "findings": [list(one) for one in report.findings]})
    else:
        show_table("", (t("cli-what"), t("cli-checked")), [(t(f"verify-{k}"), v) for k, v in report.checked.items()])
        for place, what in report.findings:
            out.print(f"{place}: {t(what)}", style="bold red", markup=False)
        out.print(t("cli-verify-ok" if report.ok else "cli-verify-bad"), markup=False)
    if not report.ok:
        raise typer.Exit(3)
