"""Commands of legal measures: act (propose and each step after it), acts, upgrade."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qalqan.cli import options as opt
from qalqan.cli.console import out, show_json, show_table, tenge
from qalqan.cli.tongue import LANGUAGE, t

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from qalqan.desk.acts import Note, Taken
    from qalqan.desk.acts_list import Due, Line

steps = typer.Typer(help=t("cli-act-help"), no_args_is_help=True)
Measure = Annotated[str, typer.Argument(metavar="MEASURE", help=t("cli-arg-measure"))]
Signing = Annotated[str, typer.Option("--officer", help=t("cli-opt-officer"))]
Day = Annotated[str, typer.Option("--date", help=t("cli-opt-act-date"))]
Number = Annotated[str, typer.Option("--number", help=t("cli-opt-act-number"))]
Held = Annotated[list[str] | None, typer.Option("--held", metavar="ACCOUNT=SUM|all|none", help=t("cli-opt-act-held"))]
To = Annotated[str, typer.Option("--to", help=t("cli-opt-act-to"))]
How = Annotated[str, typer.Option("--how", help=t("cli-opt-act-how"))]
Reason = Annotated[str, typer.Option("--reason", help=t("cli-opt-act-reason"))]


def register(app: typer.Typer) -> None:
    """Add this room's commands."""
    app.add_typer(steps, name="act")
    app.command("acts", help=t("cli-acts-help"))(acts)
    app.command("upgrade", help=t("cli-upgrade-help"))(upgrade)


@steps.command("propose", help=t("cli-act-propose-help"))
def propose(
    ws: opt.Workspace,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=t("cli-arg-measure-kind"))],
    case: Annotated[str, typer.Option("--case", help=t("cli-opt-case"))],
    officer: Signing,
    bank: Annotated[str, typer.Option("--bank", help=t("cli-opt-act-bank"))] = "",
    out_: Annotated[Path | None, typer.Option("--out", help=t("cli-opt-request-out"))] = None,
    lang: Annotated[str, typer.Option("--lang", help=t("cli-opt-doc-lang"))] = LANGUAGE,
    reason: Annotated[str, typer.Option("--reason", help=t("cli-opt-act-repeat"))] = "",
    objects: Annotated[list[str] | None, typer.Option("--object", help=t("cli-opt-act-object"))] = None,
    passphrase_file: opt.Passphrase = "",
    as_json: opt.AsJson = False,
) -> None:
    """Propose a measure and write its papers."""
    from qalqan.desk.verbs import propose as write

    words = opt.passphrase(passphrase_file, t("cli-ask-passphrase", name=officer))
    made = write(
        ws, kind, case, officer=officer, passphrase=words, bank=bank, out=out_, lang=lang, reason=reason,
        objects=objects or (),
    )  # fmt: skip
    if as_json:
        show_json([_plain(one) for one in made])
        return
    for one in made:
        _say(one)
        out.print(t("cli-request-subject", subject=one.subject, shown=one.shown), markup=False, soft_wrap=True)


@steps.command("sanction", help=t("cli-act-sanction-help"))
def sanction(
    ws: opt.Workspace,
    measure: Measure,
    officer: Signing,
    body: Annotated[str, typer.Option("--body", metavar="prosecutor|court", help=t("cli-opt-act-body"))],
    name: Annotated[str, typer.Option("--name", help=t("cli-opt-act-name"))],
    number: Number,
    on: Day,
    until: Annotated[str, typer.Option("--until", help=t("cli-opt-act-until"))] = "",
    refused: Annotated[str, typer.Option("--refused", help=t("cli-opt-act-refused"))] = "",
    passphrase_file: opt.Passphrase = "",
    as_json: opt.AsJson = False,
) -> None:
    """Record the sanction, or its refusal."""
    stated = {"body": body, "name": name, "number": number, "on": on, "until": until, "refused": refused}
    _take(ws, "sanction", measure, officer, passphrase_file, as_json=as_json, **stated)


@steps.command("rule", help=t("cli-act-rule-help"))
def rule(
    ws: opt.Workspace, measure: Measure, officer: Signing, number: Number, on: Day,
    passphrase_file: opt.Passphrase = "", as_json: opt.AsJson = False,
) -> None:  # fmt: skip
    """Record the ruling that a loan's submission rests on."""
    _take(ws, "rule", measure, officer, passphrase_file, as_json=as_json, number=number, on=on)


@steps.command("send", help=t("cli-act-send-help"))
def send(
    ws: opt.Workspace, measure: Measure, officer: Signing, to: To, how: How, on: Day = "",
    passphrase_file: opt.Passphrase = "", as_json: opt.AsJson = False,
) -> None:  # fmt: skip
    """Record that it was sent."""
    _take(ws, "send", measure, officer, passphrase_file, as_json=as_json, to=to, how=how, on=on)


@steps.command("answer", help=t("cli-act-answer-help"))
def answer(
    ws: opt.Workspace,
    measure: Measure,
    officer: Signing,
    number: Number,
    held: Held = None,
    on: Day = "",
    since: Annotated[str, typer.Option("--since", help=t("cli-opt-act-since"))] = "",
    parted: Annotated[bool, typer.Option("--by-parcels", help=t("cli-opt-act-parted"))] = False,
    more: Annotated[bool, typer.Option("--more", help=t("cli-opt-act-more"))] = False,
    stopped: Annotated[bool, typer.Option("--stopped", help=t("cli-opt-act-stopped"))] = False,
    refused: Annotated[str, typer.Option("--refused", help=t("cli-opt-act-refused"))] = "",
    passphrase_file: opt.Passphrase = "",
    as_json: opt.AsJson = False,
) -> None:
    """Record the bank's or creditor's answer."""
    stated = {"held": held or [], "number": number, "on": on, "since": since, "refused": refused}
    flags = {"parted": parted, "stopped": stopped, "more": more}
    _take(ws, "answer", measure, officer, passphrase_file, as_json=as_json, **stated, **flags)


@steps.command("tell", help=t("cli-act-tell-help"))
def tell(
    ws: opt.Workspace,
    measure: Measure,
    officer: Signing,
    how: How = "",
    exception: Annotated[str, typer.Option("--exception", help=t("cli-opt-act-exception"))] = "",
    on: Day = "",
    passphrase_file: opt.Passphrase = "",
    as_json: opt.AsJson = False,
) -> None:
    """Record that the owner was told, or why not."""
    _take(ws, "tell", measure, officer, passphrase_file, as_json=as_json, how=how, exception=exception, on=on)


@steps.command("release", help=t("cli-act-release-help"))
def release(
    ws: opt.Workspace, measure: Measure, officer: Signing, reason: Reason = "", to: To = "", how: How = "",
    on: Day = "",
    part: Annotated[list[str] | None, typer.Option("--part", metavar="ACCOUNT=SUM", help=t("cli-opt-act-part"))] = None,
    out_: Annotated[Path | None, typer.Option("--out", help=t("cli-opt-act-release-out"))] = None,
    lang: Annotated[str, typer.Option("--lang", help=t("cli-opt-doc-lang"))] = LANGUAGE,
    passphrase_file: opt.Passphrase = "", as_json: opt.AsJson = False,
) -> None:  # fmt: skip
    """Ask for a release; once it is approved, record it."""
    stated = {"reason": reason, "part": part or [], "to": to, "how": how, "on": on, "out": out_, "lang": lang}
    _take(ws, "release", measure, officer, passphrase_file, as_json=as_json, **stated)


@steps.command("return", help=t("cli-act-return-help"))
def give_back(
    ws: opt.Workspace, measure: Measure, officer: Signing, number: Number, held: Held = None, on: Day = "",
    passphrase_file: opt.Passphrase = "", as_json: opt.AsJson = False,
) -> None:  # fmt: skip
    """Record that the money was returned."""
    _take(ws, "return", measure, officer, passphrase_file, as_json=as_json, held=held or [], number=number, on=on)


@steps.command("withdraw", help=t("cli-act-withdraw-help"))
def withdraw(
    ws: opt.Workspace, measure: Measure, officer: Signing, reason: Reason, passphrase_file: opt.Passphrase = "",
    as_json: opt.AsJson = False,
) -> None:  # fmt: skip
    """Withdraw a measure that was not sent."""
    _take(ws, "withdraw", measure, officer, passphrase_file, as_json=as_json, reason=reason)


def acts(
    ws: opt.Workspace,
    case: Annotated[str, typer.Option("--case", help=t("cli-opt-acts-case"))] = "",
    due: Annotated[bool, typer.Option("--due", help=t("cli-opt-acts-due"))] = False,
    as_json: opt.AsJson = False,
) -> None:
    """The measures, their clocks, and what is next."""
    from qalqan.desk.verbs import acts as read

    lines = read(ws, case=case, due=due)
    if as_json:
        show_json([_line(one) for one in lines])
        return
    head = [t(f"cli-acts-{name}") for name in ("measure", "kind", "state", "asked", "held", "ends", "due", "next")]
    show_table("", head, [_row(one) for one in lines], whole=1)  # an id is copied into the next command
    out.print(t("cli-acts-count", count=len(lines)), markup=False)


def upgrade(ws: opt.Workspace) -> None:
    """Bring an older workspace up to date."""
    from qalqan.desk.verbs import upgrade as write

    out.print(t("cli-upgraded", form=write(ws)), markup=False)


def _take(
    ws: Path, step: str, measure: str, officer: str, passphrase_file: str, *, as_json: bool, **stated: Any
) -> None:
    from qalqan.desk.verbs import act

    words = opt.passphrase(passphrase_file, t("cli-ask-passphrase", name=officer))
    done = act(ws, step, measure, officer=officer, passphrase=words, **stated)
    if as_json:
        show_json(_plain(done))
        return
    _say(done)
    if done.subject.startswith("release:"):
        out.print(t("cli-request-subject", subject=done.subject, shown=done.shown), markup=False, soft_wrap=True)


def _say(done: Taken) -> None:
    kind = done.measure.rpartition(":")[2].partition(".")[0]
    out.print(t("cli-act-done", measure=done.measure, state=_state_word(kind, done.state)), markup=False)
    for path in done.paths:
        out.print(t("cli-written", path=str(path)), markup=False)
    say_notes(done.notes)


def say_notes(notes: Iterable[Note]) -> None:
    """Print what is to be seen to besides."""
    for one in notes:
        out.print(t(one.key, account=one.account, sum=tenge(one.tiyn)), markup=False)


def plain_notes(notes: Iterable[Note]) -> list[dict[str, object]]:
    """The same for other programs."""
    return [{"note": one.key, "account": one.account, "sum_tiyn": one.tiyn} for one in notes]


def _plain(done: Taken) -> dict[str, object]:
    return {
        "measure": done.measure, "state": done.state, "subject": done.subject, "shown": done.shown,
        "paths": [str(path) for path in done.paths], "notes": plain_notes(done.notes),
    }  # fmt: skip


def _line(one: Line) -> dict[str, object]:
    return {
        "measure": one.measure, "case": one.case, "bank": one.bank, "kind": one.kind, "state": one.state,
        "at": one.at.isoformat(), "asked_tiyn": one.asked, "held_tiyn": one.held, "share_tiyn": one.share,
        "ends": one.ends.isoformat() if one.ends else None,
        "next": [{"step": step, "roles": list(roles)} for step, roles in one.next],
        "due": [
            {"what": d.what, "by": d.by.isoformat() if d.by else None, "late": d.late, **dict(d.told)} for d in one.due
        ],
    }  # fmt: skip


def _row(one: Line) -> tuple[str, ...]:
    held = tenge(one.held)
    if one.share is not None and one.share != one.held:
        held += f"\n{t('cli-acts-share', sum=tenge(one.share))}"
    following = "\n".join(
        f"{_word('act-step', step)}: {', '.join(_word('act-role', role) for role in roles)}" for step, roles in one.next
    )
    return (
        one.measure, t(f"act-kind-{one.kind}"), _state(one), tenge(one.asked or None), held,
        _moment(one.ends), "\n".join(_due(one_) for one_ in one.due), following,
    )  # fmt: skip


def _state(one: Line) -> str:
    partly = one.state == "held" and one.held is not None and one.held < one.asked
    return t("act-state-partly") if partly else _state_word(one.kind, one.state)


def _state_word(kind: str, state: str) -> str:
    """Where a measure stands; of a complaint nothing is held, numbers are suspended."""
    own = kind == "complaint" and state in ("held", "empty")
    return t(f"act-state-complaint-{state}" if own else f"report-act-state-{state}")


def _word(family: str, name: str) -> str:
    return t(f"{family}-{name.replace('_', '-')}")


def _due(one: Due) -> str:
    values = {name: tenge(value) if name == "sum" and isinstance(value, int) else value for name, value in one.told}
    if "body" in values:
        values["body"] = t(f"act-body-{values['body']}")
    told = t(f"act-due-{one.what}", **values)
    when = f" · {_moment(one.by)}" if one.by else ""
    return f"{t('act-due-late') + ' ' if one.late and one.by else ''}{told}{when}"


def _moment(at: datetime | None) -> str:
    from datetime import timedelta

    from qalqan.clock import to_local

    if at is None:
        return ""
    if (local := to_local(at)).strftime("%H:%M:%S") == "00:00:00":  # the end of a day, as people write it
        return (local - timedelta(days=1)).strftime("%d.%m.%Y 24:00")
    return local.strftime("%d.%m.%Y %H:%M")
