"""qalqan act: measures are proposed, sanctioned, sent, answered, released, returned, withdrawn, each step signed.

Approval is `qalqan decide` on the measure's subject; what may follow what stands in :mod:`qalqan.govern.acts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qalqan import clock
from qalqan.clock import to_local
from qalqan.desk import acts_papers, acts_request, acts_shares, acts_state, acts_steps, officers, tables
from qalqan.desk.acts_state import Kept
from qalqan.desk.acts_steps import Draft
from qalqan.desk.find import case_id
from qalqan.errors import AccessError, UsageError
from qalqan.govern import acts as states
from qalqan.govern.acts import Event, State
from qalqan.report import request_kept
from qalqan.report.facts import fingerprint
from qalqan.store import purposes
from qalqan.store.canon import canonical
from qalqan.store.officers import Officer
from qalqan.store.workspace import Workspace
from qalqan.values import money
from qalqan.values.base import Value

WAIT_SECONDS = 5.0
MOST_SIGNS = 400


@dataclass(frozen=True, slots=True)
class Signer:
    """Who takes a step: an officer's name and passphrase."""

    officer: str
    passphrase: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: the measure, where it stands now, what officers decide on and what they were shown."""

    measure: str
    state: str
    subject: str
    shown: str
    paths: tuple[Path, ...] = ()


def propose(
    path: Path, kind: str, case: str, *, bank: str = "", by: Signer, out: Path | None = None, lang: str = "kk"
) -> tuple[Taken, ...]:
    """Propose a measure at a bank (none named: at every bank with money of the case) and write its papers.

    A loan is stopped at every creditor that the case's rows show, or at the one named. Raises UsageError for an unknown
    kind, AccessError when the officer may not, or such a measure lives already; NotFound when there is nothing to ask.
    """
    if kind not in states.KINDS:
        raise UsageError("error-legal-act", act=kind, known=", ".join(states.KINDS))
    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        who, private = officers.unlock(ws, by.officer, by.passphrase)
        acts_steps.check_role(who, kind, "propose")
        known = tables.current(ws)
        one = case_id(known, case)
        if kind == "loan":
            from qalqan.desk import acts_loan  # noqa: PLC0415 - its papers are needed by this kind only

            return acts_loan.propose(ws, known, one, bank, who, private, out=out, lang=lang)
        banks = (bank,) if bank else acts_request.banks_of(known, one)
        if not banks:
            acts_request.bare(ws, known, one, bank, act=kind)  # says which banks there are
        made = []
        for each in banks:
            sums = _to_return(ws, one, each) if kind == "return" else None
            told = acts_request.bare(ws, known, one, each, act=kind, sums=sums)
            asked = [
                {"account": c.account, "sum": c.amount_tiyn, "low": c.low_tiyn, "high": c.high_tiyn}
                for c in told.claims
            ]
            former = _former(ws, one, each, kind)
            body = {"asked": asked, "facts": request_kept.told(told), "run": told.seal.run, "former": former}
            taken = proposed(ws, who, private, kind=kind, case=one, bank=each, body=body, shown=fingerprint(told))
            purposes.log(ws, who.id, "request", taken.subject, len(asked))
            paths: tuple[Path, ...] = ()
            if out is not None:
                paper = acts_papers.of_measure(ws, acts_state.one(ws, taken.measure))
                paths = acts_papers.write(paper, out / acts_papers.name(one, each, lang, kind), lang, former)
            made.append(Taken(taken.measure, taken.state, taken.subject, taken.shown, paths))
    return tuple(made)


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


def sanction(
    path: Path, measure: str, *, by: Signer, body: str, name: str, number: str, on: str, until: str = "",
    refused: str = "",
) -> Taken:  # fmt: skip
    """Record the sanction of the body a measure needs: which (``prosecutor`` or ``court``), its name, number and day.

    With ``until`` a court sets an end of its own; ``refused`` is the reason when it refused. Raises AccessError when
    the measure needs none or is not approved; UsageError for another body, a day to come, an end where the law sets it.
    """
    stated: dict[str, Any] = {"body": body, "name": name, "number": number, "on": on}
    if refused:
        return _take(path, measure, "refuse", stated | {"reason": refused}, by)
    return _take(path, measure, "sanction", stated | ({"until": _moment(until)} if until else {}), by)


def send(path: Path, measure: str, *, by: Signer, to: str, how: str, on: str = "") -> Taken:
    """Record that the paper was sent: to whom, how, when (now). A former measure at that bank is superseded.

    Raises AccessError for a measure that lacks an approval or its sanction.
    """
    return _take(path, measure, "send", {"to": to, "how": how, "on": on or _now()}, by)


def answer(
    path: Path, measure: str, *, by: Signer, held: Sequence[str], number: str, on: str = "", since: str = "",
    parted: bool = False, stopped: bool = False, refused: str = "",
) -> Taken:  # fmt: skip
    """Record the bank's answer: what it holds by account (``ACCOUNT=SUM`` in tenge, ``all`` or ``none``), its number
    and date, the day since which it holds, and whether it parted the sum by parcels (first in, first out).

    For a loan ``stopped`` says that interest and collection stopped; ``refused`` is the reason of a refusal. Raises
    UsageError for an account that was not asked for or a sum that cannot be read.
    """
    with Workspace.open(path, wait=WAIT_SECONDS) as ws:
        one = acts_state.one(ws, measure)
    stated: dict[str, Any] = {"number": number, "on": on or _today()}
    if refused:
        return _take(path, measure, "refuse", stated | {"body": one.bank, "reason": refused}, by)
    if one.kind == "loan" and not stopped:
        raise UsageError("error-act-stopped", measure=measure)
    stated["held"] = [] if one.kind == "loan" else _held(one, held)
    flags = {"parted": int(parted), "stopped": int(stopped)}
    stated |= {name: flag for name, flag in flags.items() if flag} | ({"since": since} if since else {})
    return _take(path, measure, "answer", stated, by)


def tell(path: Path, measure: str, *, by: Signer, how: str = "", on: str = "", exception: str = "") -> Taken:
    """Record that the account's owner was told of the measure, how and when; or the ground of the statutory exception.

    Raises UsageError when neither is given.
    """
    if not how.strip() and not exception.strip():
        raise UsageError("error-act-states", step="tell", missing="how, exception")
    return _take(path, measure, "tell", {"on": on or _now(), "how": how, "exception": exception}, by)


def release(
    path: Path, measure: str, *, by: Signer, reason: str = "", part: Sequence[str] = (), to: str = "", how: str = "",
    on: str = "", out: Path | None = None, lang: str = "kk",
) -> Taken:  # fmt: skip
    """Ask for the release of a hold, and once two officers approved that, record that it was sent.

    The first call (with ``reason``, and with ``part`` as ``ACCOUNT=SUM`` when only so much is to be lifted) gives the
    subject and hash for ``qalqan decide``; after the approvals the second (with ``to`` and ``how``) ends the measure,
    or lowers what it holds. With ``out`` the letter that lifts a hold is written there.
    """
    taken = _release(path, measure, by, {"reason": reason, "part": part}, {"to": to, "how": how, "on": on or _now()})
    if out is None:
        return taken
    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        one = acts_state.one(ws, measure)
        if one.kind == "loan":
            return taken
        purposes.log(ws, one.steps[-1].officer, "request", taken.subject, len(one.asked))
        return replace(taken, paths=acts_papers.release(ws, one, out, lang))


def _release(path: Path, measure: str, by: Signer, asked: Mapping[str, Any], sent: Mapping[str, Any]) -> Taken:
    with Workspace.open(path, wait=WAIT_SECONDS) as ws:
        one = acts_state.one(ws, measure)
    if not asked["reason"]:
        return _take(path, measure, "release", sent, by)
    part = [each for each in _held(one, asked["part"]) if each["sum"]] if asked["part"] else []
    bound = one.held if one.measure.last("answer") else one.asked
    if over := [each for each in part if each["sum"] > bound.get(each["account"], 0)]:
        raise UsageError("error-act-part", account=over[0]["account"], measure=measure)
    body = {"reason": asked["reason"], "part": part}
    told = body | {"measure": measure, "held": dict(sorted(one.held.items())), "after": one.steps[-1].id}
    shown = sha256(canonical(told).encode()).hexdigest()
    taken = _take(path, measure, "ask_release", body, by, shown=shown)
    return replace(taken, subject=f"{acts_state.RELEASE}:{measure}", shown=shown)


def give_back(path: Path, measure: str, *, by: Signer, held: Sequence[str], number: str, on: str = "") -> Taken:
    """Record the bank's word that held money was returned to the victim; the hold it came from ends as returned."""
    with Workspace.open(path, wait=WAIT_SECONDS) as ws:
        one = acts_state.one(ws, measure)
    return _take(path, measure, "return", {"held": _held(one, held), "number": number, "on": on or _today()}, by)


def withdraw(path: Path, measure: str, *, by: Signer, reason: str) -> Taken:
    """Withdraw a measure that was not sent yet."""
    return _take(path, measure, "withdraw", {"reason": reason}, by)


def _take(path: Path, measure: str, step: str, stated: Mapping[str, Any], by: Signer, *, shown: str = "") -> Taken:
    """Check a step against the states, sign and keep it with those of other measures that go with it."""
    long = [name for name, value in stated.items() if isinstance(value, str) and len(value) > MOST_SIGNS]
    if long:
        raise UsageError("error-act-long", name=long[0], most=MOST_SIGNS)
    plain = {name: value.strip() if isinstance(value, str) else value for name, value in stated.items()}
    with Workspace.open(path, write=True, wait=WAIT_SECONDS) as ws:
        who, private = officers.unlock(ws, by.officer, by.passphrase)
        one = acts_state.one(ws, measure)
        acts_steps.check_role(who, one.kind, step)
        now = clock.now()
        after = states.advance(one.measure, Event(step, now, plain), acts_state.terms(one.kind))
        drafts = [Draft(measure, one.kind, step, plain, shown or one.shown)]
        for other, its_step, its_body in _others(ws, one, step, plain):
            states.advance(other.measure, Event(its_step, now, its_body), acts_state.terms(other.kind))
            drafts.append(Draft(other.id, other.kind, its_step, its_body, other.shown))
        acts_steps.take(ws, who, private, drafts)
    return Taken(measure, after.state.value, one.subject, shown or one.shown)


def _others(ws: Workspace, one: Kept, step: str, stated: Mapping[str, Any]) -> list[tuple[Kept, str, dict[str, Any]]]:
    """Steps of other measures at the same bank that go with a step: the next act supersedes, a return ends the hold."""
    near = [m for m in acts_state.everything(ws) if (m.case, m.bank) == (one.case, one.bank) and m.id != one.id]
    if step == "send":
        former = [m for m in near if m.kind in states.FORMER.get(one.kind, ()) and m.state in states.IN_FORCE]
        body = {"by": one.id, "lodged": one.steps[0].at.isoformat()}
        return [(m, "supersede", dict(body)) for m in former]
    if step == "return":
        back = {"by": one.id, "number": stated["number"], "on": stated["on"]}
        return [(m, "return", dict(back)) for m in near if m.kind in states.HOLDS and m.state is State.HELD]
    return []


def _held(one: Kept, told: Sequence[str]) -> list[dict[str, Any]]:
    """What is stated as held: by account, each that was asked for once."""
    if list(told) in (["all"], ["none"]):
        whole = told[0] == "all"
        return [{"account": account, "sum": tiyn if whole else 0} for account, tiyn in one.asked.items()]
    found: dict[str, int] = dict.fromkeys(one.asked, 0)
    if not told:
        raise UsageError("error-act-states", step="answer", missing="held")
    for text in told:
        account, _, written = text.partition("=")
        account = account.strip().replace(" ", "").upper() if account.strip() not in found else account.strip()
        value = money.parse(written.strip())
        if account not in found:
            raise UsageError("error-act-account", account=account, measure=one.id)
        if not isinstance(value, Value) or int(value.canonical) < 0:
            raise UsageError("error-act-sum", value=written[:40])
        found[account] = int(value.canonical)
    return [{"account": account, "sum": tiyn} for account, tiyn in found.items()]


def _now() -> str:
    return to_local(clock.now()).isoformat(timespec="seconds")


def _today() -> str:
    return to_local(clock.now()).date().isoformat()


def _moment(text: str) -> str:
    """The end that a court set: a day means the end of that day in Kazakhstan."""
    from datetime import date, datetime, timedelta  # noqa: PLC0415

    try:
        if "T" in text:
            return clock.to_utc(datetime.fromisoformat(text)).isoformat()
        day = date.fromisoformat(text) + timedelta(days=1)
    except ValueError as error:
        raise UsageError("error-act-day", value=text[:40]) from error
    return datetime(day.year, day.month, day.day, tzinfo=clock.FIVE).isoformat()
