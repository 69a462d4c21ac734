"""Profiles: how a layout's columns were understood, remembered for the next file of that layout."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from qalqan import clock
from qalqan.store import rows as kept
from qalqan.store.canon import canonical, instant, moment
from qalqan.store.tables import PROFILES


def remember(
    connection: Connection, fingerprint: str, mapping: Mapping[str, Any], name: str = "", by: str = ""
) -> None:
    """Keep the mapping (plain JSON) of a layout; ``name`` is a sample file, ``by`` who said so."""
    kept.put(
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
    kept.delete(connection, PROFILES, (fingerprint,))


def recall(connection: Connection, fingerprint: str) -> dict[str, Any] | None:
    """The mapping of a layout, if it is remembered."""
    query = select(PROFILES.c.mapping).where(PROFILES.c.fingerprint == fingerprint)
    text = connection.execute(query).scalar()
    return None if text is None else dict(json.loads(text))


@dataclass(frozen=True, slots=True)
class Remembered:
    """A remembered layout: its fingerprint, mapping, the file it was made for, by whom (empty: not told), when."""

    fingerprint: str
    mapping: dict[str, Any]
    name: str
    by: str
    at: datetime


def rows(connection: Connection) -> list[Remembered]:
    """Every remembered layout, the newest first."""
    query = select(PROFILES).order_by(PROFILES.c.at.desc(), PROFILES.c.fingerprint)
    return [
        Remembered(row.fingerprint, json.loads(row.mapping), row.name, row.by, moment(row.at))
        for row in connection.execute(query)
    ]


def everything(connection: Connection) -> dict[str, dict[str, Any]]:
    """All mappings by layout."""
    query = select(PROFILES.c.fingerprint, PROFILES.c.mapping).order_by(PROFILES.c.fingerprint)
    return {row.fingerprint: json.loads(row.mapping) for row in connection.execute(query)}
