"""Check of the registry's steps: signed by the officer, in a role that may, each following the one before it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from qalqan.desk import _signed, registry
from qalqan.errors import QalqanError
from qalqan.govern import policy
from qalqan.govern import registry as machine
from qalqan.store import officers as people
from qalqan.store import registry as kept
from qalqan.store.check_log import Log
from qalqan.store.registry import Step


def check(connection: Connection, log: Log) -> int:
    """Note what is wrong with a step in the log; gives how many steps there are."""
    everyone = {one.id: one for one in people.everything(connection)}
    every = kept.everything(connection)
    before: dict[str, list[Step]] = {}
    for step in every:
        place = f"registry_steps {step.id}"
        officer = everyone.get(step.officer)
        earlier = before.setdefault(step.entry, [])
        if officer is None or not genuine(step, officer.public_key):
            log.found(place, "registry-signature")
        try:
            if officer is not None:
                machine.check_role(policy.role(officer.role), step.step)
            earlier.append(step)
            machine.replay(step.entry, [(one.step, one.body) for one in earlier])
        except (QalqanError, KeyError):
            log.found(place, "registry-order")
        place_wanted = len(earlier), earlier[-2].id if len(earlier) > 1 else ""
        if (step.number, step.previous) != place_wanted or (step.step == "propose") != (len(earlier) == 1):
            log.found(place, "registry-order")
    return len(every)


def genuine(step: Step, public_key: str) -> bool:
    """Whether a step is what its officer signed."""
    bare, chars = registry.signed(replace(step, id="", signature="")), 2 * registry.ID_CHARS
    return _signed.genuine(bare, registry.signed(step), step.id, chars, step.signature, public_key)
