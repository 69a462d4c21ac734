"""qalqan registry: entries about possible droppers with ground, expiry, appeal and degree; each step signed.

Adding is an adverse act: the officer who proposes approves with it, and it counts when a second one approves exactly
the same content (``qalqan decide registry:ENTRY approve``; the entries of one list are approved together). Everything
in the registry is a record about somebody: it is shown masked unless a purpose is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from hashlib import sha256

import polars as pl
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from qalqan import clock
from qalqan.clock import FIVE, UTC, to_local
from qalqan.desk import decisions, officers
from qalqan.desk._paper_view import View
from qalqan.desk.registry_standing import ACT, Pending, everything, fingerprint, step_shown, step_subject
from qalqan.desk.registry_stating import check_earlier, known, past, stated
from qalqan.engine.frames import schema
from qalqan.errors import AccessError, NotFound, UsageError
from qalqan.govern import policy
from qalqan.govern import registry as machine
from qalqan.govern.registry import State
from qalqan.model.decision import Verdict
from qalqan.model.schema import REGISTRY
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store import registry as kept
from qalqan.store.canon import canonical, clean, instant
from qalqan.store.officers import Officer
from qalqan.store.registry import Step
from qalqan.store.workspace import Workspace

PREFIX = b"qalqan registry step 1\n"
ID_CHARS = 16
PURPOSE = "investigation"


@dataclass(frozen=True, slots=True)
class Added:
    """What was entered: the entries, what officers decide on, the hash of what they were shown, approvals so far."""

    entries: tuple[str, ...]
    subject: str
    shown: str
    approvals: int
    needed: int


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is listed; ``value`` is masked unless a purpose was given."""

    id: str
    kind: str
    value: str
    ground: str
    stated: dict[str, str]
    since: date
    until: date
    degree: str
    state: str
    proven: bool
    appealed: bool
    approved_by: tuple[str, ...]
    pending: tuple[Pending, ...]


def add(
    ws: Workspace, told: Sequence[Mapping[str, str]], settings: Settings, *, officer: str, passphrase: officers.Secret,
    batch: str = "",
) -> Added:  # fmt: skip
    """Propose entries, and approve them as the first of two officers.

    One entry is decided on by itself, several as a batch. Raises UsageError for what is missing, wrong or entered
    already, AccessError when the officer may not or an earlier entry stands against it
    (:func:`qalqan.desk.registry_stating.check_earlier`).
    """
    who, private = officers.unlock(ws, officer, passphrase)
    machine.check_role(policy.role(who.role), "propose")
    today = to_local(clock.now()).date()
    bodies = [stated(one, settings, today) | ({"batch": batch} if batch else {}) for one in told]
    if not bodies:
        raise UsageError("error-registry-nothing")
    entries = known(ws, today)
    for body in bodies:
        check_earlier(body, entries)
    steps = _take(ws, who, private, [("", "propose", body) for body in bodies])
    subject = f"{ACT}:{batch or steps[0].entry}"
    shown = fingerprint([one.body for one in steps])
    reason = bodies[0].get("reason") or bodies[0].get("number", "")
    return _approved(
        ws, tuple(one.entry for one in steps), subject, shown, officer=officer, passphrase=passphrase, reason=reason
    )


def _approved(
    ws: Workspace,
    entries: tuple[str, ...],
    subject: str,
    shown: str,
    *,
    officer: str,
    passphrase: officers.Secret,
    reason: str,
) -> Added:
    """The first of two approvals: of the officer who takes the step."""
    decisions.decide(ws, officer, passphrase, subject, ACT, Verdict.APPROVE, reason, PURPOSE, "", shown)
    state = decisions.state(ws, subject, ACT, shown)
    return Added(entries, subject, shown, state.approvals, state.needed)


def step(
    ws: Workspace, entry: str, what: str, told: Mapping[str, str], *, officer: str, passphrase: officers.Secret
) -> Added:
    """An appeal, its outcome, a degree, a return from suspension or a removal.

    A step that turns against the person again is approved with it and waits for a second officer. Nobody dismisses an
    appeal against an entry they proposed or ever approved: AccessError. Raises NotFound, and what the machine raises.
    """
    who, private = officers.unlock(ws, officer, passphrase)
    machine.check_role(policy.role(who.role), what)
    today = to_local(clock.now()).date()
    before = next((one for one in everything(ws, today) if one.entry.id == entry), None)
    if before is None:
        raise NotFound("error-registry-entry", entry=entry)
    body = {name: clean(str(value).strip()) for name, value in told.items() if str(value).strip()}
    if "on" in body:
        body["on"] = past(body["on"], today).isoformat()
    machine.advance(before.entry, what, body)
    if what == "restore" and not before.entry.upheld:
        raise AccessError("error-registry-not-suspended", entry=entry)
    if body.get("outcome") == "dismissed" and who.id in before.involved:
        raise AccessError("error-registry-own", entry=entry)
    taken = _take(ws, who, private, [(entry, what, body)])[0]
    if not machine.needs_two(before.entry, what, body):
        return Added((entry,), "", "", 1, 1)
    return _approved(
        ws, (entry,), step_subject(taken), step_shown(taken), officer=officer, passphrase=passphrase,
        reason=body["reason"],
    )  # fmt: skip


def _take(
    ws: Workspace, who: Officer, private: Ed25519PrivateKey, wanted: Sequence[tuple[str, str, Mapping[str, str]]]
) -> list[Step]:
    """Sign and keep steps, all in one commit; a first step names its entry by its own content."""
    taken: list[Step] = []
    at = clock.now()

    def change(connection: Connection) -> None:
        taken.clear()
        for number, (entry, what, body) in enumerate(wanted):
            before = kept.of_entry(connection, entry) if entry else []
            previous = before[-1].id if before else ""
            seed = canonical({"at": instant(at), "body": dict(body), "number": number, "officer": who.id})
            named = entry or sha256(seed.encode()).hexdigest()[:ID_CHARS]
            bare = Step("", named, len(before) + 1, what, who.id, at, previous, dict(body), "")
            one = replace(bare, id=sha256(signed(bare)).hexdigest()[: 2 * ID_CHARS])
            one = replace(one, signature=private.sign(signed(one)).hex())
            kept.add(connection, one)
            taken.append(one)

    try:
        ws.commit("registry", {"steps": sorted({what for _, what, _ in wanted}), "count": len(wanted),
                               "officer": who.id}, change=change)  # fmt: skip
    except IntegrityError as error:
        raise AccessError("error-registry-race", entry=wanted[0][0]) from error
    return taken


def signed(one: Step) -> bytes:
    """The bytes that an officer signs (and, without the id, those whose hash is the id)."""
    told = {
        "at": instant(one.at), "body": sha256(canonical(dict(one.body)).encode()).hexdigest(), "entry": one.entry,
        "number": one.number, "officer": one.officer, "previous": one.previous, "step": one.step,
    }  # fmt: skip
    return PREFIX + canonical(told | ({"id": one.id} if one.id else {})).encode()


def valid(ws: Workspace, at: datetime) -> pl.DataFrame:
    """The table ``registry``: the entries that take part in an analysis at a moment.

    Expired, removed, not yet approved ones take no part, nor those whose appeal was upheld or whose holder is a victim.
    """
    rows = [
        (
            one.entry.kind, one.entry.value, one.entry.ground, _start(one.entry.since), _start(one.entry.until),
            one.entry.proven, one.entry.appealed, one.entry.id,
        )
        for one in everything(ws, to_local(at).date())
        if one.state is State.VALID
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=schema(REGISTRY), orient="row").sort(REGISTRY.order)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), FIVE).astimezone(UTC)


def lines(ws: Workspace, *, value: str = "", purpose: str = "", officer: str = "") -> list[Line]:
    """The entries, or those of one identifier, as they stand today; masked unless a purpose is given (logged)."""
    view = View(masked=not purpose)
    names = {"account": "iban"}
    made = []
    for one in everything(ws, to_local(clock.now()).date()):
        entry = one.entry
        if value and value not in (entry.value, entry.id):
            continue
        told = {name: str(text) for name, text in entry.stated.items() if name not in ("value", "kind", "ground")}
        if not purpose:
            told = {name: text for name, text in told.items() if name not in ("reason", "name")}
        made.append(Line(
            entry.id, entry.kind, view.identifier(entry.value, names.get(entry.kind, entry.kind)), entry.ground, told,
            entry.since, entry.until, entry.degree, one.state.value, entry.proven, entry.appealed, one.approved_by,
            one.pending,
        ))  # fmt: skip
    if purpose:
        purposes.log(ws, officer or "-", purpose, "registry", len(made))
    return made
