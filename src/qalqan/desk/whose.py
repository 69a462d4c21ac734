"""qalqan whose: whose money is on an account, or went through it; the bank's question answered, with every claim."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

import polars as pl

from qalqan.desk import tables
from qalqan.desk.moments import moment
from qalqan.engine.frames import Tables
from qalqan.link import follow_back
from qalqan.model.column import Table, col
from qalqan.report import redact
from qalqan.report.formats.csv import timed
from qalqan.settings import Settings
from qalqan.store import purposes
from qalqan.store.workspace import Workspace

_PERSONAL: Final = tuple(col(name, "text", "account", personal="account") for name in ("account", "from", "to"))
_SHOWN: Final = Table("whose", "a row of the answer", _PERSONAL, ("account",))


@dataclass(frozen=True, slots=True)
class Answer:
    """The parts of :class:`qalqan.link.follow_back.Whose` as rows; sums in tiyn, accounts masked without a purpose."""

    as_of: str
    accounts: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    origins: list[dict[str, Any]]
    paths: list[dict[str, Any]]

    def told(self) -> dict[str, Any]:
        """As plain structures."""
        return asdict(self)


def whose(
    ws: Workspace, accounts: list[str], settings: Settings, *, as_of: str = "", known_at: str = "", purpose: str = "",
    officer: str = "",
) -> Answer:  # fmt: skip
    """Whose money is on these accounts at a moment (the latest event), by answers up to another (all).

    An account may be told as a card, phone or contract that is known to be one. Raises UsageError for a moment that is
    none, NotFound for an account that stands in no transfer.
    """
    known = tables.current(ws)
    names = [resolved(known, account) for account in accounts]
    found = follow_back.whose(
        known, settings, names, moment(as_of) if as_of else None, moment(known_at) if known_at else None
    )
    if purpose:
        purposes.log(ws, officer or "-", purpose, f"whose:{len(names)}", found.claims.height + found.paths.height)
    parts = (_told(one, clear=bool(purpose)) for one in (found.accounts, found.claims, found.origins, found.paths))
    at = timed(pl.DataFrame({"at": [found.as_of]}, schema={"at": pl.Datetime("us", "UTC")}))["at"][0]
    return Answer(str(at), *parts)


def resolved(known: Tables, told: str) -> str:
    """The account that an identifier names: itself, or what it is an alias of."""
    plain = told.replace(" ", "").upper() if told.replace(" ", "").isalnum() else told.strip()
    alias = known["aliases"].filter(pl.col("alias").is_in([told.strip(), plain]))["account"]
    return str(alias[0]) if len(alias) else plain


def _told(frame: pl.DataFrame, *, clear: bool) -> list[dict[str, Any]]:
    return timed(frame if clear else redact.masked(frame, _SHOWN)).to_dicts()
