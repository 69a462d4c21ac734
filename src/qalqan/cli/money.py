"""Commands about money: whose money is on an account, whom to ask next, what to hold, what was known when."""

from __future__ import annotations

from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out, show_json, show_table, tenge
from qalqan.cli.tongue import t


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("whose", help=t("cli-whose-help"))(whose)


def whose(
    ws: opt.Workspace,
    accounts: Annotated[list[str], typer.Argument(metavar="ACCOUNT...", help=t("cli-arg-accounts"))],
    as_of: Annotated[str, typer.Option("--as-of", help=t("cli-opt-at-latest"))] = "",
    known_at: Annotated[str, typer.Option("--known-at", help=t("cli-opt-known-at"))] = "",
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    set_: opt.Set = None,
    as_json: opt.AsJson = False,
) -> None:
    """Whose money is on accounts, or went through them."""
    from qalqan.desk.verbs import whose as look

    told = look(
        ws, accounts, opt.settings_of(ws, set_), as_of=as_of, known_at=known_at, purpose=purpose, officer=officer
    )
    if as_json:
        show_json(told.told())
        return
    head = [t(f"cli-whose-{name}") for name in ("account", "bank", "told", "balance", "claimed", "came")]
    show_table(t("cli-whose-accounts", at=told.as_of), head, (
        (row["account"], row["bank"], row["told_to"] or t("cli-whose-untold"), tenge(row["balance_tiyn"]),
         tenge(row["claimed_tiyn"]), tenge(row["came_tiyn"]))
        for row in told.accounts
    ))  # fmt: skip
    names = ["account", "case", "still", "range", "through", "hops", "first"]
    show_table(t("cli-whose-claims"), [t(f"cli-whose-{name}") for name in names], (
        (row["account"], row["case_id"], tenge(row["still_tiyn"]),
         f"{tenge(row['low_tiyn'])} … {tenge(row['high_tiyn'])}", tenge(row["came_tiyn"]), row["hops"], row["first_in"])
        for row in told.claims
    ))  # fmt: skip
    names = ["account", "origin", "still", "through", "payers"]
    show_table(t("cli-whose-origins"), [t(f"cli-whose-{name}") for name in names], (
        (row["account"], t(f"origin-{row['kind']}"), tenge(row["still_tiyn"]), tenge(row["came_tiyn"]), row["payers"])
        for row in told.origins
    ))  # fmt: skip
    names = ["account", "case", "path", "step", "from", "to", "at", "sum", "places"]
    show_table(t("cli-whose-paths"), [t(f"cli-whose-{name}") for name in names], (
        (row["account"], row["case_id"], row["path"], row["step"], row["from"], row["to"], row["at"],
         tenge(row["amount_tiyn"]), row["locators"])
        for row in told.paths
    ))  # fmt: skip
    out.print(t("cli-whose-note"), markup=False)
