"""A transfer of a request's chain in the official form (18 columns), with its place in evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qalqan.report.facts import Place


@dataclass(frozen=True, slots=True)
class Party:
    """A side of a transfer. Name and IIN are given only where the addressed bank knows them anyway: it has the row."""

    account: str
    bank: str
    name: str = ""
    iin: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One transfer: the whole sum as the statement tells it, and what of it is this case's money (``part_tiyn``).

    ``numbers`` are the numbers, in the document, of the claimed accounts whose chain it belongs to. ``day_only``: the
    source tells no time of day.
    """

    numbers: tuple[int, ...]
    at: datetime | None
    amount_tiyn: int | None
    part_tiyn: int
    currency: str
    amount_minor: int | None
    payer: Party
    payee: Party
    operation: str
    knp: str
    purpose: str
    places: tuple[Place, ...]
    day_only: bool = False
