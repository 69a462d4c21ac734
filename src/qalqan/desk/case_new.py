"""qalqan case new: the duty officer's report, typed in before any register number exists."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from qalqan import clock
from qalqan.desk.ingest import ingest
from qalqan.errors import UsageError
from qalqan.intake.formats.report_form import MARK
from qalqan.settings import Settings

FIELDS = (
    "kui_number", "registered_at", "region", "victim_name", "victim_iin", "victim_phone", "victim_account", "damage",
)  # fmt: skip
_LISTS = ("calls", "transfers", "receipts")


@dataclass(frozen=True, slots=True)
class Form:
    """The filled form. Times are local ``YYYY-MM-DD HH:MM``; a call is ``time number``, a transfer
    ``time sum to-account``; ``words`` and each of ``receipts`` are free text.

    ``number`` is the provisional number, under which a report is known until the КУИ book has given it one; a form with
    both joins them.
    """

    kui_number: str = ""
    registered_at: str = ""
    region: str = ""
    victim_name: str = ""
    victim_iin: str = ""
    victim_phone: str = ""
    victim_account: str = ""
    damage: str = ""
    occupation: str = ""
    calls: tuple[str, ...] = ()
    transfers: tuple[str, ...] = ()
    words: str = ""
    number: str = ""
    receipts: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Form:
        """The form in a JSON file. Raises UsageError naming the fields there are."""
        known = {one.name for one in fields(cls)}
        try:
            told = json.loads(path.read_text("utf-8-sig"))
        except (OSError, ValueError) as error:
            raise UsageError("error-form-json", where=str(path), known=", ".join(sorted(known))) from error
        if not isinstance(told, dict) or set(told) - known - {"form"}:
            raise UsageError("error-form-json", where=str(path), known=", ".join(sorted(known)))
        told.pop("form", None)
        made: dict[str, Any] = {name: tuple(map(str, told.pop(name, ()))) for name in _LISTS}
        return cls(**made | {name: str(value) for name, value in told.items()})

    @property
    def case(self) -> str:
        """The number under which an analysis will know the case."""
        return self.number.strip() or self.kui_number.strip()


def provisional(at: datetime) -> str:
    """A number made here for a report received at ``at``: its local minute and four random digits."""
    return f"T{clock.to_local(at):%Y%m%d-%H%M}-{secrets.token_hex(2)}"


def numbered(form: Form) -> Form:
    """The form with its moment, and with a provisional number where it has none."""
    at = clock.now()
    moment = form.registered_at or clock.to_local(at).strftime("%Y-%m-%d %H:%M")
    return replace(form, registered_at=moment, number=form.number if form.case else provisional(at))


def text(form: Form) -> str:
    """The form as it is kept: the same form gives the same bytes. An empty number of either kind is left out."""
    told: dict[str, object] = {"form": MARK, **asdict(form)}
    return json.dumps({name: one for name, one in told.items() if one or name not in ("number", "receipts")},
                      ensure_ascii=False, indent=1)  # fmt: skip


def new(path: Path, form: Form, settings: Settings) -> str:
    """Keep the form as evidence whose basis is its number, and give that number.

    A form without a КУИ number gets a provisional one; one with neither number and nothing told is refused. Raises
    UsageError for that, and when an event has no minute.
    """
    if not any((form.case, form.words.strip(), form.calls, form.transfers, form.receipts)):
        raise UsageError("error-form-empty")
    for event in (*form.calls, *form.transfers):
        _minute(event)
    whole = numbered(form)
    ingest(path, [], settings, basis=f"case={whole.case.replace(';', ' ')}", typed={name(whole): text(whole)})
    return whole.case


def name(form: Form) -> str:
    """The file name that the form is kept under, made here."""
    return f"form-{''.join(sign if sign.isalnum() else '-' for sign in form.case)}.json"


def _minute(told: str) -> datetime:
    try:
        return datetime.strptime(" ".join(told.split(" ")[:2]), "%Y-%m-%d %H:%M")
    except ValueError as error:
        raise UsageError("error-form-event", value=told) from error
