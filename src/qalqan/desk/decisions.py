"""Decisions: an officer signs a verdict on a proposal; what touches a person's rights needs two officers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from qalqan import clock
from qalqan.desk import _signed, controls, officers
from qalqan.desk.officers import Secret
from qalqan.errors import AccessError, UsageError
from qalqan.govern import policy, purposes
from qalqan.model.decision import Decision, Verdict
from qalqan.store import decisions as kept
from qalqan.store import officers as people
from qalqan.store.canon import canonical, clean, instant
from qalqan.store.workspace import Workspace

PREFIX = b"qalqan decision 1\n"
ID_CHARS = 32


@dataclass(frozen=True, slots=True)
class State:
    """Where an act on a subject stands, for what was shown last (or what was asked for).

    ``approved_by`` are names of officers with different keys, ``decisions`` all standing ones, ``complete``
    whether the act may be done: enough approvals and nobody against.
    """

    subject: str
    act: str
    shown: str
    needed: int
    approved_by: tuple[str, ...]
    decisions: tuple[Decision, ...]
    complete: bool

    @property
    def approvals(self) -> int:
        """How many different officers approve."""
        return len(self.approved_by)


def decide(  # noqa: PLR0917 - the parts of a decision, in the order of its record
    ws: Workspace,
    officer: str,
    passphrase: Secret,
    subject: str,
    act: str,
    verdict: Verdict | str,
    reason: str,
    purpose: str,
    case: str,
    shown: str,
) -> Decision:
    """Sign and keep a decision, with the officer's passphrase or a key unlocked with it (`desk/signing`).

    ``subject`` is ``kind:id``; ``shown`` the SHA-256 of what was on paper or screen. A later decision of the
    same officer on the same subject and act replaces. Raises UsageError for a missing reason or an unknown
    act, AccessError for a wrong passphrase, role or purpose, and when an officer approves again what they
    alone approved already.
    """
    who, private = officers.unlock(ws, officer, passphrase)
    policy.check_act(policy.role(who.role), act)
    purposes.check(purpose)
    subject, reason, case, purpose = (clean(one.strip()) for one in (subject, reason, case, purpose))
    if not reason or ":" not in subject:
        raise UsageError("error-decision-reason" if not reason else "error-decision-subject", subject=subject)
    verdict = Verdict(verdict) if isinstance(verdict, str) else verdict
    draft = Decision("", subject, act, verdict, who.id, clock.now(), purpose, case, clean(shown), reason, "")

    def change(connection: Connection) -> None:
        nonlocal draft
        earlier = [one for one in kept.standing(connection, subject, act) if one.officer == who.id]
        last = earlier[-1] if earlier else None
        if (
            last is not None
            and (last.verdict, last.shown)
            == (Verdict.APPROVE, draft.shown)
            == (
                verdict,
                draft.shown,
            )
            and policy.needed(act) > 1
        ):
            raise AccessError("error-decision-self", subject=subject, name=who.name)
        replaces = "" if last is None else last.id
        draft = replace(draft, id=sha256(signed(draft, replaces)).hexdigest()[:ID_CHARS])
        draft = replace(draft, signature=private.sign(signed(draft, replaces)).hex())
        kept.add(connection, draft, replaces)

    public = controls.POSES if act == controls.ACT else act  # every officer may read the entry
    told = {"act": public, "verdict": verdict.value, "officer": who.id}
    try:
        ws.commit("decide", told, change=change)
    except IntegrityError as error:
        raise AccessError("error-decision-self", subject=subject, name=who.name) from error
    return draft


def signed(decision: Decision, replaces: str) -> bytes:
    """The bytes that an officer signs (and, without the id, those whose hash is the id)."""
    told = {
        "act": decision.act,
        "at": instant(decision.at),
        "case": decision.case,
        "officer": decision.officer,
        "purpose": decision.purpose,
        "reason": decision.reason,
        "replaces": replaces,
        "shown": decision.shown,
        "subject": decision.subject,
        "verdict": decision.verdict.value,
    }
    return PREFIX + canonical(told | ({"id": decision.id} if decision.id else {})).encode()


def genuine(decision: Decision, replaces: str, public_key: str) -> bool:
    """Whether a decision is what its officer signed."""
    bare = signed(replace(decision, id="", signature=""), replaces)
    return _signed.genuine(bare, signed(decision, replaces), decision.id, ID_CHARS, decision.signature, public_key)


def state(ws: Workspace, subject: str, act: str, shown: str | None = None) -> State:
    """Who approves an act on a subject now.

    Approvals count together only when they are of the same thing: of ``shown``, else of what the latest
    decision was shown.
    """
    with ws.reading() as connection:
        standing = kept.standing(connection, subject, act)
        everyone = {one.id: one for one in people.everything(connection)}
    if shown is None:
        shown = standing[-1].shown if standing else ""
    votes = [
        policy.Vote(one.officer, everyone[one.officer].public_key, one.verdict.value, one.shown)
        for one in standing
        if one.officer in everyone
    ]
    names = tuple(everyone[one].name for one in policy.approving(votes, shown))
    complete = policy.carried(votes, act, shown)
    return State(subject, act, shown, policy.needed(act), names, tuple(standing), complete)
