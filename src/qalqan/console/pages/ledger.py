"""The ledger as an inspector reads it: entries with proofs, decisions, who looked at clear data, a full check."""

from __future__ import annotations

import threading

import polars as pl
from fastapi import Response

from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import audit, controls, verify
from qalqan.errors import Conflict, NotFound
from qalqan.govern import purposes
from qalqan.govern.policy import Role
from qalqan.store.canon import instant

_CHECKING = threading.Lock()


@page("GET", "/ledger", verb="ledger")
def entries(ask: Asked) -> Response:
    """Where the ledger stands and what was done, newest first."""
    before = _number(ask, "before")
    told = audit.entries(ask.house.ws, before=before, act=ask.query("act"))
    return ask.show("ledger", log=audit.log(ask.house.ws), entries=told, act=ask.query("act"),
                    further=told[-1].seq if len(told) == audit.SIZE else 0)  # fmt: skip


@page("GET", "/ledger/decisions", verb="ledger")
def decisions(ask: Asked) -> Response:
    """All decisions: who, on what, what they say, why, and what each replaces."""
    told = audit.decisions(
        ask.house.ws, before=ask.query("before"), act=ask.query("act"), officer=ask.query("officer"),
        case=ask.query("case"),
    )  # fmt: skip
    last = told[-1].decision if len(told) == audit.SIZE else None
    further = f"{instant(last.at)}|{last.id}" if last else ""
    asked = {name: ask.query(name) for name in ("act", "officer", "case")}
    return ask.show("ledger_decisions", judged=_seen(ask, told), further=further, **asked)


@page("GET", "/ledger/uses", verb="purposes")
def uses(ask: Asked) -> Response:
    """Who looked at clear personal data, for what, how much."""
    told = audit.uses(ask.house.ws, before=ask.query("before"), who=ask.query("who"))
    last = told[-1] if len(told) == audit.SIZE else None
    return ask.show("ledger_uses", uses=told, counted=audit.counted(ask.house.ws), who=ask.query("who"),
                    codes=purposes.CODES, further=f"{instant(last.at)}|{last.id}" if last else "")  # fmt: skip


@page("GET", "/ledger/check", verb="verify")
def asked_to_check(ask: Asked) -> Response:
    """What a check does, and the button."""
    return ask.show("ledger_check", report=None)


@page("POST", "/ledger/check", verb="verify")
def check(ask: Asked) -> Response:
    """Check every byte and value against the ledger now; nothing is changed, and one check runs at a time."""
    if not _CHECKING.acquire(blocking=False):
        raise Conflict("error-check-running")
    try:
        return ask.show("ledger_check", report=verify.verify(ask.house.path))
    finally:
        _CHECKING.release()


@page("GET", "/ledger/{seq}", verb="ledger")
def entry(ask: Asked, seq: str) -> Response:
    """One entry with the hashes that lead from it to the root."""
    if not seq.isascii() or not seq.isdigit():
        raise NotFound("error-ledger-entry", seq=seq[:20], size=str(audit.log(ask.house.ws).size))
    return ask.show("ledger_entry", proof=audit.proof(ask.house.ws, int(seq)))


def _seen(ask: Ask, told: list[audit.Judged]) -> list[audit.Judged]:
    """Without decisions on cases sealed before the asker, by any number (a seal's own decision would name it), and
    without those on control items, which heads and inspectors alone may tell from others."""
    if ask.who.role not in (Role.HEAD, Role.INSPECTOR):
        told = [one for one in told if one.decision.act != controls.ACT]
    try:
        sealed = ask.stand.sealed - ask.stand.visible(ask.stand.sealed, "ledger")
        own = ask.tables["cases"].filter(pl.col("case_id").is_in(list(sealed))).select("kui_number", "aliases")
    except NotFound:  # nothing was analysed yet
        return told
    hidden = {part for row in own.iter_rows() for cell in row if cell for part in cell.split(";")} | sealed
    named = [one.decision for one in told]
    gone = {one.id for one in named if any(case in f"{one.case} {one.subject}" for case in hidden)}
    return [one for one in told if one.decision.id not in gone]


def _number(ask: Ask, name: str) -> int:
    text = ask.query(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
