"""Letters: every kind there is, made from the run that counts; approved by their content's hash, taken as files."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Final

from fastapi import Response

from qalqan.console import acts_view, hand
from qalqan.console.ask import Ask, Asked
from qalqan.console.route import page
from qalqan.desk import decisions
from qalqan.desk import letters as desk
from qalqan.desk._letter_drafts import members
from qalqan.desk.find import case_id
from qalqan.errors import Conflict, NotFound, QalqanError
from qalqan.model.decision import Verdict

FIELDS: Final = ("case", "series", "url", "account", "to", "kind_of", "bank", "reason", "number", "sanction")
LISTS: Final = ("objects", "asked")
PARTS: Final = {"series": ("series", "case"), "site": ("url",), "case": ("case",)}
"""What a letter about that asks for first; letters about where money left ask for a case or series."""


@page("GET", "/letters", verb="letter")
def letters(ask: Asked) -> Response:
    """Every letter: what it is about, whose approvals and sanction it needs, to whom it may go."""
    return hand.show(ask, "letters", entries=desk.catalogue())


@page("GET", "/letters/{kind}", verb="letter")
def one(ask: Asked, kind: str) -> Response:
    """The form of one kind."""
    return _page(ask, kind)


@page("POST", "/letters/{kind}", verb="letter")
def make(ask: Asked, kind: str) -> Response:
    """Make the letters and show them; approve one; or take their files."""
    do = ask.form.get("do", "show")
    try:
        _seen(ask)
        with tempfile.TemporaryDirectory() as folder:
            made = _made(ask, kind, Path(folder))
            if do == "take":
                return _files(kind, made)
            if do == "approve":
                _approve(ask, made)
                made = _made(ask, kind, Path(folder))
            return _page(ask, kind, made=made)
    except QalqanError as error:
        return _page(ask, kind, error=error)


def _made(ask: Ask, kind: str, folder: Path) -> tuple[desk.MadeLetter, ...]:
    return desk.letters(
        ask.house.path, kind, _asked(ask), folder, lang=ask.language, officer=ask.who.officer,
        allowed=lambda cases: _allowed(ask, cases),
    )  # fmt: skip


def _asked(ask: Ask) -> desk.Ask:
    told: dict[str, Any] = {name: ask.form.get(name, "").strip() for name in FIELDS}
    for name in LISTS:
        told[name] = tuple(line.strip() for line in ask.form.get(name, "").splitlines() if line.strip())
    return desk.Ask(**told)


def _seen(ask: Ask) -> None:
    """Raises NotFound when the letter is asked for by a case or series that the officer may not act in, whichever of
    the two the letter's kind goes by."""
    form = {name: ask.form.get(name, "").strip() for name in ("case", "series")}
    cases = [case_id(ask.tables, form["case"])] if form["case"] else []
    cases += members(ask.tables, form["series"]) if form["series"] else []
    if ask.stand.visible(cases, "letter") != frozenset(cases):
        raise NotFound("error-not-found", what="case", id=form["case"] or form["series"])


def _allowed(ask: Ask, cases: frozenset[str]) -> None:
    """Raises NotFound when a letter, as it was made, tells of a sealed case, or of none that the officer may act in."""
    if ask.stand.visible(cases) != cases or (cases and not ask.stand.visible(cases, "letter")):
        raise NotFound("error-letter-nothing", kind=ask.request.path_params.get("kind", ""), case="")


def _approve(ask: Ask, made: tuple[desk.MadeLetter, ...]) -> None:
    """Approve exactly the letter whose hash the page showed. Raises Conflict when its content moved since."""
    subject, shown = ask.form.get("subject", ""), ask.form.get("shown", "")
    found = next((one for one in made if (one.subject, one.shown) == (subject, shown)), None)
    if found is None:
        raise Conflict("error-queue-moved", who=0)
    by = hand.signer(ask)
    with ask.house.writing() as ws:
        decisions.decide(ws, by.officer, by.passphrase, subject, subject.partition(":")[0], Verdict.APPROVE,
                         ask.form.get("why", ""), "request", ask.form.get("case", "").strip(), shown)  # fmt: skip


def _files(kind: str, made: tuple[desk.MadeLetter, ...]) -> Response:
    """One file as it is, several in an archive."""
    paths = [path for one in made for path in one.paths]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, path.name)
    head = {"content-disposition": f'attachment; filename="{kind}.zip"'}
    return Response(held.getvalue(), media_type="application/zip", headers=head)


def _page(
    ask: Ask, kind: str, *, error: QalqanError | None = None, made: tuple[desk.MadeLetter, ...] = ()
) -> Response:  # fmt: skip
    entry = next((each for each in desk.catalogue() if each.name == kind), None)
    if entry is None:
        raise NotFound("error-page-none")
    typed = ask.form or {name: ask.query(name) for name in FIELDS}
    return hand.show(
        ask, "letter", error, entry=entry, made=made, typed=typed, first=PARTS.get(entry.subject, ("case", "series")),
        known=acts_view.known(ask) is not None,
    )  # fmt: skip
