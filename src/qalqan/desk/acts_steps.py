"""Steps of measures: signed by the officer who takes them, kept with the ledger entry in one commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from qalqan import clock
from qalqan.desk import _signed
from qalqan.errors import AccessError
from qalqan.govern import acts as states
from qalqan.govern import policy
from qalqan.store import acts as kept
from qalqan.store.acts import Step
from qalqan.store.canon import canonical, clean, instant
from qalqan.store.officers import Officer
from qalqan.store.workspace import Workspace

PREFIX = b"qalqan act step 1\n"
ID_CHARS = 32


@dataclass(frozen=True, slots=True)
class Draft:
    """A step about to be taken: of which measure, which, stating what, having seen which paper."""

    measure: str
    kind: str
    step: str
    body: Mapping[str, Any]
    shown: str = ""


def take(ws: Workspace, who: Officer, private: Ed25519PrivateKey, drafts: Sequence[Draft]) -> list[Step]:
    """Sign and keep steps, all in one commit.

    The caller has checked them with :mod:`qalqan.govern.acts`. Raises AccessError when the officer's role may not take
    one of them, or another officer took a step of the same measure meanwhile.
    """
    for draft in drafts:
        check_role(who, draft.kind, draft.step)
    taken: list[Step] = []
    at = clock.now()

    def change(connection: Connection) -> None:
        taken.clear()
        for draft in drafts:
            before = kept.of_measure(connection, draft.measure)
            previous = before[-1].id if before else ""
            bare = Step("", draft.measure, len(before) + 1, draft.step, who.id, at, previous, draft.shown,
                        _clean(draft.body), "")  # fmt: skip
            named = replace(bare, id=sha256(signed(bare)).hexdigest()[:ID_CHARS])
            step = replace(named, signature=private.sign(signed(named)).hex())
            kept.add(connection, step)
            taken.append(step)

    told = {"act": states.POLICY[drafts[0].kind], "steps": [one.step for one in drafts], "officer": who.id}
    try:
        ws.commit("act_step", told, change=change)
    except IntegrityError as error:
        raise AccessError("error-act-race", measure=drafts[0].measure) from error
    return taken


def check_role(who: Officer, kind: str, step: str) -> None:
    """Raises AccessError when an officer's role may not take a step of a kind of measure."""
    allowed = states.roles(kind, step)
    if policy.role(who.role) not in allowed:
        told = "-".join(sorted(one.value for one in allowed)) or "-"
        raise AccessError("error-act-step-role", step=step, kind=kind, role=who.role, allowed=told)


def signed(step: Step) -> bytes:
    """The bytes that an officer signs (and, without the id, those whose hash is the id)."""
    told = {
        "at": instant(step.at),
        "body": sha256(canonical(step.body).encode()).hexdigest(),
        "measure": step.measure,
        "number": step.number,
        "officer": step.officer,
        "previous": step.previous,
        "shown": step.shown,
        "step": step.step,
    }
    return PREFIX + canonical(told | ({"id": step.id} if step.id else {})).encode()


def genuine(step: Step, public_key: str) -> bool:
    """Whether a step is what its officer signed."""
    bare = signed(replace(step, id="", signature=""))
    return _signed.genuine(bare, signed(step), step.id, ID_CHARS, step.signature, public_key)


def _clean(value: Any) -> Any:
    """Texts as every database holds them."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(name): _clean(one) for name, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value
