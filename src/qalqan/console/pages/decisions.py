"""Decisions: the review queue, one keystroke each; several at once where nothing adverse; taking one's word back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from fastapi import Response

from qalqan.console import hand, queue_view
from qalqan.console.ask import Ask, Asked
from qalqan.console.queue_view import Entry, Shown
from qalqan.console.route import page
from qalqan.desk import audit, controls
from qalqan.desk import queue as desk
from qalqan.errors import AccessError, NotFound, QalqanError, UsageError
from qalqan.govern.policy import Role
from qalqan.model.decision import Verdict

LISTED: Final = 25
MINE: Final = 15


@page("GET", "/decisions", verb="queue")
def decisions(ask: Asked) -> Response:
    """The queue: the most urgent item open, the next ones listed; one's own last decisions, and precision."""
    return _page(ask, ask.query("kind"), ask.query("at"))


@page("POST", "/decisions", verb="decide")
def decide(ask: Asked) -> Response:
    """One verdict. What went wrong is told on the page, with the reason that was typed."""
    kind, at, reason = (ask.form.get(name, "") for name in ("kind", "at", "reason"))
    if ask.form.get("verdict") == "next":
        return ask.see("/decisions", kind=kind, at=_after(ask, kind, at))
    try:
        following = _after(ask, kind, at)
        queue_view.decide(ask, at, ask.form.get("stands", ""), _verdict(ask), reason, hand.signer(ask))
    except QalqanError as error:
        return _page(ask, kind, at, error=error, reason=reason)
    return ask.see("/decisions", kind=kind, at=following, done=ask.form.get("verdict", ""))


@page("POST", "/decisions/several", verb="decide")
def several(ask: Asked) -> Response:
    """One verdict on several chosen items with one reason; never on what touches a person's rights."""
    kind, reason = ask.form.get("kind", ""), ask.form.get("reason", "")
    chosen = [one for one in ask.form.get("chosen", "").split("\n") if one][: desk.MOST_BULK]
    done, error = 0, None
    try:
        verdict = _verdict(ask)
        if not chosen:
            raise UsageError("error-queue-none-chosen")
        queue, known = queue_view.queue_of(ask.house), queue_view.known(ask)
        with ask.house.writing() as ws:
            for token in chosen:
                told, _, stands = token.partition(".")
                item = queue.find(ws, known, *queue_view.opened(ask, told))
                queue_view.seen(ask, item)
                if not item.bulk:
                    raise AccessError("error-queue-bulk")
                queue.decide(ws, known, (item.kind, item.subject), stands, verdict, reason, hand.signer(ask))
                done += 1
    except QalqanError as failed:
        error = failed
    if error is not None:
        return _page(ask, kind, "", error=error, reason=reason, done=done)
    return ask.see("/decisions", kind=kind, several=done)


@page("POST", "/decisions/undo", verb="decide")
def undo(ask: Asked) -> Response:
    """Take one's word back: a new decision, with its own reason."""
    try:
        act, _, subject = ask.house.seals.open("decision", ask.form.get("what", "")).partition("\n")
        with ask.house.writing() as ws:
            desk.undo(ws, subject, act, ask.form.get("reason", ""), hand.signer(ask))
    except QalqanError as error:
        return _page(ask, ask.form.get("kind", ""), "", error=error)
    return ask.see("/decisions", kind=ask.form.get("kind", ""), done="undone")


def _verdict(ask: Ask) -> Verdict:
    told = ask.form.get("verdict", "")
    if told not in {one.value for one in Verdict}:
        raise UsageError("error-verdict", value=told[:20], known=", ".join(one.value for one in Verdict))
    return Verdict(told)


def _after(ask: Ask, kind: str, at: str) -> str:
    """The token of the item that follows one in the queue; empty at the end."""
    told = queue_view.opened(ask, at) if at else ("", "")
    found = [one for one in queue_view.entries(ask) if kind in ("", one.kind)]
    places = [place for place, one in enumerate(found) if (one.kind, one.subject) == told]
    following = found[places[0] + 1] if places and places[0] + 1 < len(found) else None
    return queue_view.token(ask, following) if following is not None else ""


def _page(
    ask: Ask, kind: str, at: str, *, error: QalqanError | None = None, reason: str = "", done: int = 0
) -> Response:  # fmt: skip
    kind = kind if kind in desk.KINDS else ""
    everything = queue_view.entries(ask)
    counts = Counter(one.kind for one in everything)
    found = [one for one in everything if kind in ("", one.kind)]
    one, rest = _chosen(ask, found, at)
    mine = desk.mine(ask.house.ws, ask.who.officer, MINE)
    return hand.show(
        ask, "decisions", error, kind=kind, kinds=desk.KINDS, counts=counts, every=len(everything),
        total=len(found), one=one,
        following=[(queue_view.token(ask, each), each) for each in queue_view.items(ask, rest[:LISTED])], reason=reason,
        reasons=_reasons(ask, mine, one), mine=_mine(ask, mine),
        precision=queue_view.precision(ask), controls=_controls(ask), done=ask.query("done"),
        several=done or hand.whole(ask.query("several")),
    )  # fmt: skip


def _chosen(ask: Ask, found: Sequence[Entry], at: str) -> tuple[Shown | None, Sequence[Entry]]:
    """The item that is open and those after it; one that is decided by now is still shown as it stands."""
    told = ("", "")
    try:
        told = queue_view.opened(ask, at) if at else told
    except NotFound:
        at = ""
    place = next((n for n, one in enumerate(found) if (one.kind, one.subject) == told), -1 if at else 0)
    if place < 0:
        try:
            item = queue_view.queue_of(ask.house).find(ask.house.ws, queue_view.known(ask), *told)
            queue_view.seen(ask, item)
            return queue_view.shown(ask, item), found
        except NotFound:
            place = 0
    if not found:
        return None, ()
    return queue_view.shown(ask, queue_view.item(ask, found[place])), found[place + 1 :]


def _mine(ask: Ask, told: list[Any]) -> list[dict[str, Any]]:
    """One's own last decisions; a control item looks like the link it posed as."""
    with_undo: list[dict[str, Any]] = []
    spoken: set[tuple[str, str]] = set()
    reasons = ask.said((one.reason, one.case) for one in told)
    for one, reason in zip(told, reasons, strict=True):
        seen = audit.posed(one)
        with_undo.append({
            "at": one.at, "subject": ask.about(seen.subject), "act": seen.act,
            "verdict": one.verdict.value, "reason": reason,
            "what": ask.house.seals.seal("decision", f"{one.act}\n{one.subject}"),
            "stands": (one.subject, one.act) not in spoken,
        })  # fmt: skip
        spoken.add((one.subject, one.act))  # the newest comes first: what is older was replaced by it
    return with_undo


def _reasons(ask: Ask, mine: list[Any], one: Shown | None) -> tuple[str, ...]:
    """One's last reasons that may serve again, those of the same act first; a control item's are those of the links it
    poses as. One that names somebody whom the page does not is not offered."""
    act = one.item.act if one else ""
    seen = zip(mine, ask.said((each.reason, each.case) for each in mine), strict=True)
    told = [audit.posed(each) for each, shown in seen if shown == each.reason]
    return desk.reasons(told, controls.POSES if act == controls.ACT else act)


def _controls(ask: Ask) -> list[dict[str, Any]]:
    """How officers answered control items: for the head alone."""
    if ask.who.role is not Role.HEAD:
        return []
    said = queue_view.queue_of(ask.house).decided(ask.house.ws)
    flat = [one for voices in said.values() for one in voices]
    names = queue_view.names(ask)
    return [
        {"officer": names.get(one.officer, "—"), "shown": one.shown, "right": one.right, "unsure": one.unsure,
         "false_approved": one.false_approved, "false_shown": one.false_shown, "true_rejected": one.true_rejected,
         "true_shown": one.true_shown}
        for one in controls.results(flat, ask.house.ws.key("controls"))
    ]  # fmt: skip
