"""The registry of possible droppers as a resource: entries as they stand, a new one, and every step, signed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from qalqan.console import hand
from qalqan.console.ask import Asked
from qalqan.console.route import resource
from qalqan.desk import registry as desk

Text = Annotated[str, StringConstraints(max_length=400)]
Entry_ = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class Entry(BaseModel):
    """An entry: only one on a verdict in force is proven. ``value`` is masked unless clear data are shown."""

    id: str
    kind: str
    value: str
    ground: str
    since: date
    until: date
    degree: str
    state: str
    proven: bool
    appealed: bool
    approved_by: list[str]
    pending: list[str]


class New(BaseModel):
    """An entry to be proposed: a verdict names court, number and day; the Centre number and day; a proposal why."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["account", "phone", "iin"]
    value: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    ground: Literal["verdict", "afc", "proposal"]
    court: Text = ""
    number: Text = ""
    on: Text = ""
    reason: Text = ""
    degree: Literal["unknown", "deceived", "knowing", "stolen"] = "unknown"
    since: Text = ""
    until: Text = ""
    earlier: Text = ""


class Step(BaseModel):
    """A step of an entry, with what it states."""

    model_config = ConfigDict(extra="forbid")
    entry: Entry_
    step: Literal["appeal", "outcome", "degree", "restore", "remove"]
    stated: dict[Literal["who", "on", "outcome", "reason", "degree"], Text] = {}


class Added(BaseModel):
    """What was entered, and how many of the officers it needs have approved it."""

    entries: list[str]
    subject: str
    approvals: int
    needed: int


@resource("GET", "/registry", verb="registry_list")
def listed(ask: Asked, state: str = "") -> list[Entry]:
    """The entries as they stand today; in clear only inside an unmasking, which is logged."""
    purpose = ask.who.purpose_for("") if ask.clear else ""
    found = desk.lines(ask.house.ws, purpose=purpose, officer=ask.who.officer)
    return [
        Entry(
            id=one.id, kind=one.kind, value=one.value, ground=one.ground, since=one.since, until=one.until,
            degree=one.degree, state=one.state, proven=one.proven, appealed=one.appealed,
            approved_by=list(one.approved_by), pending=[each.step for each in one.pending],
        )
        for one in found
        if state in ("", one.state)
    ]  # fmt: skip


@resource("POST", "/registry", verb="registry_add")
def add(ask: Asked, told: New) -> Added:
    """Propose an entry and approve it as the first of two officers."""
    by = hand.signer(ask)
    with ask.house.writing() as ws:
        return _added(
            desk.add(ws, [told.model_dump()], ask.house.settings, officer=by.officer, passphrase=by.passphrase)
        )


@resource("POST", "/registry/step", verb="registry_step")
def step(ask: Asked, told: Step) -> Added:
    """An appeal, its outcome, a degree, a return from suspension or a removal."""
    by = hand.signer(ask)
    stated = {str(name): value for name, value in told.stated.items()}
    with ask.house.writing() as ws:
        return _added(
            desk.step(ws, told.entry, told.step, stated, officer=by.officer, passphrase=by.passphrase)
        )  # fmt: skip


def _added(made: desk.Added) -> Added:
    return Added(entries=list(made.entries), subject=made.subject, approvals=made.approvals, needed=made.needed)
