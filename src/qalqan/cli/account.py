"""Commands of accounts: account invite, link, list, end, totp."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out, show_json, show_table
from qalqan.cli.tongue import LANGUAGE, t

if TYPE_CHECKING:
    from qalqan.desk.accounts import Offer

room = typer.Typer(help=t("cli-account-help"), no_args_is_help=True)
Name = Annotated[str, typer.Argument(help=t("cli-arg-officer"))]
By = Annotated[str, typer.Option("--by", help=t("cli-opt-by"))]
JOIN = "join"
"""Where a link leads on the console."""
AnyName = Annotated[str, typer.Argument(help=t("cli-arg-officer-wanted"))]


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.add_typer(room, name="account")


@room.command("invite", help=t("cli-account-invite-help"))
def invite(
    ws: opt.Workspace,
    name: Name,
    by: By,
    role: Annotated[str, typer.Option("--role", help=t("cli-opt-role"))] = "investigator",
    login: Annotated[str, typer.Option("--login", help=t("cli-opt-login"))] = "",
    organ: Annotated[list[str] | None, typer.Option("--organ", help=t("cli-opt-organ"))] = None,
    passphrase_file: opt.Passphrase = "",
    as_json: opt.AsJson = False,
) -> None:
    """A one-time link for a new officer, made by one who may."""
    from qalqan.desk.verbs import account_invite

    words = opt.passphrase(passphrase_file, t("cli-ask-passphrase", name=by))
    secret, offer = account_invite(ws, name, role, by=by, passphrase=words, login=login, organs=organ or ())
    _say(ws, secret, offer, as_json=as_json)


@room.command("link", help=t("cli-account-link-help"))
def link(
    ws: opt.Workspace,
    name: AnyName = "",
    by: By = "",
    passphrase_file: opt.Passphrase = "",
    as_json: opt.AsJson = False,
) -> None:
    """A one-time link for the first administrator, or for an officer who has a key already."""
    from qalqan.desk.verbs import account_first, account_link

    if name:
        words = opt.passphrase(passphrase_file, t("cli-ask-passphrase", name=by or name))
        secret, offer = account_link(ws, name, by=by or name, passphrase=words)
        _say(ws, secret, offer, as_json=as_json)
        return
    secret, minutes = account_first(ws)
    if as_json:
        show_json({"link": _address(ws, secret) if secret else "", "minutes": minutes})
    elif secret:
        out.print(t("cli-account-first", minutes=minutes), markup=False)
        out.print(_address(ws, secret), markup=False, soft_wrap=True)
    else:
        out.print(t("cli-account-not-first"), markup=False)


@room.command("list", help=t("cli-account-list-help"))
def list_(ws: opt.Workspace, as_json: opt.AsJson = False) -> None:
    """Officers, accounts, open links."""
    from dataclasses import asdict

    from qalqan.clock import to_local
    from qalqan.desk.verbs import account_list

    lines, waiting = account_list(ws)
    if as_json:
        show_json({"accounts": [asdict(one) for one in lines], "links": [asdict(one) for one in waiting]})
        return
    keys = ("cli-officer", "cli-login", "cli-role", "cli-state", "cli-codes", "cli-organs", "cli-sessions")
    rows = [
        (one.name, one.login, t(f"role-{one.role}"), t(f"account-state-{one.state}"), "+" if one.codes else "",
         ", ".join(one.organs), one.sessions or "")
        for one in lines
    ]  # fmt: skip
    for link_ in waiting:
        until = f"{t('account-state-waiting')} ({to_local(link_.expires):%d.%m %H:%M})"
        rows.append((link_.name, link_.login, t(f"role-{link_.role}"), until, "", ", ".join(link_.organs), link_.id))
    show_table("", [t(key) for key in keys], rows)


@room.command("end", help=t("cli-account-end-help"))
def end(ws: opt.Workspace, name: Name, by: By, passphrase_file: opt.Passphrase = "") -> None:
    """An officer leaves."""
    from qalqan.desk.verbs import account_end

    words = opt.passphrase(passphrase_file, t("cli-ask-passphrase", name=by))
    out.print(t("cli-account-ended", name=account_end(ws, name, by=by, passphrase=words)), markup=False)


@room.command("totp", help=t("cli-account-totp-help"))
def totp(
    ws: opt.Workspace,
    name: Name,
    code: Annotated[str, typer.Option("--code", help=t("cli-opt-code"))] = "",
    off: Annotated[bool, typer.Option("--off", help=t("cli-opt-totp-off"))] = False,
    passphrase_file: opt.Passphrase = "",
    as_json: opt.AsJson = False,
) -> None:
    """One-time codes: begin, confirm with a code, or ask for them no more."""
    from qalqan.desk import verbs

    words = opt.passphrase(passphrase_file, t("cli-ask-passphrase", name=name))
    told: dict[str, object]
    if off:
        verbs.account_totp_off(ws, name, passphrase=words)
        told, lines = {"on": False}, [t("cli-account-totp-off")]
    elif code:
        codes = verbs.account_totp_confirm(ws, name, code, passphrase=words)
        told, lines = {"on": True, "recovery": list(codes)}, [t("cli-account-totp-on"), *codes]
    else:
        setup = verbs.account_totp(ws, name, passphrase=words)
        told = {"secret": setup.secret, "address": setup.address}
        lines = [t("cli-account-totp"), setup.secret, setup.address]
    if as_json:
        show_json(told)
    else:
        for line in lines:
            out.print(line, markup=False, soft_wrap=True)


def _say(ws: Path, secret: str, offer: Offer, *, as_json: bool) -> None:
    from qalqan.clock import to_local

    if as_json:
        told = {"link": _address(ws, secret), "id": offer.id, "role": offer.role, "expires": offer.expires.isoformat()}
        show_json(told)
        return
    until = f"{to_local(offer.expires):%d.%m.%Y %H:%M}"
    out.print(t("cli-account-made", name=offer.name, role=t(f"role-{offer.role}"), until=until), markup=False)
    out.print(_address(ws, secret), markup=False, soft_wrap=True)


def _address(ws: Path, secret: str) -> str:
    """The whole link when the console's address is set, else what stands after it."""
    from qalqan.settings import load

    settings, _ = load(ws, os.environ)
    return f"{settings.console.address.rstrip('/')}/{LANGUAGE}/{JOIN}/{secret}"
