"""The ledger as an inspector reads it: entries with proofs, decisions, who looked at clear data, a full check."""

from __future__ import annotations

from fastapi import Response

from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import audit, verify
from qalqan.errors import NotFound
from qalqan.govern import purposes
from qalqan.store.canon import instant


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
    return ask.show("ledger_decisions", judged=told, further=f"{instant(last.at)}|{last.id}" if last else "",
                    act=ask.query("act"), officer=ask.query("officer"), case=ask.query("case"))  # fmt: skip


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
    """Check every byte and value against the ledger now; nothing is changed."""
    return ask.show("ledger_check", report=verify.verify(ask.house.path))


@page("GET", "/ledger/{seq}", verb="ledger")
def entry(ask: Asked, seq: str) -> Response:
    """One entry with the hashes that lead from it to the root."""
    if not seq.isascii() or not seq.isdigit():
        raise NotFound("error-ledger-entry", seq=seq[:20], size=str(audit.log(ask.house.ws).size))
    return ask.show("ledger_entry", proof=audit.proof(ask.house.ws, int(seq)))


def _number(ask: Ask, name: str) -> int:
    text = ask.query(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
