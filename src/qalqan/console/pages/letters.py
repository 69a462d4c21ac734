"""Letters: every kind there is, made from the run that counts; approved by their content's hash, taken as files."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

from fastapi import Response

from qalqan.console import acts_view, hand, letters_view
from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import letters as desk
from qalqan.errors import QalqanError

FIELDS: Final = ("case", "series", "url", "account", "to", "kind_of", "bank", "reason", "number", "sanction")
LISTS: Final = ("objects", "asked")
PARTS: Final = {"series": ("series", "case"), "site": ("url",), "case": ("case",), "calls": ("case",)}
"""What a letter about that asks for first; letters about where money left ask for a case or series."""


@page("GET", "/letters", verb="letter")
def letters(ask: Asked) -> Response:
    """Every letter: what it is about, whose approvals and sanction it needs, to whom it may go."""
    return hand.show(ask, "letters", entries=desk.catalogue(), case=ask.query("case"))


@page("GET", "/letters/{kind}", verb="letter")
def one(ask: Asked, kind: str) -> Response:
    """The form of one kind."""
    return _page(ask, kind)


@page("POST", "/letters/{kind}", verb="letter")
def make(ask: Asked, kind: str) -> Response:
    """Make the letters and show them; approve one; or take their files."""
    do, form = ask.form.get("do", "show"), ask.form
    try:
        with tempfile.TemporaryDirectory() as folder:
            made = letters_view.made(ask, kind, _asked(ask), Path(folder))
            if do == "take":
                return letters_view.files(kind, made)
            if do == "approve":
                found = letters_view.picked(ask, made, form.get("at", ""), form.get("shown", ""))
                letters_view.approve(ask, found, form.get("why", ""), form.get("case", "").strip())
                made = letters_view.made(ask, kind, _asked(ask), Path(folder))
            return _page(ask, kind, made=made)
    except QalqanError as error:
        return _page(ask, kind, error=error)


def _asked(ask: Ask) -> desk.Ask:
    told: dict[str, Any] = {name: ask.form.get(name, "").strip() for name in FIELDS}
    for name in LISTS:
        told[name] = tuple(line.strip() for line in ask.form.get(name, "").splitlines() if line.strip())
    return desk.Ask(**told)


def _page(
    ask: Ask, kind: str, *, error: QalqanError | None = None, made: tuple[desk.MadeLetter, ...] = ()
) -> Response:  # fmt: skip
    entry = letters_view.entry(kind)
    typed = ask.form or {name: ask.query(name) for name in FIELDS}
    return hand.show(
        ask, "letter", error, entry=entry, made=made, typed={name: typed.get(name, "") for name in (*FIELDS, *LISTS)},
        first=PARTS.get(entry.subject, ("case", "series", "account")), known=acts_view.known(ask) is not None,
        token=lambda letter: letters_view.token(ask, letter), why=ask.form.get("why", ""),
    )  # fmt: skip
