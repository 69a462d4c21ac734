"""Commands of letters: letter (write one of a kind, or list them), ends (where the money left the accounts)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out, show_json, show_table, tenge
from qalqan.cli.tongue import LANGUAGE, t


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.command("letter", help=t("cli-letter-help"))(letter)
    app.command("ends", help=t("cli-ends-help"))(ends)


def letter(
    kind: Annotated[str, typer.Argument(metavar="KIND|list", help=t("cli-arg-letter"))],
    ws: Annotated[Path | None, typer.Argument(metavar="WS", help=t("cli-arg-ws"))] = None,
    case: Annotated[str, typer.Option("--case", help=t("cli-opt-case"))] = "",
    series: Annotated[str, typer.Option("--series", help=t("cli-opt-letter-series"))] = "",
    url: Annotated[str, typer.Option("--url", help=t("cli-opt-letter-url"))] = "",
    account: Annotated[str, typer.Option("--account", help=t("cli-opt-letter-account"))] = "",
    to: Annotated[str, typer.Option("--to", help=t("cli-opt-letter-to"))] = "",
    kind_of: Annotated[str, typer.Option("--to-kind", help=t("cli-opt-letter-to-kind"))] = "",
    bank: Annotated[str, typer.Option("--bank", help=t("cli-opt-bank"))] = "",
    objects: Annotated[list[str] | None, typer.Option("--object", help=t("cli-opt-letter-object"))] = None,
    asked: Annotated[list[str] | None, typer.Option("--ask", help=t("cli-opt-letter-ask"))] = None,
    reason: Annotated[str, typer.Option("--reason", help=t("cli-opt-letter-reason"))] = "",
    number: Annotated[str, typer.Option("--number", help=t("cli-opt-letter-number"))] = "",
    sanction: Annotated[str, typer.Option("--sanction", help=t("cli-opt-sanction"))] = "",
    out_: Annotated[Path, typer.Option("--out", help=t("cli-opt-letter-out"))] = Path(),
    lang: Annotated[str, typer.Option("--lang", help=t("cli-opt-doc-lang"))] = LANGUAGE,
    officer: opt.Officer = "",
    as_json: opt.AsJson = False,
) -> None:
    """A letter of a kind, as PDF and as an editable document; or the list of them."""
    if kind == "list":
        _list(as_json)
        return
    if ws is None:
        raise typer.BadParameter(t("cli-arg-ws"), param_hint="WS")
    from qalqan.desk.letters import Ask
    from qalqan.desk.verbs import letters as write

    ask = Ask(
        case=case, series=series, url=url, account=account, to=to, kind_of=kind_of, bank=bank,
        objects=tuple(objects or ()), asked=tuple(asked or ()), reason=reason, number=number, sanction=sanction,
    )  # fmt: skip
    made = write(ws, kind, ask, out_, lang=lang, officer=officer)
    if as_json:
        show_json([
            {"files": [str(path) for path in one.paths], "subject": one.subject, "shown": one.shown, "draft": one.draft}
            for one in made
        ])  # fmt: skip
        return
    for one in made:
        for path in one.paths:
            out.print(t("cli-written", path=str(path)), markup=False)
        if one.subject:
            out.print(t("cli-request-subject", subject=one.subject, shown=one.shown), markup=False)
        if one.draft:
            out.print(t("cli-draft", reason=t(one.draft)), markup=False)


def _list(as_json: bool) -> None:
    from qalqan.desk.letters import catalogue

    told = catalogue()
    if as_json:
        show_json([asdict(one) for one in told])
        return
    head = [t(key) for key in ("cli-letter", "cli-letter-about", "cli-letter-to", "cli-letter-approvals",
                               "cli-letter-sanction")]  # fmt: skip
    rows = (
        (
            f"{one.name}\n{t(one.title)}",
            t(f"letter-about-{one.subject}"),
            ", ".join(t(f"report-letter-to-{each.replace('_', '-')}") for each in one.addressees),
            one.approvals,
            t(f"letter-sanction-{one.sanction or 'none'}"),
        )
        for one in told
    )
    show_table("", head, rows)


def ends(
    ws: opt.Workspace,
    case: Annotated[str, typer.Option("--case", help=t("cli-opt-case"))] = "",
    series: Annotated[str, typer.Option("--series", help=t("cli-opt-letter-series"))] = "",
    purpose: opt.Purpose = "",
    officer: opt.Officer = "",
    as_json: opt.AsJson = False,
) -> None:
    """Where the money of a case or series left the accounts."""
    from qalqan.desk.verbs import ends as look

    found = look(ws, case, series, officer=officer, purpose=purpose)
    if as_json:
        show_json({
            "cases": found.cases, "by_kind_tiyn": found.by_kind, "there_tiyn": found.there_tiyn,
            "unknown_tiyn": found.unknown_tiyn, "rows": found.rows.to_dicts(),
            "wallets": found.wallets.to_dicts(),
        })  # fmt: skip
        return
    totals = [(t(f"report-end-{kind.replace('_', '-')}"), tenge(sum_)) for kind, sum_ in found.by_kind.items()]
    totals += [(t("cli-ends-there"), tenge(found.there_tiyn)), (t("cli-ends-unknown"), tenge(found.unknown_tiyn))]
    show_table("", (t("cli-ends-where"), t("cli-sum")), totals)
    head = [t(key) for key in ("cli-case", "cli-ends-where", "cli-ends-node", "cli-ends-payer", "cli-sum",
                               "cli-ends-times", "cli-ends-watch")]  # fmt: skip
    rows = (
        (
            row["case_id"], t(f"report-end-{row['kind'].replace('_', '-')}"), row["node"],
            row["payer_as"] or row["payer"],
            tenge(row["amount_tiyn"]), _span(row["first"], row["last"]), _span(row["watch_from"], row["watch_to"]),
        )
        for row in found.rows.sort("case_id", "first").iter_rows(named=True)
    )  # fmt: skip
    show_table("", head, rows)
    if found.wallets.height:
        head = [t(key) for key in ("cli-case", "cli-ends-wallet", "cli-ends-where", "cli-ends-came", "cli-ends-left")]
        wallets = (
            (
                row["case_id"], row["wallet"], t(f"report-end-{row['end_point']}") if row["end_point"] else "",
                _token(row["came_minor"], row["currency"]), _token(row["remaining_minor"], row["currency"]),
            )
            for row in found.wallets.iter_rows(named=True)
        )  # fmt: skip
        show_table("", head, wallets)


def _token(minor: int, currency: str) -> str:
    from qalqan.values.wallet import DIGITS

    digits = DIGITS.get(currency, 0)
    whole, part = divmod(minor, 10**digits)
    return f"{whole}.{part:0{max(digits, 1)}} {currency}"


def _span(first: object, last: object) -> str:
    from datetime import datetime

    from qalqan.clock import to_local

    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return ""
    told = f"{to_local(first):%Y-%m-%d %H:%M}"
    return told if first == last else f"{told} – {to_local(last):%H:%M}"
