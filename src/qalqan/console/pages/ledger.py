"""The ledger as an inspector reads it: entries with proofs, decisions, who looked at clear data, a full check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import polars as pl
from fastapi import Response

from qalqan.console import hand, queue_view
from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import audit, checks, worker
from qalqan.errors import NotFound, QalqanError
from qalqan.govern import purposes
from qalqan.govern.policy import Role
from qalqan.store.canon import instant, moment
from qalqan.texts.say import has

ACTS: Final = (
    "account", "act_step", "analyse", "backup", "basis", "codes", "decide", "draft", "erase", "gate", "grant",
    "grant_end", "ingest", "init", "invite", "move", "officer", "passphrase", "profile", "registry", "report", "reread",
    "revoke", "unmask", "upgrade",
)  # fmt: skip
"""The acts that the ledger tells of, for the page's choice among them."""
ALL_JOBS = frozenset({Role.ADMINISTRATOR, Role.HEAD})


@page("GET", "/ledger", verb="ledger")
def entries(ask: Asked) -> Response:
    """Where the ledger stands and what was done, newest first."""
    before = _number(ask, "before")
    told = audit.entries(ask.house.ws, before=before, act=ask.query("act"))
    last, log = checks.standing(ask.house.ws).last, audit.log(ask.house.ws)
    return ask.show(
        "ledger", log=log, entries=told, act=ask.query("act"), last=last, acts=sorted(ACTS, key=_words(ask)),
        checkpoint_at=moment(log.checkpoint.at) if log.checkpoint else None, **_told(ask),
        further=told[-1].seq if len(told) == audit.SIZE else 0,
    )  # fmt: skip


@page("GET", "/ledger/decisions", verb="ledger")
def decisions(ask: Asked) -> Response:
    """All decisions: who, on what, what they say, why, and what each replaces."""
    told = audit.decisions(
        ask.house.ws, before=ask.query("before"), act=ask.query("act"), officer=ask.query("officer"),
        case=ask.query("case"), reader="" if ask.who.role in (Role.HEAD, Role.INSPECTOR) else ask.who.officer,
    )  # fmt: skip
    last = told[-1].decision if len(told) == audit.SIZE else None
    further = f"{instant(last.at)}|{last.id}" if last else ""
    asked = {name: ask.query(name) for name in ("act", "officer", "case")}
    return ask.show("ledger_decisions", judged=_worded(ask, _seen(ask, told)), further=further, **asked)


@page("GET", "/ledger/uses", verb="purposes")
def uses(ask: Asked) -> Response:
    """Who looked at clear personal data, for what, how much."""
    told = audit.uses(ask.house.ws, before=ask.query("before"), who=ask.query("who"))
    last = told[-1] if len(told) == audit.SIZE else None
    purposes_ = ask.said((one.purpose, "") for one in told)
    told = [replace(one, purpose=purpose) for one, purpose in zip(told, purposes_, strict=True)]
    return ask.show("ledger_uses", uses=told, counted=audit.counted(ask.house.ws), who=ask.query("who"),
                    codes=purposes.CODES, people=queue_view.names(ask),
                    further=f"{instant(last.at)}|{last.id}" if last else "")  # fmt: skip


@page("GET", "/ledger/check", verb="verify")
def check(ask: Asked) -> Response:
    """What a check does, the one that runs, what the last one found; asked again every second where scripts run."""
    return _check(ask)


@page("POST", "/ledger/check", verb="verify")
def begin(ask: Asked) -> Response:
    """Have every byte and value checked against the ledger by the worker; one check at a time."""
    checks.begin(ask.house.ws, ask.who.officer)
    return ask.see("/ledger/check")


@page("POST", "/ledger/check/cancel", verb="verify")
def cancel(ask: Asked) -> Response:
    """Ask for the end of the check that runs."""
    try:
        checks.cancel(ask.house.ws, ask.who.officer, ask.who.role)
    except QalqanError as error:
        return _check(ask, error=error)
    return ask.see("/ledger/check")


def _check(ask: Ask, *, error: QalqanError | None = None) -> Response:
    told = checks.standing(ask.house.ws)
    part = bool(ask.request.headers.get("hx-request")) and ask.query("part") == "1"
    mine = told.now is not None and (told.now.officer == ask.who.officer or ask.who.role in ALL_JOBS)
    return hand.show(
        ask, "ledger_check_part" if part else "ledger_check", error, now=told.now, last=told.last, broken=told.broken,
        mine=mine, idle=told.now is not None and not worker.alive(ask.house.path), people=queue_view.names(ask),
    )  # fmt: skip


@page("GET", "/ledger/{seq}", verb="ledger")
def entry(ask: Asked, seq: str) -> Response:
    """One entry with the hashes that lead from it to the root."""
    if not seq.isascii() or not seq.isdigit():
        raise NotFound("error-ledger-entry", seq=seq[:20], size=str(audit.log(ask.house.ws).size))
    return ask.show("ledger_entry", proof=audit.proof(ask.house.ws, int(seq)), **_told(ask))


def _words(ask: Ask) -> Callable[[str], str]:
    """The words of an act of the ledger; its own name where no words were written for it."""

    def told(act: str) -> str:
        key = f"ledger-act-{act.replace('_', '-')}"
        return ask.t(key) if has(key) else act

    return told


def _told(ask: Ask) -> dict[str, Any]:
    """What pages of entries say besides: acts in words, officers by name."""
    return {"act_words": _words(ask), "people": queue_view.names(ask)}


def _seen(ask: Ask, told: list[audit.Judged]) -> list[audit.Judged]:
    """Without decisions on cases sealed before the asker, by any number (a seal's own decision would name it)."""
    try:
        sealed = ask.stand.sealed - ask.stand.visible(ask.stand.sealed, "ledger")
        own = ask.tables["cases"].filter(pl.col("case_id").is_in(list(sealed))).select("kui_number", "aliases")
    except NotFound:  # nothing was analysed yet
        return told
    hidden = {part for row in own.iter_rows() for cell in row if cell for part in cell.split(";")} | sealed
    named = [one.decision for one in told]
    gone = {one.id for one in named if any(case in f"{one.case} {one.subject}" for case in hidden)}
    return [one for one in told if one.decision.id not in gone]


def _worded(ask: Ask, told: list[audit.Judged]) -> list[audit.Judged]:
    """With reasons as the asker may see them."""
    reasons = ask.said((one.decision.reason, one.decision.case) for one in told)
    return [replace(one, decision=replace(one.decision, reason=reason))
            for one, reason in zip(told, reasons, strict=True)]  # fmt: skip


def _number(ask: Ask, name: str) -> int:
    text = ask.query(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
