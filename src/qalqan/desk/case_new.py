"""qalqan case new: the duty officer's report, typed in before any register number exists."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path

from qalqan import clock
from qalqan.desk.ingest import ingest
from qalqan.errors import UsageError
from qalqan.intake.formats.report_form import MARK
from qalqan.settings import Settings

FIELDS = (
    "kui_number", "registered_at", "region", "victim_name", "victim_iin", "victim_phone", "victim_account", "damage",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """The filled form. Times are local ``YYYY-MM-DD HH:MM``; a call is ``time number``, a transfer
    ``time sum to-account``; ``words`` is free text.
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
        calls, transfers = (tuple(map(str, told.pop(name, ()))) for name in ("calls", "transfers"))
        return cls(calls=calls, transfers=transfers, **{name: str(value) for name, value in told.items()})


def new(path: Path, form: Form, settings: Settings) -> str:
    """Keep the form as evidence whose basis is its КУИ number, and give that number.

    Raises UsageError when the number is missing or an event has no minute.
    """
    if not form.kui_number.strip():
        raise UsageError("error-form-empty")
    for event in (*form.calls, *form.transfers):
        _minute(event)
    told: dict[str, object] = {"form": MARK, **asdict(form)}
    told["registered_at"] = form.registered_at or clock.to_local(clock.now()).strftime("%Y-%m-%d %H:%M")
    text = json.dumps(told, ensure_ascii=False, indent=1)
    number = form.kui_number.strip()
    name = f"form-{''.join(sign if sign.isalnum() else '-' for sign in number)}.json"
    ingest(path, [], settings, basis=f"case={number.replace(';', ' ')}", typed={name: text})
    return number


def _minute(told: str) -> datetime:
    try:
        return datetime.strptime(" ".join(told.split(" ")[:2]), "%Y-%m-%d %H:%M")
    except ValueError as error:
        raise UsageError("error-form-event", value=told) from error
