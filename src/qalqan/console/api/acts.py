"""Measures as a resource: the list with its clocks, one of them with its steps; proposing and every step, signed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qalqan.console import acts_view, complaint_view, hand
from qalqan.console.ask import Ask, Asked
from qalqan.console.route import resource
from qalqan.desk import acts as desk
from qalqan.desk.acts_list import Line
from qalqan.errors import NotFound
from qalqan.govern.policy import Access

Text = Annotated[str, StringConstraints(max_length=400)]
Kind = Literal["suspension", "restriction", "arrest", "return", "loan", "complaint"]
Step = Literal[
    "sanction", "refuse", "rule", "send", "answer", "tell", "ask_release", "release", "return", "withdraw"
]  # fmt: skip


class Due(BaseModel):
    """Something to be seen to: what, until when, whether it is late."""

    what: str
    by: datetime | None
    late: bool


class Measure(BaseModel):
    """A measure; sums in tiyn. ``after`` must be given back with a step: the last step that was seen."""

    id: str
    case: str
    bank: str
    kind: str
    state: str
    at: datetime
    asked: int
    held: int | None
    share: int | None
    ends: datetime | None
    next: list[str]
    due: list[Due]
    after: str = ""


class Propose(BaseModel):
    """A measure to be proposed at a bank (empty: every bank with money of the case); a complaint at an operator.

    Of a complaint ``chosen`` are tokens of ``/acts/complaint``, ``objects`` numbers, devices or campaigns that the
    officer names; with none of both it is on the numbers of the case's campaigns.
    """

    model_config = ConfigDict(extra="forbid")
    kind: Kind
    case: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    bank: Annotated[str, StringConstraints(max_length=100)] = ""
    reason: Text = ""
    chosen: Annotated[list[Annotated[str, StringConstraints(max_length=1000)]], Field(max_length=200)] = []
    objects: Annotated[list[Annotated[str, StringConstraints(max_length=200)]], Field(max_length=200)] = []


class Take(BaseModel):
    """A step with what it states; ``held`` is ``["all"]``, ``["none"]``, or a sum in tenge by account asked for.

    ``flags`` of an answer: the sum was ``parted`` by parcels, ``more`` is held than asked for, interest ``stopped`` (of
    a complaint: the numbers are suspended; without it they were checked and stay open).
    """

    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    step: Step
    after: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    stated: dict[Literal["name", "number", "on", "until", "refused", "to", "how", "since", "exception", "reason"], Text]
    held: Annotated[list[Text], Field(max_length=200)] = []
    flags: Annotated[list[Literal["parted", "more", "stopped"]], Field(max_length=3)] = []


class Taken(BaseModel):
    """A step that was taken: where the measure stands, and what officers decide on if they must."""

    id: str
    state: str
    subject: str
    shown: str


@resource("GET", "/acts", verb="acts")
def listed(ask: Asked, case: str = "", due: bool = False) -> list[Measure]:
    """The measures that the asker may know of, those with something due first."""
    return [_measure(line) for line in acts_view.lines(ask, case=case, due=due)]


@resource("GET", "/acts/one", verb="acts")
def one(ask: Asked, id: str) -> Measure:
    """One measure."""
    kept = acts_view.one(ask, id)
    line = next(each for each in acts_view.lines(ask, case=kept.case) if each.measure == kept.id)
    return _measure(line, after=kept.steps[-1].id)


@resource("GET", "/acts/complaint", verb="act")
def numbers(
    ask: Asked, case: Annotated[str, StringConstraints(min_length=1, max_length=100)]
) -> list[complaint_view.Offer]:
    """The numbers of a case that may be complained of to their operators, masked unless clear data are shown."""
    return complaint_view.offers(ask, case)


@resource("POST", "/acts", verb="act")
def propose(ask: Asked, told: Propose) -> list[Taken]:
    """Propose a measure; it waits then for two officers."""
    if acts_view.known(ask) is not None and ask.stand.access("act", told.case) is Access.REFUSED:
        raise NotFound("error-not-found", what="case", id=told.case)
    made = desk.propose(
        ask.house.path, told.kind, told.case, bank=told.bank, by=hand.signer(ask), reason=told.reason,
        objects=complaint_view.chosen(ask, told.chosen, "\n".join(told.objects)),
        allowed=lambda cases: complaint_view.allowed(ask, cases),
    )  # fmt: skip
    return [_taken(each) for each in made]


@resource("POST", "/acts/step", verb="act")
def step(ask: Asked, told: Take) -> Taken:
    """Take a step; 409 when another was taken since."""
    measure = acts_view.one(ask, told.id, "act")
    form: dict[str, str] = {str(name): value for name, value in told.stated.items()} | {"after": told.after}
    form |= {str(name): "1" for name in told.flags}
    if told.held in (["all"], ["none"]):
        form["held"] = told.held[0]
    else:
        form |= {f"held_{at}": sum_ for at, sum_ in enumerate(told.held, 1)}
    return _taken(acts_view.take(_with(ask, form), measure, told.step))


def _with(ask: Ask, form: dict[str, Any]) -> Ask:
    """The request with these fields, as a page would have posted them."""
    ask.form = form
    return ask


def _taken(made: desk.Taken) -> Taken:
    return Taken(id=made.measure, state=made.state, subject=made.subject, shown=made.shown)


def _measure(line: Line, after: str = "") -> Measure:
    due = [Due(what=each.what, by=each.by, late=each.late) for each in line.due]
    return Measure(
        id=line.measure, case=line.case, bank=line.bank, kind=line.kind, state=line.state, at=line.at,
        asked=line.asked, held=line.held, share=line.share, ends=line.ends, next=[name for name, _ in line.next],
        due=due, after=after,
    )  # fmt: skip
