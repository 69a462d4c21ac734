"""Who may do what: roles, acts, and how many people an act needs. Pure functions over one table.

An *act* is something a person decides (a Decision); a *verb* is something a person does in the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from qalqan.errors import AccessError, UsageError
from qalqan.model.decision import ADVERSE


class Role(Enum):
    """What an officer is here for."""

    ADMINISTRATOR = "administrator"
    DUTY_OFFICER = "duty_officer"
    ANALYST = "analyst"
    INVESTIGATOR = "investigator"
    HEAD = "head"
    INSPECTOR = "inspector"


A, D, N, V, H, I = Role  # noqa: E741 - one letter a column, as in a printed matrix  # fmt: skip
_TWO: Final = ADVERSE | {"erase", "transfer", "assist", "freeze", "loan"}
"""Acts that need two officers: those that touch a person's rights, those that cannot be undone, a creditor's claim."""

ACTS: Final[dict[str, frozenset[Role]]] = {
    "hold": frozenset({D, V, H}),
    "block": frozenset({V, H}),
    "release": frozenset({V, H}),
    "return": frozenset({V, H}),
    "loan": frozenset({V, H}),
    "erase": frozenset({V, H}),
    "registry": frozenset({V, H}),
    "link": frozenset({N, V, H}),
    "value": frozenset({N, V, H}),
    "service": frozenset({N, V, H}),
    "person": frozenset({N, V, H}),
    "series": frozenset({N, V, H}),
    "loss": frozenset({D, N, V, H}),
    "role": frozenset({N, V, H}),
    "mapping": frozenset({N, V, H}),
    "join": frozenset({V, H}),
    "transfer": frozenset({V, H}),
    "assist": frozenset({V, H}),
    "freeze": frozenset({D, V, H}),
    "letter": frozenset({D, V, H}),
    "basis": frozenset({D, N, V, H}),
}
"""Which role may decide on which act. Administrators keep the machine, inspectors look: neither decides."""

VERBS: Final[dict[str, frozenset[Role]]] = {
    "status": frozenset(Role),
    "settings": frozenset(Role),
    "formats": frozenset(Role),
    "verify": frozenset(Role),
    "quality": frozenset({D, N, V, H, I}),
    "user": frozenset({A}),
    "init": frozenset({A}),
    "ingest": frozenset({D, N, V, H}),
    "map": frozenset({D, N, V, H}),
    "case_new": frozenset({D, N, V, H}),
    "analyse": frozenset({D, N, V, H}),
    "show": frozenset({D, N, V, H, I}),
    "droppers": frozenset({D, N, V, H, I}),
    "tie": frozenset({D, N, V, H}),
    "reopened": frozenset({D, N, V, H, I}),
    "trace": frozenset({D, N, V, H}),
    "whose": frozenset({D, N, V, H}),
    "holds": frozenset({D, N, V, H}),
    "ask_next": frozenset({D, N, V, H}),
    "replay": frozenset({D, N, V, H}),
    "draw": frozenset({D, N, V, H}),
    "export": frozenset({N, V, H, I}),
    "report": frozenset({D, N, V, H}),
    "request": frozenset({D, V, H}),
    "letter": frozenset({D, V, H}),
    "ends": frozenset({D, N, V, H}),
    "decide": frozenset({D, N, V, H}),
    "act": frozenset({D, V, H}),
    "acts": frozenset({D, N, V, H, I}),
    "upgrade": frozenset({A}),
    "registry_add": frozenset({V, H}),
    "registry_step": frozenset({D, N, V, H, I}),
    "registry_import": frozenset({V, H}),
    "registry_list": frozenset({D, N, V, H, I}),
    "unmask": frozenset({D, N, V, H}),
    "purposes": frozenset({H, I}),
}
"""Which role may use which verb. ``unmask`` is clear personal data, always for a logged purpose."""


def role(name: str) -> Role:
    """The role of that name. Raises UsageError with the names there are."""
    try:
        return Role(name)
    except ValueError as error:
        known = ", ".join(one.value for one in Role)
        raise UsageError("error-role-unknown", name=name, known=known) from error


def may(who: Role, verb: str) -> bool:
    """Whether a role may use a verb. A verb the table does not know is open to nobody."""
    return who in VERBS.get(verb, frozenset())


def check_act(who: Role, act: str) -> None:
    """Raises UsageError for an act there is not, AccessError when the role may not decide on it."""
    if act not in ACTS:
        raise UsageError("error-act-unknown", act=act, known=", ".join(sorted(ACTS)))
    if who not in ACTS[act]:
        allowed = ", ".join(sorted(one.value for one in ACTS[act]))
        raise AccessError("error-act-role", act=act, role=who.value, allowed=allowed)


def needed(act: str) -> int:
    """How many different officers must approve an act."""
    return 2 if act in _TWO else 1


@dataclass(frozen=True, slots=True)
class Vote:
    """What the policy needs to know of a standing decision: whose key, what it says, what was shown."""

    officer: str
    public_key: str
    verdict: str
    shown: str


def approving(votes: list[Vote], shown: str) -> tuple[str, ...]:
    """The officers whose approvals count together: of what was ``shown``, each with a key of their own."""
    by_key: dict[str, str] = {}
    for vote in votes:
        if vote.verdict == "approve" and vote.shown == shown:
            by_key.setdefault(vote.public_key, vote.officer)
    return tuple(sorted(set(by_key.values())))


def carried(votes: list[Vote], act: str, shown: str) -> bool:
    """Whether an act may be done: enough different officers approve, and none stands against it."""
    against = any(vote.verdict == "reject" and vote.shown == shown for vote in votes)
    return not against and len(approving(votes, shown)) >= needed(act)
