"""Measures and requests: the list with its clocks, one measure with its steps by buttons, its papers to take."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Response

from qalqan import clock
from qalqan.console import acts_view, complaint_view, hand
from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import acts as desk
from qalqan.desk.acts_list import Line
from qalqan.errors import NotFound, QalqanError, UsageError
from qalqan.govern import acts as states
from qalqan.govern import policy
from qalqan.govern.policy import Access

LISTED: Final = 200


@page("GET", "/acts", verb="acts")
def acts(ask: Asked) -> Response:
    """Every measure with state, sums and clock; what is due first."""
    case, due = ask.query("case"), ask.query("due") == "1"
    found = acts_view.lines(ask, case=case, due=due)
    after = hand.whole(ask.query("after"))
    return hand.show(
        ask, "acts", lines=found[after : after + LISTED], total=len(found), case=case, due=due, now=clock.now(),
        next=after + LISTED if len(found) > after + LISTED else 0, kinds=states.KINDS, **_words(ask),
    )  # fmt: skip


@page("GET", "/act", verb="acts")
def act(ask: Asked) -> Response:
    """One measure: what was asked, what every step stated, what is due, what may be done by whom."""
    return _one(ask, ask.query("id"))


@page("POST", "/act/step", verb="act")
def step(ask: Asked) -> Response:
    """Take a step. What went wrong is told on the page, and the form keeps what was typed."""
    id_, what = ask.form.get("id", ""), ask.form.get("step", "")
    try:
        acts_view.take(ask, acts_view.one(ask, id_, "act"), what)
    except QalqanError as error:
        return _one(ask, id_, error=error, open_=what)
    return ask.see("/act", id=id_, done=what)


@page("GET", "/act/new", verb="act")
def new(ask: Asked) -> Response:
    """The second click from a hold: what will be proposed at which bank, and by whom it is signed."""
    if ask.query("case"):
        _may(ask, ask.query("case"))
    return _new(ask, ask.query("kind", "suspension"), ask.query("case"), ask.query("bank"))


def _objects(ask: Ask) -> tuple[str, ...]:
    return complaint_view.chosen(ask, ask.form.get("chosen", "").splitlines(), ask.form.get("objects", ""))


@page("POST", "/act/new", verb="act")
def propose(ask: Asked) -> Response:
    """Propose a measure; it waits then for two officers' approvals in the queue."""
    kind, case, bank = (ask.form.get(name, "") for name in ("kind", "case", "bank"))
    if kind == "complaint" and ask.form.get("looked") != "1":  # its numbers are looked at before it is proposed
        return _new(ask, kind, case, "")
    try:
        _may(ask, case)
        objects = _objects(ask) if kind == "complaint" else ()
        if kind == "complaint" and not objects:
            raise UsageError("error-act-numbers")
        made = desk.propose(
            ask.house.path, kind, case, bank=bank, by=hand.signer(ask), lang=ask.language,
            reason=ask.form.get("reason", ""), objects=objects, allowed=lambda told: complaint_view.allowed(ask, told),
        )  # fmt: skip
    except QalqanError as error:
        return _new(ask, kind, case, bank, error=error)
    return ask.see("/act", id=made[0].measure, done="propose") if len(made) == 1 else ask.see("/acts", case=case)


@page("GET", "/act/paper/{name}", verb="request")
def paper(ask: Asked, name: str) -> Response:
    """One paper of a measure, to be taken; it names whole accounts, so this is logged."""
    found, body, media = acts_view.paper(ask, acts_view.one(ask, ask.query("id"), "request"), name)
    return Response(body, media_type=media, headers=hand.attached(found))


def _words(ask: Ask) -> dict[str, Any]:
    """How a measure's state and its bank, creditor or operator are called."""
    return {"state_words": acts_view.state_words, "where_to": lambda kind, bank: acts_view.where_to(ask, kind, bank)}


def _may(ask: Ask, case: str) -> None:
    if acts_view.known(ask) is not None and ask.stand.access("act", case) is Access.REFUSED:
        raise NotFound("error-not-found", what="case", id=case)


def _one(ask: Ask, id_: str, *, error: QalqanError | None = None, open_: str = "") -> Response:
    measure = acts_view.one(ask, id_)
    line: Line = next(each for each in acts_view.lines(ask, case=measure.case) if each.measure == measure.id)
    mine = [name for name, roles in line.next if ask.who.role.value in roles and name in acts_view.FIELDS]
    following = [
        (name.removeprefix("propose_"), ask.who.role.value in roles) for name, roles in line.next
        if name.startswith("propose_")
    ]  # fmt: skip
    return hand.show(
        ask, "act", error, measure=measure, line=line, steps=mine, following=following, open_=open_, now=clock.now(),
        history=acts_view.history(ask, measure), approved=acts_view.approved(ask, measure),
        needed=policy.needed(states.POLICY[measure.kind]), accounts=acts_view.accounts(ask, measure),
        done=ask.query("done"),
        papers=acts_view.papers(measure), fields=acts_view.FIELDS, must=acts_view.MUST, typed=ask.form,
        after=measure.steps[-1].id, flag=acts_view.flag, flags=acts_view.FLAGS, **_words(ask),
    )  # fmt: skip


def _new(ask: Ask, kind: str, case: str, bank: str, *, error: QalqanError | None = None) -> Response:
    kinds = [one for one in states.KINDS if ask.who.role in states.roles(one, "propose")]
    kind = kind if kind in states.KINDS else "suspension"
    found: list[complaint_view.Offer] = []
    if kind == "complaint" and case:
        try:
            found = complaint_view.offers(ask, case)
        except QalqanError as none:
            error = error or none
    operators = dict.fromkeys((one.operator, one.name) for one in found)
    chosen = frozenset(ask.form.get("chosen", "").splitlines() if ask.form.get("looked") == "1" else ())
    return hand.show(
        ask, "act_new", error, kind=kind, case=case, bank=bank, kinds=kinds if kind in kinds else [kind, *kinds],
        reason=ask.form.get("reason", ""), offers=found, operators=list(operators), chosen=chosen,
        objects=ask.form.get("objects", ""), may_kind=kind in kinds,
    )  # fmt: skip
