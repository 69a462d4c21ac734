"""Evidence: what came in, on which basis, where it stood, how far it got."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from qalqan.errors import NotFound
from qalqan.model.evidence import Basis, Evidence
from qalqan.store import rows
from qalqan.store.canon import canonical, instant, moment
from qalqan.store.tables import EVIDENCE

_BATCH = 500  # values in one question to the database


@dataclass(frozen=True, slots=True)
class Kept:
    """An evidence, its path below the ingested folder, region (ISO 3166-2 or empty) and status."""

    evidence: Evidence
    path: str
    region: str
    status: str


def write_basis(basis: Basis) -> str:
    """A basis as canonical JSON."""
    told = asdict(basis)
    return canonical(told | {"expires": instant(basis.expires) if basis.expires else None})


def read_basis(text: str) -> Basis:
    """The basis that :func:`write_basis` wrote."""
    told = json.loads(text)
    return Basis(**(told | {"expires": moment(told["expires"]) if told["expires"] else None}))


def add(connection: Connection, evidence: Evidence, path: str, region: str = "", status: str = "") -> None:
    """Keep a new evidence."""
    rows.insert(
        connection,
        EVIDENCE,
        {
            "id": evidence.id,
            "sha256": evidence.sha256,
            "name": evidence.name,
            "size": evidence.size,
            "received_at": instant(evidence.received_at),
            "basis": write_basis(evidence.basis),
            "parent": evidence.parent,
            "path": path,
            "region": region,
            "status": status,
        },
    )


def set_status(connection: Connection, id_: str, status: str, region: str | None = None) -> None:
    """Note how far an evidence got, and its region when it became known. Raises NotFound."""
    told = {"status": status} if region is None else {"status": status, "region": region}
    rows.update(connection, EVIDENCE, (id_,), told)


def set_basis(connection: Connection, id_: str, basis: Basis) -> None:
    """Put an evidence on a basis. Raises NotFound."""
    rows.update(connection, EVIDENCE, (id_,), {"basis": write_basis(basis)})


def find(connection: Connection, id_: str) -> Kept | None:
    """The evidence of that short id, if there is one."""
    row = connection.execute(select(EVIDENCE).where(EVIDENCE.c.id == id_)).first()
    return None if row is None else _kept(row)


def of_hashes(connection: Connection, hashes: Sequence[str]) -> dict[str, Evidence]:
    """The evidence of these contents (SHA-256), as far as they were received."""
    found: dict[str, Evidence] = {}
    for at in range(0, len(hashes), _BATCH):
        part = select(EVIDENCE).where(EVIDENCE.c.sha256.in_(hashes[at : at + _BATCH]))
        found |= {row.sha256: _kept(row).evidence for row in connection.execute(part)}
    return found


def of_sizes(connection: Connection, sizes: Sequence[int]) -> frozenset[int]:
    """Those of the sizes (bytes) that some evidence has."""
    found: set[int] = set()
    for at in range(0, len(sizes), _BATCH):
        part = select(EVIDENCE.c.size).where(EVIDENCE.c.size.in_(sizes[at : at + _BATCH])).distinct()
        found |= set(connection.execute(part).scalars())
    return frozenset(found)


def named(connection: Connection, path: str) -> str:
    """The id of the newest evidence of that path; empty when there is none."""
    query = select(EVIDENCE.c.id).where(EVIDENCE.c.path == path).order_by(EVIDENCE.c.received_at.desc(), EVIDENCE.c.id)
    return str(connection.execute(query.limit(1)).scalar() or "")


def get(connection: Connection, id_: str) -> Kept:
    """The evidence of that short id. Raises NotFound."""
    if (found := find(connection, id_)) is None:
        raise NotFound("error-evidence-unknown", id=id_)
    return found


def everything(connection: Connection) -> list[Kept]:
    """All evidence, in order of id."""
    return [_kept(row) for row in connection.execute(select(EVIDENCE).order_by(EVIDENCE.c.id))]


def _kept(row: Row[Any]) -> Kept:
    evidence = Evidence(row.sha256, row.name, row.size, moment(row.received_at), read_basis(row.basis), row.parent)
    return Kept(evidence, row.path, row.region, row.status)
