"""Steps of a proposed measure: sanctioned, sent, answered, told, released, returned, withdrawn, each step signed.

Approval is `qalqan decide` on the measure's subject; what may follow what stands in :mod:`qalqan.govern.acts`. The
first step, the proposal, is :mod:`qalqan.desk.acts_propose`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from qalqan import clock
from qalqan.clock import to_local
from qalqan.desk import acts_papers, acts_state, acts_steps, officers
from qalqan.desk.acts_propose import WAIT_SECONDS, Note, Signer, Taken, propose, proposed
from qalqan.desk.acts_state import Kept
from qalqan.desk.acts_steps import Draft
from qalqan.errors import AccessError, UsageError
from qalqan.govern import acts as states
from qalqan.govern.acts import Event, State
from qalqan.store import purposes
from qalqan.store.canon import canonical
from qalqan.store.workspace import Workspace
from qalqan.values import money
from qalqan.values.base import Value

__all__ = ["Note", "Signer", "Taken", "answer", "give_back", "propose", "proposed", "release", "rule", "sanction",
           "send", "tell", "withdraw"]  # fmt: skip
MOST_SIGNS = 400


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


def rule(path: Path, measure: str, *, by: Signer, number: str, on: str) -> Taken:
    """Record number and day of the signed ruling that recognises the victim, on which a loan's submission rests."""
    return _take(path, measure, "rule", {"number": number, "on": on}, by)


def send(path: Path, measure: str, *, by: Signer, to: str, how: str, on: str = "") -> Taken:
    """Record that the paper was sent: to whom, how, when (now). A former measure at that bank is superseded.

    Raises AccessError for a measure that lacks an approval or its sanction.
    """
    return _take(path, measure, "send", {"to": to, "how": how, "on": on or _now()}, by)


def answer(
    path: Path, measure: str, *, by: Signer, held: Sequence[str], number: str, on: str = "", since: str = "",
    parted: bool = False, stopped: bool = False, more: bool = False, refused: str = "",
) -> Taken:  # fmt: skip
    """Record the bank's answer: what it holds by account (``ACCOUNT=SUM`` in tenge, ``all`` or ``none``), its number
    and date, the day since which it holds, and whether it parted the sum by parcels (first in, first out).

    For a loan ``stopped`` says that interest and collection stopped, for a complaint that the numbers are suspended
    (and without it that they were checked and stay open); ``refused`` is the reason of a refusal. Raises UsageError for
    an account that was not asked for, a sum that cannot be read, and, unless ``more`` says that it is so, one above
    what was asked for: what is held above it is to be released, as the step taken notes.
    """
    with Workspace.open(path, wait=WAIT_SECONDS) as ws:
        one = acts_state.one(ws, measure)
    stated: dict[str, Any] = {"number": number, "on": on or _today()}
    if refused:
        return _take(path, measure, "refuse", stated | {"body": one.bank, "reason": refused}, by)
    if one.kind == "loan" and not stopped:
        raise UsageError("error-act-stopped", measure=measure)
    stated["held"] = [] if one.kind in ("loan", "complaint") else _held(one, held)
    over = [each for each in stated["held"] if each["sum"] > one.asked[each["account"]]]
    if over and not more:
        raise UsageError("error-act-over", account=over[0]["account"], measure=measure)
    flags = {"parted": int(parted), "stopped": int(stopped), "more": int(bool(over))}
    stated |= {name: flag for name, flag in flags.items() if flag} | ({"since": since} if since else {})
    taken = _take(path, measure, "answer", stated, by)
    said = [(each["account"], each["sum"] - one.asked[each["account"]]) for each in over]
    return replace(taken, notes=tuple(Note("act-note-over", account, tiyn) for account, tiyn in said))


def tell(path: Path, measure: str, *, by: Signer, how: str = "", on: str = "", exception: str = "") -> Taken:
    """Record that the account's owner was told of the measure, how and when; or the ground of the statutory exception.

    Raises UsageError when neither is given.
    """
    if not how.strip() and not exception.strip():
        raise UsageError("error-act-states", step="tell", missing="--how / --exception")
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
        if one.kind in ("loan", "complaint"):
            return taken
        purposes.log(ws, one.steps[-1].officer, "request", taken.subject, len(one.asked))
        return replace(taken, paths=acts_papers.release(ws, one, out, lang))


def _release(path: Path, measure: str, by: Signer, asked: Mapping[str, Any], sent: Mapping[str, Any]) -> Taken:
    with Workspace.open(path, wait=WAIT_SECONDS) as ws:
        one = acts_state.one(ws, measure)
    if not asked["reason"]:
        return _take(path, measure, "release", sent, by)
    part = [each for each in _held(one, asked["part"]) if each["sum"]] if asked["part"] else []
    if asked["part"] and not part:
        raise UsageError("error-act-part-none", measure=measure)
    bound = one.held if one.measure.last("answer") else one.asked
    if over := [each for each in part if each["sum"] > bound.get(each["account"], 0)]:
        raise UsageError("error-act-part", account=over[0]["account"], measure=measure)
    body = {"reason": asked["reason"], "part": part}
    told = body | {"measure": measure, "held": dict(sorted(one.held.items())), "after": one.steps[-1].id}
    shown = sha256(canonical(told).encode()).hexdigest()
    taken = _take(path, measure, "ask_release", body, by, shown=shown)
    return replace(taken, subject=f"{acts_state.RELEASE}:{measure}", shown=shown)


def give_back(path: Path, measure: str, *, by: Signer, held: Sequence[str], number: str, on: str = "") -> Taken:
    """Record the bank's word that held money was returned to the victim, at most the share that was asked for.

    A hold that the money came from ends as returned when nothing of it is left, else the rest stays held. When nothing
    was returned the return stays as sent. Raises UsageError for a sum above the share.
    """
    with Workspace.open(path, wait=WAIT_SECONDS) as ws:
        one = acts_state.one(ws, measure)
    if one.kind != "return":
        raise AccessError("error-act-move", step="return", kind=one.kind, state=one.state.value)
    back = _held(one, held)
    if over := [each for each in back if each["sum"] > one.asked[each["account"]]]:
        raise UsageError("error-act-back", account=over[0]["account"], measure=measure)
    return _take(path, measure, "return", {"held": back, "number": number, "on": on or _today()}, by)


def withdraw(path: Path, measure: str, *, by: Signer, reason: str) -> Taken:
    """Withdraw a measure that was not sent yet."""
    return _take(path, measure, "withdraw", {"reason": reason}, by)


def _take(path: Path, measure: str, step: str, stated: Mapping[str, Any], by: Signer, *, shown: str = "") -> Taken:
    """Check a step against the states, sign and keep it with those of other measures that go with it."""
    long = [name for name, value in stated.items() if isinstance(value, str) and len(value) > MOST_SIGNS]
    if long:
        raise UsageError("error-act-long", name=states.option(long[0]), most=MOST_SIGNS)
    plain = {name: value.strip() if isinstance(value, str) else value for name, value in stated.items()}
    plain |= {name: clock.written(plain[name]) for name in ("on", "since") if plain.get(name)}
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
    """Steps of other measures at the same bank that go with a step: the next act supersedes, a return takes from the
    case's own holds, then from those of others on the same account."""
    near = [m for m in acts_state.everything(ws) if m.bank == one.bank and m.id != one.id]
    if step == "send":
        near = [m for m in near if m.case == one.case]
        former = [m for m in near if m.kind in states.FORMER.get(one.kind, ()) and m.state in states.IN_FORCE]
        body = {"by": one.id, "lodged": one.steps[0].at.isoformat()}
        return [(m, "supersede", dict(body)) for m in former]
    return _from_holds(one, near, stated) if step == "return" else []


def _from_holds(one: Kept, near: Sequence[Kept], stated: Mapping[str, Any]) -> list[tuple[Kept, str, dict[str, Any]]]:
    left = {str(each["account"]): int(each["sum"]) for each in stated["held"]}
    found = []
    for m in sorted(near, key=lambda m: (m.case != one.case, m.id)):
        if m.kind not in states.HOLDS or m.state is not State.HELD:
            continue
        part = {account: min(tiyn, left.get(account, 0)) for account, tiyn in m.held.items()}
        left = {account: tiyn - part.get(account, 0) for account, tiyn in left.items()}
        told = [{"account": account, "sum": tiyn} for account, tiyn in sorted(part.items()) if tiyn]
        if told:
            body = {"by": one.id, "number": stated["number"], "on": stated["on"], "part": told}
            found.append((m, "return", body))
    return found


def _held(one: Kept, told: Sequence[str]) -> list[dict[str, Any]]:
    """What is stated as held: by account, each that was asked for once."""
    if list(told) in (["all"], ["none"]):
        whole = told[0] == "all"
        return [{"account": account, "sum": tiyn if whole else 0} for account, tiyn in one.asked.items()]
    found: dict[str, int] = dict.fromkeys(one.asked, 0)
    if not told:
        raise UsageError("error-act-states", step="answer", missing="--held")
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

    text = clock.written(text)
    try:
        if "T" in text:
            return clock.to_utc(datetime.fromisoformat(text)).isoformat()
        day = date.fromisoformat(text) + timedelta(days=1)
    except ValueError as error:
        raise UsageError("error-act-day", value=text[:40]) from error
    return datetime(day.year, day.month, day.day, tzinfo=clock.FIVE).isoformat()
