"""qalqan act propose: a measure is proposed with its papers; what follows is :mod:`qalqan.desk.acts`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qalqan import clock
from qalqan.desk import access, acts_papers, acts_request, acts_shares, acts_state, acts_steps, officers, tables
from qalqan.desk._paper_view import View
from qalqan.desk.acts_request import Gone
from qalqan.desk.acts_state import Kept
from qalqan.desk.acts_steps import Draft
from qalqan.desk.find import case_id
from qalqan.engine.frames import Tables
from qalqan.errors import AccessError, NotFound, UsageError
from qalqan.govern import acts as states
from qalqan.govern.acts import Event, State
from qalqan.govern.policy import Role
from qalqan.report import request_kept
from qalqan.report.facts import fingerprint
from qalqan.store import purposes
from qalqan.store.officers import Officer
from qalqan.store.workspace import Workspace

WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Signer:
    """Who takes a step: an officer's name, and passphrase or unlocked key."""

    officer: str
    passphrase: officers.Secret = field(repr=False)


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be told with a step: a Fluent key, an account, a sum in tiyn."""

    key: str
    account: str
    tiyn: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: the measure, where it stands now, what officers decide on and what they were shown.

    ``notes`` say what is to be seen to besides: accounts that nobody could be asked about, more held than asked for.
    """

    measure: str
    state: str
    subject: str
    shown: str
    paths: tuple[Path, ...] = ()
    notes: tuple[Note, ...] = ()


def propose(
    path: Path, kind: str, case: str, *, bank: str = "", by: Signer, out: Path | None = None, lang: str = "kk",
    reason: str = "", objects: Sequence[str] = (), allowed: Callable[[frozenset[str]], None] = lambda _: None,
) -> tuple[Taken, ...]:  # fmt: skip
    """Propose a measure at a bank (none named: at every bank with money of the case) and write its papers.

    A loan is stopped at every creditor that the case's rows show, or at the one named; a complaint goes to every
    operator of the numbers that called the victim, or to the one named, on the ``objects`` (numbers, devices,
    campaigns) that an officer names; ``allowed`` raises for cases of its letter that the officer may not know of. A
    hold whose period has run out on the same account is repeated by a head only, with a ``reason``; what other measures
    hold or was returned is not asked for again. Where all banks are asked, the first step taken notes the accounts
    whose bank is unknown. Raises UsageError for an unknown kind, AccessError when the officer may not, such a measure
    lives already or nothing is left to ask for; NotFound when there is nothing to ask.
    """
    if kind not in states.KINDS:
        raise UsageError("error-legal-act", act=kind, known=", ".join(states.KINDS))
    if objects and kind != "complaint":
        raise UsageError("error-act-objects")
    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        who, private = officers.unlock(ws, by.officer, by.passphrase)
        acts_steps.check_role(who, kind, "propose")
        known = access.known_to(ws, tables.current(ws), who.id)
        one = case_id(known, case)
        if kind == "loan":
            from qalqan.desk import acts_loan  # noqa: PLC0415 - its papers are needed by this kind only

            return acts_loan.propose(ws, known, one, bank, who, private, out=out, lang=lang)
        if kind == "complaint":
            from qalqan.desk import acts_complaint  # noqa: PLC0415 - its papers are needed by this kind only

            return acts_complaint.propose(ws, known, one, bank, who, private, out=out, lang=lang, reason=reason,
                                          objects=objects, allowed=allowed)  # fmt: skip
        banks, notes = ((bank,), ()) if bank else asked_banks(known, one)
        made = []
        for each in banks:
            sums = _to_return(ws, one, each) if kind == "return" else None
            before = [m for m in acts_state.everything(ws) if (m.case, m.bank) == (one, each)]
            told = acts_request.bare(ws, known, one, each, act=kind, sums=sums, gone=_gone(before, kind))
            _check_repeat(before, kind, {c.account for c in told.claims}, who, reason)
            asked = [
                {"account": c.account, "sum": c.amount_tiyn, "low": c.low_tiyn, "high": c.high_tiyn}
                for c in told.claims
            ]
            former = _former(ws, one, each, kind)
            body = {"asked": asked, "facts": request_kept.told(told), "run": told.seal.run, "former": former}
            body |= {"reason": reason.strip()} if reason.strip() else {}
            taken = proposed(ws, who, private, kind=kind, case=one, bank=each, body=body, shown=fingerprint(told))
            purposes.log(ws, who.id, "request", taken.subject, len(asked))
            paths: tuple[Path, ...] = ()
            if out is not None:
                paper = acts_papers.of_measure(ws, acts_state.one(ws, taken.measure))
                paths = acts_papers.write(paper, out / acts_papers.name(one, each, lang, kind), lang, former)
            closed = access.sealed_sources(ws, known, (source.evidence for source in told.sources))
            own = (Note("act-note-sealed", "", 0),) if closed else ()
            made.append(Taken(taken.measure, taken.state, taken.subject, taken.shown, paths, own))
    return (replace(made[0], notes=(*notes, *made[0].notes)), *made[1:])


def asked_banks(known: Tables, case: str) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """The banks to ask for a case, and a note of each account with its money whose bank is unknown (masked).

    Raises NotFound when no bank can be asked.
    """
    banks, lost = acts_request.banks_of(known, case), acts_request.bankless(known, case)
    if not banks and lost:
        total = sum(tiyn for _, tiyn in lost)
        raise NotFound("error-act-no-bank", case=case, count=len(lost), sum=f"{total // 100}.{total % 100:02} ₸")
    if not banks:
        raise NotFound("error-no-hold", case=case, bank="*", known="-")
    hide = View(masked=True)
    return banks, tuple(Note("act-note-bankless", hide(account, "account"), tiyn) for account, tiyn in lost)


def _gone(before: Sequence[Kept], kind: str) -> list[Gone]:
    """What a new hold does not ask for again: what other holds of the case keep, unless it supersedes them, and what
    was returned."""
    if kind not in states.HOLDS:
        return []
    found: list[Gone] = []
    for m in before:
        if m.kind == "return" and (back := m.measure.last("return")):
            on = acts_state.day(str(back.stated["on"]))
            found += [Gone(str(one["account"]), int(one["sum"]), on) for one in back.stated["held"]]
        elif m.kind in states.HOLDS and m.state in states.IN_FORCE and m.kind not in states.FORMER.get(kind, ()):
            sums = m.held if m.measure.last("answer") else m.asked
            found += [Gone(account, tiyn) for account, tiyn in sums.items()]
    return found


def _check_repeat(before: Sequence[Kept], kind: str, accounts: Set[str], who: Officer, reason: str) -> None:
    """A period that the law limits is not begun anew on the same money as a matter of course: a head says why."""
    over = [
        m.id for m in before
        if m.kind == kind and kind in states.HOLDS and m.state in (State.EXPIRED, State.SUPERSEDED)
        and accounts & m.asked.keys()
    ]  # fmt: skip
    if over and (who.role != Role.HEAD.value or not reason.strip()):
        raise AccessError("error-act-repeat", measure=over[-1])


def proposed(
    ws: Workspace, who: Officer, private: Ed25519PrivateKey, *, kind: str, case: str, bank: str,
    body: Mapping[str, Any], shown: str,
) -> Taken:  # fmt: skip
    """Record a proposal. Raises AccessError when a measure of that kind lives already in that case at that bank."""
    stem = f"{case}/{bank}:{kind}"
    mine = [m for m in acts_state.everything(ws) if (m.case, m.bank, m.kind) == (case, bank, kind)]
    if alive := [m.id for m in mine if m.state not in states.ENDS]:
        raise AccessError("error-act-alive", measure=alive[0])
    id_ = stem if not mine else f"{stem}.{len(mine) + 1}"
    whole = {"case": case, "bank": bank} | dict(body)
    measure = states.advance(None, Event("propose", clock.now(), whole), acts_state.terms(kind))
    acts_steps.take(ws, who, private, [Draft(id_, kind, "propose", whole, shown)])
    return Taken(id_, measure.state.value, acts_state.subject(id_, kind), shown)


def _former(ws: Workspace, case: str, bank: str, kind: str) -> str:
    """The id of the hold in force at that bank which this kind follows; empty when there is none."""
    kinds = states.HOLDS if kind == "return" else states.FORMER.get(kind, ())
    found = [
        m.id
        for m in acts_state.everything(ws)
        if (m.case, m.bank) == (case, bank) and m.kind in kinds and m.state in states.IN_FORCE
    ]
    return found[-1] if found else ""


def _to_return(ws: Workspace, case: str, bank: str) -> dict[str, int]:
    """By account this case's fair share of what the bank holds. Raises AccessError when it holds nothing."""
    shares = acts_shares.shares(acts_state.everything(ws))
    held = {account: sums[case] for (at, account), sums in shares.items() if at == bank and sums.get(case)}
    if not held:
        raise AccessError("error-act-nothing-held", case=case, bank=bank)
    return held
