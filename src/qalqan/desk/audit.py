"""What an inspector reads: the ledger, decisions, uses of personal data; a page at a time, newest first.

Paging is by key (the entry's number, or moment and id), so that page one thousand costs what page one does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Select, and_, func, or_, select

from qalqan.desk import controls
from qalqan.errors import UsageError
from qalqan.model.decision import Decision
from qalqan.store import decisions as kept
from qalqan.store import ledger, officers, purposes
from qalqan.store.ledger import Checkpoint, Entry
from qalqan.store.purposes import Use
from qalqan.store.tables import DECISIONS, LEDGER, PURPOSES
from qalqan.store.workspace import Workspace

SIZE: Final = 50
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Log:
    """The ledger's state: entries, root (hex), the last signed root, the public key that checks it (hex)."""

    size: int
    root: str
    checkpoint: Checkpoint | None
    public_key: str


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry, and the hashes (hex) that lead from it to the root of the first ``upto`` entries (RFC 9162, 2.1.3)."""

    entry: Entry
    upto: int
    root: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision with its officer's name and the decision it replaces (empty: none)."""

    decision: Decision
    officer: str
    replaces: str


def log(ws: Workspace) -> Log:
    """Where the ledger stands."""
    with ws.reading() as connection:
        size = ledger.size(connection)
        return Log(
            size,
            ledger.root(connection, size).hex(),
            ledger.latest_checkpoint(connection, ws.name),
            ws.public_key.hex(),
        )


def entries(ws: Workspace, *, before: int = 0, act: str = "", size: int = SIZE) -> list[Entry]:
    """Entries below a number (0: from the newest), of one act when named, newest first."""
    query = select(LEDGER.c.body).order_by(LEDGER.c.seq.desc()).limit(_bounded(size))
    if before:
        query = query.where(LEDGER.c.seq < before)
    if act:  # canonical JSON begins with the act: {"act":"…","at":…
        query = query.where(LEDGER.c.body.startswith(f'{{"act":"{_name(act)}",', autoescape=True))
    with ws.reading() as connection:
        return [ledger.read(body) for body in connection.execute(query).scalars()]


def proof(ws: Workspace, seq: int) -> Proof:
    """An entry with its proof against the root there is now. Raises NotFound."""
    with ws.reading() as connection:
        upto = ledger.size(connection)
        entry = ledger.entry(connection, seq)
        path = tuple(one.hex() for one in ledger.inclusion(connection, seq, upto))
        return Proof(entry, upto, ledger.root(connection, upto).hex(), path)


def decisions(
    ws: Workspace, *, before: str = "", act: str = "", officer: str = "", case: str = "", reader: str = "",
    size: int = SIZE,
) -> list[Judged]:  # fmt: skip
    """Decisions before a key (``moment|id``; empty: from the newest), of an act, officer or case when named.

    ``reader`` (an officer's id) is somebody who may still meet control items: theirs look like the links they posed as,
    others' are left out.
    """
    query = select(DECISIONS).order_by(DECISIONS.c.at.desc(), DECISIONS.c.id.desc()).limit(_bounded(size))
    acts: tuple[str, ...] = (act,)
    if reader:
        query = query.where(or_(DECISIONS.c.act != controls.ACT, DECISIONS.c.officer == reader))
        acts = {controls.POSES: (act, controls.ACT), controls.ACT: ("",)}.get(act, acts)
    if act:
        query = query.where(DECISIONS.c.act.in_(acts))
    for column, wanted in ((DECISIONS.c.officer, officer), (DECISIONS.c.case, case)):
        if wanted:
            query = query.where(column == wanted)
    query = _before(query, before, DECISIONS)
    with ws.reading() as connection:
        names = {one.id: one.name for one in officers.everything(connection)}
        rows = connection.execute(query).all()
    told = [Judged(kept.decision(row), names.get(row.officer, row.officer), row.replaces) for row in rows]
    return [replace(one, decision=posed(one.decision)) for one in told] if reader else told


def posed(one: Decision) -> Decision:
    """A decision on a control item as the link it posed as; any other as it is."""
    if one.act != controls.ACT:
        return one
    return replace(one, act=controls.POSES, subject=controls.posed(one.subject))


def uses(ws: Workspace, *, before: str = "", who: str = "", size: int = SIZE) -> list[Use]:
    """Who saw or took out clear personal data, before a key, newest first."""
    query = select(PURPOSES).order_by(PURPOSES.c.at.desc(), PURPOSES.c.id.desc()).limit(_bounded(size))
    if who:
        query = query.where(PURPOSES.c.who == who)
    query = _before(query, before, PURPOSES)
    with ws.reading() as connection:
        rows = connection.execute(query).all()
    return [purposes.use(row) for row in rows]


def counted(ws: Workspace) -> dict[str, int]:
    """How many uses of clear data each officer made: what an inspector looks at first."""
    query = select(PURPOSES.c.who, func.sum(PURPOSES.c.count)).group_by(PURPOSES.c.who)
    with ws.reading() as connection:
        found = {str(who): int(total) for who, total in connection.execute(query)}
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _before(query: Select[tuple[object, ...]], key: str, table: object) -> Select[tuple[object, ...]]:
    if not key:
        return query
    at, sep, id_ = key.partition("|")
    if not sep:
        raise UsageError("error-page-key", told=key[:40])
    columns = table.c  # type: ignore[attr-defined]
    return query.where(or_(columns.at < at, and_(columns.at == at, columns.id < id_)))


def _bounded(size: int) -> int:
    return max(1, min(size, MOST))


def _name(act: str) -> str:
    """An act's name: letters and underscores, so that it cannot leave its quotes. Raises UsageError."""
    if not act.replace("_", "").isalnum() or not act.isascii():
        raise UsageError("error-act-name", act=act[:40])
    return act
