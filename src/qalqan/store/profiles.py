"""Profiles: how a layout's columns were understood, remembered for the next file of that layout."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from qalqan import clock
from qalqan.store import rows
from qalqan.store.canon import canonical, instant
from qalqan.store.tables import PROFILES


def remember(
    connection: Connection, fingerprint: str, mapping: Mapping[str, Any], name: str = "", by: str = ""
) -> None:
    """Keep the mapping (plain JSON) of a layout; ``name`` is a sample file, ``by`` who said so."""
    rows.put(
        connection,
        PROFILES,
        {
            "fingerprint": fingerprint,
            "mapping": canonical(mapping),
            "name": name,
            "by": by,
            "at": instant(clock.now()),
        },
    )


def forget(connection: Connection, fingerprint: str) -> None:
    """Remember a layout no longer."""
    rows.delete(connection, PROFILES, (fingerprint,))


def recall(connection: Connection, fingerprint: str) -> dict[str, Any] | None:
    """The mapping of a layout, if it is remembered."""
    query = select(PROFILES.c.mapping).where(PROFILES.c.fingerprint == fingerprint)
    text = connection.execute(query).scalar()
    return None if text is None else dict(json.loads(text))


def everything(connection: Connection) -> dict[str, dict[str, Any]]:
    """All mappings by layout."""
    query = select(PROFILES.c.fingerprint, PROFILES.c.mapping).order_by(PROFILES.c.fingerprint)
    return {row.fingerprint: json.loads(row.mapping) for row in connection.execute(query)}
