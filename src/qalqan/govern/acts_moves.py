"""States of a legal measure and all moves between them, as one table; :mod:`qalqan.govern.acts` plays it.

Source of the acts: the project's reference "Legal acts behind a measure".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from qalqan.govern.policy import Role

D, V, H = Role.DUTY_OFFICER, Role.INVESTIGATOR, Role.HEAD
KINDS: Final = ("suspension", "restriction", "arrest", "return", "loan", "complaint")
HOLDS: Final = KINDS[:3]
"""Kinds that hold money; each may be followed by a later one, and by a return."""
FORMER: Final = {"restriction": ("suspension",), "arrest": ("suspension", "restriction")}
"""Which kinds a kind supersedes when it is sent."""
POLICY: Final = {"suspension": "hold", "restriction": "hold", "arrest": "hold", "return": "return", "loan": "loan",
                 "complaint": "block"}  # fmt: skip
"""The act of `policy` on which officers decide when they approve a measure of a kind."""


class State(Enum):
    """Where a measure stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SANCTIONED = "sanctioned"
    SENT = "sent"
    HELD = "held"
    EMPTY = "empty"
    RELEASED = "released"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


ENDS: Final = frozenset(State) - {State.PROPOSED, State.APPROVED, State.SANCTIONED, State.SENT, State.HELD}
"""States after which nothing follows."""
IN_FORCE: Final = frozenset({State.SENT, State.HELD})
BEFORE: Final = frozenset({State.PROPOSED, State.APPROVED, State.SANCTIONED})
_ALL, _NOBODY = frozenset(KINDS), frozenset[Role]()
_HOLDS = frozenset(HOLDS)
_STOPS = _HOLDS | {"loan", "complaint"}


@dataclass(frozen=True, slots=True)
class Move:
    """A move: from which states, to which (None: it stays), for which kinds, by whom, stating what.

    Without ``roles`` it is nobody's step: it comes from decisions, from the clock, or with a step of another measure.
    """

    step: str
    of: frozenset[State]
    to: State | None
    kinds: frozenset[str]
    roles: frozenset[Role]
    states: tuple[str, ...] = ()


MOVES: Final = (
    Move("propose", frozenset(), State.PROPOSED, frozenset({"suspension"}), frozenset({D, V, H}), ("asked",)),
    Move("propose", frozenset(), State.PROPOSED, _ALL - {"suspension"}, frozenset({V, H}), ("asked",)),
    Move("approve", frozenset({State.PROPOSED}), State.APPROVED, _ALL, _NOBODY),
    Move("disapprove", frozenset({State.APPROVED, State.SANCTIONED}), State.PROPOSED, _ALL, _NOBODY),
    Move("disapprove", IN_FORCE, None, _ALL, _NOBODY),
    Move("approve", IN_FORCE, None, _ALL, _NOBODY),
    Move("sanction", frozenset({State.APPROVED}), State.SANCTIONED, _ALL, frozenset({V, H}),
         ("body", "name", "number", "on")),
    Move("refuse", frozenset({State.APPROVED, State.SENT}), State.REFUSED, _ALL, frozenset({D, V, H}),
         ("body", "number", "on", "reason")),
    Move("rule", frozenset({State.APPROVED}), None, frozenset({"loan"}), frozenset({V, H}), ("number", "on")),
    Move("send", frozenset({State.APPROVED, State.SANCTIONED}), State.SENT, _ALL, frozenset({D, V, H}),
         ("to", "how", "on")),
    Move("answer", frozenset({State.SENT}), State.HELD, _STOPS, frozenset({D, V, H}),
         ("held", "number", "on")),
    Move("answer", frozenset({State.EXPIRED}), None, _HOLDS, frozenset({D, V, H}), ("held", "number", "on")),
    Move("tell", IN_FORCE, None, _HOLDS, frozenset({D, V, H}), ("on",)),
    Move("ask_release", IN_FORCE, None, _STOPS, frozenset({D, V, H}), ("reason",)),
    Move("approve_release", IN_FORCE, None, _STOPS, _NOBODY),
    Move("disapprove_release", IN_FORCE, None, _STOPS, _NOBODY),
    Move("release", IN_FORCE, State.RELEASED, _STOPS, frozenset({V, H}), ("to", "how", "on")),
    Move("return", frozenset({State.SENT}), State.RETURNED, frozenset({"return"}), frozenset({V, H}),
         ("held", "number", "on")),
    Move("return", frozenset({State.HELD}), State.RETURNED, _HOLDS, frozenset({V, H}), ("by", "number", "on")),
    Move("withdraw", BEFORE, State.WITHDRAWN, _ALL, frozenset({V, H}), ("reason",)),
    Move("supersede", IN_FORCE, State.SUPERSEDED, _HOLDS - {"arrest"}, frozenset({D, V, H}), ("by", "lodged")),
    Move("expire", IN_FORCE, State.EXPIRED, _ALL, _NOBODY),
)  # fmt: skip
"""All moves there are. Nothing else moves a measure. A state of :data:`ENDS` stands in one ``of`` only, and stays: an
answer that a bank gave before the end may be recorded after it, that its word is not lost."""
