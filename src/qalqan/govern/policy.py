"""Who may do what: roles, verbs, acts, and how many people an act needs. Pure functions over tables.

An *act* is something a person decides (a Decision); a *verb* is something a person does in the program. What a verb
shows of a case depends on three things together: role × relation of the officer to the case × purpose (:func:`access`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from qalqan.errors import AccessError, UsageError
from qalqan.govern import purposes
from qalqan.model.decision import ADVERSE


class Role(Enum):
    """What an officer is here for."""

    ADMINISTRATOR = "administrator"
    DUTY_OFFICER = "duty_officer"
    ANALYST = "analyst"
    INVESTIGATOR = "investigator"
    HEAD = "head"
    INSPECTOR = "inspector"
    MODEL_STEWARD = "model_steward"
    PARTNER = "partner"


class Relation(Enum):
    """How an officer stands to a case: nearer beats farther, a seal beats all but the case being given to them.

    ``SERIES`` is a case tied in a series with one of theirs; ``NONE``: no single case is asked about.
    """

    NONE = "none"
    OTHER = "other"
    ORGAN = "organ"
    SERIES = "series"
    ASSIGNED = "assigned"
    SEALED = "sealed"


class Access(Enum):
    """What a verb may show: nothing, personal data masked, or in clear."""

    REFUSED = "refused"
    MASKED = "masked"
    CLEAR = "clear"


A, D, N, V, H, I, M, P = Role  # noqa: E741 - one letter a column, as in a printed matrix  # fmt: skip
_TWO: Final = ADVERSE | {"erase", "transfer", "assist", "freeze", "loan", "unseal"}
"""Acts that need two officers: those that touch a person's rights, those that cannot be undone, a creditor's claim, and
the lifting of a seal (sealing is the safe direction: one head does it at once)."""

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
    "text": frozenset({D, N, V, H}),
    "control": frozenset({D, N, V, H}),
    "mapping": frozenset({N, V, H}),
    "join": frozenset({V, H}),
    "transfer": frozenset({V, H}),
    "assist": frozenset({V, H}),
    "freeze": frozenset({D, V, H}),
    "letter": frozenset({D, V, H}),
    "basis": frozenset({D, N, V, H}),
    "seal": frozenset({H}),
    "unseal": frozenset({V, H}),
}
"""Which role may decide on which act. Administrators keep the machine, inspectors look, model stewards answer for rules
and models, partners for their own requests: none of them decides."""

_ALL: Final = frozenset(Role)
_WORK: Final = frozenset({D, N, V, H})
_LOOK: Final = _WORK | {I}
VERBS: Final[dict[str, frozenset[Role]]] = {
    # everybody's own
    "home": _ALL,
    "account": _ALL,
    "help": _ALL,
    "training": _ALL,
    "own_requests": frozenset({P}),
    # the machine
    "status": _ALL - {P},
    "settings": _ALL - {P},
    "formats": _ALL - {P},
    "verify": _ALL - {P},
    "bench": _ALL - {P},
    "check": _ALL - {P},
    "user": frozenset({A, H}),
    "admin": frozenset({A, H}),
    "grant": frozenset({H}),
    "jobs": frozenset({A, D, N, V, H}),
    "init": frozenset({A}),
    "demo": frozenset({A}),
    "simulate": frozenset({A}),
    "serve": frozenset({A}),
    "worker": frozenset({A}),
    "upgrade": frozenset({A}),
    "move": frozenset({A}),
    "backup": frozenset({A}),
    "restore": frozenset({A}),
    "witness": frozenset({A, H, I}),
    "gate_key": frozenset({A}),
    "gate_serve": frozenset({A}),
    "gate_publish": frozenset({V, H}),
    "gate_order": frozenset({H}),
    "lists": frozenset({V, H}),
    "gate_replay": frozenset({N, V, H, M}),
    "citizen_serve": frozenset({A}),
    "citizen_figures": frozenset({A, H}),
    "models": frozenset({A, N, H, I, M}),
    "model_step": frozenset({H, M}),
    # to look
    "today": _LOOK,
    "search": _LOOK,
    "case": _LOOK,
    "series": _LOOK,
    "money": _LOOK,
    "graph": _LOOK,
    "calls": _LOOK,
    "texts": _LOOK,
    "board": _LOOK,
    "evidence": _LOOK,
    "requests": _LOOK,
    "ledger": _LOOK,
    "views": _LOOK,
    "quality": _LOOK,
    "show": _LOOK,
    "droppers": _LOOK,
    "reopened": _LOOK,
    "acts": _LOOK,
    "registry_list": _LOOK,
    "export": frozenset({N, V, H, I}),
    "purposes": frozenset({H, I}),
    "tie": _WORK,
    "trace": _WORK,
    "whose": _WORK,
    "holds": _WORK,
    "ask_next": _WORK,
    "replay": _WORK,
    "draw": _WORK,
    "timeline": _WORK,
    "report": _WORK,
    "ends": _WORK,
    "unmask": _WORK,
    # to change
    "queue": _WORK,
    "drafts": _WORK,
    "upload": _WORK,
    "ingest": _WORK,
    "map": _WORK,
    "basis": _WORK,
    "report_form": _WORK,
    "case_new": _WORK,
    "analyse": _WORK,
    "decide": _WORK,
    "request": frozenset({D, V, H}),
    "letter": frozenset({D, V, H}),
    "act": frozenset({D, V, H}),
    "registry_add": frozenset({V, H}),
    "registry_step": _LOOK,
    "registry_import": frozenset({V, H}),
}
"""Which role may use which verb. ``unmask`` is clear personal data, always for a logged purpose. In ``registry_step``
an inspector enters a person's appeal and nothing else (`govern/registry.ROLES`)."""

CHANGES: Final = frozenset(
    {"queue", "drafts", "upload", "ingest", "map", "basis", "report_form", "case_new", "analyse", "decide", "request",
     "letter", "act", "registry_add", "registry_step", "registry_import"}
)  # fmt: skip
"""Verbs that change something about a case: not open towards another unit's case."""
CASELESS: Final = frozenset(
    {"home", "account", "help", "training", "status", "settings", "formats", "verify", "bench", "check", "user",
     "admin", "jobs", "init", "demo", "serve", "worker", "upgrade", "move", "backup", "restore", "witness",
     "gate_key", "gate_serve", "citizen_serve", "citizen_figures", "models", "model_step", "simulate"}
)  # fmt: skip
"""Verbs that show no case data: never with a case."""

_REACH: Final[dict[Role, dict[Relation, str]]] = {
    who: dict(zip(Relation, told.split(), strict=True))
    for who, told in {
        #  none     other   organ   series  assigned sealed
        A: "no      no      no      no      no       no",
        D: "clear   masked  clear   clear   clear    no",
        N: "clear   masked  clear   clear   clear    no",
        V: "clear   masked  clear   clear   clear    no",
        H: "clear   clear   clear   clear   clear    masked",
        I: "masked  masked  masked  masked  masked   masked",
        M: "masked  no      no      no      no       no",
        P: "masked  no      no      no      clear    no",
    }.items()
}  # fmt: skip
"""The most that a role may see of a case it stands so to, with a purpose. A partner's own request counts as assigned to
them; ``none`` are lists over cases, which leave out what the officer may not see."""


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


def access(who: Role, verb: str, relation: Relation, purpose: str = "") -> Access:
    """What a role may see with a verb of a case to which the officer stands so, for that purpose.

    Clear data needs a purpose and a role that may unmask (a partner: their own request); a verb that changes is refused
    for another unit's case, save to the head, and of a sealed case only a head may decide. Raises AccessError for a
    purpose that is none.
    """
    if purpose:
        purposes.check(purpose)
    reach = _REACH[who][relation]
    if not may(who, verb):
        return Access.REFUSED
    if verb in CASELESS:
        return Access.MASKED if relation is Relation.NONE else Access.REFUSED
    if reach == "no" or (verb in CHANGES and not _open_to_change(who, verb, relation)):
        return Access.REFUSED
    return Access.CLEAR if reach == "clear" and purpose and (who is P or may(who, "unmask")) else Access.MASKED


def _open_to_change(who: Role, verb: str, relation: Relation) -> bool:
    if relation is Relation.OTHER:
        return who is H
    if relation is Relation.SEALED:
        return who is H and verb == "decide"
    return True


def check_verb(who: Role, verb: str) -> None:
    """Raises AccessError when a role may not use a verb."""
    if not may(who, verb):
        raise AccessError("error-verb-role", verb=verb, role=who.value)


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
