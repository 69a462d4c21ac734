"""qalqan verify, its part on measures: every step is its officer's, follows the one before, and was allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from qalqan.desk import acts_state, acts_steps
from qalqan.errors import QalqanError
from qalqan.govern import acts as states
from qalqan.model.decision import Decision
from qalqan.report import request_kept
from qalqan.report.acts_loan import LoanPaper
from qalqan.report.facts import fingerprint
from qalqan.report.letters._facts import Letter
from qalqan.report.request import Request
from qalqan.store import acts as kept
from qalqan.store import decisions as decided
from qalqan.store import officers as people
from qalqan.store.acts import Step
from qalqan.store.check_log import Log
from qalqan.store.officers import Officer


def check(connection: Connection, log: Log) -> int:
    """Check all steps of all measures; gives how many there are. What cannot be read is told, never raised."""
    try:
        return _check(connection, log)
    except (QalqanError, AttributeError, KeyError, TypeError, ValueError):
        log.found("act_steps", "unreadable")
        return 0


def _check(connection: Connection, log: Log) -> int:
    everyone = {one.id: one for one in people.everything(connection)}
    verdicts: dict[str, list[Decision]] = {}
    for decision, _ in decided.everything(connection):
        verdicts.setdefault(decision.subject, []).append(decision)
    steps = kept.everything(connection)
    by_measure: dict[str, list[Step]] = {}
    for step in steps:
        by_measure.setdefault(step.measure, []).append(step)
    for measure in sorted(by_measure):
        _measure(by_measure[measure], verdicts, everyone, log)
    return len(steps)


def _measure(
    steps: Sequence[Step], verdicts: Mapping[str, Sequence[Decision]], everyone: Mapping[str, Officer], log: Log
) -> None:
    kind = acts_state.kind_of(steps[0].measure)
    previous = ""
    for number, step in enumerate(steps, 1):
        place = f"act_steps {step.id}"
        officer = everyone.get(step.officer)
        if officer is None or not acts_steps.genuine(step, officer.public_key):
            log.found(place, "act-signature")
        elif officer.role not in {role.value for role in states.roles(kind, step.step)}:
            log.found(place, "act-role")
        if (step.number, step.previous) != (number, previous):
            log.found(place, "act-order")
        previous = step.id
    try:
        acts_state.play(acts_state.events(steps, verdicts, everyone), kind)
        paper = {"loan": LoanPaper, "complaint": Letter}.get(kind, Request)
        if fingerprint(request_kept.read(paper, steps[0].body["facts"])) != steps[0].shown:
            log.found(f"act_steps {steps[0].id}", "act-paper")
    except (QalqanError, AttributeError, KeyError, TypeError, ValueError):
        log.found(f"act_steps {steps[-1].id}", "act-order")
