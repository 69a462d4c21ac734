"""Decisions as the database keeps them: each stays; an officer's later one names the one it replaces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from qalqan.model.decision import Decision, Verdict
from qalqan.store import rows
from qalqan.store.canon import instant, moment
from qalqan.store.tables import DECISIONS


def add(connection: Connection, decision: Decision, replaces: str) -> None:
    """Keep a decision. ``replaces`` is the officer's last one on that subject and act, or empty.

    Two at once that replace the same one break a unique constraint: an IntegrityError of the database.
    """
    rows.insert(
        connection,
        DECISIONS,
        {
            "id": decision.id,
            "subject": decision.subject,
            "act": decision.act,
            "verdict": decision.verdict.value,
            "officer": decision.officer,
            "at": instant(decision.at),
            "purpose": decision.purpose,
            "case": decision.case,
            "shown": decision.shown,
            "reason": decision.reason,
            "replaces": replaces,
            "signature": decision.signature,
        },
    )


def standing(connection: Connection, subject: str, act: str) -> list[Decision]:
    """The decisions on a subject and act that no later one replaces, oldest first."""
    query = select(DECISIONS).where(DECISIONS.c.subject == subject, DECISIONS.c.act == act)
    found = connection.execute(query.order_by(DECISIONS.c.at, DECISIONS.c.id)).all()
    replaced = {row.replaces for row in found}
    return [decision(row) for row in found if row.id not in replaced]


def of_case(connection: Connection, case: str) -> list[Decision]:
    """All decisions in a case, oldest first."""
    query = select(DECISIONS).where(DECISIONS.c.case == case).order_by(DECISIONS.c.at, DECISIONS.c.id)
    return [decision(row) for row in connection.execute(query)]


def of_acts(connection: Connection, acts: Sequence[str]) -> list[Decision]:
    """The decisions on some acts that no later one replaces, oldest first."""
    query = select(DECISIONS).where(DECISIONS.c.act.in_(acts)).order_by(DECISIONS.c.at, DECISIONS.c.id)
    found = connection.execute(query).all()
    replaced = {row.replaces for row in found}
    return [decision(row) for row in found if row.id not in replaced]


def number(connection: Connection) -> int:
    """How many decisions there are: they are only ever added, so an equal number means nothing new."""
    return int(connection.execute(select(func.count()).select_from(DECISIONS)).scalar() or 0)


def of_officer(connection: Connection, officer: str, most: int) -> list[Decision]:
    """An officer's last decisions, newest first."""
    query = select(DECISIONS).where(DECISIONS.c.officer == officer).order_by(DECISIONS.c.at.desc(), DECISIONS.c.id)
    return [decision(row) for row in connection.execute(query.limit(most))]


def since(connection: Connection, at: datetime) -> list[tuple[Decision, str]]:
    """Decisions of a moment and later, with what each replaces, oldest first."""
    query = select(DECISIONS).where(DECISIONS.c.at >= instant(at)).order_by(DECISIONS.c.at, DECISIONS.c.id)
    return [(decision(row), row.replaces) for row in connection.execute(query)]


def everything(connection: Connection) -> list[tuple[Decision, str]]:
    """All decisions with what each replaces, oldest first."""
    query = select(DECISIONS).order_by(DECISIONS.c.at, DECISIONS.c.id)
    return [(decision(row), row.replaces) for row in connection.execute(query)]


def decision(row: Row[Any]) -> Decision:
    """A row of the table as a decision."""
    return Decision(
        row.id,
        row.subject,
        row.act,
        Verdict(row.verdict),
        row.officer,
        moment(row.at),
        row.purpose,
        row.case,
        row.shown,
        row.reason,
        row.signature,
    )
