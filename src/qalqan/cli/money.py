"""Commands about money: whose money is on an account, whom to ask next, what to hold, what was known when."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out, show_json, show_table, tenge
from qalqan.cli.tongue import t

SHOWN = 6  # accounts named in a row of a printed table
TOLD = {"hold-by-rows", "hold-told", "hold-silent", "ask-likely", "ask-silent", "ask-drain"}


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("whose", help=t("cli-whose-help"))(whose)
    app.command("holds", help=t("cli-holds-help"))(holds)
    app.command("ask-next", help=t("cli-ask-help"))(ask_next)
    app.command("replay", help=t("cli-replay-help"))(replay)


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
    for row in told.accounts:
        if row["left_unseen_tiyn"]:
            gone = tenge(row["left_unseen_tiyn"])
            out.print(t("cli-whose-unseen", account=row["account"], sum=gone), markup=False)
    out.print(t("cli-whose-note"), markup=False)


def holds(
    ws: opt.Workspace,
    case: Annotated[str, typer.Option("--case", help=t("cli-opt-one-case"))] = "",
    at: Annotated[str, typer.Option("--at", help=t("cli-opt-at-latest"))] = "",
    known_at: Annotated[str, typer.Option("--known-at", help=t("cli-opt-known-at"))] = "",
    top: Annotated[int, typer.Option("--top", min=1, help=t("cli-opt-top"))] = 20,
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    set_: opt.Set = None,
    as_json: opt.AsJson = False,
) -> None:
    """Where money can be held, and which bank first."""
    from qalqan.desk.verbs import holds as look

    settings = opt.settings_of(ws, set_)
    told = look(ws, settings, case=case, at=at, known_at=known_at, top=top, purpose=purpose, officer=officer)
    if as_json:
        show_json(told.told())
        return
    names = ["bank", "accounts", "cases", "range", "likely", "expected"]
    show_table(t("cli-holds-banks", at=told.at), [t(f"cli-holds-{name}") for name in names], (
        (row["bank"], row["accounts"], row["cases"], _range(row), tenge(row["amount_tiyn"]),
         tenge(row["expected_tiyn"]))
        for row in told.banks
    ))  # fmt: skip
    names = ["place", "case", "bank", "account", "range", "likely", "expected", "chance", "silent", "why"]
    title = t("cli-holds-list", shown=len(told.rows), total=told.total)
    show_table(title, [t(f"cli-holds-{name}") for name in names], (
        (row["place"], row["case_id"], row["bank"], row["account"], _range(row), tenge(row["amount_tiyn"]),
         tenge(row["expected_tiyn"]), t(f"chance-{row['chance']}"), row["minutes"], reasons(row["grounds"]))
        for row in told.rows
    ))  # fmt: skip
    out.print(t("cli-holds-note"), markup=False)


def ask_next(
    ws: opt.Workspace,
    case: Annotated[str, typer.Option("--case", help=t("cli-opt-one-case"))] = "",
    at: Annotated[str, typer.Option("--at", help=t("cli-opt-at-then"))] = "",
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    set_: opt.Set = None,
    as_json: opt.AsJson = False,
) -> None:
    """Which bank to ask next, and for which accounts."""
    from qalqan.desk.verbs import ask_next as look

    told = look(ws, opt.settings_of(ws, set_), case=case, at=at, purpose=purpose, officer=officer)
    if as_json:
        show_json(told.told())
        return
    if not told.rows:
        out.print(t("cli-ask-none" if told.traced else "cli-ask-unknown", at=told.at), markup=False)
        return
    names = ["rank", "bank", "accounts", "from", "to", "likely", "recoverable", "per-hour", "drain", "minutes", "why"]
    show_table(t("cli-ask-title", at=told.at), [t(f"cli-ask-{name}") for name in names], (
        (row["rank"], row["bank"], _some(row["accounts"]), row["from"], row["to"], tenge(row["likely_tiyn"]),
         tenge(row["recoverable_tiyn"]), tenge(row["per_hour_tiyn"]), tenge(row["drain_tiyn"]), row["answer_minutes"],
         reasons(row["grounds"]))
        for row in told.rows
    ))  # fmt: skip
    out.print(t("cli-ask-note"), markup=False)


def replay(
    ws: opt.Workspace,
    case: Annotated[str, typer.Option("--case", help=t("cli-opt-case"))],
    at: Annotated[list[str] | None, typer.Option("--at", help=t("cli-opt-replay-at"))] = None,
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    set_: opt.Set = None,
    as_json: opt.AsJson = False,
) -> None:
    """What was known then, what was there, what could have been held."""
    from qalqan.desk.verbs import replay as look

    told = look(ws, case, opt.settings_of(ws, set_), at=list(at or []), purpose=purpose, officer=officer)
    if as_json:
        show_json(told.told())
        return
    names = ["at", "after", "lost", "answers", "known", "expected", "there", "out", "held", "held_first"]
    sums = ("expected", "there", "out", "held", "held_first")
    show_table(t("cli-replay-title", case=told.case_id), [t(f"cli-replay-{name}") for name in names], (
        (one["at"], t("cli-replay-minutes", minutes=one["minutes"]), tenge(one["lost_tiyn"]), one["answers"],
         tenge(one["known_tiyn"]), *(tenge(one[f"{name}_tiyn"]) for name in sums))
        for one in told.moments
    ))  # fmt: skip
    names = ["at", "account", "bank", "kind", "hop", "came", "there"]
    show_table(t("cli-replay-went"), [t(f"cli-replay-{name}") for name in names], (
        (one["at"], row["account"], row["bank"], t(f"kind-{row['kind']}"), row["hop"], row["first_in"],
         tenge(row["remaining_tiyn"]))
        for one in told.moments
        for row in one["went"]
    ))  # fmt: skip
    out.print(t("cli-replay-note"), markup=False)


def reasons(told: str) -> str:
    """Grounds of holds and questions in words, without weights and without what other columns tell."""
    lines = []
    for one in json.loads(told or "[]"):
        if one["rule"] in TOLD:
            continue
        values = [tenge(value) if key.endswith("_tiyn") else str(value) for key, value in sorted(one["values"].items())]
        lines.append(f"{t(one['rule'])}{': ' if values else ''}{', '.join(values)}")
    return "\n".join(lines)


def _range(row: dict[str, Any]) -> str:
    return f"{tenge(row['low_tiyn'])} … {tenge(row['high_tiyn'])}"


def _some(accounts: list[str]) -> str:
    more = f" +{len(accounts) - SHOWN}" if len(accounts) > SHOWN else ""
    return "\n".join(accounts[:SHOWN]) + more
