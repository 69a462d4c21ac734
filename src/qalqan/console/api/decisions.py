"""The review queue as a resource: what to decide, and a verdict on it, signed by the session's unlocked key."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from qalqan.console import hand, queue_view
from qalqan.console.ask import Ask, Asked
from qalqan.console.route import resource
from qalqan.desk import controls, queue
from qalqan.errors import NotFound
from qalqan.model.decision import Verdict

MOST = 100
Token = Annotated[str, StringConstraints(min_length=10, max_length=8000)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]


class Item(BaseModel):
    """A proposal: ``token`` names it, ``stands`` must be given back with the verdict, ``shown`` is what is signed."""

    token: str
    kind: str
    case: str
    other: str
    score: int
    tiyn: int
    grounds: list[dict[str, Any]]
    needed: int
    approved: int
    shown: str
    stands: str


class Page(BaseModel):
    """Some of the queue, the most urgent first; ``next`` is given as ``after`` for more (empty: no more)."""

    items: list[Item]
    total: int
    next: str


class Decide(BaseModel):
    """A verdict on what was shown. ``passphrase`` only when no key is unlocked for the session."""

    model_config = ConfigDict(extra="forbid")
    token: Token
    stands: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    verdict: Literal["approve", "reject", "unsure"]
    reason: Reason
    passphrase: Annotated[str, StringConstraints(max_length=400)] = Field(default="", repr=False)


class Decided(BaseModel):
    """What was decided."""

    kind: str
    case: str
    verdict: str
    needed: int


@resource("GET", "/decisions", verb="queue")
def listed(ask: Asked, kind: str = "", after: str = "", size: Annotated[int, Field(ge=1, le=MOST)] = 25) -> Page:
    """What the asker may decide now."""
    found = [one for one in queue_view.entries(ask) if kind in ("", one.kind)]
    start = 0
    if after:
        told = queue_view.opened(ask, after)
        start = next((at + 1 for at, one in enumerate(found) if (one.kind, one.subject) == told), len(found))
    page = found[start : start + size]
    more = start + size < len(found)
    return Page(items=[_item(ask, one) for one in queue_view.items(ask, page)], total=len(found),
                next=queue_view.token(ask, page[-1]) if more else "")  # fmt: skip


@resource("POST", "/decisions", verb="decide")
def decide(ask: Asked, told: Decide) -> Decided:
    """Sign a verdict; 409 when the item moved since it was shown."""
    done = queue_view.decide(ask, told.token, told.stands, Verdict(told.verdict), told.reason,
                             hand.signer(ask, told.passphrase))  # fmt: skip
    return Decided(kind=done.kind, case=done.case, verdict=told.verdict, needed=done.needed)


@resource("GET", "/decisions/precision", verb="queue")
def precision(ask: Asked) -> list[dict[str, Any]]:
    """How often officers agreed with what was proposed, by kind (per mille)."""
    return [
        {"kind": one.kind, "approved": one.approved, "rejected": one.rejected, "unsure": one.unsure,
         "per_mille": one.per_mille}
        for one in queue_view.precision(ask)
    ]  # fmt: skip


def _item(ask: Ask, made: queue.Item) -> Item:
    if made.kind not in queue.KINDS:
        raise NotFound("error-queue-gone")
    approved = 0 if made.act == controls.ACT else len(made.approved_by)  # as of a link that is still open
    return Item(
        token=queue_view.token(ask, made), kind=made.kind, case=made.case, other=made.other, score=made.score,
        tiyn=made.tiyn, grounds=queue_view.grounds(ask, made), needed=made.needed, approved=approved,
        shown=made.shown, stands=made.stands,
    )  # fmt: skip
