"""Commands of the gate: publish, order, serve, replay, key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import bar, out, show_json, show_table
from qalqan.cli.tongue import t

gate = typer.Typer(help=t("cli-gate-help"), no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.add_typer(gate, name="gate")


@gate.command("publish", help=t("cli-gate-publish-help"))
def publish(
    ws: opt.Workspace,
    folder: opt.Out,
    days: opt.Days = 30,
    never: opt.Never = None,
    gateways: opt.Gateways = None,
    allowed: opt.Allowed = None,
    officer: opt.Officer = "",
    as_json: opt.AsJson = False,
) -> None:
    """Write the book of rules and the lists."""
    from qalqan.desk.lists import summary
    from qalqan.gate.publish import publish as write

    extra = {"never": never or [], "gateways": gateways or [], "allowed": allowed or []}
    done = write(ws, folder, days=days, extra=extra, officer=officer)
    if as_json:
        show_json(summary(done))
        return
    if told := [(t(f"gate-list-{name}"), rows) for name, rows in done.rows.items() if rows]:
        show_table("", (t("cli-gate-list"), t("cli-rows")), told)
    elif len(done.paths) == 1:  # the book alone
        out.print(t("cli-gate-lists-empty"), markup=False)
    for path in done.paths:
        out.print(t("cli-written", path=str(path)), markup=False)
    if done.draft:
        out.print(t("cli-request-subject", subject=done.subject, shown=done.shown), markup=False)
        out.print(t("cli-draft", reason=t(done.draft)), markup=False)
    else:
        out.print(t("cli-gate-book-key", public=done.public_key), markup=False, soft_wrap=True)


@gate.command("key", help=t("cli-gate-key-help"))
def key(path: Annotated[Path, typer.Argument(metavar="FILE", help=t("cli-gate-arg-key"))]) -> None:
    """Make an operator's or bank's key for orders."""
    from qalqan.gate.orders import make_key

    out.print(t("cli-gate-key-made", path=str(path), public=make_key(path)), markup=False)


@gate.command("order", help=t("cli-gate-order-help"))
def order(
    rule: Annotated[str, typer.Argument(metavar="RULE", help=t("cli-gate-arg-rule"))],
    path: Annotated[Path, typer.Argument(metavar="OUT", help=t("cli-gate-arg-order"))],
    key_file: Annotated[Path, typer.Option("--key", help=t("cli-gate-opt-key"))],
    replay_file: Annotated[Path, typer.Option("--replay", help=t("cli-gate-opt-replay"))],
    by: Annotated[str, typer.Option("--by", help=t("cli-gate-opt-by"))],
    number: Annotated[str, typer.Option("--number", help=t("cli-gate-opt-number"))],
    days: opt.Days = 30,
    though_unfired: Annotated[str, typer.Option("--though-unfired", help=t("cli-gate-opt-though-unfired"))] = "",
) -> None:
    """Order a rule to do more than label."""
    from qalqan.gate.orders import give

    made = give(
        rule,
        path,
        key_file=key_file,
        replay=replay_file,
        by=by,
        number=number,
        days=days,
        though_unfired=though_unfired,
    )
    if not made.figures:
        out.print(t("cli-gate-order-unseen", rule=rule), markup=False)
    for line in made.figures:
        out.print(t("cli-gate-order-figures", **line), markup=False)
    out.print(t("cli-written", path=str(path)), markup=False)


@gate.command("serve", help=t("cli-gate-serve-help"))
def serve(
    book: Annotated[Path, typer.Option("--book", help=t("cli-gate-opt-book"))],
    spool: Annotated[Path, typer.Option("--spool", help=t("cli-gate-opt-spool"))] = Path("gate-spool"),
    book_key: Annotated[str, typer.Option("--book-key", help=t("cli-gate-opt-book-key"))] = "",
    orders: Annotated[list[Path] | None, typer.Option("--order", help=t("cli-gate-opt-order"))] = None,
    order_key: Annotated[list[str] | None, typer.Option("--order-key", help=t("cli-gate-opt-order-key"))] = None,
    certificates: Annotated[Path | None, typer.Option("--certificates", help=t("cli-gate-opt-certificates"))] = None,
    ws: Annotated[Path | None, typer.Option("--ws", help=t("cli-gate-opt-ws"))] = None,
    token_file: Annotated[Path | None, typer.Option("--token-file", help=t("cli-gate-opt-token"))] = None,
    host: Annotated[str, typer.Option("--host", help=t("cli-gate-opt-host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=t("cli-gate-opt-port"))] = 8702,
) -> None:
    """Serve decisions."""
    from qalqan.gate.serve import Place
    from qalqan.gate.serve import serve as run

    token = token_file.read_text("utf-8").strip() if token_file is not None else ""
    place = Place(
        book, spool, book_key, tuple(orders or ()), frozenset(order_key or ()), certificates, ws, token, host, port
    )
    out.print(t("cli-gate-serving", host=host, port=str(port)), markup=False)
    run(place)


@gate.command("replay", help=t("cli-gate-replay-help"))
def replay(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=t("cli-gate-arg-file"))],
    book: Annotated[Path, typer.Option("--book", help=t("cli-gate-opt-book"))],
    daily: Annotated[int, typer.Option("--daily-calls", min=1, help=t("cli-gate-opt-daily"))],
    ordered: Annotated[list[str] | None, typer.Option("--ordered", help=t("cli-gate-opt-ordered"))] = None,
    report: Annotated[Path | None, typer.Option("--out", help=t("cli-gate-opt-report"))] = None,
    as_json: opt.AsJson = False,
) -> None:
    """What the rules would have done on a day of calls."""
    from qalqan.gate.orders import write_report
    from qalqan.gate.replay import calls_of
    from qalqan.gate.replay import replay as run

    with bar() as progress:
        calls = calls_of(file, opt.settings_of(None), progress)
        done = run(calls, _any_book(book), ordered=_ordered(ordered), daily=daily, progress=progress)
    if report is not None:
        write_report(report, done.report)
    if as_json:
        show_json(done.told | {"sha256": done.sha256})
        return
    out.print(t("cli-gate-replay-head", calls=done.told["calls"], daily=daily), markup=False)
    names = ("rule", "fired_a_day", "blocked", "labelled", "numbers", "contradicted", "wrong_a_day", "wrong_a_day_most")
    head = [t(f"cli-gate-col-{name.replace('_', '-')}") for name in names]
    if done.told["rules"]:
        show_table("", head, ([row[name] for name in names] for row in done.told["rules"]))
        out.print(t("cli-gate-replay-note"), markup=False)
    else:
        out.print(t("cli-gate-replay-none"), markup=False)
    if report is not None:
        out.print(t("cli-written", path=str(report)), markup=False)


def _ordered(given: list[str] | None):  # type: ignore[no-untyped-def]
    from qalqan.errors import UsageError
    from qalqan.gate.book import LABEL, rules

    if given is None:
        return frozenset(rule.id for rule in rules().values() if rule.ordered != LABEL)
    if unknown := sorted(set(given) - set(rules())):
        raise UsageError("error-gate-rule", rule=unknown[0], known=", ".join(rules()))
    return frozenset(given)


def _any_book(path: Path):  # type: ignore[no-untyped-def]
    """A signed book, or a draft: a replay touches nobody."""
    from qalqan.gate.book import draft, load

    return draft(path) if path.name.endswith(".draft.json") else load(path)
