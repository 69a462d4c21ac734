"""What a partner sees: the measures sent to the organisation they answer for, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qalqan.desk import access, acts_state
from qalqan.errors import NotFound
from qalqan.govern.acts import BEFORE
from qalqan.govern.policy import Relation
from qalqan.report import legal
from qalqan.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Request:
    """A measure as its addressee may see it: no case number, no other bank, no officer; sums in tiyn by account."""

    measure: str
    kind: str
    state: str
    sent_on: str
    answer_by: datetime | None
    asked: tuple[tuple[str, int], ...]
    held: tuple[tuple[str, int], ...]


def requests(ws: Workspace, officer: str) -> list[Request]:
    """The measures sent to a partner's organisation (officer by id), newest first."""
    found = [
        one
        for one in acts_state.everything(ws)
        if one.state not in BEFORE and access.request_relation(ws, officer, one.bank) is Relation.ASSIGNED
    ]
    return sorted((_request(one) for one in found), key=lambda one: (one.sent_on, one.measure), reverse=True)


def request(ws: Workspace, officer: str, measure: str) -> Request:
    """One of them. Raises NotFound for another's as for none."""
    for one in requests(ws, officer):
        if one.measure == measure:
            return one
    raise NotFound("error-not-found", what="request", id=measure[:80])


def _request(one: acts_state.Kept) -> Request:
    act = legal.act(one.kind)
    by = legal.answer_due(act, acts_state.day(one.sent_on)) if one.sent_on else None
    return Request(
        one.id, one.kind, one.state.value, one.sent_on, by, tuple(sorted(one.asked.items())),
        tuple(sorted(one.held.items())) if one.measure.last("answer") else (),
    )  # fmt: skip
