"""The duty officer's form: one case as canonical JSON, written by ``qalqan case new``.

The form is evidence like any other: kept under its hash, read by this reader, replaced by a later form of the same
number. Calls and transfers become sentences of the plot, so that what the victim tells is understood in the same
way whether a clerk or the duty officer wrote it down.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Records
from qalqan.registry import Card

CARD = Card(name="report_form", title="format-report-form")
MARK = "qalqan report form 1"
FIELDS = ("number", "kui_number", "registered_at", "region", "victim_name", "victim_iin", "victim_phone",
          "victim_account", "occupation")  # fmt: skip
"""Told as they stand. ``number`` is the provisional one, given before the КУИ number exists: a later form with both
joins them."""
LARGEST = 4_000_000


def sniff(head: bytes, name: str, size: int) -> int:
    """Certain when the mark stands at the head."""
    del name, size
    return 1000 if MARK.encode() in head[:200] and head.lstrip()[:1] == b"{" else 0


def count(source: Path, context: Context) -> dict[str, int]:
    """One form a file."""
    del context
    return {"": source.read_bytes()[:LARGEST].count(MARK.encode())}


def read(source: Path, context: Context) -> Iterator[Block]:
    """The case of the form. Raises IntakeError when it is no form."""
    try:
        form = json.loads(source.read_bytes()[:LARGEST])
    except ValueError as error:
        raise IntakeError("reason-broken-json", where=context.name, detail=str(error)) from error
    if not isinstance(form, dict) or form.get("form") != MARK:
        raise IntakeError("reason-not-a-form", where=context.name)
    row = {name: str(form.get(name) or "") for name in FIELDS}
    row |= {"raw_damage": str(form.get("damage") or ""), "plot": plot(form)}
    frame = pl.DataFrame({"row": [1], **{name: [value or None] for name, value in row.items()}},
                         schema_overrides=dict.fromkeys(row, pl.String))  # fmt: skip
    yield Records("case", "", frame, {"dates": "ymd", "zone": "local"})


def plot(form: dict[str, Any]) -> str:
    """What the victim told, as sentences: words heard, receipts, then calls and transfers by their minute."""
    events = [(_when(told), f"звонок с {_rest(told)}") for told in form.get("calls", ())]
    for told in form.get("transfers", ()):
        amount, _, account = _rest(told).partition(" ")
        events.append((_when(told), f"перевод {amount} тенге на {account}".rstrip()))
    lines = [str(form.get("words") or "").strip(), *(str(told).strip() for told in form.get("receipts", ()))]
    lines += [f"{when} {what}." for when, what in sorted(events)]
    return " ".join(line for line in lines if line)


def _when(told: str) -> str:
    return " ".join(str(told).split(" ")[:2])


def _rest(told: str) -> str:
    return " ".join(str(told).split(" ")[2:])
