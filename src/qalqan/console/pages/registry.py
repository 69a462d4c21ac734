"""The registry of possible droppers: entries with ground, expiry, appeal; a new entry and every step, signed."""

from __future__ import annotations

from typing import Final

from fastapi import Response

from qalqan.console import hand, queue_view
from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import registry as desk
from qalqan.errors import NotFound, QalqanError
from qalqan.govern import registry as machine
from qalqan.govern.policy import Role

NEW: Final = ("kind", "ground", "court", "number", "on", "reason", "degree", "since", "until", "earlier")
STEPS: Final = {name: machine.MUST[name] for name in ("appeal", "outcome", "degree", "restore", "remove")}
LISTED: Final = 300


@page("GET", "/registry", verb="registry_list")
def registry(ask: Asked) -> Response:
    """The entries as they stand today; masked unless clear data are shown, which is logged."""
    return _page(ask)


@page("GET", "/registry/new", verb="registry_add")
def new(ask: Asked) -> Response:
    """A new entry; opened from a possible dropper, it names the account without showing it."""
    return _new(ask, ask.query("at"))


@page("POST", "/registry/new", verb="registry_add")
def add(ask: Asked) -> Response:
    """Propose an entry and approve it as the first of two officers."""
    at = ask.form.get("at", "")
    told = {name: ask.form.get(name, "").strip() for name in NEW}
    try:
        told["value"] = _account(ask, at) if at else ask.form.get("value", "").strip()
        if at:
            told["kind"] = "account"
        by = hand.signer(ask)
        with ask.house.writing() as ws:
            desk.add(ws, [told], ask.house.settings, officer=by.officer, passphrase=by.passphrase)
    except QalqanError as error:
        return _new(ask, at, error=error)
    return ask.see("/registry", done="add")


@page("POST", "/registry/step", verb="registry_step")
def step(ask: Asked) -> Response:
    """An appeal, its outcome, a degree, a return from suspension or a removal."""
    what = ask.form.get("step", "")
    try:
        if what not in STEPS:
            raise NotFound("error-page-none")
        told = {name: ask.form.get(name, "").strip() for name in STEPS[what]}
        by = hand.signer(ask)
        with ask.house.writing() as ws:
            desk.step(ws, ask.form.get("entry", ""), what, told, officer=by.officer, passphrase=by.passphrase)
    except QalqanError as error:
        return _page(ask, error=error)
    return ask.see("/registry", done=what)


def _account(ask: Ask, at: str) -> str:
    """The account of a possible dropper in the queue. Raises NotFound for a token of anything else."""
    kind, subject = queue_view.opened(ask, at)
    if kind != "dropper":
        raise NotFound("error-queue-gone")
    return queue_view.queue_of(ask.house).find(ask.house.ws, queue_view.known(ask), kind, subject).key


def _page(ask: Ask, *, error: QalqanError | None = None) -> Response:
    purpose = ask.who.purpose_for("") if ask.clear else ""
    found = desk.lines(ask.house.ws, purpose=purpose, officer=ask.who.officer)
    wanted = ask.query("state")
    states = sorted({one.state for one in found})
    shown = [one for one in found if wanted in ("", one.state)]
    steps = [name for name in STEPS if ask.who.role in machine.ROLES[name]]
    return hand.show(
        ask, "registry", error, lines=shown[:LISTED], total=len(shown), states=states, wanted=wanted, steps=steps,
        must=STEPS, degrees=machine.DEGREES, outcomes=machine.OUTCOMES, done=ask.query("done"),
        changes=ask.who.role is not Role.INSPECTOR or bool(steps),
    )  # fmt: skip


def _new(ask: Ask, at: str, *, error: QalqanError | None = None) -> Response:
    masked = ""
    if at:
        queue = queue_view.queue_of(ask.house)
        item = queue.find(ask.house.ws, queue_view.known(ask), *queue_view.opened(ask, at))
        masked = ask.subject(item.subject).partition("/")[2] if not ask.clear else item.key
    return hand.show(
        ask, "registry_new", error, at=at, masked=masked, fields=NEW, grounds=machine.GROUNDS, kinds=machine.KINDS,
        degrees=machine.DEGREES, typed=ask.form,
    )  # fmt: skip
